"""The main job through the public API: processes apart as in production, and all in one."""

import asyncio
import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime

import pytest

from cli.embedded.layout import PROJECT
from tests.e2e.evidence import assert_job_store_agrees
from tests.e2e.people import Person, in_seconds, remind_at, signed_up
from tests.e2e.processes import Process
from tests.e2e.world import EVERYTHING, World, all_ready
from tests.waiting import eventually

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(90)]

NOT_FOUND = 404


@dataclass(frozen=True)
class System:
    """The whole of Rondel, as one process or as several."""

    world: World
    processes: list[Process]


@pytest.fixture(scope="class", params=["apart", "in one"])
async def system(request, new_world):
    async with new_world() as world:
        if request.param == "apart":
            yield System(world, await world.start(*EVERYTHING))
        else:
            together = world.processes.launch("cli.main", "serve", "--all")
            yield System(world, await all_ready(together))


@pytest.fixture
def world(system) -> World:
    return system.world


@pytest.fixture
def api(system) -> Process:
    return system.processes[0]


@pytest.fixture
async def ada(api):
    async with signed_up(api.url) as person:
        yield person


@pytest.fixture
async def ben(api):
    async with signed_up(api.url, zone="America/New_York") as person:
        yield person


async def make_daily(person: Person, **fields):
    """A task that comes back every day, for the first time tomorrow."""
    due = {"datetime_local": f"{in_seconds(86_400):%Y-%m-%d}T18:00:00"}
    return await person.create(
        "Water the plants", due=due, recurrence={"pattern": "daily"}, **fields
    )


class TestMainJob:
    async def test_the_reminder_of_a_recurring_task_comes_as_a_mail_and_never_early(
        self, ada, world
    ):
        at = in_seconds(1)
        task = await make_daily(ada, reminders=remind_at(at))
        (reminder,) = task["reminders"]
        (mail,) = await world.sink.mails(ada.email, at_least=1)
        assert "Water the plants" in mail.subject
        assert mail.message_id.startswith(f"<{reminder['id'].replace('-', '')}.")
        assert datetime.fromisoformat(reminder["fire_at"]) == at
        assert mail.received_at >= at

        async def is_sent():
            (reminder,) = (await ada.get(task["id"])).json()["reminders"]
            return reminder["state"] == "sent"

        await eventually(is_sent)

    async def test_completing_brings_the_next_occurrence_and_reopening_takes_it_back(self, ada):
        task = await make_daily(ada, reminders=remind_at(in_seconds(7200)))
        async with ada.live() as live:
            await ada.act(task, "complete")
            created = await live.until(
                lambda change: change.kind == "created" and change.task_id != task["id"]
            )
            following = (await ada.get(created.task_id)).json()
            assert following["series_id"] == task["series_id"]
            assert following["slot"] > task["slot"]
            assert [each["state"] for each in following["reminders"]] == ["scheduled"]
            await ada.act(task, "reopen")
            await live.until(lambda change: change.kind == "reopened")
        gone = [change.task_id for change in live.seen if change.kind == "deleted"]
        assert gone == [following["id"]]
        assert (await ada.get(following["id"])).status_code == NOT_FOUND
        assert [each["id"] for each in await ada.tasks(completed="false")] == [task["id"]]

    async def test_a_page_that_comes_back_gets_what_it_missed_once(self, ada):
        async with ada.live() as live:
            first = await ada.create("One")
            seen = await live.until(lambda change: change.task_id == first["id"])
        missed = [await ada.create(title) for title in ("Two", "Three")]
        async with ada.live(after=seen.id) as live:
            last = await ada.create("Four")
            await live.until(lambda change: change.task_id == last["id"])
        assert [change.task_id for change in live.seen] == [task["id"] for task in (*missed, last)]

    async def test_nobody_sees_the_changes_or_the_tasks_of_another(self, ada, ben):
        async with ada.live() as hers, ben.live() as his:
            his_task = await ben.create("Ben's")
            her_task = await ada.create("Ada's")
            await hers.until(lambda change: change.task_id == her_task["id"])
            await his.until(lambda change: change.task_id == his_task["id"])
            assert [change.task_id for change in hers.seen] == [her_task["id"]]
            assert [change.task_id for change in his.seen] == [his_task["id"]]
        async with ada.live(after=his.seen[-1].id) as stolen:
            later = await ada.create("Later")
            await stolen.until(lambda change: change.task_id == later["id"])
        assert his_task["id"] not in [change.task_id for change in stolen.seen]
        assert (await ada.get(his_task["id"])).status_code == NOT_FOUND

    async def test_a_deleted_task_sends_no_mail(self, ada, world):
        doomed = await ada.create("Doomed", reminders=remind_at(in_seconds(1)))
        await ada.create("Kept", reminders=remind_at(in_seconds(2)))
        await ada.delete(doomed)
        await world.sink.mails(ada.email, at_least=1)
        subjects = [mail.subject for mail in await world.sink.mails(ada.email)]
        assert subjects == ["Reminder: Kept"]

    @pytest.mark.parametrize("seen_by", ["mail", "receipt"])
    async def test_the_demo_ends_well(self, api, world, seen_by):
        options = ["--json", "--url", api.url]
        if seen_by == "mail":
            options += ["--mail-url", world.sink.page_url]
        demo = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "cli.main", "demo", *options),
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        out, err = await demo.communicate()
        assert demo.returncode == 0, err.decode()
        report = json.loads(out)
        assert report["tasks"] == 40
        assert report["reminder"]["seen_by"] == seen_by
        assert report["reminder"]["lateness_ms"] >= 0
        assert ("delivery receipt" in err.decode()) == (seen_by == "receipt")
        assert all(len(line) > 2 for line in err.decode().splitlines())  # none is broken in two
        assert report["series"]["next"] > report["series"]["completed"]

    async def test_the_job_store_agrees_with_the_reminders(self, world):
        await assert_job_store_agrees(world)

    async def test_every_process_stops_in_order(self, system):
        codes = await asyncio.gather(*(process.stop() for process in system.processes))
        assert codes == [0] * len(system.processes)
