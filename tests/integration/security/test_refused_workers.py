"""A worker that Kafka refuses says so, is not ready, and works as soon as that is mended."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from uuid import uuid4

import pytest

from shared.core.settings import DatabaseSettings, KafkaSettings
from shared.events.groups import RECURRENCE_GROUP
from shared.kafka.admin import ensure_topics
from shared.kafka.producer import EventProducer
from tests.integration.runtime.harness import headers_of
from tests.integration.security.broker import SecureKafka
from tests.waiting import eventually
from workers.recurrence.spec import SPEC as RECURRENCE
from workers.relay.spec import SPEC as RELAY
from workers.runtime.app import WorkerApp

pytestmark = [pytest.mark.timeout(120), pytest.mark.slow]

user = "rondel-nobody"


@asynccontextmanager
async def running(
    spec, database: DatabaseSettings, kafka: KafkaSettings
) -> AsyncIterator[WorkerApp]:
    """A worker, for as long as the block lasts."""
    settings = spec.settings_class(database=database, kafka=kafka, environment="development")
    app = WorkerApp(spec, settings)
    stop = asyncio.Event()
    task = asyncio.create_task(app.run(stop))
    try:
        yield app
    finally:
        stop.set()
        await task


async def until(app: WorkerApp, part: str, status: str, reason: str = "") -> None:
    """That part of the worker is so, for that reason."""

    async def look() -> bool:
        health = app.checks[part]()
        return health.status == status and reason in str(health.details.get("reason", ""))

    await eventually(look, 40, lambda: f"{part} {status} {reason}: {app.checks[part]()}")


async def change_acl(broker: SecureKafka, user: str, *change: str) -> None:
    """Kafka's own tool has made that change."""
    await asyncio.to_thread(broker.change_acl, change[0], user, *change[1:])


def lines(caplog: pytest.LogCaptureFixture, event: str) -> list[str]:
    """The log lines of that name."""
    return [f"{r.levelname} {r.message}" for r in caplog.records if event in r.message]


async def test_wrong_password_is_told_and_mended(
    secure_kafka: SecureKafka, database_settings: DatabaseSettings, caplog: pytest.LogCaptureFixture
) -> None:
    user = "rondel-new"
    change = partial(change_acl, secure_kafka, user)
    kafka = secure_kafka.signed_in(user, topic_prefix="refused-", sasl_password="next")
    async with running(RELAY, database_settings, kafka) as app:
        await until(app, "kafka", "down", "the user name or password is wrong")
        (line,) = lines(caplog, "worker_refused")
        assert line.startswith("ERROR")
        assert "RONDEL_KAFKA__SASL_PASSWORD" in line
        assert not lines(caplog, "worker_waits")
        await asyncio.to_thread(secure_kafka.set_password, user, "next")
        await until(app, "kafka", "down", "no ACL lets us write to any topic")
        await change("add", "Write", "topic", "refused-task-events")
        await until(app, "kafka", "ok")
        assert len(lines(caplog, "worker_refused")) == 2


async def test_missing_acls_are_told_one_by_one_and_mended(
    secure_kafka: SecureKafka, database_settings: DatabaseSettings, caplog: pytest.LogCaptureFixture
) -> None:
    user = "rondel-stranger"
    change = partial(change_acl, secure_kafka, user)
    kafka = secure_kafka.signed_in(user, topic_prefix="unseen-")
    admin = secure_kafka.signed_in(topic_prefix="unseen-")
    await ensure_topics(admin)
    await change("add", "Write", "topic", "unseen-retry.recurrence.10s")
    async with running(RECURRENCE, database_settings, kafka) as app:
        await until(app, "consumer", "down", "no ACL lets us use the topic unseen-")
        names = [*RECURRENCE_GROUP.retry_topics, "task-events"]
        await change("add", "Read", "topic", *(f"unseen-{name}" for name in names))
        await until(app, "consumer", "down", "consumer group unseen-recurrence")
        await change("add", "Read", "group", "unseen-recurrence")
        await until(app, "consumer", "ok")

        producer = EventProducer(admin, "tests")
        await producer.start()
        headers = headers_of(uuid4())
        await (await producer.send("task-events", 0, key=b"k", value=b"not it", headers=headers))
        await producer.stop()
        await until(app, "kafka", "down", "the topic unseen-dlq.task.completed")
        await change("add", "Write", "topic", "unseen-dlq.task.completed")
        await until(app, "kafka", "ok")

        await change("remove", "Read", "topic", "unseen-task-events")
        await until(app, "consumer", "down", "the topic unseen-task-events")
        await change("add", "Read", "topic", "unseen-task-events")
        await until(app, "consumer", "ok")
    assert all(line.startswith("ERROR") for line in lines(caplog, "dependency_refused"))
    assert not lines(caplog, "dependency_away")
