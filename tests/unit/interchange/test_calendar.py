"""Calendars that we write, read back by two libraries that share no code with the one we use."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import ics
import pytest
import vobject

from shared.domain.recurrence import Series, next_slots
from shared.interchange.calendar import component, head, tail, uid_of
from shared.interchange.calendar_records import Alarm, CalendarSeries, CalendarTask

BERLIN = "Europe/Berlin"
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
TASK, SERIES = UUID(int=1), UUID(int=2)
PLAIN = CalendarTask(
    id=TASK,
    title="Rent; pay, now\\ever",
    notes="first line\nzweite Zeile mit Umläuten 🏠 " + "long " * 40,
    priority=2,
    created_at=NOW,
    updated_at=NOW,
    version=3,
    due=datetime(2026, 12, 1, 9, 30),
    zone=BERLIN,
    labels=["home", "to, do"],
)

LEAD = Alarm(lead=timedelta(minutes=-5))


def series_of(rrule, dtstart, zone=BERLIN, **more):
    return CalendarSeries(
        SERIES, rrule, dtstart, zone, more.pop("anchor", "schedule"), BERLIN, **more
    )


def occurrence(series, slot, **changes):
    return (
        replace(PLAIN, due=slot, slot=slot, series=series, leads=True, zone=series.zone)
        if (not changes)
        else replace(occurrence(series, slot), **changes)
    )


def written(*tasks, kind="events", zones=(BERLIN,)):
    parts = [component(task, kind, "https://tasks.example/tasks/1") for task in tasks]
    return (head("Mine", BERLIN, zones) + b"".join(parts) + tail()).decode()


def read(text, name="vevent"):
    return vobject.readOne(text).contents.get(name, [])


def test_lines_are_folded_and_end_as_the_rfc_wants_it():
    lines = written(PLAIN).encode().split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)


@pytest.mark.parametrize("kind", ["events", "todos"])
def test_every_field_comes_out_as_it_went_in(kind):
    (found,) = read(written(PLAIN, kind=kind), "vevent" if kind == "events" else "vtodo")
    assert found.summary.value == PLAIN.title
    assert found.description.value == PLAIN.notes
    assert found.uid.value == uid_of(TASK)
    assert (found.priority.value, found.sequence.value) == ("5", "2")
    assert found.categories.value == list(PLAIN.labels)
    when = found.dtstart if kind == "events" else found.due
    assert when.value == datetime(2026, 12, 1, 9, 30, tzinfo=when.value.tzinfo)
    assert when.value.astimezone(UTC) == datetime(2026, 12, 1, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize("kind", ["events", "todos"])
def test_no_text_begins_a_line_of_its_own_however_lines_are_told(kind):
    evil = "a\u2028BEGIN:VALARM\x85b\x0bc\x0cd\x1ce\x7f"
    task = replace(PLAIN, title=evil, notes=f"1\r\n{evil}", labels=["l\u2029m"], alarms=[LEAD])
    text = written(task, kind=kind)
    assert text.splitlines() == text.split("\r\n")[:-1]
    (found,) = read(text, "vevent" if kind == "events" else "vtodo")
    assert found.summary.value == "a BEGIN:VALARM b c de"
    assert found.description.value == "1\na\nBEGIN:VALARM\nb\nc\nde"
    assert found.categories.value == ["l m"]
    assert head(evil, BERLIN, ()).decode().count("\n") == head("a", BERLIN, ()).decode().count("\n")


def test_the_name_of_a_calendar_is_text():  # RFC 5545 §3.3.11
    lines = head("Home; now, \\n", BERLIN, ()).decode().split("\r\n")
    assert r"NAME:Home\; now\, \\n" in lines
    assert r"X-WR-CALNAME:Home\; now\, \\n" in lines


def test_a_second_library_reads_the_same():
    events, todos = (ics.Calendar(written(PLAIN, kind=kind)) for kind in ("events", "todos"))
    (event,), (todo,) = events.events, todos.todos
    assert (event.name, todo.name) == (PLAIN.title, PLAIN.title)
    at = datetime(2026, 12, 1, 8, 30, tzinfo=UTC)
    assert (event.begin.datetime.astimezone(UTC), todo.due.datetime.astimezone(UTC)) == (at, at)
    assert todo.priority == 5


def test_what_is_done_says_so():
    done = replace(PLAIN, completed_at=NOW, alarms=[Alarm(timedelta())])
    (todo,) = read(written(done, kind="todos"), "vtodo")
    assert (todo.status.value, todo.completed.value) == ("COMPLETED", NOW)
    assert "valarm" not in todo.contents


def test_without_a_date_there_is_no_event_but_a_to_do():
    undated = replace(PLAIN, due=None)
    assert component(undated, "events") == b""
    (todo,) = read(written(undated, kind="todos"), "vtodo")
    assert "due" not in todo.contents


def test_a_day_is_a_day_and_floating_time_floats():
    (day,) = read(written(replace(PLAIN, due=date(2026, 12, 1), zone=None)))
    assert day.dtstart.value == date(2026, 12, 1)
    (floating,) = read(written(replace(PLAIN, zone=None)))
    assert floating.dtstart.value == datetime(2026, 12, 1, 9, 30)


def test_from_start_to_due():
    task = replace(PLAIN, start=datetime(2026, 11, 30, 8))
    (event,) = read(written(task))
    assert (event.dtstart.value.hour, event.dtend.value.hour) == (8, 9)
    days = replace(PLAIN, start=date(2026, 11, 30), due=date(2026, 12, 1), zone=None)
    (event,) = read(written(days))
    assert (event.dtstart.value, event.dtend.value) == (date(2026, 11, 30), date(2026, 12, 2))


@pytest.mark.parametrize("start", [date(2026, 11, 30), datetime(2026, 12, 2, 8)])
def test_a_start_that_cannot_stand_before_the_due_time_is_left_out(start):
    (todo,) = read(written(replace(PLAIN, start=start), kind="todos"), "vtodo")
    assert "dtstart" not in todo.contents


def triggers(component_):
    return [alarm.trigger for alarm in component_.valarm_list]


def test_alarms_relative_and_at_an_instant():
    alarms = [Alarm(timedelta(minutes=-30)), Alarm(at=NOW), Alarm(timedelta(), of_start=True)]
    task = replace(PLAIN, alarms=alarms, start=datetime(2026, 11, 30, 8))
    (todo,) = read(written(task, kind="todos"), "vtodo")
    before, at, start = triggers(todo)
    assert (before.value, before.params["RELATED"]) == (timedelta(minutes=-30), ["END"])
    assert (at.value, start.value) == (NOW, timedelta())
    assert "RELATED" not in start.params


def test_the_alarm_of_a_day_is_not_a_day_late():
    nine = Alarm(timedelta(hours=9))
    days = replace(PLAIN, start=date(2026, 11, 30), due=date(2026, 12, 1), alarms=[nine])
    (event,) = read(written(days))
    (trigger,) = triggers(event)  # of the end, which is the midnight after the due day
    assert trigger.value == timedelta(hours=9) - timedelta(days=1)


RULES = [
    ("FREQ=DAILY;COUNT=10", datetime(2026, 3, 25, 2, 30)),
    ("FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=MO,TH", datetime(2026, 11, 26, 9)),
    ("FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20270630", datetime(2026, 11, 30, 18)),
    ("FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20270630T160000Z", datetime(2026, 11, 30, 18)),
    ("FREQ=MONTHLY;BYDAY=2FR", date(2026, 12, 11)),
    ("FREQ=YEARLY;UNTIL=20300228T120000", date(2027, 2, 28)),
]


@pytest.mark.parametrize(("rrule", "dtstart"), RULES)
@pytest.mark.parametrize("zone", [None, BERLIN], ids=["floating", "fixed"])
def test_a_reader_expands_the_rule_to_our_slots(rrule, dtstart, zone):
    if not isinstance(dtstart, datetime) and zone:
        zone = None  # a day has no zone
    ours = Series(rrule, dtstart, zone or BERLIN)
    wanted = next_slots(ours, None, 8)
    series = series_of(rrule, dtstart, zone, exdates=wanted[2:3], skipped=wanted[4:5])
    (event,) = read(written(occurrence(series, wanted[0])))
    found = [as_slot(at) for at in list(event.getrruleset(addRDate=True))[:6]]
    kept = [slot for slot in wanted if slot not in {*wanted[2:3], *wanted[4:5]}][:6]
    assert found == [as_slot(slot) for slot in kept][: len(found)]
    assert len(found) == min(6, len(kept))


def as_slot(at):
    return at.replace(tzinfo=None) if isinstance(at, datetime) else datetime(*at.timetuple()[:3])


def test_a_moved_occurrence_stands_beside_the_rule():
    slot = datetime(2026, 12, 1, 9)
    series = series_of("FREQ=DAILY", datetime(2026, 11, 1, 9))
    moved = occurrence(series, slot, due=datetime(2026, 12, 1, 15))
    rule, exception = read(written(moved))
    assert rule.uid.value == exception.uid.value == uid_of(SERIES)
    assert exception.recurrence_id.value.replace(tzinfo=None) == slot
    assert exception.dtstart.value.hour == 15
    assert "rrule" not in exception.contents


def test_a_name_for_one_occurrence_is_not_the_name_of_the_series():
    slot = datetime(2026, 12, 1, 9)
    series = series_of("FREQ=DAILY", slot, title="Water plants")
    rule, exception = read(written(occurrence(series, slot)))
    assert (rule.summary.value, exception.summary.value) == ("Water plants", PLAIN.title)


def test_a_done_occurrence_is_an_exception_that_is_done():
    slot = datetime(2026, 11, 30, 9)
    series = series_of("FREQ=DAILY", slot)
    done = occurrence(series, slot, completed_at=NOW, leads=False)
    (todo,) = read(written(done, kind="todos"), "vtodo")
    assert (todo.status.value, todo.recurrence_id.value.day) == ("COMPLETED", 30)


def test_a_series_that_went_on_as_another_ends_before_it():
    slot = datetime(2026, 12, 1, 9)
    series = series_of("FREQ=DAILY;COUNT=90", slot, ends_before=datetime(2026, 12, 5, 9))
    (event,) = read(written(occurrence(series, slot)))
    assert [at.day for at in event.getrruleset()] == [1, 2, 3, 4]
    assert "COUNT" not in event.rrule.value


def test_a_rule_that_counts_from_completion_promises_no_dates():
    slot = datetime(2026, 12, 1, 9)
    task = occurrence(series_of("FREQ=DAILY;INTERVAL=3", slot, anchor="completion"), slot)
    (event,) = read(written(task))
    assert "rrule" not in event.contents
    (todo,) = read(written(task, kind="todos"), "vtodo")
    assert (todo.rrule.value, todo.x_anchor.value) == ("FREQ=DAILY;INTERVAL=3", "COMPLETION")
    assert todo.dtstart.value == todo.due.value


SOME_ZONES = [
    BERLIN,
    "Australia/Lord_Howe",
    "America/New_York",
    "Asia/Kathmandu",
    "Pacific/Chatham",
    "Africa/Casablanca",  # by the moon
    "America/Santiago",
]


@pytest.mark.parametrize("zone", SOME_ZONES)
def test_the_zone_is_described_as_it_is(zone):
    (described,) = read(written(PLAIN, zones=[zone]), "vtimezone")
    told = described.gettzinfo()
    noon = datetime(2026, 1, 1, 12)
    for day in range(0, 3000, 3):
        at = noon + timedelta(days=day)
        assert at.replace(tzinfo=told).utcoffset() == at.replace(tzinfo=ZoneInfo(zone)).utcoffset()


def test_hostile_text_stays_in_its_place():
    evil = 'x\r\nATTACH:http://evil\r\nEND:VEVENT\r\nBEGIN:VEVENT\nSUMMARY:y;TZID="\x07'
    task = replace(PLAIN, title=evil, notes=evil, labels=[evil])
    (event,) = read(written(task))
    assert "attach" not in event.contents
    assert "BEGIN:VEVENT" in event.summary.value


def test_the_same_state_is_the_same_text():
    assert written(PLAIN) == written(PLAIN)
