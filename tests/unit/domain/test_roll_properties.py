"""What holds for every rule, zone and moment."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from shared.domain.recurrence import (
    Series,
    next_slots,
    parse_slot,
    roll,
    slot_instant,
    slot_text,
)
from shared.domain.zones import to_instant, to_local
from tests.unit.domain.rules import (
    ZONES,
    accepted_rules,
    all_days,
    instants,
    local_times,
    spans,
)

some = settings(max_examples=40, derandomize=True)
zones = st.sampled_from(ZONES)
CALENDAR = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")


def timed(case, zone, anchor="schedule"):
    text, start = case
    return Series(text, start, zone, anchor=anchor)


def roll_at(series, slot, moment, zone="Europe/Berlin"):
    return roll(series, slot, completed_at=moment, now=moment, zone=zone, completions=1)


@some
@given(accepted_rules(), zones, st.integers(0, 29))
def test_slots_ascend_in_time_wherever_the_search_begins(case, zone, index):
    series = timed(case, zone)
    slots = next_slots(series, None, 30)
    found = [slot_instant(slot, zone) for slot in slots]
    assert all(earlier < later for earlier, later in pairwise(found))
    assert len({slot_text(slot) for slot in slots}) == len(slots)
    after = parse_slot(slot_text(slots[index % len(slots)]))
    rest = slots[index % len(slots) + 1 :]
    assert next_slots(series, after, len(rest)) == rest


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=HOURLY;BYMINUTE=0,20,40",
        "FREQ=HOURLY;INTERVAL=5;BYMINUTE=10,50",
        "FREQ=HOURLY;BYMINUTE=5,15,25,35;BYSETPOS=2,-1",
        "FREQ=MINUTELY;INTERVAL=7",
        "FREQ=YEARLY;BYMONTH=10,11;BYDAY=SU,MO",
        "FREQ=MONTHLY;BYMONTHDAY=1,15,-1",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,SU",
    ],
)
def test_after_each_slot_come_those_behind_it(text):
    """Several a period, so that most of the searches begin within one; the clocks change."""
    series = Series(text, datetime(2026, 10, 24, 20, 10), "Europe/Berlin")
    slots = next_slots(series, None, 60)
    for index, slot in enumerate(slots[:40]):
        assert next_slots(series, slot, 20) == slots[index + 1 :][:20]


@some
@given(accepted_rules(), zones, st.integers(0, 9), spans)
def test_roll_gives_the_first_slot_ahead_and_misses_all_between(case, zone, index, span):
    series = timed(case, zone)
    slots = next_slots(series, None, 200)
    assume(index < len(slots))
    slot, moment = slots[index], slot_instant(slots[index], zone) + span
    result = roll_at(series, slot, moment)
    later = slots[index + 1 :]
    past = [other for other in later if slot_instant(other, zone) <= moment]
    assume(len(past) < len(later))
    assert result.next_slot == later[len(past)]
    assert list(result.missed) == past
    assert result.missed_total == len(past)


@some
@given(accepted_rules(CALENDAR, all_days), st.integers(0, 9), spans)
def test_all_day_roll_is_beyond_today_and_misses_all_before_it(case, index, span):
    series = timed(case, "Asia/Kathmandu")
    slots = next_slots(series, None, 200)
    assume(index < len(slots))
    noon = datetime.combine(slots[index], datetime.min.time()) + timedelta(hours=12)
    moment = to_instant(noon, "Europe/Berlin") + span
    today = to_local(moment, "Europe/Berlin").date()
    result = roll_at(series, slots[index], moment)
    later = slots[index + 1 :]
    assume(later and later[-1] > today)
    assert result.next_slot == next(other for other in later if other > today)
    assert list(result.missed) == [other for other in later if other < today]
    assert result.also_done == (today if today in later else None)


@some
@given(accepted_rules(), zones, zones, spans, st.sampled_from(["schedule", "completion"]))
def test_next_is_later_than_the_slot_and_the_moment_and_always_the_same(
    case, zone, user_zone, span, anchor
):
    series = timed(case, zone, anchor)
    slot = next_slots(series, None, 1)[0]
    moment = slot_instant(slot, zone) + span
    result = roll_at(series, slot, moment, user_zone)
    assert roll_at(series, slot, moment, user_zone) == result
    assume(result.next_slot is not None)
    assert slot_instant(result.next_slot, zone) > max(moment, slot_instant(slot, zone))


@some
@given(
    st.sampled_from(["HOURLY;INTERVAL=1", "HOURLY;INTERVAL=5", "MINUTELY;INTERVAL=45"]),
    local_times,
    zones,
)
def test_hours_and_minutes_are_equally_long_through_every_clock_change(rule, start, zone):
    slots = next_slots(Series(f"FREQ={rule}", start, zone), None, 50)
    found = [slot_instant(slot, zone) for slot in slots]
    assert len({later - earlier for earlier, later in pairwise(found)}) == 1


@some
@given(instants, zones)
def test_local_time_of_an_instant_leads_back_to_it(moment, zone):
    instant = moment.replace(tzinfo=UTC)
    assert to_instant(to_local(instant, zone), zone) == instant


@some
@given(local_times, zones)
def test_local_time_comes_back_or_moves_forward_out_of_a_gap(local, zone):
    back = to_local(to_instant(local, zone), zone)
    assert back >= local
    assert back - local in (timedelta(), timedelta(minutes=30), timedelta(hours=1))
