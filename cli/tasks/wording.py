"""Times, repetitions and marks of tasks as people read them."""

from datetime import date, datetime

from cli.refusals import Document
from cli.tasks.desk import Desk
from shared.domain.moments import clock_text, length_words, local_words, moment_words
from shared.domain.recurrence.slots import Slot, parse_slot
from shared.domain.reminders import parse_offset

_PRIORITIES = {"high": "p1", "medium": "p2", "low": "p3", "none": ""}
_NAMED_DAYS = {-1: "yesterday", 0: "today", 1: "tomorrow"}


def slot_of(due: Document) -> Slot:
    """The day or the wall time of a due time on the wire."""
    return parse_slot(due.get("datetime_local") or due["date"])


def day_of(slot: Slot) -> date:
    """Its day."""
    return slot.date() if isinstance(slot, datetime) else slot


def due_words(desk: Desk, due: Document) -> str:
    """When it is due: the day with its weekday, the time, how far it is, a zone that is not ours.

    `Fri 27 Nov 09:00 (tomorrow)`
    """
    slot = slot_of(due)
    zone = due.get("zone")
    elsewhere = f" {zone}" if zone and zone != desk.zone else ""
    return f"{slot_words(desk, slot)}{elsewhere} ({distance(day_of(slot), desk.today)})"


def time_words(desk: Desk, due: Document) -> str:
    """What is to be said of something that is due today: `today 09:00`."""
    slot = slot_of(due)
    at = f" {clock_text(slot.time(), desk.time_format)}" if isinstance(slot, datetime) else ""
    zone = due.get("zone")
    return f"today{at}{f' {zone}' if zone and zone != desk.zone else ''}"


def slot_words(desk: Desk, slot: Slot) -> str:
    """A day or a wall time: `Fri 27 Nov 09:00`."""
    return local_words(slot, desk.today, desk.time_format)


def distance(day: date, today: date) -> str:
    """How far away a day is.

    >>> [distance(date(2026, 11, day), date(2026, 11, 26)) for day in (24, 26, 30)]
    ['2 days ago', 'today', 'in 4 days']
    """
    days = (day - today).days
    if days in _NAMED_DAYS:
        return _NAMED_DAYS[days]
    return f"in {days} days" if days > 0 else f"{-days} days ago"


def reminder_words(desk: Desk, reminder: Document) -> str:
    """When a reminder comes: `1 day before`, `Thu 26 Nov 09:00`."""
    if reminder.get("offset") is None:
        at = datetime.fromisoformat(reminder["at"])
        return moment_words(at, desk.now, desk.zone, desk.time_format)
    offset = parse_offset(reminder["offset"])
    length = length_words(offset)
    if not offset.days and not offset.elapsed:
        return "when it is due"
    is_before = offset.days < 0 or offset.elapsed.total_seconds() < 0
    return f"{length} {'before' if is_before else 'after'}"


def priority_mark(priority: str) -> str:
    """p1 to p3, or nothing.

    >>> priority_mark("high"), priority_mark("none")
    ('p1', '')
    """
    return _PRIORITIES[priority]
