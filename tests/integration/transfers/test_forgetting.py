"""What the transfers worker forgets: ended transfers by the setting, uploads that broke off."""

import asyncio

import pytest

from shared.commands import transfers as commands
from shared.kafka.producer import EventProducer
from shared.observability.metrics import Metrics
from shared.observability.tracer import Tracer
from tests.factories.users import make_user
from workers.runtime.app import WorkerParts
from workers.runtime.pausing import PauseSwitch
from workers.transfers.settings import TransfersSettings
from workers.transfers.spec import SPEC


@pytest.fixture
def forget(db, database_settings, kafka_settings):
    """Does each job of the worker once, with files kept for a day; how many rows went."""
    settings = TransfersSettings(database=database_settings, kafka=kafka_settings, transfer_days=1)
    metrics = Metrics()
    pause = PauseSwitch(db, "transfers", db.clock, metrics)
    producer = EventProducer(kafka_settings, "test")
    parts = WorkerParts(settings, db.clock, metrics, Tracer(), db, producer, pause)

    async def once():
        return sum([await each.run(asyncio.Event()) for each in SPEC.build(parts).jobs])

    return once


async def test_an_upload_under_way_stays_however_short_files_are_kept(db, forget):
    upload = await commands.begin_transfer(db, await make_user(db), "import", "rondel")
    for number in range(2):
        db.clock.advance(minutes=59)
        assert await forget() == 0
        await commands.add_part(db, upload, number, b"more")


async def test_an_upload_that_broke_off_goes_after_an_hour(db, forget):
    await commands.begin_transfer(db, await make_user(db), "import", "rondel")
    db.clock.advance(minutes=61)
    assert await forget() == 1
