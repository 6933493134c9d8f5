"""A slot is the local time, or the date, at which the rule of a series puts an occurrence.

It is the occurrence's identity (the RECURRENCE-ID of RFC 5545 §3.8.4.4): moving an occurrence
changes its due time, never its slot.
"""

import re
from datetime import date, datetime, timedelta
from typing import TypeAlias, TypeVar

from shared.core.errors import InvalidInput
from shared.domain.recurrence.rule import FIRST_DAY, LAST_DAY
from shared.domain.zones import to_instant

_When = TypeVar("_When", bound=date)

Slot: TypeAlias = date
"""A naive datetime (to Python a kind of date), or a plain date in all-day series."""

_SECOND_ROUND = ";fold=1"
_TEXT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(;fold=1)?)?", re.ASCII)


def slot_instant(slot: datetime, zone: str) -> datetime:
    """The instant of a timed slot: forward out of a DST gap, first pass of an overlap.

    Raises:
        InvalidInput: `zone_unknown`.
    """
    return to_instant(slot, zone)


def slot_text(slot: Slot) -> str:
    """The canonical text of a slot, as rows and events carry it.

    The second pass of an hour that clocks show twice, which only hourly and minutely series
    reach, is marked; so texts are equal exactly when slots are.

    >>> slot_text(date(2026, 3, 29)), slot_text(datetime(2026, 3, 29, 2, 30))
    ('2026-03-29', '2026-03-29T02:30:00')
    >>> slot_text(datetime(2026, 10, 25, 2, 30, fold=1))
    '2026-10-25T02:30:00;fold=1'
    """
    if not isinstance(slot, datetime):
        return slot.isoformat()
    text = slot.replace(tzinfo=None).isoformat(timespec="seconds")
    return text + _SECOND_ROUND if slot.fold else text


def parse_slot(text: str) -> Slot:
    """The slot that `slot_text` wrote.

    >>> parse_slot("2026-03-29"), parse_slot("2026-03-29T02:30:00")
    (datetime.date(2026, 3, 29), datetime.datetime(2026, 3, 29, 2, 30))

    Raises:
        InvalidInput: `slot_syntax`.
    """
    message = "A slot is a date or a local time such as 2026-03-29T02:30:00."
    if not _TEXT.fullmatch(text):
        raise InvalidInput("/slot", "slot_syntax", message)
    try:
        if "T" not in text:
            return date.fromisoformat(text)
        local = datetime.fromisoformat(text.removesuffix(_SECOND_ROUND))
    except ValueError as error:
        raise InvalidInput("/slot", "slot_syntax", message) from error
    return local.replace(fold=1) if text.endswith(_SECOND_ROUND) else local


def shifted(slot: Slot, old: Slot, new: Slot) -> Slot:
    """The slot moved as `old` to `new`: by days on the calendar, to the kind and time of `new`.

    >>> shifted(date(2026, 11, 30), date(2026, 11, 24), datetime(2026, 11, 25, 9))
    datetime.datetime(2026, 12, 1, 9, 0)

    Raises:
        InvalidInput: the calendar ends before.
    """
    if isinstance(slot, datetime) and isinstance(old, datetime) and isinstance(new, datetime):
        return kept_after(slot, new - old, "/due")
    day = kept_after(day_of(slot), day_of(new) - day_of(old), "/due")
    return datetime.combine(day, new.time()) if isinstance(new, datetime) else day


def later_by(when: _When, length: timedelta) -> _When | None:
    """So much later on the wall clock; None where zones and reminders would leave the calendar."""
    try:
        later = when + length
    except OverflowError:
        return None
    return later if FIRST_DAY <= day_of(later) <= LAST_DAY else None


def kept_after(when: _When, length: timedelta, pointer: str) -> _When:
    """So much later on the wall clock.

    Raises:
        InvalidInput: `due_out_of_range`, where zones and reminders would leave the calendar.
    """
    later = later_by(when, length)
    if later is None:
        message = f"This would lie outside the years {FIRST_DAY.year} to {LAST_DAY.year}."
        raise InvalidInput(pointer, "due_out_of_range", message)
    return later


def days_between(old: str, new: str) -> timedelta:
    """The local days from one slot to the other.

    >>> days_between("2026-11-24T23:30:00", "2026-11-26T00:15:00").days
    2
    """
    return day_of(parse_slot(new)) - day_of(parse_slot(old))


def days_later(when: _When, days: timedelta) -> _When:
    """The same wall time so many days later; as it is, if the calendar ends before that.

    >>> days_later(date(2026, 11, 30), timedelta(days=1))
    datetime.date(2026, 12, 1)
    >>> days_later(date(9990, 12, 31), timedelta(days=1))
    datetime.date(9990, 12, 31)
    """
    return later_by(when, days) or when


def day_of(when: date) -> date:
    """The day of a slot, with or without a time."""
    return when.date() if isinstance(when, datetime) else when
