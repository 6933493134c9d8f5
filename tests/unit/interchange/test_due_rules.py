"""A rule of starts and the rule of due times that is made of it have the same occurrences."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shared.core.errors import InvalidInput
from shared.domain.recurrence import Series, next_slots, parse_rule
from shared.interchange.due_rules import moved_rule, moved_slot

COMPARED = 120
MONDAY = date(2026, 11, 23)

DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
weekdays = st.lists(st.sampled_from(DAYS), min_size=1, unique=True)
month_days = st.lists(st.sampled_from([1, 5, 15, 26, 28, 31, -1, -3, -28]), min_size=1, unique=True)
parts = st.fixed_dictionaries(
    {"FREQ": st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])},
    optional={
        "INTERVAL": st.integers(1, 4).map(str),
        "WKST": st.sampled_from(["MO", "SU", "WE"]),
        "BYMONTH": st.sampled_from(["2", "1,6", "12"]),
        "BYDAY": weekdays.map(",".join) | st.sampled_from(["2MO", "-1FR"]),
        "BYMONTHDAY": month_days.map(lambda days: ",".join(map(str, days))),
        "BYYEARDAY": st.just("60"),
        "BYHOUR": st.sampled_from(["9", "9,17"]),
        "BYSETPOS": st.sampled_from(["1", "-1"]),
    },
)
ends = st.sampled_from(["", ";COUNT=7"]) | st.dates(
    date(2026, 11, 20), date(2029, 1, 1)
).flatmap(lambda day: st.sampled_from(["", "T000000", "T090000", "T101500", "T235959Z"]).map(
    lambda clock: f";UNTIL={day:%Y%m%d}{clock}"
))  # fmt: skip
starts = st.dates(date(2023, 1, 1), date(2028, 12, 31)) | st.sampled_from(
    [MONDAY, date(2024, 2, 29), date(2026, 1, 31), date(2026, 12, 30), date(2027, 2, 27)]
)
leads = st.integers(-10, 40) | st.sampled_from([0, 1, 2, 7])
clocks = st.none() | st.sampled_from([timedelta(hours=9), timedelta(hours=17, minutes=30)])


def _timed(day: date, clock: timedelta | None) -> date:
    return day if clock is None else datetime.combine(day, datetime.min.time()) + clock


def _slots(text: str, start: date) -> list[date]:
    return next_slots(Series(text, start, "Europe/Berlin"), None, COMPARED)


@given(parts=parts, end=ends, begin=starts, lead=leads, clocks=st.tuples(clocks, clocks))
def test_moved_rule_has_the_same_occurrences(
    parts: dict[str, str],
    end: str,
    begin: date,
    lead: int,
    clocks: tuple[timedelta | None, timedelta | None],
) -> None:
    text = ";".join(f"{name}={value}" for name, value in parts.items()) + end
    start, due = _timed(begin, clocks[0]), _timed(begin + timedelta(days=lead), clocks[1])
    try:
        rule, expected = parse_rule(text), _slots(text, start)
    except InvalidInput:
        assume(False)
    moved = moved_rule(rule, start, due, "Europe/Berlin")
    assume(moved is not None)
    assert _slots(moved, due) == [moved_slot(slot, start, due) for slot in expected]


@pytest.mark.parametrize(
    ("rule", "start", "due"),
    [
        ("FREQ=YEARLY", date(2026, 12, 30), date(2027, 1, 4)),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU", MONDAY, date(2026, 11, 26)),
        ("FREQ=DAILY;UNTIL=20261201T080000", datetime(2026, 11, 23, 9), date(2026, 11, 24)),
        ("FREQ=DAILY;UNTIL=20261201", datetime(2026, 11, 23, 9), datetime(2026, 11, 24, 1)),
        ("FREQ=DAILY;UNTIL=20261201T080000Z", datetime(2026, 11, 23, 9), datetime(2026, 11, 24, 1)),
        ("FREQ=DAILY;UNTIL=99991231T235959Z", datetime(2026, 11, 23, 9), datetime(2026, 11, 24, 1)),
        ("FREQ=DAILY;UNTIL=99991231", MONDAY, date(2026, 11, 24)),
    ],
)
def test_ends_and_intervals_move_along(rule: str, start: date, due: date) -> None:
    moved = moved_rule(parse_rule(rule), start, due, "Europe/Berlin")
    assert moved is not None
    assert _slots(moved, due) == [moved_slot(slot, start, due) for slot in _slots(rule, start)]


@pytest.mark.parametrize(
    ("rule", "start", "days", "moved"),
    [
        ("FREQ=DAILY;INTERVAL=3;COUNT=4", MONDAY, 2, "FREQ=DAILY;INTERVAL=3;COUNT=4"),
        ("FREQ=WEEKLY", MONDAY, 2, "FREQ=WEEKLY"),
        ("FREQ=WEEKLY;BYDAY=MO", MONDAY, 7, "FREQ=WEEKLY;BYDAY=MO"),
        ("FREQ=WEEKLY;BYDAY=MO", MONDAY, 2, "FREQ=WEEKLY;BYDAY=WE"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", MONDAY, 2, "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE;WKST=WE"),
        ("FREQ=MONTHLY", date(2026, 11, 1), 4, "FREQ=MONTHLY"),
        ("FREQ=MONTHLY", date(2026, 11, 27), 2, None),
        ("FREQ=MONTHLY;BYMONTHDAY=1", date(2026, 11, 1), 4, "FREQ=MONTHLY;BYMONTHDAY=5"),
        ("FREQ=MONTHLY;BYMONTHDAY=-3", date(2026, 11, 28), 2, "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", date(2026, 11, 30), 1, None),
        ("FREQ=MONTHLY;BYDAY=4MO", MONDAY, 2, None),
        ("FREQ=YEARLY", date(2026, 12, 24), 9, "FREQ=YEARLY"),
        ("FREQ=YEARLY", date(2026, 2, 20), 14, None),
        ("FREQ=DAILY;UNTIL=20261130", MONDAY, 2, "FREQ=DAILY;UNTIL=20261202"),
        ("FREQ=DAILY;BYMONTH=12", date(2026, 12, 1), 2, None),
    ],
)
def test_rule_moves_along_or_not_at_all(
    rule: str, start: date, days: int, moved: str | None
) -> None:
    assert moved_rule(parse_rule(rule), start, start + timedelta(days=days), "UTC") == moved


def test_hours_of_the_rule_are_those_of_the_start() -> None:
    rule, start = parse_rule("FREQ=DAILY;BYHOUR=9,17"), datetime(2026, 11, 23, 9)
    assert moved_rule(rule, start, start + timedelta(hours=1), "UTC") is None
    assert moved_rule(rule, start, start + timedelta(days=1), "UTC") == rule.text
    hourly = parse_rule("FREQ=HOURLY;INTERVAL=2")
    assert moved_rule(hourly, start, start + timedelta(hours=1), "UTC") is None
