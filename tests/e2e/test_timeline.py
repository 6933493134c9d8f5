"""From the API call to the mail server's answer: every hop of a task's story is told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

import httpx
import orjson
import pytest
from sqlalchemy import text

from shared.db.repositories import outbox
from shared.events.tasks import TaskUpdated
from shared.events.topics import partition_of
from tests.e2e.commands import rondel
from tests.e2e.people import Person, in_seconds, remind_at, signed_up
from tests.e2e.world import EVERYTHING, World
from tests.waiting import eventually

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]

TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736"
TRACE = {"traceparent": f"00-{TRACE_ID}-00f067aa0ba902b7-01"}


async def make_operator(world: World, person) -> None:
    async with world.db.unit_of_work() as uow:
        await uow.connection.execute(
            text("UPDATE users SET role = 'operator' WHERE id = :id"), {"id": person.user_id}
        )


async def timeline_of(person, **query):
    answer = await person.client.get("/api/ops/timeline", params=query)
    assert answer.status_code == httpx.codes.OK, answer.text
    return answer.json()


instant = datetime.fromisoformat


def events_of(timeline):
    return {
        (entry["type"], entry["reminder_id"]): entry
        for entry in timeline["entries"]
        if entry["kind"] == "event"
    }


@dataclass(frozen=True)
class Story:
    """A task whose reminder was sent, and what operators are told of it."""

    world: World
    ada: Person
    ops: Person
    at: datetime
    task: dict[str, Any]
    timeline: dict[str, Any]

    @property
    def reminder_id(self) -> str:
        return self.task["reminders"][0]["id"]

    @property
    def events(self):
        return events_of(self.timeline)

    @property
    def due(self):
        return self.events["reminder.due", self.reminder_id]

    @property
    def delivery(self):
        (delivery,) = [each for each in self.timeline["entries"] if each["kind"] == "delivery"]
        return delivery


@pytest.fixture(scope="module")
async def story(new_world):
    async with new_world() as world:
        api, *_ = await world.start(*EVERYTHING)
        async with signed_up(api.url) as ada, signed_up(api.url) as ops:
            await make_operator(world, ops)
            ada.client.headers.update(TRACE)
            at = in_seconds(2)
            task = await ada.create("Water the plants", reminders=remind_at(at))
            reminder_id = task["reminders"][0]["id"]

            async def is_told():
                found = await timeline_of(ops, task=task["id"])
                sent = events_of(found).get(("reminder.sent", reminder_id))
                return found if sent is not None and sent["record"] is not None else None

            yield Story(world, ada, ops, at, task, await eventually(is_told))


def test_the_call_and_its_trace_are_named(story):
    assert [entry["kind"] for entry in story.timeline["entries"]] == [
        *("event", "event", "event", "delivery", "event")
    ]
    assert [(name, entry["source"]) for (name, _), entry in story.events.items()] == [
        ("task.created", "/rondel/api/create_task"),
        ("reminder.scheduled", "/rondel/api/create_task"),
        ("reminder.due", "/rondel/reminders"),
        ("reminder.sent", "/rondel/notifications"),
    ]
    created, scheduled, *_ = story.events.values()
    assert created["trace_id"] == scheduled["trace_id"] == TRACE_ID


def test_the_outbox_is_behind_it_and_each_record_has_its_place(story):
    records = [entry["record"] for entry in story.events.values()]
    topics = [record["topic"] for record in records]
    assert topics == ["task-events", "reminders", "reminders", "task-events"]
    lane = partition_of(story.ada.user_id, story.world.kafka.partitions)
    assert {record["partition"] for record in records} == {lane}
    assert records[1]["offset"] < records[2]["offset"]
    for entry in story.events.values():
        assert instant(entry["record"]["recorded_at"]) > instant(entry["at"])


def test_handlers_the_instant_the_delivery_and_the_answer_follow(story):
    created, scheduled, due, sent = story.events.values()
    assert [each["group"] for each in scheduled["handled"]] == ["reminders"]
    assert created["handled"] == []
    assert instant(due["at"]) == story.at
    delivery = story.delivery
    assert delivery["event_id"] == due["id"]
    assert (delivery["state"], delivery["channel"]) == ("sent", "email")
    assert delivery["answer"].startswith("250")
    assert delivery["lateness_ms"] == sent["data"]["lateness_ms"]
    assert story.timeline["waiting"] == []


def test_no_title_and_no_address_is_in_it(story):
    text_of_all = orjson.dumps(story.timeline).decode()
    assert "plants" not in text_of_all
    assert "@" not in text_of_all


async def test_reminder_event_and_user_lead_to_the_same_entries(story):
    entries = story.timeline["entries"]
    by_reminder = await timeline_of(story.ops, reminder=story.reminder_id)
    assert by_reminder["entries"] == entries[1:]
    by_event = await timeline_of(story.ops, event=story.due["id"])
    assert by_event["entries"] == [story.due, story.delivery]
    by_user = await timeline_of(story.ops, user=story.ada.email.upper())
    assert by_user["entries"] == entries


async def test_the_command_line_tells_it_step_by_step(story):
    task_id = story.task["id"]
    printed = await rondel(story.world, "timeline", "--task", task_id, "--json")
    assert orjson.loads(printed)["entries"] == story.timeline["entries"]
    told = await rondel(story.world, "timeline", "--task", task_id)
    lines = [line.strip("└─├│ ") for line in told.splitlines()]
    heading = f"{story.at:%Y-%m-%d %H:%M:%S}.000 UTC  reminder.due"
    steps = lines[lines.index(heading) + 1 :][:5]
    record, delivery = story.due["record"], story.delivery
    assert steps[0] == f"reminders worker  trace {story.due['trace_id']}"
    assert steps[1].startswith(f"reminders/{record['partition']} at offset {record['offset']}")
    assert steps[2].startswith("notifications: email taken up ")
    assert steps[3] == f"sent, {delivery['lateness_ms']} ms after its time"
    assert steps[4] == f"answer: {delivery['answer']}"
    assert f"API create_task  trace {TRACE_ID}" in lines


async def test_a_killed_activity_worker_leaves_no_gap_and_no_double(world):
    _, killed = await world.start("relay", "activity")
    users = [uuid4() for _ in range(20)]
    events = [
        TaskUpdated(user_id=users[n % 20], task_id=uuid4(), task_version=n + 1, changed=("due",))
        for n in range(6_000)
    ]
    for start in range(0, len(events), 500):
        async with world.db.unit_of_work() as uow:
            batch = events[start : start + 500]
            await outbox.append(uow.connection, batch, uow.now, world.db.partitions)

    async def recorded():
        async with world.db.read() as connection:
            found = await connection.execute(text("SELECT count(*) FROM activity"))
            return found.scalar_one()

    await eventually(recorded)
    killed.kill()
    so_far = await recorded()
    await world.start("activity")

    async def is_complete():
        return await recorded() == len(events)

    await eventually(is_complete, 40)
    assert 0 < so_far < len(events), "the worker was to die in the middle of its work"
