"""Requests that leave nothing behind, and what they did before that."""

from contextlib import asynccontextmanager
from dataclasses import replace

from pydantic import SecretStr
from sqlalchemy import text
from typing_extensions import override

from api.resources import Resources
from api.revocations import Revocations
from shared.db.base import Base
from shared.db.connection import Connection
from shared.db.session import Database
from tests.integration.api.harness import Api, Person

_OWNED_BY_WAY_OF = {
    "users": "id = :user_id",
    "task_labels": "task_id IN (SELECT id FROM tasks WHERE user_id = :user_id)",
    "transfer_parts": "transfer_id IN (SELECT id FROM transfers WHERE user_id = :user_id)",
    "transfer_rows": "transfer_id IN (SELECT id FROM transfers WHERE user_id = :user_id)",
    "scheduled_jobs": "reminder_id IN (SELECT id FROM reminders WHERE user_id = :user_id)",
    "audit_entries": "actor_id = :user_id",
}
_OWNED_BY_NOBODY = {
    "inbox",
    "invitations",
    "leases",
    "markers",
    "punctuality",
    "redrives",
    "sign_in_failures",
    "used_links",
    "schedules",
    "worker_pauses",
}


def _conditions() -> dict[str, str]:
    """How to find the rows of a user in each table that has some."""
    found = {}
    for name, table in Base.metadata.tables.items():
        if "user_id" in table.columns:
            found[name] = "user_id = :user_id"
        elif name in _OWNED_BY_WAY_OF:
            found[name] = _OWNED_BY_WAY_OF[name]
        else:
            assert name in _OWNED_BY_NOBODY, f"whose are the rows of {name}?"
    return found


CONDITIONS = _conditions()
_DIGEST = " UNION ALL ".join(
    f"SELECT '{name}' AS name, count(*) AS rows, "
    f"md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS digest "
    f"FROM {name} t WHERE {condition}"
    for name, condition in CONDITIONS.items()
)
_MARKED = " UNION ALL ".join(
    f"SELECT '{name}' FROM {name} t WHERE {condition} AND position(:mark IN t::text) > 0"
    for name, condition in CONDITIONS.items()
)


async def digest_of(connection, person: Person) -> dict[str, tuple[int, str]]:
    """Number and digest of this user's rows, for each table."""
    found = await connection.execute(text(_DIGEST), {"user_id": person.user_id})
    return {row.name: (row.rows, row.digest) for row in found}


async def tables_with(connection, person: Person, mark: str) -> list[str]:
    """Tables in which a row of this user says `mark`."""
    found = await connection.execute(text(_MARKED), {"user_id": person.user_id, "mark": mark})
    return list(found.scalars())


class RehearsalDatabase(Database):
    """All of it is one transaction on one connection, which `rehearsal` rolls back."""

    def __init__(self, db: Database) -> None:
        super().__init__(db.engine, db.clock, db.partitions)
        self.driver_now = None

    @override
    @asynccontextmanager
    async def _checked_out(self):
        async with self.driver_now.transaction():  # a savepoint: an error does not end the rest
            yield self.driver_now

    @asynccontextmanager
    async def rehearsal(self):
        """What happens meanwhile through this database is undone at the end."""
        async with super()._checked_out() as driver:
            transaction = driver.transaction()
            await transaction.start()
            self.driver_now = driver
            try:
                yield Connection(driver)
            finally:
                self.driver_now = None
                await transaction.rollback()


class RehearsedRevocations(Revocations):
    """Who is ended in a rehearsal is not ended after it."""

    @override
    def add(self, *ids):
        """Nobody is."""


def with_keys(resources: Resources) -> Resources:
    """With a key for secrets, which channels and webhooks need."""
    chosen = {"secrets_key": SecretStr("k" * 40), "public_url": "https://rondel.example.com"}
    return replace(resources, settings=resources.settings.model_copy(update=chosen))


def rehearsing(resources: Resources) -> tuple[Api, RehearsalDatabase]:
    """The application over a database that forgets."""
    db = RehearsalDatabase(resources.db)
    revocations = RehearsedRevocations(db, resources.settings.auth)
    api = Api(replace(resources, db=db, revocations=revocations))
    api.app.openapi()  # takes a while, for which no transaction should wait
    return api, db
