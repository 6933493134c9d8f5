"""Plans against the zone data of today: governments change clocks, and servers get new tables."""

import importlib
import zoneinfo
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal
from uuid import UUID

from shared.commands.zones import Moved, change_of, replan_tasks
from shared.core.errors import InvalidInput, NotFound
from shared.db.repositories import plans
from shared.db.repositories.plans import Scope
from shared.db.repositories.tasks import TaskView
from shared.db.repositories.users import UserRow, find_users
from shared.db.session import Database

PAGE_TASKS = 500
UNKNOWN_VERSION = "unknown"
_FIRST = UUID(int=0)
_SAYS_VERSION = "# version "

Kind = Literal["task", "reminder", "unknown_zone"]


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A task or reminder to come that is not where the zone data of today puts it."""

    kind: Kind
    user_id: UUID
    task_id: UUID
    zone: str
    stored: datetime | None
    computed: datetime | None
    reminder_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the open tasks that have a time, and what is wrong among them."""

    rows: int
    found: list[Discrepancy] = field(default_factory=list)


async def find_discrepancies(db: Database) -> AsyncIterator[Page]:
    """Every open task of everybody, a page at a time; two statements each. Nothing is changed."""
    now, after = db.clock.now(), _FIRST
    while True:
        async with db.read() as connection:
            tasks = await plans.read_open_tasks_of_all(connection, after, PAGE_TASKS)
            users = await find_users(connection, sorted({task.user_id for task in tasks}))
        if not tasks:
            return
        after = tasks[-1].id
        found = [
            each
            for task in tasks
            if task.user_id in users
            for each in _discrepancies(task, users[task.user_id], now)
        ]
        yield Page(len(tasks), found)


def _discrepancies(task: TaskView, user: UserRow, now: datetime) -> Sequence[Discrepancy]:
    zone = task.zone or user.zone
    try:
        change = change_of(task, user, now, now)
    except (InvalidInput, OverflowError):
        return [Discrepancy("unknown_zone", user.id, task.id, zone, task.due_at, None)]
    if change is None:
        return []
    found = []
    if change.is_moved:
        both = (task.due_at, change.task.due_at)
        stored, computed = both if both[0] != both[1] else (task.start_at, change.task.start_at)
        found.append(Discrepancy("task", user.id, task.id, zone, stored, computed))
    before = {each.id: each.fire_at for each in task.reminders}
    found.extend(
        Discrepancy("reminder", user.id, task.id, zone, before[row.id], row.fire_at, row.id)
        for row in change.reminders
    )
    return found


async def replan_user(db: Database, user_id: UUID) -> Moved:
    """What is to come of this user stands where the zone data of today puts it.

    One transaction. What is in a zone that this server does not know stays.

    Raises:
        NotFound: there is no such user.
    """
    async with db.unit_of_work() as uow:
        users = await uow.lock_users([user_id], even_disabled=True)
        if user_id not in users:
            raise NotFound("user", user_id)
        return await replan_tasks(uow, users[user_id], Scope(), after_now=True)


async def planned_with(db: Database) -> str | None:
    """The version of the zone data that plans were last made anew with; None if never."""
    async with db.read() as connection:
        return await plans.read_zone_data(connection)


async def note_planned(db: Database, version: str) -> None:
    """Plans agree with this version of the zone data."""
    async with db.unit_of_work() as uow:
        await plans.note_zone_data(uow.connection, version, uow.now)


def zone_data_version(folders: Sequence[str] = zoneinfo.TZPATH) -> str:
    """The version of the tables that this process reads zones from, such as 2026b.

    The system's come first, as in `zoneinfo`; some say nothing about their version.
    """
    for folder in map(Path, folders):
        if (folder / "UTC").exists():
            return _version_in(folder / "tzdata.zi")
    return str(importlib.import_module("tzdata").IANA_VERSION)  # without types


def _version_in(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            first = lines.readline().strip()
    except FileNotFoundError:
        return UNKNOWN_VERSION
    known = first.startswith(_SAYS_VERSION)
    return first.removeprefix(_SAYS_VERSION) if known else UNKNOWN_VERSION
