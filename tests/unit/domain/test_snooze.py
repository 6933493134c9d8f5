"""When a reminder that was put off comes again."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest

from shared.core.errors import InvalidInput
from shared.domain.snooze import Snooze, preset_instant, snoozed_until
from shared.domain.zones import to_instant, to_local

MORNING = time(8, 30)
BERLIN = "Europe/Berlin"


def local(text, zone=BERLIN):
    return to_instant(datetime.fromisoformat(text), zone)


@pytest.mark.parametrize(
    ("preset", "now", "expected"),
    [
        ("10m", "2026-11-25T09:00", "2026-11-25T09:10"),
        ("1h", "2026-11-25T09:00", "2026-11-25T10:00"),
        ("this_evening", "2026-11-25T09:00", "2026-11-25T19:00"),
        ("this_evening", "2026-11-25T19:00", "2026-11-26T19:00"),
        ("this_evening", "2026-11-25T23:59", "2026-11-26T19:00"),
        ("tomorrow", "2026-11-25T23:59", "2026-11-26T08:30"),
        ("tomorrow", "2026-11-25T00:01", "2026-11-26T08:30"),
        ("next_week", "2026-11-25T09:00", "2026-11-30T08:30"),
        ("next_week", "2026-11-29T23:00", "2026-11-30T08:30"),
        ("next_week", "2026-11-30T07:00", "2026-12-07T08:30"),
        ("next_week", "2026-12-31T09:00", "2027-01-04T08:30"),
        # 20 minutes before the gap: ten elapsed minutes are ten, an hour is an hour.
        ("1h", "2026-03-29T01:40", "2026-03-29T03:40"),
    ],
)
def test_presets_mean_the_next_such_moment(preset, now, expected):
    assert preset_instant(preset, local(now), BERLIN, MORNING) == local(expected)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Europe/Berlin", "2026-03-28"),
        ("Europe/Berlin", "2026-10-24"),
        ("America/New_York", "2026-03-07"),
        ("America/New_York", "2026-10-31"),
        ("Australia/Lord_Howe", "2026-10-03"),
        ("Australia/Lord_Howe", "2026-04-04"),
    ],
)
def test_tomorrow_is_at_the_same_wall_time_across_a_change_of_the_clocks(zone, day):
    found = preset_instant("tomorrow", local(f"{day}T22:00", zone), zone, MORNING)
    assert to_local(found, zone).time() == MORNING
    assert to_local(found, zone).date() == datetime.fromisoformat(day).date() + timedelta(days=1)


def test_tomorrow_in_a_gap_moves_forward_and_in_a_fold_is_the_first_pass():
    gap = preset_instant("tomorrow", local("2026-03-28T12:00"), BERLIN, time(2, 30))
    assert to_local(gap, BERLIN) == datetime(2026, 3, 29, 3, 30)
    fold = preset_instant("tomorrow", local("2026-10-24T12:00"), BERLIN, time(2, 30))
    assert fold == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_length_in_days_keeps_the_wall_time_and_hours_are_elapsed():
    now = local("2026-03-28T09:00")
    day = snoozed_until(Snooze(length="P1D"), now, BERLIN, MORNING)
    assert to_local(day, BERLIN) == datetime(2026, 3, 29, 9)
    assert snoozed_until(Snooze(length="PT24H"), now, BERLIN, MORNING) - now == timedelta(hours=24)


def test_a_snooze_is_never_early_and_on_a_whole_second():
    now = local("2026-11-25T09:00") + timedelta(microseconds=1)
    found = snoozed_until(Snooze(preset="10m"), now, BERLIN, MORNING)
    assert found == local("2026-11-25T09:10:01")


@pytest.mark.parametrize(
    ("wish", "pointer", "code"),
    [
        (Snooze(length="-PT10M"), "/for", "snooze_past"),
        (Snooze(length="PT0S"), "/for", "snooze_past"),
        (Snooze(length="P1M"), "/for", "offset_months"),
        (Snooze(length="ten minutes"), "/for", "offset_syntax"),
        (Snooze(length="P367D"), "/for", "offset_range"),
        (Snooze(until=local("2026-11-25T09:00")), "/until", "snooze_past"),
        (Snooze(until=local("2027-11-26T09:01")), "/until", "snooze_range"),
    ],
)
def test_what_is_not_ahead_within_a_year_is_refused(wish, pointer, code):
    with pytest.raises(InvalidInput) as caught:
        snoozed_until(wish, local("2026-11-25T09:00"), BERLIN, MORNING)
    assert (caught.value.pointer, caught.value.reason_code) == (pointer, code)


def test_366_days_are_accepted():
    now = local("2026-11-25T09:00") + timedelta(microseconds=1)
    found = snoozed_until(Snooze(length="P366D"), now, BERLIN, MORNING)
    assert found - now < timedelta(days=366, seconds=1)


@pytest.mark.parametrize("text", ["", "half an hour", "30", "P1M"])
def test_the_examples_of_a_length_that_cannot_be_read_can_be_used(text):
    now = local("2026-11-25T09:00")
    with pytest.raises(InvalidInput) as refused:
        snoozed_until(Snooze(length=text), now, BERLIN, MORNING)
    message = str(refused.value)
    assert message.startswith("A snooze ")
    for example in re.findall(r"-?PT?\d+[A-Z]", message):
        assert snoozed_until(Snooze(length=example), now, BERLIN, MORNING) > now
