"""The public status: right numbers, for everybody, at next to no cost, honest in an outage."""

import asyncio
import math
import random
from collections import Counter
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from typing_extensions import override

from api.health import Health
from api.schemas.status import StatusOut
from api.status import FRESH_SECONDS, StatusBoard
from shared.core.errors import Unavailable
from shared.db.repositories import punctuality
from shared.db.repositories.punctuality import Tally
from shared.db.session import Database
from shared.domain.punctuality import bucket_of
from tests.fakes import FakeClock
from tests.integration.api.conftest import NOBODY
from tests.integration.api.running import serving
from tests.integration.api.test_health import counted_checkouts
from tests.services import kafka, postgres
from tests.services.kafka import PARTITIONS

NOW = datetime(2026, 11, 25, 18, 30, tzinfo=UTC)


@pytest.fixture
def clock():
    return FakeClock(NOW)


@pytest.fixture
def db(engine, clock):
    return Database(engine, clock, PARTITIONS)


@pytest.fixture
def board(db, resources):
    return StatusBoard(db, Health(db, resources.live, resources.metrics))


@pytest.fixture(autouse=True)
async def nothing_counted(database):
    async with database.statement() as connection:
        await connection.execute(text("DELETE FROM punctuality"))
        await connection.execute(text("DELETE FROM reminders WHERE state = 'scheduled'"))


async def count(db, hours_ago, latenesses=(), shard=0, **others):
    """Deliveries of that many full hours ago."""
    buckets = Counter(map(bucket_of, latenesses))
    longest = {bucket_of(ms): ms for ms in sorted(latenesses)}
    tallies = [Tally("sent", b, number, longest[b]) for b, number in buckets.items()]
    tallies += [Tally(outcome, 0, number, 0) for outcome, number in others.items()]
    hour = NOW.replace(minute=0) - timedelta(hours=hours_ago)
    async with db.statement() as connection:
        await punctuality.add(connection, hour, shard, tallies)


def exact(values, percent):
    return sorted(values)[math.ceil(len(values) * percent / 100) - 1]


async def test_the_numbers_are_those_of_a_brute_force_calculation(db, board):
    rng = random.Random(7)
    by_hour = {
        hour: [min(int(rng.lognormvariate(3, 1.5)), 10**6) for _ in range(rng.randrange(1, 400))]
        for hour in (0, 5, 24, 25, 200, 719, 720, 721, 900)
    }
    for shard, (hour, values) in enumerate(by_hour.items()):
        half = len(values) // 2
        await count(db, hour, values[:half], shard % 8)
        await count(db, hour, values[half:], (shard + 1) % 8, failed=1, skipped=2, missed=3)
    _, document = await board.show()
    shown = document["reminders"]
    for name, oldest, hours in (("last_24_hours", 24, 3), ("last_30_days", 720, 7)):
        values = [ms for hour, each in by_hour.items() if hour <= oldest for ms in each]
        window = shown[name]
        assert window["since"] == NOW.replace(minute=0) - timedelta(hours=oldest)
        assert window["sent"] == len(values)
        assert window["late"] == sum(ms > 1000 for ms in values)
        assert (window["failed"], window["skipped"], window["missed"]) == (
            hours,
            2 * hours,
            3 * hours,
        )
        assert window["lateness_ms"]["max"] == max(values)
        for percent in (50, 95, 99):
            right = exact(values, percent)
            assert right <= window["lateness_ms"][f"p{percent}"] <= right * 1.045
    assert shown["measured_since"] == NOW.replace(minute=0) - timedelta(hours=900)


async def test_what_is_forgotten_changes_nothing_that_is_shown(db, board, clock):
    for hours_ago in (0, 24, 719, 720, 31 * 24 + 1, 900, 5_000):
        await count(db, hours_ago, [20, 40, 2_000], failed=1, missed=2)
    before = (await board.show())[1]["reminders"]

    async with db.unit_of_work() as uow:
        assert await punctuality.prune(uow.connection, NOW - timedelta(days=31), 4) == 4
        assert await punctuality.prune(uow.connection, NOW - timedelta(days=31), 100) == 6
    clock.advance(seconds=FRESH_SECONDS + 1)
    after = (await board.show())[1]["reminders"]

    assert after == before | {"counted_at": clock.now()}
    assert after["measured_since"] == NOW.replace(minute=0) - timedelta(hours=5_000)


async def test_anybody_may_ask_and_learns_nothing_about_anybody(api, ada):
    await api.create(ada, title="A secret")
    answer = await api.ask("GET", "/api/status")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=10"
    document = answer.json()
    assert document["status"] == "degraded"  # no broker here
    assert document["components"] == {
        "postgresql": "ok",
        "kafka": "degraded",
        "delivery": "ok",
    }
    assert document["version"][0].isdigit()
    assert document["reminders"]["measured_since"] is None
    assert document["reminders"]["last_30_days"]["lateness_ms"] is None
    assert str(ada.user_id) not in answer.text
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    ("late", "delivery"), [(59, "ok"), (61, "degraded"), (86_399, "degraded"), (86_401, "ok")]
)
async def test_a_reminder_that_waits_for_more_than_a_minute_is_seen_for_a_day(
    db, board, ada, late, delivery
):
    at = NOW - timedelta(seconds=late)
    async with db.statement() as connection:
        await connection.execute(
            text(
                "INSERT INTO reminders (id, user_id, kind, fire_at, state, created_at, updated_at) "
                "VALUES (gen_random_uuid(), :user, 'digest', :at, 'scheduled', :at, :at)"
            ),
            {"user": ada.user_id, "at": at},
        )
    _, document = await board.show()
    assert document["components"]["delivery"] == delivery
    assert document["reminders"]["waiting_since"] == (at if delivery == "degraded" else None)


async def test_what_a_channel_gave_back_says_nothing_of_the_service(db, board, ada):
    at = NOW - timedelta(hours=2)
    async with db.statement() as connection:
        await connection.execute(
            text(
                "WITH waiting AS (INSERT INTO reminders (id, user_id, kind, fire_at, state, "
                "created_at, updated_at) VALUES (gen_random_uuid(), :user, 'digest', :at, "
                "'scheduled', :at, :at) RETURNING id) "
                "INSERT INTO deliveries (id, reminder_id, user_id, channel, fire_at, state, "
                "claimed_at, attempts, reason) SELECT gen_random_uuid(), id, :user, 'mine', :at, "
                "'sending', :at, 3, '503 Service Unavailable' FROM waiting"
            ),
            {"user": ada.user_id, "at": at},
        )
    _, document = await board.show()
    assert document["components"]["delivery"] == "ok"
    assert document["reminders"]["waiting_since"] is None


async def test_a_flood_of_questions_is_one_question(engine, board):
    with counted_checkouts(engine) as taken:
        answers = await asyncio.gather(*(board.show() for _ in range(200)))
    assert len({str(document["reminders"]) for _, document in answers}) == 1
    assert len(taken) == 2  # the probe and the numbers


async def test_an_answer_serves_for_ten_seconds(db, board, clock):
    await board.show()
    await count(db, 0, [5])
    clock.advance(seconds=FRESH_SECONDS - 0.1)
    assert (await board.show())[1]["reminders"]["last_24_hours"]["sent"] == 0
    clock.advance(seconds=0.2)
    assert (await board.show())[1]["reminders"]["last_24_hours"]["sent"] == 1


class MoodyDatabase(Database):
    """Answers probes, and reads only while it is willing."""

    willing = True

    @override
    @asynccontextmanager
    async def read(self):
        if not self.willing:
            raise Unavailable("PostgreSQL")
        async with super().read() as connection:
            yield connection


async def test_numbers_that_cannot_be_read_are_said_to_be_old_and_then_left_out(
    engine, clock, resources
):
    db = MoodyDatabase(engine, clock, PARTITIONS)
    board = StatusBoard(db, Health(db, resources.live, resources.metrics))
    await count(db, 0, [5])
    await board.show()
    db.willing = False
    clock.advance(seconds=60)
    status, document = await board.show()
    assert (status, document["reminders"]["counted_at"]) == ("degraded", NOW)
    clock.advance(seconds=300)
    status, document = await board.show()
    assert (status, document["reminders"]) == ("degraded", None)
    db.willing = True
    clock.advance(seconds=FRESH_SECONDS)
    assert (await board.show())[1]["reminders"]["last_24_hours"]["sent"] == 1


async def test_without_postgresql_it_says_down():
    database = postgres.settings_for("postgresql://nobody@127.0.0.1:1/none")
    async with serving(database, kafka.settings_for(NOBODY)) as served:
        answer = await served.client.get("/api/status")
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert StatusOut.model_validate_json(answer.content).reminders is None
    assert answer.json()["status"] == "down"


async def test_the_statement_reads_by_its_index(database):
    async with database.statement() as connection:
        await connection.execute(
            text(
                "INSERT INTO punctuality SELECT CAST(:now AS timestamptz) - n * interval '1 hour', "
                "'sent', b, 0, 1, 1 FROM generate_series(0, 8000) n, generate_series(-100, -90) b"
            ),
            {"now": NOW},
        )
        await connection.execute(text("ANALYZE punctuality"))
        sql = punctuality._SUMS.text.replace(":since", "'2026-10-26'").replace(
            ":recent", "'2026-11-24'"
        )
    async with database.driver() as driver:
        plan = str(await driver.fetch(f"EXPLAIN {sql}"))
    assert "pk_punctuality" in plan
    assert "Seq Scan" not in plan


async def test_what_waits_is_found_by_its_index(database, api, ada):
    task = await api.create(ada)
    async with database.statement() as connection:
        await connection.execute(
            text(
                "INSERT INTO reminders (id, user_id, kind, task_id, fire_at, state, created_at, "
                "updated_at) SELECT gen_random_uuid(), :user, 'absolute', t.id, "
                "CAST(:now AS timestamptz) + n * interval '1 minute', 'scheduled', :now, :now "
                "FROM generate_series(1, 2000) n, tasks t WHERE t.id = :task"
            ),
            {"user": ada.user_id, "now": NOW, "task": task["id"]},
        )
        await connection.execute(text("ANALYZE reminders"))
    sql = punctuality._WAITING.text.replace(":since", "'2026-11-24'").replace(
        ":before", "'2026-11-25'"
    )
    async with database.driver() as driver:
        plan = str(await driver.fetch(f"EXPLAIN {sql}"))
    assert "ix_reminders_waiting_fire_at" in plan
