"""A database whose clock the tests set, and the service that looks after what is overdue."""

from datetime import UTC, datetime

import pytest

from shared.db.session import Database
from shared.observability.metrics import Metrics
from tests.fakes import FakeClock
from workers.recurrence.overdue import OverdueService


@pytest.fixture
def clock():
    """A clock that stands still until it is set."""
    return FakeClock(datetime(2026, 11, 24, 8, tzinfo=UTC))


@pytest.fixture
def db(database, clock):
    """The database at the time of `clock`."""
    return Database(database.engine, clock, database.partitions)


@pytest.fixture
def service(db, clock):
    """One process that looks after overdue occurrences."""
    return OverdueService(db, clock, Metrics(), "one", every_seconds=60, page_rows=2)
