"""What will happen next to a task, through the API."""

import re
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from shared.commands.recurrences import Completion, roll_completions
from tests.integration.api.harness import plain

NIGHT = "2031-01-06T23:30:00"  # a Monday


async def schedule_of(api, person, task):
    answer = await api.ask("GET", f"/api/tasks/{task['id']}/schedule", person)
    assert answer.status_code == 200, answer.text
    return answer.json()


def said(document):
    return {each["code"]: each["text"] for each in document["sentences"]}


async def mondays(api, person, **body):
    return await api.create(
        person,
        due={"datetime_local": NIGHT, **body.pop("due", {})},
        recurrence={"rrule": "FREQ=WEEKLY;BYDAY=MO"},
        **body,
    )


@pytest.fixture
async def sleeper(api):
    """A person in Berlin who wants no messages at night."""
    person = await api.person()
    preferences = {"quiet_hours": {"from": "22:00", "until": "07:00"}}
    answer = await api.ask("PATCH", "/api/me", person, json=preferences)
    assert answer.status_code == 200, answer.text
    return person


async def test_a_series_with_quiet_hours(api, sleeper):
    task = await mondays(api, sleeper)
    found = await schedule_of(api, sleeper, task)
    assert found["sentences"][0] == {
        "code": "rule",
        "text": "Comes back every week on Monday at 23:30; then Mon 13 Jan 2031 23:30.",
    }
    assert found["next"] == [
        {"slot": f"2031-01-{day}T23:30:00", "at": f"2031-01-{day}T22:30:00Z"}
        for day in ("13", "20", "27")
    ]
    assert {"anchor_schedule", "zone_floating", "missed_collapse", "due", "after"} <= set(
        said(found)
    )
    (reminder,) = found["reminders"]
    assert reminder["id"] == task["reminders"][0]["id"]
    assert reminder["code"] == "quiet_hours"
    assert reminder["fires_at"] == "2031-01-07T06:00:00Z"
    assert "quiet hours hold it up until Tue 7 Jan 2031 07:00" in reminder["text"]
    assert found["text"].startswith(found["sentences"][0]["text"])
    assert reminder["text"] in found["text"]


@pytest.mark.parametrize(
    "body", [{"priority": "high"}, {"reminders": [{"offset": "PT0S", "urgent": True}]}]
)
async def test_quiet_hours_do_not_hold_up_what_is_urgent(api, sleeper, body):
    (reminder,) = (await schedule_of(api, sleeper, await mondays(api, sleeper, **body)))[
        "reminders"
    ]
    assert (reminder["code"], reminder["fires_at"]) == ("planned", "2031-01-06T22:30:00Z")


async def test_a_vacation_suppresses_reminders_and_skips(api, ada):
    task = await mondays(api, ada)
    days = {"starts_on": "2031-01-04", "ends_on": "2031-01-12", "skips_occurrences": True}
    answer = await api.ask("POST", "/api/vacations", ada, json=days)
    assert answer.status_code == 201, answer.text
    found = await schedule_of(api, ada, task)
    (reminder,) = found["reminders"]
    assert (reminder["code"], reminder["fires_at"]) == ("vacation", None)
    assert said(found)["vacation_skips"].startswith("Your vacation from Sat 4 Jan 2031 to Sun 12")


async def test_a_reminder_that_was_put_off_names_both(api, sleeper):
    task = await mondays(api, sleeper)
    reminder = task["reminders"][0]["id"]
    answer = await api.ask(
        "POST",
        f"/api/reminders/{reminder}/snooze",
        sleeper,
        json={"for": "P2D"},
    )
    assert answer.status_code == 200, answer.text
    reminders = {
        each["code"]: each for each in (await schedule_of(api, sleeper, task))["reminders"]
    }
    assert reminders["snoozed"]["fires_at"] is None
    assert reminders["snooze"]["fires_at"] == answer.json()["fire_at"]


async def test_a_reminder_that_nags_says_how_often(api, ada):
    nag = {"offset": "PT0S", "nag": {"every": "PT15M", "max": 4}}
    (reminder,) = (await schedule_of(api, ada, await mondays(api, ada, reminders=[nag])))[
        "reminders"
    ]
    assert "comes again every 15 minutes until it is done, at most 4 times" in reminder["text"]


async def test_channels_are_told_by_the_names_that_their_owner_gave(api, ada):
    task = await mondays(api, ada)
    channel = await phone_of(api, ada, task)
    (reminder,) = (await schedule_of(api, ada, task))["reminders"]
    assert reminder["text"].endswith("by email and “Phone”.")
    await run(api, "UPDATE channels SET is_enabled = false WHERE id = :id", id=channel)
    await run(
        api,
        "UPDATE reminders SET channels = ARRAY[CAST(:id AS text)] WHERE user_id = :u",
        id=str(channel),
        u=ada.user_id,
    )
    (reminder,) = (await schedule_of(api, ada, task))["reminders"]
    assert (reminder["code"], reminder["fires_at"]) == ("channel_disabled", None)


async def phone_of(api, person, task):
    """A channel of this person, which the reminders of the task go by, too."""
    channel = uuid4()
    await run(
        api,
        "INSERT INTO channels (id, user_id, kind, name, target, sealed, created_at, updated_at) "
        "VALUES (:id, :u, 'ntfy', 'Phone', 'ntfy.example', '', :now, :now)",
        id=channel,
        u=person.user_id,
        now=api.resources.clock.now(),
    )
    await run(
        api,
        "UPDATE reminders SET channels = ARRAY['email', CAST(:id AS text)] WHERE task_id = :task",
        id=str(channel),
        task=UUID(task["id"]),
    )
    return channel


async def run(api, statement, **parameters):
    async with api.resources.db.unit_of_work() as uow:
        await uow.connection.execute(text(statement), parameters)


async def test_fixed_and_floating_zones(api, ada):
    fixed = await schedule_of(api, ada, await mondays(api, ada, due={"zone": "America/New_York"}))
    assert said(fixed)["zone_fixed"].startswith("Its times are those of America/New_York")
    assert fixed["next"][0] == {"slot": "2031-01-13T23:30:00", "at": "2031-01-14T04:30:00Z"}
    assert "Tue 14 Jan 2031 05:30 (Mon 13 Jan 2031 23:30 in America/New_York)" in fixed["text"]
    floating = await mondays(api, ada)
    moved = await api.ask("PATCH", "/api/me", ada, json={"zone": "Asia/Tokyo"})
    assert moved.status_code == 200
    found = await schedule_of(api, ada, floating)
    assert "Asia/Tokyo now" in said(found)["zone_floating"]
    assert found["next"][0] == {"slot": "2031-01-13T23:30:00", "at": "2031-01-13T14:30:00Z"}


async def test_the_clock_is_that_of_the_account(api, ada):
    task = await mondays(api, ada)
    answer = await api.ask("PATCH", "/api/me", ada, json={"time_format": "12h"})
    assert answer.status_code == 200
    assert "on Monday at 11:30 PM" in (await schedule_of(api, ada, task))["text"]


async def test_a_task_without_a_due_time(api, ada):
    found = await schedule_of(api, ada, await api.create(ada))
    assert found["text"] == "Nothing is planned: the task has no due time."
    assert (found["next"], found["reminders"]) == ([], [])


@pytest.mark.parametrize(("verb", "code"), [("complete", "done"), ("skip", "skipped")])
async def test_what_is_done_or_skipped(api, ada, verb, code):
    task = await mondays(api, ada)
    answer = await api.ask("POST", f"/api/tasks/{task['id']}/{verb}", ada)
    assert answer.status_code == 200, answer.text
    found = await schedule_of(api, ada, task)
    assert code in said(found)
    assert [each["code"] for each in found["reminders"]] == [f"task_{code}"]


async def test_the_roll_is_foretold(api, ada):
    """What is said to follow is what a skip brings at once."""
    task = await mondays(api, ada)
    foretold = (await schedule_of(api, ada, task))["next"][0]
    await api.ask("POST", f"/api/tasks/{task['id']}/skip", ada)
    listed = (await api.ask("GET", "/api/tasks", ada)).json()["items"]
    assert [each["slot"] for each in listed if each["status"] == "open"] == [foretold["slot"]]
    found = await schedule_of(api, ada, task)
    assert said(found)["after_exists"] == "It brings nothing new: a later one exists already."


async def test_a_date_that_was_skipped_is_not_the_next_one(api, ada):
    task = await api.create(ada, due={"date": "2031-01-06"}, recurring_pattern="FREQ=DAILY;COUNT=2")
    await api.ask("POST", f"/api/tasks/{task['id']}/skip", ada)
    (second,) = [
        each
        for each in (await api.ask("GET", "/api/tasks", ada)).json()["items"]
        if each["status"] == "open"
    ]
    assert said(await schedule_of(api, ada, task))["rule"].endswith("; then Tue 7 Jan 2031.")
    await api.ask("POST", f"/api/tasks/{second['id']}/skip", ada)
    found = await schedule_of(api, ada, task)
    assert found["next"] == []
    assert "next:" not in said(found)["rule"]


@pytest.mark.parametrize(
    ("zone", "recurrence"),
    [
        ("UTC", {"rrule": "FREQ=DAILY"}),
        ("UTC", {"rrule": "FREQ=WEEKLY", "missed_policy": "keep_each"}),
        ("UTC", {"rrule": "FREQ=MONTHLY;COUNT=2"}),
        ("Asia/Tokyo", {"rrule": "FREQ=DAILY;INTERVAL=3", "anchor": "completion"}),
        (None, {"rrule": "FREQ=DAILY"}),
        (None, {"rrule": "FREQ=DAILY", "missed_policy": "keep_each"}),
    ],
)
async def test_what_follows_an_overdue_one_is_what_the_worker_brings(api, ada, zone, recurrence):
    # Days ago: fewer than those of which each is kept, and not yet a month.
    day = (api.resources.clock.now() - timedelta(days=25)).date().isoformat()
    due = {"date": day} if zone is None else {"datetime_local": f"{day}T09:00:00", "zone": zone}
    task = await api.create(ada, due=due, recurrence=recurrence)
    found = await schedule_of(api, ada, task)
    done = await api.ask("POST", f"/api/tasks/{task['id']}/complete", ada)
    async with api.resources.db.unit_of_work() as uow:
        at = datetime.fromisoformat(done.json()["completed_at"])
        completion = Completion(ada.user_id, UUID(task["id"]), at)
        await roll_completions(uow, [completion], api.resources.clock.monotonic)
    async with api.resources.db.read() as connection:
        answer = await connection.execute(
            text("SELECT slot FROM tasks WHERE user_id = :id AND status = 'open' ORDER BY slot"),
            {"id": ada.user_id},
        )
        slots = list(answer.scalars())
    assert slots[-1:] == [each["slot"] for each in found["next"]][:1]
    kept = len(slots) - 1
    assert kept == (0 if recurrence.get("missed_policy") is None else told_as_kept(found))


def told_as_kept(found):
    """How many dates that passed are said to become tasks."""
    said_after = said(found)["after"]
    number = re.search(r"; (\d+) dates? in between becomes? ", said_after)
    return int(number[1])


async def test_a_series_that_another_follows(api, ada):
    task = await mondays(api, ada)
    path = f"/api/tasks/{task['id']}"
    await api.ask("POST", f"{path}/skip", ada)
    (later,) = [
        each
        for each in (await api.ask("GET", "/api/tasks", ada)).json()["items"]
        if each["status"] == "open"
    ]
    body = {"recurrence": {"rrule": "FREQ=DAILY"}}
    answer = await api.ask(
        "PATCH", f"/api/tasks/{later['id']}/series?scope=following", ada, json=body
    )
    assert answer.status_code == 200, answer.text
    old, new = await schedule_of(api, ada, task), await schedule_of(api, ada, later)
    assert said(old)["series_followed"].startswith("From Mon 13 Jan 2031 23:30 on another")
    assert said(new)["series_follows"] == "It goes on from an earlier series."


async def test_the_question_changes_nothing(api, ada):
    task = await mondays(api, ada)
    before = await api.event_types(ada)
    await schedule_of(api, ada, task)
    assert await api.event_types(ada) == before
    assert (await api.ask("GET", f"/api/tasks/{task['id']}", ada)).json() == plain(task)


async def test_others_and_deleted_tasks_are_not_found(api, ada, bob):
    task = await mondays(api, ada)
    path = f"/api/tasks/{task['id']}/schedule"
    for person, where in ((bob, path), (ada, f"/api/tasks/{uuid4()}/schedule")):
        assert (await api.ask("GET", where, person)).status_code == 404
    assert (await api.ask("GET", path)).status_code == 401
    assert (await api.ask("DELETE", f"/api/tasks/{task['id']}", ada)).status_code == 204
    assert (await api.ask("GET", path, ada)).status_code == 404
