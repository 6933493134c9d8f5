"""A served API and a listener on its live updates."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
import orjson

from api.server import ApiServer
from cli.embedded.ports import choose_port
from shared.core.clock import SystemClock
from shared.core.ids import new_uuid7
from shared.core.settings import HttpSettings
from shared.events.envelope import dump_data, make_headers
from shared.events.places import PlaceChanged
from shared.events.tasks import TaskChanged, TaskSnapshot
from shared.events.topics import TASK_UPDATES, partition_of
from shared.observability.metrics import Metrics
from tests.integration.api.conftest import settings_of
from tests.services.kafka import PARTITIONS

PATIENCE_SECONDS = 30


@dataclass
class Served:
    """An API that listens, and a client that knows where."""

    server: ApiServer
    metrics: Metrics
    client: httpx.AsyncClient
    stop: asyncio.Event
    running: asyncio.Task

    @asynccontextmanager
    async def listening(self, headers, last_event_id=None):
        """Live updates of the person that these headers name."""
        more = {"last-event-id": last_event_id} if last_event_id else {}
        path = "/api/events"
        async with self.client.stream("GET", path, headers={**headers, **more}) as answer:
            assert answer.status_code == 200, await answer.aread()
            assert answer.headers["content-type"] == "text/event-stream"
            yield Listener(answer)

    async def becomes(self, status):
        """The API has said of itself that it is so."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while (await self.client.get("/health")).json()["status"] != status:
                pass


@asynccontextmanager
async def serving(database_settings, kafka_settings, **more):
    """An API on these services, stopped at the end."""
    settings = settings_of(
        database_settings, kafka_settings, http=HttpSettings(port=choose_port()), **more
    )
    metrics, stop = Metrics(), asyncio.Event()
    server = ApiServer(settings, metrics)
    running = asyncio.create_task(server.run(stop))
    await server.started.wait()
    url = f"http://127.0.0.1:{server.port}"
    async with httpx.AsyncClient(base_url=url, timeout=PATIENCE_SECONDS) as client:
        try:
            yield Served(server, metrics, client, stop, running)
        finally:
            stop.set()
            await running


class Listener:
    """Events of a stream, one after the other."""

    def __init__(self, answer: httpx.Response) -> None:
        self._lines = answer.aiter_lines()

    async def next(self):
        """Name, id and data of the next event; None at the end of the stream."""
        event = {}
        async with asyncio.timeout(PATIENCE_SECONDS):
            async for line in self._lines:
                name, _, value = line.partition(": ")
                if line and name:
                    event[name] = value
                elif "event" in event:
                    return event["event"], event.get("id"), orjson.loads(event["data"])
                elif not line:
                    event = {}
        return None

    async def titles(self, number):
        """The titles of the next changes."""
        found = [await self.next() for _ in range(number)]
        assert {name for name, _, _ in found} == {"task.changed"}
        return [data["task"]["title"] for _, _, data in found]


async def publish(producer, user_id, title):
    """The change is on `task-updates`, written as the relay writes it; its id in the stream."""
    data = changed(user_id, title, new_uuid7(SystemClock().now()))
    return await send_update(producer, "task.changed", data)


async def publish_place(producer, user_id, place, event_type="place.changed"):
    """As `publish`, of something that tasks stand in."""
    data = PlaceChanged(user_id=user_id, place=place, place_id=None)
    return await send_update(producer, event_type, data)


async def send_update(producer, event_type, data):
    """The event is on `task-updates`; its id in the stream."""
    now, user_id = SystemClock().now(), data.user_id
    partition = partition_of(user_id, PARTITIONS)
    headers = make_headers(
        event_type=event_type,
        event_id=new_uuid7(now),
        user_id=user_id,
        subject=data.subject,
        occurred_at=now,
        traceparent=None,
    )
    key = str(user_id).encode()
    ack = await producer.send(
        TASK_UPDATES, partition, key=key, value=dump_data(data), headers=headers
    )
    return f"{partition}:{(await ack).offset}"


def changed(user_id, title, task_id):
    """What the stream says of a new task."""
    snapshot = TaskSnapshot(
        user_id=user_id,
        id=task_id,
        title=title,
        priority=4,
        status="open",
        labels=(),
        due_on=None,
        due_at=None,
        due_local=None,
        zone=None,
        completed_at=None,
        series_id=None,
        slot=None,
        version=1,
    )
    return TaskChanged(
        user_id=user_id, task_id=task_id, task_version=1, change="created", task=snapshot
    )
