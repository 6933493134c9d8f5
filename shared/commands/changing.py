"""What every change of a task begins and ends with: the locks, the versions, the refusals."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from uuid import UUID

from shared.commands.snapshots import about, emit_change
from shared.core.errors import Conflict, NotFound, Unauthenticated, VersionMismatch
from shared.core.principal import Principal
from shared.db.repositories import tasks as repository
from shared.db.repositories.tasks import TaskView
from shared.db.repositories.users import UserRow
from shared.db.session import UnitOfWork
from shared.domain.tasks import TaskStatus
from shared.events.places import Place, PlaceChanged
from shared.events.tasks import TaskUpdated

Alongside = Callable[[UnitOfWork], Awaitable[None]]
"""What else belongs to the transaction, once the owner is locked; it may refuse."""


class TaskNotOpen(Conflict):
    """The task was done or skipped; it has to be opened again first."""

    code = "task.not_open"
    title = "This task is not open"


class TaskNotRecurring(Conflict):
    """Only an occurrence of a series can be skipped, or edited with those that follow it."""

    code = "task.not_recurring"
    title = "This task does not come back"


async def lock_owner(uow: UnitOfWork, principal: Principal) -> UserRow:
    """The user of this principal, locked: its events now follow commit order.

    Raises:
        Unauthenticated: the account is gone.
    """
    users = await uow.lock_users([principal.user_id])
    if principal.user_id not in users:
        raise account_gone()
    return users[principal.user_id]


def account_gone() -> Unauthenticated:
    """The refusal of somebody whose account was deleted."""
    return Unauthenticated("This account does not exist any more.")


async def lock_task(
    uow: UnitOfWork, principal: Principal, task_id: UUID, expected: int | None
) -> tuple[UserRow, TaskView]:
    """Owner and task; safe to change, since every change of a task locks its owner first.

    Raises:
        NotFound: no such task of this user.
        VersionMismatch: `expected` is not the stored version.
    """
    user = await lock_owner(uow, principal)
    task = await repository.load_task(uow.connection, user.id, task_id)
    if task is None:
        raise NotFound("task", task_id)
    check_version(task.version, expected)
    return user, task


def check_version(stored: int, expected: int | None) -> None:
    """The stored version is the one that the caller has seen.

    Raises:
        VersionMismatch: otherwise.
    """
    if expected is not None and stored != expected:
        raise VersionMismatch(expected, stored)


def check_open(task: TaskView) -> None:
    """The task may be done, skipped or moved.

    Raises:
        TaskNotOpen: otherwise.
    """
    if task.status != TaskStatus.OPEN:
        raise TaskNotOpen(f"Task {task.id} is {task.status}; open it again first.")


async def store_task(uow: UnitOfWork, task: TaskView) -> None:
    """The row equals `task`, whose version is one above the stored one."""
    if not await repository.update_task(uow.connection, task):
        raise RuntimeError(f"task {task.id} changed although its owner was locked")


async def reload_task(uow: UnitOfWork, task: TaskView) -> TaskView:
    """The task as it is stored now.

    Raises:
        NotFound: it is gone.
    """
    stored = await repository.load_task(uow.connection, task.user_id, task.id)
    if stored is None:
        raise NotFound("task", task.id)
    return stored


def emit_updated(uow: UnitOfWork, task: TaskView, changed: Iterable[str]) -> None:
    """Workers and browsers learn which fields changed; browsers never show a skipped one."""
    event = TaskUpdated.model_construct(**about(task), changed=tuple(sorted(changed)))
    gone = task.status == TaskStatus.SKIPPED
    emit_change(uow, task, "deleted" if gone else "updated", event)


def emit_place(uow: UnitOfWork, user_id: UUID, place: Place, place_id: UUID | None) -> None:
    """Browsers learn that this place, or None for several of its kind, has to be read again."""
    event = PlaceChanged.model_construct(user_id=user_id, place=place, place_id=place_id)
    uow.emit(event)


def clean_labels(labels: Sequence[str]) -> tuple[str, ...]:
    """The labels as they are stored: trimmed, each once, sorted."""
    return tuple(sorted({label.strip() for label in labels}))
