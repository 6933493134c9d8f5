"""Tasks as a feed or an export reads them, in the form that calendars are written from."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.commands.series_fields import decode_series_fields
from shared.db.repositories.feeds import FeedReminder, FeedTask, OpenedFeed
from shared.domain.recurrence import Slot, parse_slot
from shared.domain.reminders import parse_offset
from shared.domain.tasks import Unset
from shared.interchange.calendar_records import Alarm, CalendarSeries, CalendarTask


def calendar_task(task: FeedTask, feed: OpenedFeed) -> CalendarTask:
    """The task with its series and alarms, as its owner sees it."""
    due, start = task.due_local or task.due_on, task.start_local or task.start_on
    is_timed = isinstance(due if due is not None else start, datetime)
    return CalendarTask(
        id=task.id,
        title=task.title,
        notes=task.notes,
        priority=task.priority,
        created_at=task.created_at,
        updated_at=task.updated_at,
        version=task.version,
        due=due,
        start=start,
        zone=task.zone,
        completed_at=task.completed_at,
        labels=task.labels,
        parent_id=task.parent,
        alarms=[_alarm(each, feed, is_timed=is_timed) for each in task.reminders],
        series=_series(task, feed),
        slot=parse_slot(task.slot) if task.slot else None,
        leads=task.leads,
    )


def _alarm(reminder: FeedReminder, feed: OpenedFeed, *, is_timed: bool) -> Alarm:
    """Of a day, the time at which its owner wants to hear of it counts."""
    if reminder.lead is None:
        return Alarm(at=reminder.fire_at)
    offset = parse_offset(reminder.lead)
    lead = timedelta(days=offset.days) + offset.elapsed
    if not is_timed:
        at = feed.all_day_reminder_time
        lead += timedelta(hours=at.hour, minutes=at.minute, seconds=at.second)
    return Alarm(lead=lead, of_start=reminder.relative_to == "start")


def _series(task: FeedTask, feed: OpenedFeed) -> CalendarSeries | None:
    if task.series_id is None:
        return None
    assert task.rrule is not None
    assert task.dtstart is not None
    own = decode_series_fields(task.series_fields)
    return CalendarSeries(
        id=task.series_id,
        rrule=task.rrule,
        dtstart=task.dtstart.date() if task.all_day else task.dtstart,
        zone=task.series_zone,
        anchor="completion" if task.anchor == "completion" else "schedule",
        owner_zone=feed.zone,
        exdates=_slots(task.exdates or ()),
        rdates=_slots(task.rdates or ()),
        skipped=_slots(task.skipped),
        ends_before=parse_slot(task.ends_before) if task.ends_before else None,
        title=None if isinstance(own.title, Unset) else own.title,
        notes=None if isinstance(own.notes, Unset) else own.notes,
    )


def _slots(texts: Sequence[str]) -> list[Slot]:
    return [parse_slot(text) for text in texts]
