"""Tasks are found and added, projects told, schedules explained."""

from shared.core.clock import SystemClock
from tests.integration.api.assistant.conftest import user_of
from tests.integration.api.test_receipts import delivery, task_with_reminder

MISSION = "Remind me to submit the report by Friday 5 PM, remind me 1 day before"


async def test_a_sentence_is_a_task_with_its_reminders_told(ada):
    found = await ada.use("add_task", text=MISSION, notes="The long one")
    assert found.words == (
        "Added “submit the report”, due Fri 28 Nov 17:00. Reminder: Thu 27 Nov 17:00."
    )
    (summary,) = found.tasks
    task = await ada.read(summary)
    assert (task["due"]["at"], task["notes"]) == ("2031-11-28T16:00:00Z", "The long one")
    assert [each["fire_at"] for each in task["reminders"]] == ["2031-11-27T16:00:00Z"]


async def test_a_daily_standup(ada):
    found = await ada.use("add_task", text="Create a daily task: team standup at 9 AM")
    assert found.words.startswith("Added “team standup”, due Thu 27 Nov 09:00, every day at 09:00.")
    assert found.tasks[0]["repeats"] == "Every day at 09:00"


async def test_everything_that_was_understood_is_told(ada):
    await ada.project("Home")
    found = await ada.use("add_task", text="Paint the door next friday p1 @diy #Home")
    assert "due Fri 5 Dec, high priority, in Home, @diy." in found.words
    assert "“next friday” may mean Fri 28 Nov as well." in found.words


async def test_an_unknown_project_is_told(ada):
    found = await ada.use("add_task", text="Paint the door #Nope")
    assert found.ok
    assert found.words == "Added “Paint the door”. There is no project “Nope”, so it is in none."


async def test_sentences_that_cannot_be_meant_add_nothing(ada):
    for text in ("Tax on 30 February", "Gym every day once", "tomorrow", "x" * 501):
        found = await ada.use("add_task", text=text)
        assert not found.ok, text
        assert "Nothing was added." in found.words
    assert await ada.api.count("tasks", ada.person) == 0


async def test_tasks_are_found_by_words_and_filters(ada):
    await ada.create(title="Buy milk", due={"date": "2031-11-28"}, priority="high")
    await ada.create(title="Buy bread", due={"date": "2031-11-27"})
    done = await ada.create(title="Buy eggs")
    await ada.use("complete_task", task_id=done["id"])
    found = await ada.use("find_tasks")
    assert [each["title"] for each in found.tasks] == ["Buy bread", "Buy milk"]
    assert [e["title"] for e in (await ada.use("find_tasks", words="milk")).tasks] == ["Buy milk"]
    assert [e["title"] for e in (await ada.use("find_tasks", filter="p1")).tasks] == ["Buy milk"]
    finished = await ada.use("find_tasks", filter="done = true")
    assert [each["title"] for each in finished.tasks] == ["Buy eggs"]
    one = await ada.use("find_tasks", limit=1)
    assert (len(one.tasks), one.facts["total"], one.words) == (1, 2, "2 tasks.")


async def test_tasks_with_very_long_notes_are_found_without_them(ada):
    for number in range(25):
        await ada.create(title=f"Long {number}", notes="x" * 50_000)
    found = await ada.use("find_tasks", words="long", limit=50)
    assert (found.ok, len(found.tasks)) == (True, 25)
    assert {each["notes"] for each in found.tasks} == {""}
    assert (await ada.use("find_tasks", words="long", limit=5)).tasks[0]["notes"].startswith("xx")


async def test_a_label_that_is_not_there_is_told(ada):
    await ada.create(title="Buy milk", labels=["shop"])
    found = await ada.use("find_tasks", filter="@shp")
    assert found.words.startswith("No task matches. ")
    assert "shp" in found.words


async def test_nulls_are_left_out(ada):
    await ada.create(title="Buy milk")
    found = await ada.use("find_tasks", words=None, filter=None, limit=None)
    assert [each["title"] for each in found.tasks] == ["Buy milk"]


async def test_a_filter_that_cannot_be_read_is_said(ada):
    found = await ada.use("find_tasks", filter="priorrity = 1")
    assert not found.ok
    assert "Did you mean priority?" in found.words


async def test_nobody_finds_tasks_of_others(ada, bob):
    task = await bob.create(title="Secret")
    assert (await ada.use("find_tasks", words="secret")).words == "No task matches."
    found = await ada.use("explain_schedule", task_id=task["id"])
    assert (found.ok, found.problem["status"]) == (False, 404)


async def test_projects_are_listed(ada):
    assert (await ada.use("list_projects")).words == "There are no projects."
    await ada.project("Home")
    await ada.project("Work")
    found = await ada.use("list_projects")
    assert found.words == "2 projects: Home, Work."
    assert [each["name"] for each in found.facts["projects"]] == ["Home", "Work"]


async def test_a_schedule_is_explained(api):
    user = await user_of(api, await api.person(zone="Europe/Berlin"), now=SystemClock().now())
    due = {"datetime_local": "2031-11-27T09:00"}
    task = await user.create(title="Standup", due=due, recurrence={"rrule": "FREQ=DAILY"})
    found = await user.use("explain_schedule", task_id=task["id"])
    assert found.ok
    assert "Comes back every day at 09:00" in found.words
    assert found.facts["next"][0] == "Fri 28 Nov 2031 09:00"
    assert [each["code"] for each in found.facts["reminders"]] == ["planned"]


async def test_dates_of_another_zone_say_so(api):
    user = await user_of(api, await api.person(zone="Europe/Berlin"), now=SystemClock().now())
    due = {"datetime_local": "2031-11-27T09:00", "zone": "Asia/Tokyo"}
    task = await user.create(title="Call", due=due, recurrence={"rrule": "FREQ=DAILY"})
    found = await user.use("explain_schedule", task_id=task["id"])
    assert found.facts["next"][0] == "Fri 28 Nov 2031 09:00 (Asia/Tokyo)"
    done = await user.use("complete_task", task_id=task["id"])
    assert done.words == "Done: “Call”. Next: Fri 28 Nov 2031 09:00 (Asia/Tokyo)."


async def test_a_time_said_elsewhere_is_that_of_there(api):
    person = await api.person(zone="Europe/Berlin")
    user = await user_of(api, person, zone="America/New_York", now=SystemClock().now())
    found = await user.use("add_task", text="Call mum 5 January 2032 9:00, remind me 1 hour before")
    assert (
        found.words == "Added “Call mum”, due Mon 5 Jan 2032 09:00. Reminder: Mon 5 Jan 2032 08:00."
    )
    assert (await user.read(found.tasks[0]))["due"]["at"] == "2032-01-05T14:00:00Z"


async def test_why_nothing_arrived(api):
    user = await user_of(api, await api.person(zone="Europe/Berlin"), now=SystemClock().now())
    due = {"datetime_local": "2020-01-01T09:00"}
    task = await user.create(title="Long ago", due=due)
    found = await user.use("explain_schedule", task_id=task["id"])
    assert [each["code"] for each in found.facts["reminders"]] == ["past"]
    assert found.facts["reminders"][0]["text"] in found.words


async def test_what_became_of_messages_is_told(api):
    user = await user_of(api, await api.person(zone="Europe/Berlin"))
    task, _ = await task_with_reminder(api, user.person)
    await delivery(api, task, state="failed", reason="refused", answer="550 no such user")
    found = await user.use("explain_schedule", task_id=task["id"])
    (told,) = found.facts["deliveries"]
    assert told["state"] == "failed"
    assert told["text"].startswith("Wed 1 Jan 10:00: ")
    assert f"Messages so far: {told['text']}" in found.words


async def test_there_is_no_such_tool(ada):
    found = await ada.use("drop_everything\n", sure=True)
    assert (found.ok, found.words) == (False, "There is no tool drop_everything.")
