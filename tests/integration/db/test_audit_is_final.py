"""The audit log is only added to: the database itself refuses everything else."""

import asyncpg
import pytest
from sqlalchemy import text

from shared.core.clock import SystemClock
from shared.db.session import Database
from tests.factories.users import make_user
from tests.services.kafka import PARTITIONS


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET action = 'nothing'",
        "DELETE FROM audit_entries",
        "TRUNCATE audit_entries",
    ],
)
async def test_nothing_that_was_audited_is_changed_or_removed(engine, statement):
    db = Database(engine, SystemClock(), PARTITIONS)
    await make_user(db)
    with pytest.raises(asyncpg.RaiseError, match="never changed"):
        async with db.unit_of_work() as uow:
            await uow.connection.execute(text(statement))
