"""A database whose clock is turned by hand, and whose transfers are those of the test."""

import pytest
from sqlalchemy import text

from shared.db.session import Database
from tests.fakes import FakeClock
from tests.services.kafka import PARTITIONS


@pytest.fixture
async def db(engine):
    db = Database(engine, FakeClock(), PARTITIONS)
    async with db.unit_of_work() as uow:  # a runner takes everybody's
        await uow.connection.execute(text("TRUNCATE transfers CASCADE"))
    return db
