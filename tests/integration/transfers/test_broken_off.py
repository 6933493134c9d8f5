"""Imports whose worker dies, stops or loses its database go on where they were; nothing doubles."""

import asyncio
import os
import signal
import sys
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from shared.commands import transfers as commands
from shared.commands.governing import erase_own_account
from shared.commands.import_batches import PLACES, TASKS, ImportJob
from shared.commands.importing import Lost, apply_batch
from shared.db.engine import create_engine
from shared.db.repositories import transfers as repository
from shared.db.repositories.users import find_user
from shared.db.session import Database
from shared.interchange import native
from shared.interchange.records import PreferencesRecord, ReminderRecord, TaskRecord
from tests.factories.users import make_user
from tests.integration.transfers.ordering import order
from tests.services.kafka import PARTITIONS
from tests.services.postgres import settings_for
from tests.waiting import eventually
from workers.transfers.importer import run_import
from workers.transfers.runner import TAKEN_OVER_AFTER, Runner
from workers.transfers.stopping import Stopped

ROWS = 1_000
NOW = datetime(2026, 11, 1, tzinfo=UTC)


class StopAfter(asyncio.Event):
    """Set from the moment on that it was asked so often."""

    def __init__(self, asked: int) -> None:
        super().__init__()
        self._left = asked

    def is_set(self) -> bool:
        self._left -= 1
        return self._left < 0


def file_of(count: int) -> bytes:
    records = [
        TaskRecord(source_id=f"t{n}", title=f"Task {n}", parent=f"t{n + 1}" if n % 2 else None)
        for n in range(count + 1)
    ]
    return b"".join(native.write(records, NOW))


async def claim(db):
    now = db.clock.now()
    async with db.unit_of_work() as uow:
        return await repository.claim(uow.connection, now, now - TAKEN_OVER_AFTER)


async def find(db, owner, transfer):
    async with db.read() as connection:
        return await repository.find_transfer(connection, owner.user_id, transfer.id, "import")


async def counted(db, owner):
    statement = text(
        "SELECT (SELECT count(*) FROM tasks WHERE user_id = :id), "
        "(SELECT count(DISTINCT title) FROM tasks WHERE user_id = :id), "
        "(SELECT count(*) FROM outbox WHERE user_id = :id AND event_type = 'task.created')"
    )
    async with db.read() as connection:
        return tuple((await connection.execute(statement, {"id": owner.user_id})).one())


async def test_a_worker_that_dies_is_replaced_and_nothing_doubles(db):
    owner = await make_user(db)
    transfer = await order(db, owner, file_of(ROWS), 50_000)
    taken = await claim(db)
    assert taken is not None
    with pytest.raises(Stopped):  # as far as it came; it says nothing more, as one that was killed
        await run_import(db, taken, StopAfter(4))
    tasks, _, _ = await counted(db, owner)
    assert 0 < tasks < ROWS
    assert not await Runner(db).run_one(asyncio.Event())  # it may be alive yet
    db.clock.advance(61)
    assert await Runner(db).run_one(asyncio.Event())
    done = await find(db, owner, transfer)
    assert (done.state, done.counts["taken"], done.rows_done) == ("done", ROWS + 1, ROWS + 1)
    assert await counted(db, owner) == (ROWS + 1, ROWS + 1, ROWS + 1)


async def test_rows_that_wait_for_their_parents_come_after_a_stop_too(db):
    owner = await make_user(db)
    rows = "".join(f"task,Task {n},4,{n % 2 + 1}\n" for n in range(ROWS))
    content = f"TYPE,CONTENT,PRIORITY,INDENT\n{rows}".encode()
    transfer = await order(db, owner, content, 50_000, source="todoist_csv")
    with pytest.raises(Stopped):
        await run_import(db, await claim(db), StopAfter(4))
    tasks, _, _ = await counted(db, owner)
    assert 0 < tasks < ROWS / 2  # parents alone
    db.clock.advance(61)
    assert await Runner(db).run_one(asyncio.Event())
    done = await find(db, owner, transfer)
    assert (done.state, done.counts["taken"], done.rows_done) == ("done", ROWS, ROWS)
    assert await counted(db, owner) == (ROWS, ROWS, ROWS)


async def test_a_worker_that_was_taken_over_writes_nothing_any_more(db):
    owner = await make_user(db)
    await order(db, owner, file_of(ROWS), 50_000)
    old = await claim(db)
    assert old is not None
    db.clock.advance(61)
    assert await claim(db) is not None
    rows = list(native.read([file_of(3)]))
    with pytest.raises(Lost):
        await apply_batch(db, ImportJob(old), TASKS, rows, len(rows))
    assert (await counted(db, owner))[0] == 0


async def test_preferences_of_a_batch_that_is_not_committed_are_not_set(db):
    owner = await make_user(db, zone="Europe/Berlin")
    await order(db, owner, file_of(1))
    old = await claim(db)
    db.clock.advance(61)
    assert await claim(db) is not None
    rows = list(native.read([b"".join(native.write([PreferencesRecord(zone="Asia/Tokyo")], NOW))]))
    with pytest.raises(Lost):
        await apply_batch(db, ImportJob(old), PLACES, rows, len(rows))
    async with db.read() as connection:
        assert (await find_user(connection, owner.user_id)).zone == "Europe/Berlin"


async def lose_workers(db, count):
    for _ in range(count):
        assert await claim(db) is not None
        db.clock.advance(61)


async def test_an_import_that_loses_two_workers_goes_on(db):
    owner = await make_user(db)
    transfer = await order(db, owner, file_of(10))
    await lose_workers(db, 2)
    assert await Runner(db).run_one(asyncio.Event())
    done = await find(db, owner, transfer)
    assert (done.state, done.counts["taken"]) == ("done", 11)


async def test_an_import_that_loses_three_workers_has_failed(db):
    owner = await make_user(db)
    transfer = await order(db, owner, file_of(10))
    await lose_workers(db, 3)
    assert await Runner(db).run_one(asyncio.Event())
    done = await find(db, owner, transfer)
    assert (done.state, done.lost_workers) == ("failed", 3)
    assert done.error.startswith("3 workers broke off while they worked on it")
    assert (await counted(db, owner))[0] == 0
    assert not await Runner(db).run_one(asyncio.Event())


async def test_a_worker_that_only_stops_is_not_counted_as_lost(db):
    owner = await make_user(db)
    transfer = await order(db, owner, file_of(ROWS), 50_000)
    for _ in range(4):
        assert await Runner(db).run_one(StopAfter(1))
    assert (await find(db, owner, transfer)).lost_workers == 0


async def test_the_deletion_of_an_account_is_tried_until_it_is_done(db):
    owner = await make_user(db)
    await erase_own_account(db, owner, is_checked=True)
    db.clock.advance(6)
    await lose_workers(db, 4)
    assert await Runner(db).run_one(asyncio.Event())
    async with db.read() as connection:
        statement = text("SELECT count(*) FROM users WHERE id = :id")
        left = (await connection.execute(statement, {"id": owner.user_id})).scalar_one()
    assert left == 0


async def test_a_deletion_that_breaks_is_tried_again(db):
    owner = await make_user(db)
    async with db.unit_of_work() as uow:
        await uow.connection.execute(text("CREATE TABLE holds (id uuid REFERENCES users (id))"))
        statement = text("INSERT INTO holds (id) VALUES (:id)")
        await uow.connection.execute(statement, {"id": owner.user_id})
    await erase_own_account(db, owner, is_checked=True)
    db.clock.advance(6)
    assert await Runner(db).run_one(asyncio.Event())
    assert not await Runner(db).run_one(asyncio.Event())  # not at once, again and again
    async with db.unit_of_work() as uow:
        await uow.connection.execute(text("DROP TABLE holds"))
    db.clock.advance(61)
    assert await Runner(db).run_one(asyncio.Event())
    async with db.read() as connection:
        statement = text("SELECT count(*) FROM users WHERE id = :id")
        left = (await connection.execute(statement, {"id": owner.user_id})).scalar_one()
    assert left == 0


async def test_a_cancelled_import_stops_and_says_what_it_did(db):
    owner = await make_user(db)
    transfer = await order(db, owner, file_of(ROWS), 50_000)
    taken = await claim(db)
    assert taken is not None
    with pytest.raises(Stopped):
        await run_import(db, taken, StopAfter(4))
    cancelled = await commands.cancel_transfer(db, owner, transfer.id, "import")
    with pytest.raises(Lost):
        await run_import(db, taken, asyncio.Event())
    tasks, _, _ = await counted(db, owner)
    assert cancelled.state == "cancelled"
    assert cancelled.counts["taken"] == tasks > 0


async def test_a_worker_that_stops_gives_its_import_to_the_next(db):
    owner = await make_user(db)
    transfer = await order(db, owner, file_of(ROWS), 50_000)
    assert await Runner(db).run_one(StopAfter(4))
    assert (await find(db, owner, transfer)).state == "waiting"
    assert await Runner(db).run_one(asyncio.Event())
    assert await counted(db, owner) == (ROWS + 1, ROWS + 1, ROWS + 1)


async def test_more_rows_than_the_limit_import_nothing(db, monkeypatch):
    monkeypatch.setattr("workers.transfers.importer.MOST_ROWS", 100)
    owner = await make_user(db)
    transfer = await order(db, owner, file_of(ROWS), 50_000)
    await Runner(db).run_one(asyncio.Event())
    done = await find(db, owner, transfer)
    assert done.state == "failed"
    assert "100 rows" in done.error
    assert (await counted(db, owner))[0] == 0


@pytest.mark.slow
async def test_a_process_killed_in_the_middle_is_replaced(db, database_url):
    owner = await make_user(db)
    transfer = await order(db, owner, file_of(4_000), 200_000)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.integration.transfers.alone", database_url
    )

    async def some() -> bool:
        return (await counted(db, owner))[0] >= 400

    await eventually(some)
    os.kill(process.pid, signal.SIGKILL)
    await process.wait()
    tasks, _, _ = await counted(db, owner)
    assert 400 <= tasks < 4_001
    db.clock.set((await find(db, owner, transfer)).started_at + timedelta(days=1))
    assert await Runner(db).run_one(asyncio.Event())
    assert await counted(db, owner) == (4_001, 4_001, 4_001)


async def test_reminders_that_are_past_are_not_sent(db):
    owner, now = await make_user(db), db.clock.now()
    reminders = tuple(
        ReminderRecord(type="absolute", at=at, fire_at=at, state=state)
        for at, state in (
            (now - timedelta(hours=1), "scheduled"),
            (now - timedelta(hours=2), None),
            (now + timedelta(hours=1), "scheduled"),
            (now - timedelta(hours=3), "sent"),
        )
    )
    task = TaskRecord(source_id="t", title="Call", reminders=reminders)
    await order(db, owner, b"".join(native.write([task], now)))
    await Runner(db).run_one(asyncio.Event())
    statement = text(
        "SELECT array_agg(state ORDER BY fire_at), (SELECT count(*) FROM outbox"
        " WHERE user_id = :id AND event_type = 'reminder.scheduled')"
        " FROM reminders WHERE user_id = :id"
    )
    async with db.read() as connection:
        states, announced = (await connection.execute(statement, {"id": owner.user_id})).one()
    assert states == ["sent", "skipped", "skipped", "scheduled"]
    assert announced == 1


async def test_a_database_that_is_away_only_puts_work_off(db):
    nowhere = create_engine(settings_for("postgresql://nobody@127.0.0.1:1/none"), "transfers")
    stop = asyncio.Event()
    working = asyncio.create_task(Runner(Database(nowhere, db.clock, PARTITIONS)).run(stop))
    done, _ = await asyncio.wait({working}, timeout=0.5)
    assert not done
    stop.set()
    await asyncio.wait_for(working, 10)
    await nowhere.dispose()
