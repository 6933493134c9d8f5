"""The services that all other integration tests stand on."""

from sqlalchemy import text

from shared.core.settings import KafkaSettings
from shared.db.migrate import current_revision, head_revision
from shared.db.session import Database
from shared.kafka.admin import ensure_topics
from shared.kafka.producer import EventProducer
from shared.kafka.tail import TailConsumer


async def test_database_is_migrated_and_empty(database: Database, database_url: str) -> None:
    async with database.read() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM users"))).scalar_one() == 0
    assert await current_revision(database_url) == head_revision()


async def test_topics_are_there_and_take_records(kafka_settings: KafkaSettings) -> None:
    assert await ensure_topics(kafka_settings) == []
    producer = EventProducer(kafka_settings, "tests")
    await producer.start()
    ack = await producer.send("task-events", 1, key=b"k", value=b"v", headers=[("h", b"x")])
    assert (await ack).partition == 1
    await producer.stop()
    tail = TailConsumer(kafka_settings, "task-events", "tests")
    await tail.start(replay=10)
    polled = await tail.poll(5000)
    await tail.stop()
    found = [(at.partition, r.value) for at, records in polled.items() for r in records]
    assert found == [(1, b"v")]
