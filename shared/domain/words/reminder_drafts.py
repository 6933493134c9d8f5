"""From what is said of reminders to offsets and moments."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from shared.domain.recurrence.slots import Slot
from shared.domain.words.draft import ReminderDraft, day_of
from shared.domain.words.today import Today, moved
from shared.domain.words.tree import Amount, At, Remind, When
from shared.domain.words.vocabulary import Unit

AT_DUE: Final = "PT0S"
_ELAPSED: Final = {Unit.SECOND: 1, Unit.MINUTE: 60, Unit.HOUR: 3600}
_DAY: Final = 24 * 3600
_ALL_DAY_TIME: Final = time(9)
"""What reminders of a day count from."""


def draft_of(said: Remind, due: Slot | None, today: Today, *, repeats: bool) -> ReminderDraft:
    """The reminder, relative to the due time if it can be.

    Raises:
        NoSuchTime: it is at no day or time that exists.
    """
    if said.when is not None:
        return _moment(said.when, due, today, repeats=repeats)
    if said.at is not None and due is not None:
        return ReminderDraft(offset=_at_time(said, due, today))
    amounts = said.before or said.after
    if not amounts:
        return ReminderDraft(offset=AT_DUE)
    return ReminderDraft(offset=_offset(amounts, due, is_before=bool(said.before)))


def _offset(amounts: Sequence[Amount], due: Slot | None, *, is_before: bool) -> str:
    days, seconds = _size(amounts, due, sign=-1 if is_before else 1)
    return offset_text(days, seconds, is_before=is_before)


def _size(amounts: Sequence[Amount], due: Slot | None, sign: int) -> tuple[int, int]:
    days = seconds = 0
    for number, unit in amounts:
        if unit in _ELAPSED:
            seconds += number * _ELAPSED[unit]
        elif unit in (Unit.DAY, Unit.WEEK):
            days += number * (7 if unit is Unit.WEEK else 1)
        elif due is not None:
            day = day_of(due)
            days += abs((moved(day, sign * number, unit) - day).days)
        else:
            days += number * (365 if unit is Unit.YEAR else 30)
    return days, seconds


def offset_text(days: int, seconds: int, *, is_before: bool) -> str:
    """The ISO 8601 duration.

    >>> offset_text(1, 1800, is_before=True), offset_text(0, 0, is_before=True)
    ('-P1DT30M', 'PT0S')
    """
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    clock = "".join(
        f"{number}{unit}" for number, unit in ((hours, "H"), (minutes, "M"), (rest, "S")) if number
    )
    if not days and not clock:
        return AT_DUE
    text = "P" + (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
    return f"-{text}" if is_before else text


def _at_time(said: Remind, due: Slot, today: Today) -> str:
    """The day before at 9: as a length before the due time."""
    days, _ = _size(said.before, due, sign=-1)
    at, _ = today.hour_of(said.at or At(0))
    moment = datetime.combine(day_of(due) - timedelta(days=days), time(at.hour, at.minute))
    return _between(moment, due)


def _between(moment: datetime, due: Slot) -> str:
    nominal = due if isinstance(due, datetime) else datetime.combine(due, _ALL_DAY_TIME)
    whole = int((nominal - moment).total_seconds())
    days, seconds = divmod(abs(whole), _DAY)
    return offset_text(days, seconds, is_before=whole > 0)


def _moment(when: When, due: Slot | None, today: Today, *, repeats: bool) -> ReminderDraft:
    at = today.hour_of(when.at)[0] if when.at else None
    clock = time(at.hour % 24, at.minute, at.second) if at else None
    if when.day is None:
        day = day_of(due) if due is not None else _next_day(today, clock)
        local = datetime.combine(day, clock or _ALL_DAY_TIME)
    else:
        said = today.find(when.day, clock)
        local = said.exact or datetime.combine(said.day, clock or _ALL_DAY_TIME)
    if repeats and due is not None:
        return ReminderDraft(offset=_between(local, due))
    return ReminderDraft(at=local)


def _next_day(today: Today, clock: time | None) -> date:
    return today.day if today.is_ahead(today.day, clock) else today.day + timedelta(days=1)
