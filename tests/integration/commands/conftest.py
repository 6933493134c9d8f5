"""A database whose clock the tests set."""

from datetime import UTC, datetime

import pytest

from shared.db.session import Database
from tests.fakes import FakeClock


@pytest.fixture
def clock():
    """A clock that stands still until it is set."""
    return FakeClock(datetime(2026, 11, 24, 8, tzinfo=UTC))


@pytest.fixture
def db(database, clock):
    """The database as commands see it at the time of `clock`."""
    return Database(database.engine, clock, database.partitions)
