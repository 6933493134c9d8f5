"""Users, tasks and reminders in bulk: set-based, as no user would write them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from shared.commands.reminders import add_reminders
from shared.core.ids import new_uuid7
from shared.db.repositories.reminders import ReminderRow
from shared.db.session import Database, UnitOfWork

ZONE = "Europe/Berlin"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_USERS = text(
    """
    INSERT INTO users (id, email, name, password_hash, zone, created_at)
    SELECT id, 'bench-' || n || '@example.com', 'Bench ' || n, '-', :zone, :now
    FROM unnest(CAST(:ids AS uuid[])) WITH ORDINALITY AS u (id, n)
    """
)
_TASKS = text(
    """
    INSERT INTO tasks (id, user_id, title, status, created_at, updated_at)
    SELECT t.id, t.user_id, t.title, 'open', :now, :now
    FROM unnest(CAST(:ids AS uuid[]), CAST(:user_ids AS uuid[]), CAST(:titles AS text[]))
         AS t (id, user_id, title)
    """
)


async def add_users(db: Database, count: int) -> list[UUID]:
    """So many new accounts exist; nobody can sign in to them."""
    async with db.unit_of_work() as uow:
        ids = [new_uuid7(uow.now) for _ in range(count)]
        await uow.connection.execute(_USERS, {"ids": ids, "zone": ZONE, "now": uow.now})
    return ids


def owners_of(users: Sequence[UUID], count: int) -> list[UUID]:
    """Whose each of `count` tasks is: users take turns."""
    return [users[number % len(users)] for number in range(count)]


@dataclass(frozen=True, slots=True)
class Planned:
    """A reminder and the instant that it is planned for, in ms since 1970."""

    reminder_id: UUID
    fire_at_ms: int


async def plan_reminders(
    db: Database, user_ids: Sequence[UUID], instants_ms: Sequence[int]
) -> list[Planned]:
    """A task with one reminder for each instant; users take turns. One transaction."""
    rows = await plan_rows(db, user_ids, instants_ms)
    return [Planned(row.id, at) for row, at in zip(rows, instants_ms, strict=True)]


async def plan_rows(
    db: Database, user_ids: Sequence[UUID], instants_ms: Sequence[int]
) -> list[ReminderRow]:
    """The same, with the rows of the reminders.

    They are written and announced by the command that the API uses.
    """
    async with db.unit_of_work() as uow:
        await uow.lock_users(user_ids)
        owners = owners_of(user_ids, len(instants_ms))
        tasks = await add_tasks(uow, owners)
        rows = [
            _reminder(task_id, owner, _EPOCH + timedelta(milliseconds=at), uow.now)
            for task_id, owner, at in zip(tasks, owners, instants_ms, strict=True)
        ]
        await add_reminders(uow, rows)
    return rows


async def add_tasks(uow: UnitOfWork, owners: Sequence[UUID]) -> list[UUID]:
    """An open task for each owner, without events."""
    ids = [new_uuid7(uow.now) for _ in owners]
    parameters: dict[str, Any] = {
        "ids": ids,
        "user_ids": list(owners),
        "titles": [f"Water plant {number}" for number in range(len(owners))],
        "now": uow.now,
    }
    await uow.connection.execute(_TASKS, parameters)
    return ids


def _reminder(task_id: UUID, user_id: UUID, at: datetime, now: datetime) -> ReminderRow:
    return ReminderRow(
        id=new_uuid7(now),
        user_id=user_id,
        task_id=task_id,
        kind="absolute",
        lead=None,
        fire_at=at,
        channels=("email",),
        state="scheduled",
        reason=None,
    )
