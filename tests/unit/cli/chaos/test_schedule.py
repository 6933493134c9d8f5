"""The schedule is a function of the seed, and keeps what the end of a run needs."""

from itertools import pairwise

import pytest

from cli.chaos.faults.kinds import FAULTS
from cli.chaos.fleet import instance_names
from cli.chaos.schedule import DOUBT_KINDS, EVERYBODY, KINDS, MAIL_KINDS, make_schedule

NAMES = instance_names()
SEEDS = range(40)


def test_same_seed_gives_the_same_faults():
    assert make_schedule(7, 600, NAMES) == make_schedule(7, 600, NAMES)


def test_another_seed_gives_others():
    assert make_schedule(7, 600, NAMES) != make_schedule(8, 600, NAMES)


@pytest.mark.parametrize("seconds", [12, 30, 120, 600])
def test_faults_are_in_order_and_over_in_time(seconds):
    for seed in SEEDS:
        schedule = make_schedule(seed, seconds, NAMES)
        assert [fault.at for fault in schedule] == sorted(fault.at for fault in schedule)
        assert all(fault.at > 0 for fault in schedule)
        assert all(fault.at + fault.seconds <= seconds + 0.01 for fault in schedule)


def test_ten_minutes_have_every_kind():
    assert {fault.kind for fault in make_schedule(1, 600, NAMES)} == set(KINDS)


def test_half_a_minute_has_every_stream():
    kinds = {fault.kind for fault in make_schedule(1, 30, NAMES)}
    assert {"kill", "freeze", "broker", "postgres", "clock", "poison"} <= kinds
    assert kinds & set(MAIL_KINDS)


def test_only_leaves_the_other_faults_as_they_are():
    some = ("kill", "clock")
    whole = make_schedule(3, 300, NAMES)
    assert make_schedule(3, 300, NAMES, some) == [f for f in whole if f.kind in some]


def test_mail_server_has_one_trouble_at_a_time():
    for seed in SEEDS:
        troubles = [f for f in make_schedule(seed, 600, NAMES) if f.kind in MAIL_KINDS]
        assert troubles
        for before, after in pairwise(troubles):
            assert before.at + before.seconds < after.at


def test_no_mail_is_left_in_doubt_late_in_a_run():
    late = [
        fault
        for seed in SEEDS
        for fault in make_schedule(seed, 100, NAMES)
        if fault.kind in DOUBT_KINDS and fault.at > 60
    ]
    assert late == []


def test_freezes_outlast_a_session_and_a_lease():
    lengths = [
        fault.seconds
        for seed in SEEDS
        for fault in make_schedule(seed, 600, NAMES)
        if fault.kind == "freeze" and fault.at < 580
    ]
    assert min(lengths) > 6


def test_every_process_and_all_of_them_are_hit():
    faults = [fault for seed in SEEDS for fault in make_schedule(seed, 600, NAMES)]
    assert {fault.target for fault in faults if fault.kind == "kill"} == set(NAMES)
    assert {fault.target for fault in faults if fault.kind == "clock"} == {*NAMES, EVERYBODY}


def an_hour(seed, only=KINDS):
    """A run with one fault in three minutes."""
    return make_schedule(seed, 3600, NAMES, only, every=180)


def test_hour_with_pauses_is_the_same_for_the_same_seed():
    assert an_hour(7) == an_hour(7)
    assert an_hour(7) != an_hour(8)


def test_hour_with_pauses_has_every_kind():
    for seed in SEEDS:
        assert {fault.kind for fault in an_hour(seed)} == set(KINDS)


def test_hour_with_pauses_has_one_fault_in_each():
    for seed in SEEDS:
        assert [int(fault.at // 180) for fault in an_hour(seed)] == list(range(20))


def test_kinds_take_turns():
    for seed in SEEDS:
        kinds = [fault.kind for fault in an_hour(seed, ("kill", "broker", "busy"))]
        rounds = [kinds[start : start + 3] for start in range(0, 18, 3)]
        assert all(set(each) == {"kill", "broker", "busy"} for each in rounds)


def test_no_mail_is_left_in_doubt_late_in_a_run_with_pauses():
    faults = [fault for seed in SEEDS for fault in an_hour(seed)]
    assert [f for f in faults if f.kind in DOUBT_KINDS and f.at > 0.6 * 3600] == []


def test_every_kind_has_its_fault():
    assert set(FAULTS) == set(KINDS)
