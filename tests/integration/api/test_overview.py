"""Operators see how far everything is; what cannot be read says so, and the rest is there."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from api.overview.board import OverviewBoard
from api.overview.lag import WATCHED, LagBoard
from api.settings import LinksSettings
from api.shared_reads import SharedRead
from shared.core.clock import SystemClock
from shared.db.repositories import leases
from shared.db.repositories.overview import failure_class
from tests.factories.dead_letters import make_letter
from tests.integration.api.harness import Api

PATHS = ["/api/ops/overview", "/api/ops/lag/notifications"]


@pytest.fixture
async def operator(api):
    return await api.operator()


def watching(api, kafka_settings):
    """The same API, with brokers that answer."""
    lag = LagBoard(kafka_settings, SystemClock())
    board = OverviewBoard(api.resources.db, lag)
    return Api(replace(api.resources, lag=lag, overview=board))


def fresh(api):
    """The same API, which has not looked yet."""
    lag = api.resources.lag
    return Api(replace(api.resources, overview=OverviewBoard(api.resources.db, lag)))


@pytest.mark.parametrize("path", PATHS)
async def test_users_may_not_look_and_strangers_are_asked_to_sign_in(api, ada, path):
    assert (await api.ask("GET", path, ada)).status_code == 403
    assert (await api.ask("GET", path)).status_code == 401


async def test_without_kafka_the_tables_are_shown_all_the_same(api, operator):
    answer = await api.ask("GET", "/api/ops/overview", operator)
    assert answer.status_code == 200
    seen = answer.json()
    assert (seen["kafka"]["status"], seen["kafka"]["groups"]) == ("unavailable", [])
    assert seen["kafka"]["reason"] == "no broker answers"
    assert seen["database"]["status"] == "ok"
    assert len(seen["database"]["coming"]["minutes"]) == 10
    group = (await api.ask("GET", "/api/ops/lag/notifications", operator)).json()
    assert (group["status"], group["partitions"], group["state"]) == ("unavailable", [], None)


async def test_what_stands_beside_is_named_if_it_is_set(api, operator):
    seen = (await api.ask("GET", "/api/ops/overview", operator)).json()
    assert seen["links"] == {"grafana": None, "zipkin": None}
    links = LinksSettings(grafana="https://grafana.example", zipkin="http://zipkin.example:9411")
    settings = api.resources.settings.model_copy(update={"links": links})
    there = Api(replace(api.resources, settings=settings))
    seen = (await there.ask("GET", "/api/ops/overview", operator)).json()
    assert seen["links"] == {
        "grafana": "https://grafana.example",
        "zipkin": "http://zipkin.example:9411",
    }


async def test_every_group_is_shown_with_what_it_has_not_read(api, operator, kafka_settings):
    there = watching(api, kafka_settings)
    seen = (await there.ask("GET", "/api/ops/overview", operator)).json()["kafka"]
    assert (seen["status"], seen["reason"]) == ("ok", None)
    assert [each["name"] for each in seen["groups"]] == list(WATCHED)
    assert {each["missing_topics"] == [] for each in seen["groups"]} == {True}
    of_mails = next(each for each in seen["groups"] if each["name"] == "notifications")
    assert (of_mails["members"], of_mails["lag"], of_mails["largest_in"]) == (0, 0, None)
    assert of_mails["unassigned"] == kafka_settings.partitions + len(of_mails["retries"])
    assert of_mails["retries"][0]["topic"] == "retry.notifications.10s"
    group = (await there.ask("GET", "/api/ops/lag/notifications", operator)).json()
    assert group["status"] == "ok"
    assert len(group["partitions"]) == of_mails["unassigned"]


async def test_there_is_no_such_group(api, operator):
    assert (await api.ask("GET", "/api/ops/lag/nobody", operator)).status_code == 404


@pytest.mark.usefixtures("clear")
async def test_reminders_that_come_and_that_are_overdue_are_counted(api, operator):
    async with api.resources.db.unit_of_work() as uow:
        for minutes in (-5, 3, 3, 30):
            await uow.connection.execute(JOB, {"at": uow.now + timedelta(minutes=minutes)})
    seen = (await fresh(api).ask("GET", "/api/ops/overview", operator)).json()
    coming = seen["database"]["coming"]
    assert sum(each["reminders"] for each in coming["minutes"]) == 2
    assert coming["overdue"] == 1
    assert coming["overdue_since"] is not None


JOB = text(
    """
    INSERT INTO scheduled_jobs (reminder_id, partition, run_at, version, payload)
    VALUES (gen_random_uuid(), 1, :at, 1, '{}')
    """
)


@pytest.fixture
async def clear(api):
    """No jobs but those of the test, before and behind it."""
    await forget_jobs(api)
    yield
    await forget_jobs(api)


async def forget_jobs(api):
    async with api.resources.db.unit_of_work() as uow:
        await uow.connection.execute(text("DELETE FROM scheduled_jobs"))


async def test_lanes_without_an_owner_are_named(api, operator):
    async with api.resources.db.unit_of_work() as uow:
        held = [f"{leases.RELAY_LANE}{number}" for number in (0, 2)]
        await leases.acquire(uow.connection, held, "one", 60, force=True)
        await leases.acquire(uow.connection, [f"{leases.RELAY_MEMBER}one"], "one", 60, force=True)
    seen = (await fresh(api).ask("GET", "/api/ops/overview", operator)).json()
    found = seen["database"]["leases"]
    assert found["relays"] == 1
    assert found["lanes"]["owners"] == 1
    assert found["lanes"]["unowned"] == [1, 3]
    assert found["schedulers"]["owners"] == 0


async def test_open_dead_letters_are_counted_by_type(api, operator):
    await make_letter(api.resources.db, event_type="task.completed")
    seen = (await fresh(api).ask("GET", "/api/ops/overview", operator)).json()
    letters = seen["database"]["dead_letters"]
    assert letters["open"] == sum(each["open"] for each in letters["by_event_type"])
    assert "task.completed" in {each["event_type"] for each in letters["by_event_type"]}


async def test_channels_say_what_failed_without_naming_the_receiver(api, operator, ada):
    async with api.resources.db.unit_of_work() as uow:
        parameters = {"user": ada.user_id, "now": uow.now}
        await uow.connection.execute(REMINDER, parameters)
        for state, reason in (("sent", None), ("failed", "550 <ada@example.com> unknown")):
            row = {"state": state, "reason": reason, "now": uow.now}
            await uow.connection.execute(DELIVERY, {**parameters, **row})
    answer = await fresh(api).ask("GET", "/api/ops/overview", operator)
    assert "ada@example.com" not in answer.text
    (mail,) = answer.json()["database"]["channels"]["items"]
    assert (mail["kind"], mail["sent"], mail["failed"]) == ("email", 1, 1)
    assert mail["last_failure"] == "answer 550"
    assert mail["last_sent_at"] is not None


REMINDER = text(
    """
    INSERT INTO reminders (id, user_id, kind, fire_at, state, created_at, updated_at)
    VALUES (CAST(:user AS uuid), CAST(:user AS uuid), 'digest', :now, 'sent', :now, :now)
    """
)
DELIVERY = text(
    """
    INSERT INTO deliveries (id, reminder_id, user_id, channel, fire_at, state, reason, claimed_at,
                            sent_at)
    SELECT CAST(lpad(to_hex(CAST(extract(epoch FROM CAST(:now AS timestamptz)) * 1000 AS bigint)),
                     12, '0') || '7' || substr(md5(:state), 1, 3) || '8'
                || substr(md5(:state), 1, 15) AS uuid),
           CAST(:user AS uuid), CAST(:user AS uuid), 'email',
           CAST(:now AS timestamptz) + CAST(length(:state) || ' min' AS interval),
           CAST(:state AS text), CAST(:reason AS text), :now,
           CASE WHEN :state = 'sent' THEN CAST(:now AS timestamptz) END
    """
)


def test_a_failure_is_told_by_its_kind():
    told = [failure_class(each) for each in (None, "vacation", "gave up: 421 busy", "timed out")]
    assert told == [None, "vacation", "gave up", "other"]
    assert failure_class("gave up: internal_error") == "internal_error"


async def test_who_comes_while_it_is_asked_waits_for_the_same_answer():
    clock = SystemClock()
    asked: list[int] = []
    go = asyncio.Event()

    async def ask() -> int:
        asked.append(len(asked))
        await go.wait()
        return len(asked)

    read = SharedRead(ask, clock, 60, "test")
    waiting = [asyncio.create_task(read.get()) for _ in range(5)]
    go.set()
    assert await asyncio.gather(*waiting) == [1] * 5
    assert await read.get() == 1
    assert asked == [0]


async def test_what_failed_is_asked_again_by_the_next():
    answers = iter([OSError("away"), 7])

    async def ask() -> int:
        answer = next(answers)
        if isinstance(answer, OSError):
            raise answer
        return answer

    read = SharedRead(ask, SystemClock(), 60, "test")
    with pytest.raises(OSError, match="away"):
        await read.get()
    assert await read.get() == 7
