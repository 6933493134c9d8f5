"""Work for the processes, written straight through the commands."""

import asyncio
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import chain, cycle
from operator import itemgetter
from uuid import UUID

from shared.commands.tasks import complete_task
from shared.core.principal import Principal
from shared.db.repositories import outbox
from shared.db.repositories.tasks import TaskView
from shared.db.session import Database
from shared.domain.tasks import ReminderDraft
from shared.events.tasks import TaskCreated
from tests.e2e.world import CLOCK
from tests.factories.tasks import make_task
from tests.factories.users import make_user

_CHUNK = 2_000


async def make_people(db: Database, count: int = 12) -> list[Principal]:
    """Accounts, enough of them to be in every partition."""
    return [await make_user(db) for _ in range(count)]


async def make_series(db: Database, people: Sequence[Principal], count: int) -> list[TaskView]:
    """The first occurrences of daily tasks, spread over these people."""
    return await _spread(people, [_daily(db)] * count)


async def complete(db: Database, tasks: Sequence[TaskView]) -> None:
    """Each of the tasks is done."""
    for task in tasks:
        await complete_task(db, Principal(task.user_id), task.id, None)


async def plan_reminders(
    db: Database, people: Sequence[Principal], delays: Sequence[float]
) -> dict[UUID, datetime]:
    """Tasks with a reminder that many seconds after the task; ids and instants of the reminders."""
    tasks = await _spread(people, [_reminded(db, seconds) for seconds in delays])
    return {task.reminders[0].id: task.reminders[0].fire_at for task in tasks}


def delays(count: int, *, first: float, over: float) -> list[float]:
    """So many lengths of time in seconds: `first`, and evenly up to `over` seconds more."""
    return [first + over * n / count for n in range(count)]


async def fill_outbox(db: Database, people: Sequence[Principal], count: int) -> None:
    """So many events more wait to be published; no worker does anything about them."""
    owners = cycle(people)
    for start in range(0, count, _CHUNK):
        events = [_event(next(owners)) for _ in range(min(_CHUNK, count - start))]
        async with db.unit_of_work() as uow:
            await outbox.append(uow.connection, events, uow.now, db.partitions)


def _daily(db):
    return lambda owner: make_task(db, owner, due="2026-11-25T18:00:00", rrule="FREQ=DAILY")


def _reminded(db, seconds):
    def make(owner):
        at = CLOCK.now() + timedelta(seconds=seconds)
        return make_task(db, owner, reminders=[ReminderDraft(at=at)])

    return make


async def _spread(people, makers):
    """What each of the makers makes, in order; one at a time for each of the people."""
    groups = [list(enumerate(makers))[start :: len(people)] for start in range(len(people))]

    async def make_all(owner, group):
        return [(number, await maker(owner)) for number, maker in group]

    made = await asyncio.gather(*(make_all(*each) for each in zip(people, groups, strict=True)))
    return [each for _, each in sorted(chain.from_iterable(made), key=itemgetter(0))]


def _event(owner):
    return TaskCreated.model_construct(
        user_id=owner.user_id, task_id=uuid.uuid4(), task_version=1, series_id=None, slot=None
    )
