"""The client of docs/how-to/consume-events.md, taken from the page and run."""

import asyncio
import re
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from shared.core.settings import KafkaSettings
from shared.events.base import EventData
from shared.events.envelope import Headers, dump_data, make_headers, type_of
from shared.events.tasks import TaskCompleted, TaskDeleted
from shared.events.topics import TASK_EVENTS
from shared.kafka.producer import EventProducer
from tests.waiting import eventually

PAGE = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "consume-events.md"
ANNA, BEN = UUID(int=1), UUID(int=2)
NOW = datetime(2026, 3, 2, tzinfo=UTC)


def completed(user: UUID) -> EventData:
    return TaskCompleted(user_id=user, task_id=uuid4(), task_version=2, completed_at=NOW)


@dataclass
class Client:
    """The program of the page with a broker, a group and a database of its own."""

    program: Path
    kafka: KafkaSettings
    producer: EventProducer

    @property
    def database(self) -> Path:
        return self.program.with_suffix(".db")

    async def send(
        self, data: EventData, event_id: UUID | None = None, **changed: bytes | None
    ) -> None:
        """An event is in Kafka, with some headers changed."""
        headers = make_headers(
            event_type=type_of(data).name,
            event_id=event_id or uuid4(),
            user_id=data.user_id,
            subject=data.subject,
            occurred_at=NOW,
            traceparent=None,
        )
        await self.send_raw([*(dict(headers) | changed).items()], dump_data(data), data.user_id)

    async def send_raw(self, headers: Headers, value: bytes, user: UUID = ANNA) -> None:
        """A record is in Kafka."""
        key = str(user).encode()
        ack = await self.producer.send(TASK_EVENTS, None, key=key, value=value, headers=headers)
        await ack

    @asynccontextmanager
    async def running(self) -> AsyncIterator[asyncio.subprocess.Process]:
        """The client runs; at the end it has stopped."""
        topic = self.kafka.topic_prefix + TASK_EVENTS
        group = self.kafka.topic_prefix + "acme.completions"
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, str(self.program), self.kafka.brokers, topic, group),
            str(self.database),
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
                await process.communicate()

    def counted(self) -> dict[UUID, int]:
        """Completions by user."""
        if not self.database.exists():
            return {}
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as db:
            try:
                return {UUID(user): n for user, n in db.execute("SELECT * FROM completions")}
            except sqlite3.OperationalError:  # not made yet
                return {}

    async def until_counted(self, expected: dict[UUID, int]) -> None:
        """The client has come so far."""

        async def look() -> bool:
            return self.counted() == expected

        await eventually(look, what=lambda: f"{expected}, not {self.counted()}")


@pytest.fixture
async def client(kafka_settings: KafkaSettings, tmp_path: Path) -> AsyncIterator[Client]:
    """The client, not started."""
    [code] = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    program = tmp_path / "completions.py"
    program.write_text(code)
    producer = EventProducer(kafka_settings, "tests")
    await producer.start()
    yield Client(program, kafka_settings, producer)
    await producer.stop()


async def test_the_client_of_the_page_counts_each_completion_once(client: Client) -> None:
    twice = uuid4()
    await client.send(completed(ANNA), twice)
    await client.send(TaskDeleted(user_id=ANNA, task_id=uuid4(), task_version=1))
    await client.send(completed(ANNA), twice)
    await client.send_raw([("ce_type", b"task.from_the_future")], b"")
    await client.send(completed(ANNA), ce_id=None)
    await client.send(completed(ANNA), ce_future=b"\xff", ce_other=None)
    await client.send(completed(BEN))
    async with client.running() as process:
        await client.until_counted({ANNA: 2, BEN: 1})
        process.send_signal(signal.SIGTERM)
        _, said = await process.communicate()
    assert process.returncode == 0
    assert said.decode().count("cannot be read") == 1
    await client.send(completed(ANNA), twice)
    await client.send(completed(BEN))
    async with client.running():
        await client.until_counted({ANNA: 2, BEN: 2})
    newer = b"urn:rondel:event:task.completed:v2"
    await client.send(completed(BEN), ce_dataschema=newer)
    async with client.running() as process:
        _, said = await process.communicate()
    assert process.returncode == 1
    assert newer in said
    assert client.counted() == {ANNA: 2, BEN: 2}
