"""From what a person said about time to the columns of a task and its series. No SQL here."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from uuid import UUID

from shared.core.errors import InvalidInput
from shared.core.ids import new_uuid7
from shared.db.repositories.series import SeriesRow
from shared.db.repositories.tasks import SeriesView, TaskView
from shared.db.repositories.users import UserRow
from shared.domain.recurrence import (
    Series,
    Slot,
    days_between,
    days_later,
    next_slots,
    normalise_pattern,
    slot_text,
)
from shared.domain.tasks import Due, RecurrenceDraft
from shared.domain.zones import load_zone, to_instant, to_local


@dataclass(frozen=True, slots=True)
class DueColumns:
    """How a due time is stored: a date, or an instant with its wall time; both None for none."""

    due_on: date | None = None
    due_at: datetime | None = None
    due_local: datetime | None = None
    zone: str | None = None


def due_columns(due: Due | None, user_zone: str, *, pointer: str = "/due") -> DueColumns:
    """The columns of `due`; floating times are evaluated in `user_zone`.

    Raises:
        InvalidInput: the zone is unknown or the instant lies outside what can be stored.
    """
    if due is None:
        return DueColumns()
    if due.zone is not None:
        load_zone(due.zone, pointer=f"{pointer}/zone")
    if due.local is None:
        return DueColumns(due_on=due.on, zone=due.zone)
    try:
        instant = to_instant(due.local, due.zone or user_zone)
    except OverflowError as error:
        message = "This time lies outside the years 1 to 9999."
        raise InvalidInput(f"{pointer}/datetime_local", "due_out_of_range", message) from error
    return DueColumns(due_at=instant, due_local=due.local, zone=due.zone)


def columns_of_slot(slot: date | datetime, zone: str | None, user_zone: str) -> DueColumns:
    """The due columns of an occurrence at `slot`."""
    if isinstance(slot, datetime):
        return due_columns(Due(local=slot, zone=zone), user_zone)
    return DueColumns(due_on=slot, zone=zone)


def rule_of(draft: RecurrenceDraft, start: Slot, week_start: str) -> str:
    """The RRULE that the draft means for a series that starts at `start`.

    Raises:
        InvalidInput: it is no rule that Rondel accepts; at the place of the pattern.
    """
    return normalise_pattern(
        draft.pattern, start, anchor=draft.anchor, week_start=week_start, pointer=draft.pointer
    )


def start_series(
    draft: RecurrenceDraft,
    task: TaskView,
    user: UserRow,
    now: datetime,
    follows_id: UUID | None = None,
) -> tuple[SeriesRow, TaskView]:
    """The series of this pattern, and the task as its first occurrence.

    The rule starts at the task's due time, or today in the owner's zone if it has none; the first
    occurrence is the first slot from there on.

    Raises:
        InvalidInput: the pattern is no rule that Rondel accepts, or it never occurs.
    """
    zone = task.zone or user.zone
    start = task.due_local or task.due_on or to_local(now, zone).date()
    rrule = rule_of(draft, start, user.week_start)
    check_policy(draft)
    series = Series(
        rrule=rrule,
        dtstart=start,
        zone=zone,
        anchor=draft.anchor,
        exdates=tuple(draft.exdates),
        rdates=tuple(draft.rdates),
    )
    first = next_slots(series, None, 1)
    if not first:
        raise InvalidInput(draft.pointer, "rule_never_occurs", "The rule has no occurrence.")
    columns = columns_of_slot(first[0], task.zone, user.zone)
    row = _series_row(new_uuid7(now), user.id, series, task.zone)
    row = replace(
        row,
        missed_policy=draft.missed_policy,
        reset_subtasks=draft.reset_subtasks,
        auto_skip_minutes=draft.auto_skip_minutes,
        follows_id=follows_id,
    )
    occurrence = replace(
        task,
        due_on=columns.due_on,
        due_at=columns.due_at,
        due_local=columns.due_local,
        slot=slot_text(first[0]),
        series=view_of_series(row),
    )
    return row, occurrence


def _series_row(identifier: UUID, user_id: UUID, series: Series, zone: str | None) -> SeriesRow:
    all_day = not isinstance(series.dtstart, datetime)
    dtstart = (
        series.dtstart
        if isinstance(series.dtstart, datetime)
        else datetime.combine(series.dtstart, time())
    )
    row = SeriesRow(identifier, user_id, series.rrule, dtstart, all_day, zone, series.anchor)
    return replace(row, exdates=slot_texts(series.exdates), rdates=slot_texts(series.rdates))


def slot_texts(slots: Iterable[date]) -> tuple[str, ...]:
    """As they are stored: each once, sorted."""
    return tuple(sorted({slot_text(slot) for slot in slots}))


def check_policy(draft: RecurrenceDraft) -> None:
    """The grace of an automatic skip comes with that policy, and only with it.

    Raises:
        InvalidInput: otherwise.
    """
    if (draft.auto_skip_minutes is not None) != (draft.missed_policy == "auto_skip"):
        message = "auto_skip_minutes belongs to the missed policy auto_skip."
        raise InvalidInput("/recurrence/auto_skip_minutes", "auto_skip_minutes", message)


def view_of_series(row: SeriesRow) -> SeriesView:
    """The series as its owner sees it, just made."""
    return SeriesView(
        row.id,
        row.rrule,
        row.anchor,
        row.dtstart,
        row.all_day,
        row.zone,
        1,
        row.missed_policy,
        row.reset_subtasks,
        row.auto_skip_minutes,
        row.exdates,
        row.rdates,
    )


def shift_local_days(instant: datetime, zone: str, old_slot: str, new_slot: str) -> datetime:
    """`instant` moved by the local days between two slots, at the same wall time (5.8).

    It stays where it is if the calendar ends before that.
    """
    local = to_local(instant, zone)
    later = days_later(local, days_between(old_slot, new_slot))
    return instant if later is local else to_instant(later, zone)
