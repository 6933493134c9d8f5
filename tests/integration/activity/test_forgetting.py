"""What the activity worker forgets, as it is put together, with its settings."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from pydantic import ValidationError
from sqlalchemy import text

from shared.commands.proposals import propose, read_proposal
from shared.core.errors import NotFound
from shared.core.ids import UserId
from shared.core.principal import Principal
from shared.db.repositories import punctuality
from shared.db.repositories.punctuality import Tally
from shared.kafka.producer import EventProducer
from shared.observability.metrics import Metrics
from shared.observability.tracer import Tracer
from tests.factories.users import make_user
from tests.fakes import FakeClock
from workers.activity.settings import ActivitySettings
from workers.activity.spec import SPEC
from workers.runtime.app import WorkerParts
from workers.runtime.pausing import PauseSwitch

NOW = datetime(2026, 11, 25, 18, 30, tzinfo=UTC)
HOUR = NOW.replace(minute=0)


@pytest.fixture(autouse=True)
async def nothing_counted(database):
    async with database.statement() as connection:
        await connection.execute(text("DELETE FROM punctuality"))


async def count(database, *days_ago):
    """Some reminders were sent in an hour of each of these days."""
    async with database.statement() as connection:
        for days in days_ago:
            for shard in (0, 3):
                tallies = [Tally("sent", bucket, 5, 12) for bucket in (1, 2)]
                await punctuality.add(connection, HOUR - timedelta(days=days), shard, tallies)


async def forget(database, settings):
    clock, metrics = FakeClock(NOW), Metrics()
    producer = EventProducer(settings.kafka, "test-forgetting")
    pause = PauseSwitch(database, SPEC.name, clock, metrics)
    parts = WorkerParts(settings, clock, metrics, Tracer(), database, producer, pause)
    for job in SPEC.build(parts).jobs:
        await job.run(asyncio.Event())


async def counted_days(database):
    async with database.read() as connection:
        rows = await connection.execute(
            text("SELECT hour, count(*) AS rows FROM punctuality GROUP BY hour ORDER BY hour DESC")
        )
        return {(HOUR - row.hour).days: row.rows for row in rows}


async def test_counts_older_than_the_setting_go_but_for_those_of_the_first_hour(
    database, database_settings, kafka_settings
):
    settings = ActivitySettings(database=database_settings, kafka=kafka_settings)
    await count(database, 0, 30, 89, 91, 200, 400)

    await forget(database, settings.model_copy(update={"punctuality_days": 90}))

    assert await counted_days(database) == {0: 4, 30: 4, 89: 4, 400: 4}
    await forget(database, settings.model_copy(update={"punctuality_days": 31}))
    assert await counted_days(database) == {0: 4, 30: 4, 400: 4}


def test_what_the_status_shows_cannot_be_set_to_be_forgotten(database_settings, kafka_settings):
    known = {"database": database_settings, "kafka": kafka_settings}
    assert ActivitySettings(**known, punctuality_days=31).punctuality_days == 31
    with pytest.raises(ValidationError, match="punctuality_days"):
        ActivitySettings(**known, punctuality_days=30)


async def test_devices_are_forgotten_a_month_after_their_end(
    database, database_settings, kafka_settings
):
    user = await make_user(database)
    ages = {"over": (31, None), "ended": (-9, 31), "lately": (29, None), "in use": (-9, None)}
    async with database.unit_of_work() as uow:
        for name, (expired_days, ended_days) in ages.items():
            ended = NOW - timedelta(days=ended_days) if ended_days else None
            await uow.connection.execute(
                text(
                    "INSERT INTO sessions (id, user_id, rotated_at, method, user_agent, address, "
                    "created_at, confirmed_at, used_at, expires_at, ended_at, ended_because) "
                    "VALUES (gen_random_uuid(), :user, :now, 'password', :name, '', :now, :now, "
                    ":now, :expires_at, :ended, :because)"
                ),
                {
                    "user": user.user_id,
                    "now": NOW,
                    "name": name,
                    "expires_at": NOW - timedelta(days=expired_days),
                    "ended": ended,
                    "because": "revoked" if ended else None,
                },
            )

    await forget(database, ActivitySettings(database=database_settings, kafka=kafka_settings))

    async with database.read() as connection:
        left = await connection.execute(
            text("SELECT user_agent FROM sessions WHERE user_id = :u"), {"u": user.user_id}
        )
        assert set(left.scalars()) == {"lately", "in use"}


async def change(database, statement, **values):
    async with database.statement() as connection:
        await connection.execute(text(statement), values)


async def is_there(database, user):
    async with database.read() as connection:
        found = await connection.execute(
            text("SELECT count(*) FROM users WHERE id = :id"), {"id": user.user_id}
        )
        return bool(found.scalar_one())


async def test_accounts_that_nobody_confirmed_or_used_go_after_a_week(
    database, database_settings, kafka_settings
):
    settings = ActivitySettings(database=database_settings, kafka=kafka_settings)
    stale, young, verified, used = [await make_user(database) for _ in range(4)]
    # Made before the log was kept: nobody can tell whether it was used.
    older = Principal(UserId(uuid4()))
    await change(
        database,
        "INSERT INTO users (id, email, name, zone, created_at) "
        "VALUES (:id, 'older@example.com', 'Older', 'UTC', now())",
        id=older.user_id,
    )
    age = "UPDATE users SET created_at = :at WHERE id = :id"
    for user in (stale, verified, used, older):
        await change(database, age, at=NOW - timedelta(days=8), id=user.user_id)
    await change(database, age, at=NOW - timedelta(days=6), id=young.user_id)
    await change(
        database, "UPDATE users SET email_verified_at = now() WHERE id = :id", id=verified.user_id
    )
    await change(
        database,
        "INSERT INTO audit_entries (happened_at, actor, action, target, details) "
        "VALUES (now(), 'user', 'session.opened', :id, '{}')",
        id=str(used.user_id),
    )
    await forget(database, settings)
    found = [await is_there(database, user) for user in (stale, young, verified, used, older)]
    assert found == [False, True, True, True, True]


async def test_failed_sign_ins_are_forgotten_when_they_count_no_more(
    database, database_settings, kafka_settings
):
    async with database.statement() as connection:
        for key, hours in ((b"over", 2), (b"lately over", 0.5), (b"counts", -1)):
            await connection.execute(
                text("INSERT INTO sign_in_failures (key, drained_at) VALUES (:key, :at)"),
                {"key": key, "at": NOW - timedelta(hours=hours)},
            )

    await forget(database, ActivitySettings(database=database_settings, kafka=kafka_settings))

    async with database.read() as connection:
        left = await connection.execute(text("SELECT key FROM sign_in_failures"))
        assert set(left.scalars()) == {b"lately over", b"counts"}


async def test_proposals_are_forgotten_a_month_after_they_ran_out(
    database, database_settings, kafka_settings
):
    user, plan = await make_user(database), {"words": "Delete “Rent”.", "changes": []}
    old, young = [
        (await propose(database, user, None, plan, NOW - timedelta(days=days, hours=1))).id
        for days in (31, 30)
    ]

    await forget(database, ActivitySettings(database=database_settings, kafka=kafka_settings))

    with pytest.raises(NotFound):
        await read_proposal(database, user, old)
    assert (await read_proposal(database, user, young)).id == young
