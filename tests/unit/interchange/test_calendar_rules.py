"""The dates that a calendar of ours gives a reader are the slots of the series, and no others."""

import re
from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from shared.domain.recurrence import Series, next_slots, parse_rule
from shared.domain.recurrence.expand import expand_rule
from shared.domain.tasks import Due
from shared.interchange.calendar import component, head, tail
from shared.interchange.calendar_records import CalendarSeries
from shared.interchange.ics import read
from shared.interchange.records import ReadOptions, TaskRecord
from tests.unit.domain.rules import ZONES, accepted_rules, all_days
from tests.unit.interchange.test_calendar import SERIES, occurrence
from tools.try_rules.compare import dateutil_slots, why_not_dateutil
from tools.try_rules.generate import FREQS

COMPARED = 24
SATURDAY = date(2026, 11, 28)
PASSED_OVER = [
    ("FREQ=WEEKLY;BYDAY=FR", SATURDAY, date(2026, 12, 4)),
    ("FREQ=WEEKLY;BYDAY=FR;COUNT=3", datetime(2026, 11, 28, 9), datetime(2026, 12, 4, 9)),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;WKST=MO", SATURDAY, date(2026, 12, 10)),
    ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", SATURDAY, date(2026, 12, 1)),
    ("FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1", SATURDAY, date(2026, 11, 30)),
    ("FREQ=DAILY;BYHOUR=8,20", datetime(2026, 11, 28, 9, 15), datetime(2026, 11, 28, 20, 15)),
]


def written(series, kind="events", **changes):
    """The lines of the calendar, unfolded: those of the component with the rule, by name."""
    slot = changes.pop("slot", series.dtstart)
    text = component(occurrence(series, slot, leads=True, **changes), kind).decode()
    lines = re.sub("\r\n[ \t]", "", text.split(f"END:V{kind[:-1].upper()}")[0]).split("\r\n")
    found = {}
    for line in lines:
        name, _, value = line.partition(":")
        found.setdefault(name.split(";")[0], []).extend(
            value.split(",") if "DATE" in name else [value]
        )
    return found


def moment(text):
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def series_of(rrule, dtstart, zone=None, owner_zone="UTC", **more):
    return CalendarSeries(SERIES, rrule, dtstart, zone, "schedule", owner_zone, **more)


def slots_of(series, limit=COMPARED):
    ours = Series(
        series.rrule,
        series.dtstart,
        series.zone or series.owner_zone,
        exdates=tuple(series.exdates),
        rdates=tuple(series.rdates),
        ends_before=series.ends_before,
    )
    return next_slots(ours, None, limit)


def read_by_dateutil(found, rule_slots):
    """The dates of the component: DTSTART counts, and so it has to be the rule's first."""
    (start,) = map(moment, found["DTSTART"])
    rule = found.get("RRULE", [""])[0]
    hits = dateutil_slots(rule, start, rule_slots) if rule else [start]
    assert hits[:1] == [start]
    more, gone = (set(map(moment, found.get(name, ()))) for name in ("RDATE", "EXDATE"))
    return sorted({*hits, *more} - gone)


@pytest.mark.parametrize("kind", ["events", "todos"])
@pytest.mark.parametrize(("rrule", "dtstart", "first"), PASSED_OVER)
def test_a_series_begins_with_the_first_date_of_its_rule(rrule, dtstart, first, kind):
    series = series_of(rrule, dtstart)
    found = written(series, kind, slot=first)
    assert [moment(each) for each in found["DTSTART"]] == [first]
    assert found.get("DUE", found["DTSTART"]) == found["DTSTART"]
    assert found["RRULE"] == [rrule]
    assert read_by_dateutil(found, 3) == slots_of(series, 3)


@pytest.mark.parametrize(("rrule", "dtstart", "first"), PASSED_OVER)
def test_our_own_reader_makes_it_due_then(rrule, dtstart, first):
    series = series_of(rrule, dtstart)
    text = head("Mine", "UTC", ()) + component(occurrence(series, first), "todos") + tail()
    rows = read([text], ReadOptions(today=SATURDAY, zone="UTC"))
    (task,) = [each for row in rows for each in row.records if isinstance(each, TaskRecord)]
    assert task.due == (Due(local=first) if isinstance(first, datetime) else Due(on=first))


def test_what_was_taken_out_at_the_beginning_still_counts():
    first = date(2026, 12, 4)
    series = series_of("FREQ=WEEKLY;BYDAY=FR;COUNT=3", SATURDAY, exdates=[first])
    found = written(series)
    assert found["DTSTART"] == found["EXDATE"] == ["20261204"]
    assert read_by_dateutil(found, 3) == [date(2026, 12, 11), date(2026, 12, 18)]


@pytest.mark.parametrize(
    ("rrule", "text"),
    [
        ("byday=fr;freq=weekly;wkst=SU", "FREQ=WEEKLY;BYDAY=FR;WKST=SU"),
        ("FREQ=WEEKLY;UNTIL=20270101;BYDAY=FR", "FREQ=WEEKLY;UNTIL=20270101T235959;BYDAY=FR"),
        (
            "FREQ=WEEKLY;UNTIL=20270101T120000Z;BYDAY=FR",
            "FREQ=WEEKLY;UNTIL=20270101T120000;BYDAY=FR",
        ),
        ("FREQ=MONTHLY;INTERVAL=01;BYDAY=+1FR", "FREQ=MONTHLY;INTERVAL=01;BYDAY=+1FR"),
    ],
)
def test_of_the_rule_capitals_its_first_part_and_until_are_rewritten(rrule, text):
    assert written(series_of(rrule, datetime(2026, 12, 4, 9)))["RRULE"] == [text]


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo"])
def test_a_rule_until_the_end_of_time_is_written(zone):
    series = series_of("FREQ=DAILY;UNTIL=99991231", datetime(2026, 12, 4, 9), zone)
    (rule,) = written(series)["RRULE"]
    assert rule in {"FREQ=DAILY;UNTIL=99991231T235959Z", "FREQ=DAILY;UNTIL=99991231T145959Z"}


def test_a_floating_rule_until_the_end_of_time_is_written_east_of_greenwich():
    dtstart, forever = datetime(2026, 12, 4, 9), "FREQ=DAILY;UNTIL=99991231T235959"
    series = series_of(f"{forever}Z", dtstart, owner_zone="Asia/Tokyo")
    assert written(series)["RRULE"] == [forever]


@pytest.mark.parametrize("end", ["COUNT=2", "UNTIL=20261206"])
def test_what_follows_later_than_the_rule_goes_does_not_make_it_longer(end):
    extra = [date(2026, 12, 20), date(2026, 12, 27)]
    start = date(2026, 12, 5)
    series = series_of(f"FREQ=DAILY;{end}", start, rdates=extra, ends_before=extra[1])
    found = written(series)
    assert found["RRULE"] == [f"FREQ=DAILY;{end}"]
    assert found["RDATE"] == ["20261220"]
    assert read_by_dateutil(found, 3) == slots_of(series)


def test_dates_alone_are_written_without_a_rule():
    days = [date(2026, 11, 29), date(2026, 12, 1)]
    series = series_of("FREQ=WEEKLY;BYDAY=FR", SATURDAY, rdates=days, ends_before=date(2026, 12, 4))
    found = written(series)
    assert (found["DTSTART"], found["RDATE"]) == (["20261129"], ["20261201"])
    assert "RRULE" not in found


@pytest.mark.parametrize("kind", ["events", "todos"])
def test_what_is_left_of_a_series_without_dates_is_written_by_itself(kind):
    series = series_of("FREQ=WEEKLY;BYDAY=FR", SATURDAY, ends_before=date(2026, 12, 4))
    found = written(series, kind, slot=SATURDAY)
    assert found["RECURRENCE-ID"] == ["20261128"]
    assert "RRULE" not in found


@st.composite
def whole_series(draw):
    """A series with dates taken out and added, perhaps one that ends before another."""
    timed, whole_days = accepted_rules(), accepted_rules(FREQS[:4], all_days)
    text, start = draw(timed | whole_days)
    plain = series_of(text, start)
    slots = slots_of(plain)
    assume(slots)
    gone = draw(st.lists(st.sampled_from(slots), max_size=2))
    more = [start + timedelta(days=days) for days in draw(st.lists(st.integers(0, 60), max_size=2))]
    end = draw(st.none() | st.sampled_from(slots))
    return series_of(text, start, exdates=gone, rdates=more, ends_before=end)


@settings(max_examples=200, derandomize=True)
@given(whole_series())
def test_dateutil_reads_the_slots_of_the_series(series):
    ours = slots_of(series)
    assume(ours)
    found = written(series)
    (start,) = map(moment, found["DTSTART"])
    (rule,) = found.get("RRULE", [""])
    assume(not rule or why_not_dateutil(rule, start) is None)
    event(f"{rule.split(';')[0]}, {'passes over' if start != series.dtstart else 'hits'} its start")
    hits = slots_of(series_of(series.rrule, series.dtstart, ends_before=series.ends_before), 999)
    has_ended = len(ours) < COMPARED
    among = len([slot for slot in hits if has_ended or slot <= ours[-1]])
    theirs = read_by_dateutil(found, among + has_ended)
    assert [slot for slot in theirs if has_ended or slot <= ours[-1]] == ours


@settings(max_examples=300, derandomize=True)
@given(accepted_rules(), st.sampled_from(ZONES))
def test_the_rule_from_its_first_date_on_is_the_rule_from_its_start_on(case, zone):
    text, start = case
    series = series_of(text, start, owner_zone=zone)
    slots = slots_of(series)
    assume(slots and not slots[0].fold)
    (first,) = map(moment, written(series)["DTSTART"])
    again = islice(expand_rule(parse_rule(text), first, ZoneInfo(zone)), COMPARED)
    assert list(again) == slots
