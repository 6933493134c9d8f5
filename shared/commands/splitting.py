"""A series that ends at an occurrence, and the one that goes on from there."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any
from uuid import UUID

from shared.commands.changing import check_open
from shared.commands.planning import start_series
from shared.commands.undo_images import SeriesImage
from shared.db.repositories import series as repository
from shared.db.repositories import series_edits
from shared.db.repositories.series import SeriesRow
from shared.db.repositories.series_edits import StoredSeries
from shared.db.repositories.tasks import TaskView
from shared.db.repositories.users import UserRow
from shared.db.session import UnitOfWork
from shared.domain.tasks import RecurrenceDraft
from shared.events.tasks import SeriesUpdated


@dataclass(frozen=True, slots=True)
class Split:
    """The occurrence as the first of its new series, or alone; and what the series were."""

    task: TaskView
    images: tuple[SeriesImage, ...] = ()


async def replace_rule(
    uow: UnitOfWork, user: UserRow, task: TaskView, draft: RecurrenceDraft | None
) -> Split:
    """The series of the task ends before its slot and another goes on from its due time.

    The old rule stays as it is, so that its history can still be told. `draft` None: the task goes
    on alone.

    Raises:
        InvalidInput: the rule cannot be meant.
        TaskNotOpen: the task ended already, so others follow it by now.
    """
    images: list[SeriesImage] = []
    old = await _open_series(uow, task)
    if old is not None and task.slot is not None:
        # Nothing of a series comes before its first slot, so ending there is ending it whole.
        row: dict[str, Any] = {"ends_before": task.slot}
        if draft is None:
            row["ended_at"] = uow.now
        images.append(await change_one(uow, old, row))
    if draft is None:
        if old is not None:
            emit_series_updated(uow, old, ("recurrence",))
        return Split(replace(task, series=None, slot=None, series_fields=None), tuple(images))
    made, task = start_series(draft, task, user, uow.now, old.id if old else None)
    await repository.insert_series(uow.connection, made, uow.now)
    images.append(SeriesImage(made.id, 1, {}, made=True))
    if old is not None:
        emit_series_updated(uow, old, ("recurrence",), made.id)
    return Split(task, tuple(images))


async def _open_series(uow: UnitOfWork, task: TaskView) -> StoredSeries | None:
    if task.series is None:
        return None
    check_open(task)
    return await series_edits.load_series(uow.connection, task.series.id)


async def change_one(uow: UnitOfWork, old: StoredSeries, row: dict[str, Any]) -> SeriesImage:
    """The series has these values; answers those it had."""
    await series_edits.change_series(uow.connection, [(old.id, row)], uow.now)
    return SeriesImage(old.id, old.version + 1, {name: getattr(old, name) for name in row})


async def change_whole(
    uow: UnitOfWork, old: StoredSeries, changed: StoredSeries, first: str
) -> tuple[SeriesImage, ...]:
    """The series is as `changed`; if that has another id, it goes on from it at the slot `first`.

    Answers what the series were.
    """
    if changed.id == old.id:
        columns = sorted(set(series_edits.COLUMNS) - {"ends_before", "ended_at"})
        row = {name: getattr(changed, name) for name in columns}
        return (await change_one(uow, old, row),)
    ended = await change_one(uow, old, {"ends_before": first})
    names = {each.name for each in fields(SeriesRow)} - {"follows_id"}
    values = {name: getattr(changed, name) for name in names}
    made = SeriesRow(**values, follows_id=old.id)
    await repository.insert_series(uow.connection, made, uow.now)
    return ended, SeriesImage(changed.id, 1, {}, made=True)


def emit_series_updated(
    uow: UnitOfWork,
    old: StoredSeries,
    changed: Sequence[str],
    followed_by: UUID | None = None,
) -> None:
    """Workers learn what changed of the series, which was as `old` before."""
    uow.emit(
        SeriesUpdated.model_construct(
            user_id=old.user_id,
            series_id=old.id,
            series_version=old.version + 1,
            changed=tuple(sorted(changed)),
            followed_by=followed_by,
        )
    )
