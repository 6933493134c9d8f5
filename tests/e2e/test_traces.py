"""The two traces that matter, read back from a real Zipkin, hop by hop; and the logs beside them.

Everything happens once, in one world; each test looks at it from one side.
"""

import secrets
from dataclasses import dataclass
from typing import Any

import httpx
import orjson
import pytest

from tests.e2e.people import in_seconds, remind_at, signed_up
from tests.e2e.world import EVERYTHING, World
from tests.services.zipkin import Trace, TraceStore, zipkin_running

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]

SECRET_TITLE = "zanzibar-plants"
SECRET_NOTES = "quetzal-notes"
CLIENT_SPAN = "00f067aa0ba902b7"

PLANNED = (
    ("rondel-api", "post /api/tasks"),
    ("rondel-relay", "publish reminder.scheduled"),
    ("rondel-reminders", "handle reminder.scheduled"),
    ("rondel-reminders", "schedule reminder"),
    ("rondel-reminders", "fire reminder.due"),
    ("rondel-notifications", "handle reminder.due"),
    ("rondel-notifications", "deliver email"),
)
SENT = ("rondel-relay", "publish reminder.sent")
COMPLETED = (
    ("rondel-api", "post /api/tasks/{task_id}/complete"),
    ("rondel-relay", "publish task.completed"),
    ("rondel-recurrence", "handle task.completed"),
    ("rondel-relay", "publish task.created"),
    ("rondel-activity", "handle task.created"),
)


@dataclass(frozen=True)
class Story:
    """A recurring task whose reminder came as a mail, and that was done then."""

    world: World
    store: TraceStore
    email: str
    user_id: str
    task: dict[str, Any]
    planned: Trace
    completed: Trace

    def lines(self) -> list[str]:
        return self.world.processes.lines_with("")


def client_context(trace_id: str) -> dict[str, str]:
    """A client that asks for nothing to be recorded: that is ours to decide."""
    return {"traceparent": f"00-{trace_id}-{CLIENT_SPAN}-00"}


@pytest.fixture(scope="module")
async def story(new_world, tmp_path_factory):
    with zipkin_running(tmp_path_factory.mktemp("zipkin")) as store:
        async with new_world() as world:
            world.processes.environment |= store.environment | {"RONDEL_LOG__FORMAT": "json"}
            api, *_ = await world.start(*EVERYTHING)
            async with signed_up(api.url) as ada:
                planned, completed = secrets.token_hex(16), secrets.token_hex(16)
                ada.client.headers.update(client_context(planned))
                due = {"datetime_local": f"{in_seconds(86_400):%Y-%m-%d}T18:00:00"}
                task = await ada.create(
                    SECRET_TITLE,
                    notes=SECRET_NOTES,
                    due=due,
                    recurrence={"pattern": "daily"},
                    reminders=remind_at(in_seconds(1)),
                )
                await world.sink.mails(ada.email, at_least=1)
                ada.client.headers.update(client_context(completed))
                await ada.act(task, "complete")
                yield Story(
                    world,
                    store,
                    ada.email,
                    str(ada.user_id),
                    task,
                    await store.trace(
                        planned, {*PLANNED, ("rondel-relay", "publish reminder.sent")}
                    ),
                    await store.trace(completed, COMPLETED),
                )


def test_a_reminder_is_one_trace_from_its_plan_to_its_mail(story):
    path = story.planned.path_to("rondel-notifications", "deliver email")
    assert [hop.label for hop in path] == list(PLANNED)
    assert path[0].parent_id == CLIENT_SPAN
    assert [hop.kind for hop in path] == [
        *("SERVER", "PRODUCER", "CONSUMER", None, "PRODUCER", "CONSUMER", "CLIENT")
    ]
    began = [hop.began_us for hop in path]
    assert began == sorted(began)


def test_a_completion_is_one_trace_to_the_next_occurrence(story):
    path = story.completed.path_to("rondel-activity", "handle task.created")
    assert [hop.label for hop in path] == list(COMPLETED)
    began = [hop.began_us for hop in path]
    assert began == sorted(began)


def test_the_mail_says_through_what_it_left_and_how_that_went(story):
    (mail,) = story.planned.find("rondel-notifications", "deliver email")
    assert (mail.peer, mail.tags["channel"], mail.tags["outcome"]) == ("email", "email", "sent")
    assert mail.tags["reminder_id"] == story.task["reminders"][0]["id"]


def test_handling_says_which_record_it_was_of(story):
    (handled,) = story.planned.find("rondel-reminders", "handle reminder.scheduled")
    assert handled.tags["messaging.destination.name"] == "reminders"
    assert int(handled.tags["messaging.kafka.offset"]) >= 0
    assert int(handled.tags["messaging.destination.partition.id"]) >= 0
    assert handled.tags["messaging.consumer.group.name"] == "reminders"


def test_what_was_sent_goes_on_in_the_trace_of_its_plan(story):
    path = story.planned.path_to(*SENT)
    assert ("rondel-notifications", "handle reminder.due") in [hop.label for hop in path]


async def test_no_span_holds_a_title_or_an_address(story):
    async with httpx.AsyncClient(base_url=story.store.zipkin.url, timeout=20) as client:
        everything = (await client.get("/api/v2/traces?limit=1000")).raise_for_status().text
    assert "handle reminder.due" in everything
    for secret in (SECRET_TITLE, SECRET_NOTES, story.email, "@"):
        assert secret not in everything


def test_no_log_holds_a_title_or_an_address(story):
    lines = story.lines()
    assert len(lines) > len(EVERYTHING)
    for secret in (SECRET_TITLE, SECRET_NOTES, story.email):
        assert [line for line in lines if secret in line] == []


def test_the_log_of_a_request_names_request_trace_span_and_user(story):
    lines = [orjson.loads(line) for line in story.lines()]
    route = "/api/tasks/{task_id}/complete"
    (line,) = [each for each in lines if each.get("route") == route]
    (span,) = story.completed.find("rondel-api", f"post {route}")
    assert line["span_id"] == span.id
    assert line["user_id"] == story.user_id
    assert line["request_id"] == span.tags["request_id"]
    assert len(line["trace_id"]) == 32
