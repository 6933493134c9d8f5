"""The inbox remembers each event once a group, and forgets what can no longer come."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from shared.db.repositories import inbox
from shared.db.session import Database
from tests.fakes import FakeClock
from workers.runtime.pruning import KEEP, inbox_pruner

NOW = datetime(2026, 3, 2, tzinfo=UTC)


async def insert(database: Database, group: str, ids: list[UUID], now: datetime = NOW) -> set[UUID]:
    async with database.unit_of_work() as uow:
        return await inbox.insert_new(uow.connection, group, ids, now)


async def test_only_new_events_are_new(database: Database) -> None:
    a, b, c = uuid4(), uuid4(), uuid4()
    assert await insert(database, "one", [a, b, a]) == {a, b}
    assert await insert(database, "one", [c, b]) == {c}
    assert await insert(database, "two", [a]) == {a}
    assert await insert(database, "one", []) == set()


async def test_of_two_at_once_one_waits_for_the_other(database: Database) -> None:
    event = uuid4()
    async with database.unit_of_work() as first:
        assert await inbox.insert_new(first.connection, "race", [event], NOW) == {event}
        second = asyncio.create_task(insert(database, "race", [event]))
        await asyncio.wait([second], timeout=0.1)
        assert not second.done()
    assert await second == set()


async def test_what_was_rolled_back_is_new_again(database: Database) -> None:
    event = uuid4()
    with pytest.raises(ZeroDivisionError):
        await insert_and_fail(database, event)
    assert await insert(database, "back", [event]) == {event}


async def insert_and_fail(database: Database, event: UUID) -> None:
    async with database.unit_of_work() as uow:
        assert await inbox.insert_new(uow.connection, "back", [event], NOW) == {event}
        raise ZeroDivisionError


async def test_old_entries_go_and_young_ones_stay(database: Database) -> None:
    clock = FakeClock(NOW)
    old = [uuid4() for _ in range(5000)]
    young = uuid4()
    await insert(database, "prune", old, NOW - KEEP - timedelta(seconds=1))
    await insert(database, "prune", [young], NOW - KEEP + timedelta(seconds=1))
    pruner = inbox_pruner(database, clock)
    assert await pruner.prune(asyncio.Event()) == 5000
    assert await pruner.prune(asyncio.Event()) == 0
    assert await insert(database, "prune", [young]) == set()
    assert await insert(database, "prune", old[:1]) == set(old[:1])
