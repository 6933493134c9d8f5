"""What a change looked like before, written in the transaction that made the change.

An image of a task holds the old value of each column that changed, nothing of the rest, so the
notes of a completed task are not stored again. Reminders are few and stand there whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal
from uuid import UUID

from shared.core.ids import new_uuid7
from shared.db.repositories.task_sets import COLUMNS
from shared.db.repositories.tasks import TaskView
from shared.db.repositories.undo import UndoRow, find_last, insert_entry
from shared.db.session import UnitOfWork

UndoKind = Literal["complete", "skip", "postpone", "edit", "snooze", "delete", "bulk"]


_PLACE = ("project_id", "section_id", "parent_id")


@dataclass(frozen=True, slots=True)
class Change:
    """A task before and after. A deleted one is `after` only by its version."""

    before: TaskView
    after: TaskView
    is_deletion: bool = False


def deletion_of(before: TaskView, deleted: TaskView | None = None) -> Change:
    """The deletion of this task, which stood as `deleted` if it was changed right before."""
    last = deleted or before
    return Change(before, replace(last, version=last.version + 1), is_deletion=True)


@dataclass(frozen=True, slots=True)
class SeriesImage:
    """A series before a change: the old value of each column that changed; `to` its version after.

    `made` says that the change made the series, so that an undo takes it away.
    """

    id: UUID
    to: int
    row: dict[str, Any]
    made: bool = False


async def record_undo(
    uow: UnitOfWork,
    kind: UndoKind,
    changes: Sequence[Change],
    *,
    logged: Sequence[tuple[UUID, str]] = (),
    series: Sequence[SeriesImage] = (),
    action: str | None = None,
    snoozes: Sequence[UUID] = (),
) -> UUID:
    """The change can be taken back under the id that is answered.

    `logged` are slots whose rows in the log the change wrote besides those of the tasks.
    `snoozes` are reminders that it made or moved by putting off.
    """
    identifier = new_uuid7(uow.now)
    before = {
        "action": action,
        "tasks": [_image(change) for change in changes],
        "logged": [[str(series_id), slot] for series_id, slot in logged],
        "series": [
            {"id": str(each.id), "to": each.to, "row": each.row, "made": each.made}
            for each in series
        ],
        "snoozes": [str(each) for each in snoozes],
    }
    ids = tuple(change.before.id for change in changes)
    owner = changes[0].before.user_id
    await insert_entry(uow.connection, UndoRow(identifier, owner, kind, ids, before, uow.now))
    return identifier


async def undo_id_of(uow: UnitOfWork, task: TaskView, kind: UndoKind) -> UUID | None:
    """What takes the latest change of the task back, if it was of this kind."""
    row = await find_last(uow.connection, task.user_id, task.id, uow.now)
    return row.id if row and row.kind == kind else None


def _image(change: Change) -> dict[str, Any]:
    before, after = change.before, change.after
    row = {
        name: getattr(before, name)
        for name in COLUMNS
        if getattr(before, name) != getattr(after, name)
    }
    image: dict[str, Any] = {
        "id": str(before.id),
        "title": before.title,
        "from": before.version,
        "to": after.version,
        "row": {**row, "deleted_at": None} if change.is_deletion else row,
        "reminders": [
            [str(each.id), each.fire_at, each.state, each.reason, each.nag_sent]
            for each in before.reminders
        ],
    }
    if change.is_deletion:  # to tell on a return what is gone meanwhile
        image["place"] = {name: getattr(before, name) for name in _PLACE}
    if before.labels != after.labels:
        image["labels"] = before.labels
    return image
