"""A bit of everything that Rondel does, for a look at what it measures."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from shared.events.topics import REMINDERS, TASK_EVENTS
from shared.kafka.producer import EventProducer
from tests.e2e.people import Person, in_seconds, remind_at, signed_up
from tests.e2e.processes import Process
from tests.e2e.world import CLOCK, World
from tests.services.receiver import Receiver

SENTENCES = ("Water the plants every friday 9am !30m p2", "Call Ben tomorrow 8pm", "every")
MESSAGES = ("Add milk for tomorrow", "What is due today?", "yes")
PATTERNS = ("daily", "weekly", "monthly", "yearly")
REMINDED_AFTER = (1, 2, 3, 5, 7, 9)
LATER = f"{in_seconds(86_400):%Y-%m-%d}T18:00:00"


@dataclass
class DemoLoad:
    """Two people, of whom one is on vacation, and a program that listens."""

    world: World
    ada: Person
    ben: Person
    receiver: Receiver

    async def run(self) -> None:
        """Everything was done once, or a few times."""
        await self._subscribe()
        await self._be_away(self.ben)
        await asyncio.gather(*(self._plan_reminders(each) for each in (self.ada, self.ben)))
        await asyncio.gather(self._go_through_series(), self._talk(), self._break())

    async def listen(self) -> None:
        """A browser shows Ada's tasks, until it is closed."""
        async with self.ada.live() as live:
            while True:
                await live.frame()

    async def _subscribe(self) -> None:
        hook = {"name": "In", "url": f"{self.receiver.url}/in", "event_types": ["task.completed"]}
        (await self.ada.client.post("/api/webhooks", json=hook)).raise_for_status()
        channel = {"kind": "webhook", "name": "Hook", "url": f"{self.receiver.url}/reminders"}
        made = await self.ada.client.post("/api/channels", json=channel)
        self._channel = made.raise_for_status().json()["channel"]["id"]

    async def _be_away(self, person: Person) -> None:
        day = CLOCK.now().date()
        days = {"starts_on": f"{day.replace(day=1)}", "ends_on": f"{day.year + 1}-01-01"}
        (await person.client.post("/api/vacations", json=days)).raise_for_status()

    async def _plan_reminders(self, person: Person) -> None:
        for seconds in REMINDED_AFTER:
            await person.create(f"In {seconds} s", reminders=remind_at(in_seconds(seconds)))

    async def _go_through_series(self) -> None:
        for pattern in PATTERNS:
            due = {"datetime_local": LATER}
            task = await self.ada.create(pattern, due=due, recurrence={"pattern": pattern})
            path = f"/api/tasks/{task['id']}/series"
            changed = await self.ada.client.patch(
                path, params={"scope": "all"}, json={"title": f"every {pattern}"}
            )
            changed.raise_for_status()
            await self.ada.act(task, "complete")

    async def _talk(self) -> None:
        for sentence in SENTENCES:
            answer = await self.ada.client.post("/api/tasks/parse", json={"text": sentence})
            answer.raise_for_status()
        for message in MESSAGES:
            answer = await self.ada.client.post("/api/chat", json={"message": message})
            answer.raise_for_status()
        unknown = await self.ada.client.get("/api/tasks/no-task")
        assert unknown.is_client_error

    async def _break(self) -> None:
        """Records that no handler can read stand among the events."""
        producer = EventProducer(self.world.kafka, "demo-load")
        await producer.start()
        try:
            for topic, name in ((TASK_EVENTS, b"task.completed"), (REMINDERS, b"reminder.due")):
                for _ in range(2):
                    headers = [("ce_type", name)]
                    ack = await producer.send(topic, 0, key=b"x", value=b"\xff", headers=headers)
                    await ack
        finally:
            await producer.stop()


@asynccontextmanager
async def demo_load(world: World, api: Process) -> AsyncIterator[DemoLoad]:
    """People with accounts at this API, one of whom has a browser open."""
    receiver = Receiver()
    await receiver.start()
    try:
        async with signed_up(api.url) as ada, signed_up(api.url) as ben:
            load = DemoLoad(world, ada, ben, receiver)
            listening = asyncio.create_task(load.listen())
            try:
                yield load
            finally:
                listening.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await listening
    finally:
        await receiver.stop()
