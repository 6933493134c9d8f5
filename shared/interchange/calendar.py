"""Tasks as iCalendar (RFC 5545), for calendars (VEVENT) and for task applications (VTODO).

A series is one component with its rule, and one with RECURRENCE-ID for each occurrence that is
unlike the rule: moved, renamed, done. Floating times stay floating: whoever reads them reads them
in their own zone, as Rondel does. A series that counts from its completion has no dates to come
that anybody knows, so a calendar gets its open occurrence alone; a task application gets the rule
with `X-ANCHOR:COMPLETION`.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from icalendar import Alarm as IcalAlarm
from icalendar import Calendar, Event, Todo
from icalendar.prop import vDuration, vInline, vText

from shared.core.plain import plain_breaks
from shared.domain.recurrence import Slot
from shared.interchange.calendar_records import Alarm, CalendarSeries, CalendarTask, Component
from shared.interchange.calendar_rules import CalendarDates, dates_of, rule_text
from shared.interchange.calendar_zones import timezone_text

_DAY: Final = timedelta(days=1)
_PRODUCT: Final = "-//Rondel//Rondel 1//EN"
_REFRESH: Final = timedelta(hours=1)
_END: Final = b"END:VCALENDAR\r\n"
_ICAL_PRIORITY: Final = {1: 1, 2: 5, 3: 9, 4: 0}
"""RFC 5545 §3.8.1.9: 1-4 is high, 5 medium, 6-9 low, 0 none."""


def head(name: str, owner_zone: str, zones: Sequence[str]) -> bytes:
    """The beginning of a calendar, with what its zones (IANA) mean."""
    said = vText(_line(name))  # as it stands, the library writes it without escaping
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("name", said)  # RFC 7986 §5.1
    calendar.add("x-wr-calname", said)
    calendar.add("x-wr-timezone", owner_zone)
    calendar.add("refresh-interval", _REFRESH, parameters={"value": "DURATION"})  # RFC 7986 §5.7
    calendar["x-published-ttl"] = vDuration(_REFRESH)
    text = bytes(calendar.to_ical()).removesuffix(_END)
    return text + b"".join(timezone_text(zone) for zone in zones)


def tail() -> bytes:
    """The end of a calendar."""
    return _END


def component(task: CalendarTask, kind: Component, task_url: str | None = None) -> bytes:
    """The task as components of a calendar: none, one, or a rule and its exception.

    A calendar has no place for what has no date: a task without due time and start gives nothing
    as an event.
    """
    if kind == "events" and task.due is None and task.start is None:
        return b""
    made = _events(task) if kind == "events" else _todos(task)
    parts = []
    for each in made:
        if task_url is not None:
            each.add("url", task_url)
        parts.append(bytes(each.to_ical()))
    return b"".join(parts)


def _events(task: CalendarTask) -> Iterator[Event | Todo]:
    series = task.series
    if series is None or task.slot is None or series.anchor == "completion":
        yield _dated(Event(), task, uid_of(task.id))
        return
    dates = dates_of(series) if task.leads else None
    if dates is not None:
        yield _rule_of(Event(), task, series, dates)
    is_alone = task.leads and dates is None
    if is_alone or task.due != task.slot or _is_renamed(task, series):
        yield _exception(Event(), task, series, task.slot)


def _todos(task: CalendarTask) -> Iterator[Event | Todo]:
    series = task.series
    if series is None or task.slot is None:
        yield _dated(Todo(), task, uid_of(task.id))
    elif series.anchor == "completion":
        yield _counting_from_completion(task, series)
    else:
        dates = dates_of(series) if task.leads else None
        if dates is not None:
            yield _rule_of(Todo(), task, series, dates)
        is_alone = bool(task.completed_at) or (task.leads and dates is None)
        if is_alone or task.due != task.slot or _is_renamed(task, series):
            yield _exception(Todo(), task, series, task.slot)


def _is_renamed(task: CalendarTask, series: CalendarSeries) -> bool:
    return task.leads and (series.title, series.notes) != (None, None)


def _described(made: Event | Todo, task: CalendarTask, uid: str) -> None:
    """What does not depend on when."""
    made.add("uid", uid)
    # Not the moment of asking: the same state is the same text.
    made.add("dtstamp", task.updated_at)
    made.add("created", task.created_at)
    made.add("last-modified", task.updated_at)
    made.add("sequence", task.version - 1)
    if task.labels:
        made.add("categories", [_line(label) for label in task.labels])
    made.add("priority", _ICAL_PRIORITY[task.priority])
    if task.parent_id is not None:
        made.add("related-to", uid_of(task.parent_id))
    if isinstance(made, Event):
        made.add("transp", "TRANSPARENT")  # a task does not keep anybody busy


def _named(made: Event | Todo, title: str, notes: str) -> None:
    made.add("summary", _line(title))
    if text := plain_breaks(notes):
        made.add("description", text)


def _line(text: str) -> str:
    """The text without what ends a line somewhere: no content line has it (§3.1)."""
    return plain_breaks(text).replace("\n", " ")


def _dated(made: Event | Todo, task: CalendarTask, uid: str) -> Event | Todo:
    """The task as it is, with its own start and due time."""
    _described(made, task, uid)
    _named(made, task.title, task.notes)
    begins = task.start if task.start is not None and _before(task.start, task.due) else None
    if isinstance(made, Todo):
        _add_state(made, task)
        if begins is not None:
            made.add("dtstart", _with_zone(begins, task.zone))
        if task.due is not None:
            made.add("due", _with_zone(task.due, task.zone))
    elif begins is None:
        made.add("dtstart", _with_zone(task.due, task.zone))
    else:
        made.add("dtstart", _with_zone(begins, task.zone))
        if task.due is not None:
            # The end of a day is the next one's beginning (§3.6.1).
            ends = task.due if isinstance(task.due, datetime) else task.due + _DAY
            made.add("dtend", _with_zone(ends, task.zone))
    if task.completed_at is None:
        for alarm in task.alarms:
            made.add_component(_alarm(alarm, made, task.title, task.due))
    return made


def _add_state(made: Todo, task: CalendarTask) -> None:
    if task.completed_at is None:
        made.add("status", "NEEDS-ACTION")
    else:
        made.add("status", "COMPLETED")
        made.add("completed", task.completed_at)
        made.add("percent-complete", 100)


def _rule_of(
    made: Event | Todo, task: CalendarTask, series: CalendarSeries, dates: CalendarDates
) -> Event | Todo:
    """The series, whose every slot looks as its next occurrence will."""
    _described(made, task, uid_of(series.id))
    title = task.title if series.title is None else series.title
    _named(made, title, task.notes if series.notes is None else series.notes)
    start = _with_zone(dates.start, series.zone)
    made.add("dtstart", start)
    if isinstance(made, Todo):
        made.add("status", "NEEDS-ACTION")
        # Equal, as the task applications write it, though §3.8.2.3 would have it later: without
        # DUE they show no date, and without DTSTART a rule has no beginning (§3.8.5.3).
        made.add("due", start)
    if dates.rule is not None:
        made["RRULE"] = vInline(dates.rule)
    left_out = sorted({*series.exdates, *series.skipped})
    if left_out:
        made.add("exdate", [_with_zone(slot, series.zone) for slot in left_out])
    if dates.more:
        made.add("rdate", [_with_zone(slot, series.zone) for slot in dates.more])
    for alarm in task.alarms:
        if alarm.lead is not None and not alarm.of_start:
            made.add_component(_alarm(alarm, made, title, task.due))
    return made


def _exception(
    made: Event | Todo, task: CalendarTask, series: CalendarSeries, slot: Slot
) -> Event | Todo:
    _dated(made, task, uid_of(series.id))
    made.add("recurrence-id", _with_zone(slot, series.zone))
    return made


def _counting_from_completion(task: CalendarTask, series: CalendarSeries) -> Event | Todo:
    made = _dated(Todo(), task, uid_of(task.id))
    if task.leads and task.due is not None:
        if "DTSTART" not in made:
            made.add("dtstart", _with_zone(task.due, task.zone))
        made["RRULE"] = vInline(rule_text(series))
        made["X-ANCHOR"] = "COMPLETION"
    return made


def _before(start: Slot, due: Slot | None) -> bool:
    """Whether start and due are of one kind and in this order, as §3.8.2.3 demands."""
    if due is None:
        return True
    return isinstance(start, datetime) is isinstance(due, datetime) and start < due


def _with_zone(slot: Slot | None, zone: str | None) -> Slot:
    assert slot is not None
    if not isinstance(slot, datetime) or zone is None:
        return slot
    return slot.replace(tzinfo=ZoneInfo(zone))


def _alarm(alarm: Alarm, made: Event | Todo, title: str, due: Slot | None) -> IcalAlarm:
    written = IcalAlarm()
    written.add("action", "DISPLAY")
    written.add("description", _line(title))
    if alarm.lead is None:
        written.add("trigger", alarm.at, parameters={"value": "DATE-TIME"})
    elif alarm.of_start or not ("DUE" in made or "DTEND" in made):
        written.add("trigger", alarm.lead)
    else:
        is_day_later = "DTEND" in made and not isinstance(due, datetime)
        lead = alarm.lead - _DAY if is_day_later else alarm.lead
        written.add("trigger", lead, parameters={"related": "END"})
    return written


def uid_of(identifier: UUID) -> str:
    """What this task or series is called in calendars."""
    return f"{identifier}@rondel"
