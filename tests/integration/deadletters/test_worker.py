"""The worker as a whole, what it keeps, and what it shows."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from cli.main import app
from shared.commands import dead_letters as commands
from shared.core.clock import SystemClock
from shared.core.settings import DatabaseSettings
from shared.db.engine import create_engine
from shared.db.repositories.dead_letters import Selection
from shared.db.session import Database
from shared.kafka.admin import delete_topics, ensure_topics
from shared.kafka.producer import EventProducer
from shared.observability.metrics import Metrics
from tests.factories.dead_letters import make_letter
from tests.integration.deadletters.harness import OPERATOR, Graveyard, clear
from tests.services.kafka import PARTITIONS, settings_for
from tests.services.own import OwnServer
from tests.services.postgres import settings_for as database_settings_for
from workers.deadletters.settings import DeadLettersSettings
from workers.deadletters.spec import SPEC
from workers.deadletters.upkeep import Upkeep, pruners
from workers.runtime.app import WorkerApp
from workers.runtime.testing import RuntimeSignals

KEEP = timedelta(days=90)


async def test_the_worker_mirrors_redrives_and_stops_in_good_order(
    graveyard: Graveyard, database_settings: DatabaseSettings
) -> None:
    settings = DeadLettersSettings(database=database_settings, kafka=graveyard.kafka)
    app = WorkerApp(SPEC, settings)
    stop = asyncio.Event()
    running = asyncio.create_task(app.run(stop))
    await graveyard.bury()
    await graveyard.rows(1)
    assert set(app.checks) == {"postgresql", "kafka", "operators", "consumer", "redriver"}
    assert {check().status for check in app.checks.values()} == {"ok"}
    await commands.order_redrive(graveyard.db, OPERATOR, Selection(), reason="mended")
    (record,) = await graveyard.read_until("retry.recurrence.10s", lambda _: True)
    assert dict(record.headers)["x-redrive-count"] == b"1"
    stop.set()
    await running
    assert b'dead_letters_redriven_total{group="recurrence"} 1.0' in app.metrics.render()


async def test_the_command_follows_a_redrive_to_its_end(
    graveyard: Graveyard, database_url: str
) -> None:
    for _ in range(3):
        await make_letter(graveyard.db)
    runner = CliRunner(env={"DATABASE_URL": database_url, "COLUMNS": "200", "NO_COLOR": "1"})
    order = ["dlq", "redrive", "--all", "--reason", "mended", "--yes", "--watch"]
    async with graveyard.redriver():
        told = await asyncio.to_thread(runner.invoke, app, order)
    assert told.exit_code == 0, told.stderr
    assert "3 of 3 were sent to their workers." in told.stdout
    assert await graveyard.states() == ["redriven"] * 3


async def test_closed_letters_go_after_a_while_and_open_ones_never(database: Database) -> None:
    await clear(database)
    letters = [await make_letter(database) for _ in range(4)]
    redriven = Selection(ids=(letters[0],))
    ordered = await commands.order_redrive(database, OPERATOR, redriven, reason="mended")
    await commands.discard(database, OPERATOR, Selection(ids=(letters[1],)), reason="old")
    await commands.discard(database, OPERATOR, Selection(ids=(letters[2],)), reason="new")
    async with database.unit_of_work() as uow:
        await uow.connection.execute(
            text(
                "UPDATE dead_letters SET state = 'redriven', closed_at = now() "
                "WHERE redrive_id IS NOT NULL"
            )
        )
        await uow.connection.execute(
            text("UPDATE redrives SET finished_at = now() - interval '91 days'")
        )
        await uow.connection.execute(
            text(
                "UPDATE dead_letters SET closed_at = closed_at - interval '91 days' "
                "WHERE id = ANY(CAST(:ids AS uuid[]))"
            ),
            {"ids": letters[:2]},
        )
    letters_and_orders = pruners(database, SystemClock(), KEEP)
    assert [await each.prune(asyncio.Event()) for each in letters_and_orders] == [2, 1]
    async with database.read() as connection:
        left = await connection.execute(text("SELECT id FROM dead_letters ORDER BY id"))
        assert left.scalars() == letters[2:]
        orders = await connection.execute(text("SELECT count(*) FROM redrives"))
        assert orders.scalar_one() == 0
    assert ordered.redrive.total == 1
    assert [await each.prune(asyncio.Event()) for each in letters_and_orders] == [0, 0]


async def test_a_gauge_shows_what_is_open(database: Database) -> None:
    await clear(database)
    first = await make_letter(database)
    await make_letter(database)
    metrics = Metrics()
    upkeep = Upkeep(database, metrics)
    await upkeep.measure()
    assert b'dead_letters_open{event_type="task.completed"} 2.0' in metrics.render()
    await commands.discard(database, OPERATOR, Selection(ids=(first,)), reason="done")
    await upkeep.measure()
    assert b'dead_letters_open{event_type="task.completed"} 1.0' in metrics.render()
    assert b'dead_letters_open{event_type="unknown"} 0.0' in metrics.render()


def test_letters_are_kept_longer_than_kafka_keeps_them() -> None:
    with pytest.raises(ValueError, match="greater than 30"):
        DeadLettersSettings.model_validate(
            {
                "database": {"url": "postgresql://a@b/c"},
                "kafka": {"brokers": "a:1"},
                "dead_letter_keep_days": 30,
            }
        )


@pytest.mark.slow
async def test_the_mirror_waits_while_postgresql_is_away(
    own_postgres: OwnServer, kafka_brokers: str
) -> None:
    engine = create_engine(database_settings_for(own_postgres.url), "tests")
    kafka = settings_for(kafka_brokers)
    await ensure_topics(kafka)
    producer = EventProducer(kafka, "tests")
    await producer.start()
    graveyard = Graveyard(Database(engine, SystemClock(), PARTITIONS), kafka, producer)
    signals = RuntimeSignals()
    signals.listen()
    async with graveyard.mirror(signals=signals):
        await graveyard.bury()
        await signals.committed.wait()
        own_postgres.kill()
        for _ in range(5):
            await graveyard.bury()
        assert await signals.away.wait() == "PostgreSQL"
        await own_postgres.start()
        assert await signals.back.wait() == "PostgreSQL"
        assert len(await graveyard.rows(6)) == 6
    await producer.stop()
    await delete_topics(kafka)
    await engine.dispose()
