"""What operators see of transfers: how many, how they ended, rows and time."""

import asyncio
from datetime import UTC, datetime

from shared.commands import transfers as commands
from shared.commands.governing import erase_own_account
from shared.interchange import native
from shared.interchange.records import TaskRecord
from shared.observability.metrics import Metrics
from tests.factories.users import make_user
from tests.integration.transfers.ordering import order
from workers.transfers.runner import Runner


def file_of(*tasks):
    return b"".join(native.write(tasks, datetime(2026, 11, 1, tzinfo=UTC)))


GOOD = file_of(TaskRecord(source_id="a", title="A"), TaskRecord(source_id="b", title="B"))


def seen(metrics, name, **labels):
    return metrics.registry.get_sample_value(name, labels)


async def run_all(db, metrics):
    while await Runner(db, metrics).run_one(asyncio.Event()):
        pass


async def test_transfers_and_their_rows_are_counted(db):
    owner, metrics = await make_user(db), Metrics()
    for _ in range(2):
        await order(db, owner, GOOD)
    await order(db, owner, GOOD.rpartition(b"\n{")[0])  # cut off
    await commands.begin_transfer(db, owner, "export", "native")
    await run_all(db, metrics)
    await erase_own_account(db, owner, is_checked=True)
    db.clock.advance(6)
    await run_all(db, metrics)
    assert seen(metrics, "transfers_total", kind="import", outcome="done") == 2
    assert seen(metrics, "transfers_total", kind="import", outcome="failed") == 1
    assert seen(metrics, "transfers_total", kind="export", outcome="done") == 1
    assert seen(metrics, "transfers_total", kind="erase", outcome="done") == 1
    assert seen(metrics, "transfer_rows_total", outcome="taken") == 2
    assert seen(metrics, "transfer_rows_total", outcome="unchanged") == 4
    assert seen(metrics, "transfer_duration_seconds_count", kind="import") == 3


async def test_a_dry_run_counts_no_rows(db):
    owner, metrics = await make_user(db), Metrics()
    await order(db, owner, GOOD, is_dry_run=True)
    await run_all(db, metrics)
    assert seen(metrics, "transfers_total", kind="import", outcome="done") == 1
    assert seen(metrics, "transfer_rows_total", outcome="taken") is None


async def test_one_that_is_given_back_has_not_ended(db):
    owner, metrics = await make_user(db), Metrics()
    await order(db, owner, GOOD)
    stop = asyncio.Event()
    stop.set()
    assert await Runner(db, metrics).run_one(stop)
    assert seen(metrics, "transfers_total", kind="import", outcome="given_back") == 1
    assert seen(metrics, "transfer_duration_seconds_count", kind="import") is None
