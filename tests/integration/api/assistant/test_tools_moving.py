"""Tasks are postponed and reminders snoozed by tools."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from shared.core.clock import SystemClock
from tests.integration.api.assistant.conftest import user_of

SECONDS = timedelta(seconds=2)
TIMED = {"due": {"datetime_local": "2031-11-28T15:00"}}
DAILY = {"due": {"datetime_local": "2031-11-27T09:00"}, "recurrence": {"rrule": "FREQ=DAILY"}}


def due_of(task):
    return task["due"]["date"] or task["due"]["datetime_local"][:16]


@pytest.mark.parametrize(
    ("due", "wanted", "after"),
    [
        ("2031-11-28T15:00", {"by": "2 days"}, "2031-11-30T15:00"),
        ("2031-11-28T15:00", {"by": "an hour and 30 minutes"}, "2031-11-28T16:30"),
        ("2031-01-31T15:00", {"by": "1 month"}, "2031-02-28T15:00"),
        ("2031-03-29T02:30", {"by": "24 hours"}, "2031-03-30T03:30"),
        ("2031-11-28T15:00", {"by": "by a week"}, "2031-12-05T15:00"),
        ("2031-11-28T15:00", {"to": "monday"}, "2031-12-01T15:00"),
        ("2031-11-28T15:00", {"to": "tomorrow 8:00"}, "2031-11-27T08:00"),
        ("2031-11-28", {"by": "2 days"}, "2031-11-30"),
        ("2031-11-28", {"to": "friday 3pm"}, "2031-11-28T15:00"),
    ],
)
async def test_a_task_is_put_off(ada, due, wanted, after):
    kind = "datetime_local" if "T" in due else "date"
    task = await ada.create(title="Dentist", due={kind: due})
    found = await ada.use("postpone_task", task_id=task["id"], **wanted)
    assert found.ok, found.words
    assert due_of(await ada.read(task)) == after
    assert (await ada.use("undo", undo_id=found.undo_ids[0])).ok
    assert due_of(await ada.read(task)) == due


async def test_a_task_keeps_its_zone(ada):
    due = {"datetime_local": "2031-11-28T15:00", "zone": "America/New_York"}
    task = await ada.create(title="Call", due=due)
    found = await ada.use("postpone_task", task_id=task["id"], to="monday")
    assert "to Mon 1 Dec 15:00 (America/New_York)" in found.words
    assert (await ada.read(task))["due"]["zone"] == "America/New_York"


async def test_an_occurrence_moves_alone(ada):
    task = await ada.create(title="Standup", **DAILY)
    found = await ada.use("postpone_task", task_id=task["id"], by="1 day")
    assert "Only this occurrence moves; it still repeats: Every day at 09:00." in found.words
    now = await ada.read(task)
    assert (now["recurrence"], now["slot"]) == (task["recurrence"], task["slot"])


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"to": "friday", "by": "1 day"},
        {"by": "soon"},
        {"by": "0 days"},
        {"by": "2 days blah"},
        {"to": "30 february"},
        {"by": "9999 years"},
    ],
)
async def test_what_is_no_time_moves_nothing(ada, wanted):
    task = await ada.create(title="Dentist", **TIMED)
    found = await ada.use("postpone_task", task_id=task["id"], **wanted)
    assert not found.ok
    assert "Nothing was changed." in found.words
    assert (await ada.read(task))["version"] == task["version"]


async def test_a_new_time_that_is_past_is_told(ada):
    task = await ada.create(title="Dentist", due={"datetime_local": "2031-11-20T15:00"})
    found = await ada.use("postpone_task", task_id=task["id"], by="2 days")
    assert "That is past." in found.words
    found = await ada.use("postpone_task", task_id=task["id"], by="2 weeks")
    assert "That is past." not in found.words


async def test_nothing_to_count_from_is_said(ada):
    task = await ada.create(title="Dentist")
    assert "no due time" in (await ada.use("postpone_task", task_id=task["id"], by="1 day")).words
    dated = await ada.create(title="Dentist", due={"date": "2031-11-28"})
    assert "say days" in (await ada.use("postpone_task", task_id=dated["id"], by="1 hour")).words


async def test_what_is_done_is_not_moved(ada):
    task = await ada.create(title="Dentist", **TIMED)
    await ada.use("complete_task", task_id=task["id"])
    for tool, wanted in (("postpone_task", {"by": "1 day"}), ("snooze_task", {"for": "1 hour"})):
        found = await ada.use(tool, task_id=task["id"], **wanted)
        assert "is done: open it again first" in found.words


async def test_the_task_of_somebody_else_is_not_moved(ada, bob):
    task = await bob.create(title="Secret", **TIMED)
    for tool, wanted in (("postpone_task", {"by": "1 day"}), ("snooze_task", {"for": "1 hour"})):
        found = await ada.use(tool, task_id=task["id"], **wanted)
        assert found.problem["status"] == 404
    assert await bob.read(task) == {k: v for k, v in task.items() if k in await bob.read(task)}


@pytest.fixture
async def now_ada(api):
    """Somebody for whom it is now, since reminders can be put off by a year at most."""
    person = await api.person(zone="Europe/Berlin")
    return await user_of(api, person, now=SystemClock().now())


def reminders(task):
    return {
        each["state"]: each["fire_at"] for each in task["reminders"] if each["reason"] != "snoozed"
    }


async def test_a_reminder_that_waits_is_put_off_and_the_snooze_undone(now_ada):
    due = SystemClock().now().replace(microsecond=0) + timedelta(days=3)
    local = {"datetime_local": due.replace(tzinfo=None).isoformat(), "zone": "UTC"}
    task = await now_ada.create(title="Dentist", due=local)
    found = await now_ada.use("snooze_task", task_id=task["id"], **{"for": "2 hours"})
    assert found.ok, found.words
    now = await now_ada.read(task)
    later = (due + timedelta(hours=2)).isoformat().replace("+00:00", "Z")
    assert reminders(now) == {"scheduled": later}
    assert now["due"] == task["due"]
    assert len(found.undo_ids) == 1
    assert (await now_ada.use("undo", undo_id=found.undo_ids[0])).ok
    states = {each["offset"]: each["state"] for each in (await now_ada.read(task))["reminders"]}
    assert states["PT0S"] == "scheduled"


async def test_a_snooze_counts_from_now_once_it_was_put_off(now_ada):
    due = SystemClock().now() + timedelta(days=3)
    local = {"datetime_local": due.strftime("%Y-%m-%dT%H:%M"), "zone": "UTC"}
    task = await now_ada.create(title="Dentist", due=local)
    await now_ada.use("snooze_task", task_id=task["id"], **{"for": "2 hours"})
    await now_ada.use("snooze_task", task_id=task["id"], **{"for": "10 minutes"})
    (fires_at,) = reminders(await now_ada.read(task)).values()
    assert datetime.fromisoformat(fires_at) - now_ada.context.person.now < timedelta(minutes=11)


async def test_the_reminder_of_the_last_day_is_meant_and_counts_from_now(now_ada):
    now = now_ada.context.person.now
    offsets = [{"offset": "-P2D"}, {"offset": "PT0S"}]
    local = {"datetime_local": f"{now + timedelta(days=3):%Y-%m-%dT%H:%M}", "zone": "UTC"}
    task = await now_ada.create(title="Dentist", due=local, reminders=offsets)
    await fired(now_ada, task, "-P2D", now - timedelta(minutes=5))
    found = await now_ada.use("snooze_task", task_id=task["id"], **{"for": "1 hour"})
    assert found.ok, found.words
    (snooze,) = [e for e in (await now_ada.read(task))["reminders"] if e["snooze_of"]]
    assert abs(datetime.fromisoformat(snooze["fire_at"]) - now - timedelta(hours=1)) < SECONDS
    waiting = [e["offset"] for e in (await now_ada.read(task))["reminders"] if not e["snooze_of"]]
    assert sorted(waiting) == ["-P2D", "PT0S"]


async def test_an_old_reminder_is_not_meant_if_another_comes(now_ada):
    now = now_ada.context.person.now
    offsets = [{"offset": "-P2D"}, {"offset": "PT0S"}]
    local = {"datetime_local": f"{now + timedelta(days=3):%Y-%m-%dT%H:%M}", "zone": "UTC"}
    task = await now_ada.create(title="Dentist", due=local, reminders=offsets)
    await fired(now_ada, task, "-P2D", now - timedelta(days=2))
    await now_ada.use("snooze_task", task_id=task["id"], **{"for": "1 hour"})
    (snooze,) = [e for e in (await now_ada.read(task))["reminders"] if e["snooze_of"]]
    due = datetime.fromisoformat(task["due"]["at"])
    assert datetime.fromisoformat(snooze["fire_at"]) == due + timedelta(hours=1)


async def fired(user, task, offset, at):
    """The reminder with this offset was sent then."""
    (reminder,) = [each for each in task["reminders"] if each["offset"] == offset]
    async with user.api.resources.db.unit_of_work() as uow:
        await uow.connection.execute(
            text("UPDATE reminders SET state = 'sent', fire_at = :at WHERE id = :id"),
            {"id": UUID(reminder["id"]), "at": at},
        )


async def test_a_day_means_the_time_at_which_days_are_told(now_ada):
    due = SystemClock().now() + timedelta(days=3)
    local = {"datetime_local": due.strftime("%Y-%m-%dT%H:%M"), "zone": "UTC"}
    task = await now_ada.create(title="Dentist", due=local)
    found = await now_ada.use("snooze_task", task_id=task["id"], until="in 5 days")
    assert found.ok, found.words
    assert found.changes[0].after.endswith("09:00")


@pytest.mark.parametrize(
    "wanted", [{}, {"for": "1 hour", "until": "friday"}, {"for": "3 years"}, {"until": "blah"}]
)
async def test_what_cannot_be_snoozed_stays(now_ada, wanted):
    task = await now_ada.create(title="Dentist", **TIMED)
    found = await now_ada.use("snooze_task", task_id=task["id"], **wanted)
    assert not found.ok
    assert "Nothing was changed." in found.words
    assert (await now_ada.read(task))["reminders"] == task["reminders"]


async def test_a_moment_that_is_past_is_refused(now_ada):
    task = await now_ada.create(title="Dentist", **TIMED)
    found = await now_ada.use("snooze_task", task_id=task["id"], until="2020-01-01 09:00")
    assert "which is past" in found.words


async def test_a_task_without_a_reminder_cannot_be_snoozed(ada):
    task = await ada.create(title="Dentist")
    found = await ada.use("snooze_task", task_id=task["id"], **{"for": "1 hour"})
    assert "no reminder to put off" in found.words
