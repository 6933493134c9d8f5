"""What is done from time to time is on record, and done at once when somebody asks."""

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta

import asyncpg
import pytest
from sqlalchemy import text

from shared.commands.operations import run_schedule
from shared.core.clock import SystemClock
from shared.core.errors import NotFound, Unavailable
from shared.core.principal import Actor
from shared.db.repositories import audit, schedules
from shared.observability.metrics import Metrics
from tests.waiting import eventually
from workers.runtime.pausing import PauseSwitch
from workers.runtime.schedules import Asked, Job, Periodic

OLGA = Actor("operator olga", None)
LONG = 3_600.0


@pytest.fixture(autouse=True)
async def _clear(database):
    async with database.unit_of_work() as uow:
        await uow.connection.execute(text("DELETE FROM schedules"))


async def listed(database):
    async with database.read() as connection:
        return {each.name: each for each in await schedules.list_schedules(connection)}


@asynccontextmanager
async def running(*services):
    stop = asyncio.Event()
    tasks = [asyncio.create_task(each.run(stop)) for each in services]
    yield tasks
    stop.set()
    await asyncio.gather(*tasks, return_exceptions=True)


async def until_known(database, name="tests.job"):
    async def known() -> bool:
        return name in await listed(database)

    await eventually(known)


async def until_ended(database, name="tests.job"):
    async def ended() -> bool:
        found = (await listed(database)).get(name)
        return found is not None and found.outcome is not None

    await eventually(ended)
    return (await listed(database))[name]


def periodic(database, run, *, every_seconds, asked=None, **options):
    job = Job("job", every_seconds, run, **options)
    return Periodic(database, SystemClock(), "tests", job, asked or Asked())


async def nothing(_: asyncio.Event) -> None:
    """Done at once."""


async def test_a_job_is_known_before_its_first_run(database):
    async with running(periodic(database, nothing, every_seconds=LONG)):
        await until_known(database)
    found = (await listed(database))["tests.job"]
    assert (found.worker, found.every_seconds) == ("tests", LONG)
    assert (found.started_at, found.outcome, found.asked_at) == (None, None, None)
    assert found.next_at > SystemClock().now()


async def test_a_run_is_on_record_with_the_next(database):
    async with running(periodic(database, nothing, every_seconds=0.01)):
        found = await until_ended(database)
    assert (found.outcome, found.error) == ("done", None)
    assert found.started_at <= found.finished_at < found.next_at


@pytest.mark.parametrize(
    ("error", "outcome"), [(Unavailable("Kafka"), "put_off"), (ValueError("a bug"), "failed")]
)
async def test_a_run_that_fails_is_on_record_and_the_next_comes(database, error, outcome):
    runs = []

    async def fails(_: asyncio.Event) -> None:
        runs.append(1)
        raise error

    async def again() -> bool:
        return len(runs) > 1

    async with running(periodic(database, fails, every_seconds=0.01, may_fail=True)):
        found = await until_ended(database)
        await eventually(again)
    assert (found.outcome, found.error) == (outcome, type(error).__name__)


async def test_an_error_of_a_job_that_may_not_fail_ends_the_process_and_is_on_record(database):
    async def fails(_: asyncio.Event) -> None:
        raise ValueError("a bug")

    with pytest.raises(ValueError, match="a bug"):
        await periodic(database, fails, every_seconds=0.01).run(asyncio.Event())
    assert (await listed(database))["tests.job"].outcome == "failed"


async def test_who_asks_has_it_done_at_once_by_one_process_and_stands_in_the_audit_log(database):
    runs = []

    async def notes(_: asyncio.Event) -> None:
        runs.append(1)

    switches = [PauseSwitch(database, "tests", SystemClock(), Metrics()) for _ in range(2)]
    jobs = [periodic(database, notes, every_seconds=LONG, asked=each.asked) for each in switches]
    async with running(*switches, *jobs):
        await until_known(database)
        assert (await run_schedule(database, OLGA, "tests.job")).asked_at is not None
        found = await until_ended(database)
    assert runs == [1]
    assert (found.outcome, found.asked_at) == ("done", None)
    async with database.read() as connection:
        (entry,) = await audit.list_entries(connection, before=None, limit=1)
    assert (entry.actor, entry.action, entry.target) == (OLGA.name, "schedule.asked", "tests.job")


@pytest.mark.parametrize("name", ["nobody.job", "a\x00b", "x" * 300])
async def test_nobody_can_ask_for_what_no_process_does(database, name):
    with pytest.raises(NotFound):
        await run_schedule(database, OLGA, name)
    assert await listed(database) == {}


async def test_a_process_that_begins_anew_does_not_show_the_time_of_the_one_before(database):
    now = SystemClock().now()
    every = timedelta(seconds=LONG)
    past, coming = now - timedelta(minutes=5), now + every / 2

    async def shown(known):
        async with database.unit_of_work() as uow:
            await schedules.register(uow.connection, "tests.job", "tests", LONG, known)
            await schedules.register(uow.connection, "tests.job", "tests", LONG, now + every)
        return (await listed(database))["tests.job"].next_at

    assert await shown(coming) == coming, "another process will do it sooner"
    async with database.unit_of_work() as uow:
        await uow.connection.execute(text("DELETE FROM schedules"))
    assert await shown(past) == now + every


async def test_a_run_that_postgresql_cut_off_is_put_off_and_ends_nothing(database):
    async def cut_off(_stop):
        raise asyncpg.QueryCanceledError("canceling statement due to statement timeout")

    async with running(periodic(database, cut_off, every_seconds=0.1)) as tasks:
        assert (await until_ended(database)).outcome == "put_off"
        assert not any(each.done() for each in tasks)
