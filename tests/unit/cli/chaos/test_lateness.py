"""Lateness over the course of a run, and apart from what went wrong."""

import pytest

from cli.chaos.faults.fault import Suffered
from cli.chaos.lateness import Late, in_calm, in_slices, mails_of
from cli.chaos.schedule import Planned
from tests.unit.cli.chaos.made_up import FIRE_AT, GOOD, MAIL, START, at, spoil

BUSY = Planned(30, "busy", "mail", 10)
SUFFERED = [Suffered(BUSY, at(30), at(40))]


def test_first_copy_of_a_mail_counts():
    again = spoil(mails=[MAIL, MAIL]).mails[1]
    assert mails_of(spoil(mails=[MAIL, again])) == [Late(FIRE_AT, MAIL.at)]


def test_mail_without_a_delivery_does_not_count():
    assert mails_of(spoil(delivery_changes=[])) == []


def test_parts_have_the_mails_due_in_them_and_the_faults_begun_in_them():
    mails = [Late(at(5), at(6)), Late(at(9.9), at(14)), Late(at(35), at(36))]
    parts = in_slices(mails, SUFFERED, START, 100)
    assert [(part.from_second, part.to_second) for part in parts[:2]] == [(0, 10), (10, 20)]
    assert [part.faults for part in parts] == [0, 0, 0, 1, 0, 0, 0, 0, 0, 0]
    assert [part.late.count if part.late else 0 for part in parts] == [2, 0, 0, 1, *[0] * 6]
    assert parts[0].late.most == pytest.approx(4.1)


def test_mail_due_after_the_load_counts_with_the_last_part():
    parts = in_slices([Late(at(130), at(131))], [], START, 100)
    assert parts[-1].late.count == 1


@pytest.mark.parametrize(
    ("fire_at", "came_at", "is_calm"),
    [
        (20, 29.9, True),
        (20, 30, False),  # came while it went on
        (35, 35.1, False),
        (49.9, 50.2, False),  # it was over for less than 10 s
        (50.1, 50.2, True),
        (5, 60, False),  # waited through it
    ],
)
def test_calm_is_from_ten_seconds_before_it_was_due_until_it_came(fire_at, came_at, is_calm):
    late = Late(at(fire_at), at(came_at))
    assert in_calm([late], SUFFERED) == ([late] if is_calm else [])


def test_long_fault_counts_though_a_short_one_came_after_it():
    short = Suffered(Planned(31, "poison", "topics", 0), at(31), at(31.5))
    assert in_calm([Late(at(45), at(45.1))], [*SUFFERED, short]) == []


def test_all_is_calm_without_faults():
    mails = mails_of(GOOD)
    assert in_calm(mails, []) == mails
