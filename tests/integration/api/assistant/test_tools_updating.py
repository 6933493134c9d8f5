"""Fields of a task are changed by a tool; phrases say when."""

import pytest

TIMED = {"due": {"datetime_local": "2031-11-28T15:00"}}
DAILY = {"due": {"datetime_local": "2031-11-27T09:00"}, "recurrence": {"rrule": "FREQ=DAILY"}}


def fields(outcome):
    return {each.field: (each.before, each.after) for each in outcome.changes}


def due_of(task):
    return task["due"] and (task["due"]["date"] or task["due"]["datetime_local"][:16])


@pytest.mark.parametrize(
    ("phrase", "due", "words"),
    [
        ("5pm", "2031-11-28T17:00", "Fri 28 Nov 17:00"),
        ("monday", "2031-12-01T15:00", "Mon 1 Dec 15:00"),
        ("to monday 4pm", "2031-12-01T16:00", "Mon 1 Dec 16:00"),
        ("in 2 hours", "2031-11-26T12:00", "Wed 26 Nov 12:00"),
        ("tonight", "2031-11-26T20:00", "Wed 26 Nov 20:00"),
        ("midnight", "2031-11-29T00:00", "Sat 29 Nov 00:00"),
        ("2032-01-05", "2032-01-05T15:00", "Mon 5 Jan 2032 15:00"),
    ],
)
async def test_a_phrase_moves_a_task(ada, phrase, due, words):
    task = await ada.create(title="Dentist", **TIMED)
    found = await ada.use("update_task", task_id=task["id"], when=phrase)
    assert found.ok, found.words
    assert fields(found) == {"due": ("Fri 28 Nov 15:00", words)}
    assert found.words == (
        f"Changed “Dentist”: due from Fri 28 Nov 15:00 to {words}. Reminder: {words}."
    )
    assert due_of(await ada.read(task)) == due


async def test_a_day_for_all_day_has_no_time(ada):
    task = await ada.create(title="Dentist", **TIMED)
    await ada.use("update_task", task_id=task["id"], when="monday", all_day=True)
    assert due_of(await ada.read(task)) == "2031-12-01"


async def test_another_reading_is_told(ada):
    task = await ada.create(title="Dentist")
    found = await ada.use("update_task", task_id=task["id"], when="next friday")
    assert found.ok
    assert "“next friday” may mean Fri 28 Nov as well." in found.words
    assert due_of(await ada.read(task)) == "2031-12-05"


async def test_a_time_that_is_past_is_told(ada):
    task = await ada.create(title="Dentist")
    found = await ada.use("update_task", task_id=task["id"], when="2031-11-20")
    assert "That is past." in found.words


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("friday blah", "I do not understand “blah” in “friday blah”"),
        ("30 february", "There is no such day."),
        ("25:00", "There is no such time."),
        ("soon", "I do not understand “soon”"),
        ("every monday", "is a repetition"),
        ("remind me 1 day before", "is about a reminder"),
        ("friday #Work", "I do not understand “#Work”"),
        ("friday p1", "I do not understand “p1”"),
        ("   ", "I do not understand"),
    ],
)
async def test_what_is_no_time_changes_nothing(ada, phrase, said):
    task = await ada.create(title="Dentist", **TIMED)
    found = await ada.use("update_task", task_id=task["id"], when=phrase, title="Other")
    assert not found.ok
    assert said in found.words
    assert "Nothing was changed." in found.words
    assert (await ada.read(task))["version"] == task["version"]


async def test_many_fields_are_one_change_that_is_undone_at_once(ada):
    project = await ada.project("Home")
    task = await ada.create(title="Dentist", labels=["old"], **TIMED)
    found = await ada.use(
        "update_task",
        task_id=task["id"],
        title="Check-up",
        notes="Ask about\nthe X-ray",
        priority="high",
        add_labels=["@health"],
        remove_labels=["OLD"],
        project="home",
    )
    assert fields(found) == {
        "title": ("“Dentist”", "“Check-up”"),
        "notes": ("", "Ask about the X-ray"),
        "priority": ("none", "high"),
        "labels": ("@old", "@health"),
        "project": ("no project", "Home"),
    }
    now = await ada.read(task)
    assert (now["title"], now["priority"], now["labels"]) == ("Check-up", "high", ["health"])
    assert (now["notes"], now["project_id"]) == ("Ask about\nthe X-ray", project["id"])
    (undo_id,) = found.undo_ids
    assert (await ada.use("undo", undo_id=undo_id)).ok
    assert (await ada.read(task))["title"] == "Dentist"


async def test_inbox_is_no_project_and_an_unknown_one_is_refused(ada):
    project = await ada.project("Home")
    task = await ada.create(title="Dentist", project_id=project["id"])
    refused = await ada.use("update_task", task_id=task["id"], project="Garden")
    assert (refused.ok, refused.facts) == (False, {"projects": ["Home"]})
    assert "There are: Home." in refused.words
    await ada.use("update_task", task_id=task["id"], project="inbox")
    assert (await ada.read(task))["project_id"] is None


async def test_what_is_so_already_is_no_change(ada):
    task = await ada.create(title="Dentist", priority="high")
    found = await ada.use("update_task", task_id=task["id"], priority="high", title="Dentist")
    assert found.ok
    assert "so already" in found.words
    assert (await ada.read(task))["version"] == task["version"]


async def test_nothing_to_change_is_said(ada):
    task = await ada.create(title="Dentist")
    assert not (await ada.use("update_task", task_id=task["id"])).ok
    assert not (await ada.use("update_task", task_id=task["id"], when="friday", no_due=True)).ok


@pytest.mark.parametrize(
    ("phrase", "moments"),
    [
        ("1 day before", ["Thu 27 Nov 15:00", "Fri 28 Nov 15:00"]),
        ("1 day before and at 9am", ["Thu 27 Nov 15:00", "Fri 28 Nov 09:00", "Fri 28 Nov 15:00"]),
        ("remind me the day before at 18:00", ["Thu 27 Nov 18:00", "Fri 28 Nov 15:00"]),
        ("tomorrow at 8:00", ["Thu 27 Nov 08:00", "Fri 28 Nov 15:00"]),
        ("!30m", ["Fri 28 Nov 14:30", "Fri 28 Nov 15:00"]),
    ],
)
async def test_reminders_are_added_and_told_with_their_instants(ada, phrase, moments):
    task = await ada.create(title="Dentist", **TIMED)  # has the one of the account, when it is due
    found = await ada.use("update_task", task_id=task["id"], remind=phrase)
    assert found.ok, found.words
    assert found.words.endswith(f"Reminders: {', '.join(moments)}.")
    assert len((await ada.read(task))["reminders"]) == len(moments)


async def test_reminders_are_replaced_if_that_is_said(ada):
    task = await ada.create(title="Dentist", **TIMED)
    found = await ada.use(
        "update_task", task_id=task["id"], remind="1 hour before", no_reminders=True
    )
    assert fields(found) == {"reminders": ("when it is due", "1 hour before it is due")}
    assert [each["offset"] for each in (await ada.read(task))["reminders"]] == ["-PT1H"]
    await ada.use("update_task", task_id=task["id"], no_reminders=True)
    assert (await ada.read(task))["reminders"] == []


async def test_other_reminders_keep_their_channels_and_nagging(ada):
    reminder = {"offset": "-PT1H", "urgent": True, "nag": {"every": "PT10M", "max": 3}}
    task = await ada.create(title="Dentist", reminders=[reminder], **TIMED)
    await ada.use("update_task", task_id=task["id"], remind="1 day before")
    kept = [each for each in (await ada.read(task))["reminders"] if each["offset"] == "-PT1H"]
    assert kept == task["reminders"]


async def test_a_task_without_a_date_is_reminded_of_at_a_moment(ada):
    task = await ada.create(title="Dentist")
    refused = await ada.use("update_task", task_id=task["id"], remind="1 hour before")
    assert "the task has none" in refused.words
    found = await ada.use("update_task", task_id=task["id"], remind="tomorrow at 9:00")
    assert found.ok, found.words
    now = await ada.read(task)
    assert now["due"] is None
    assert [each["at"] for each in now["reminders"]] == ["2031-11-27T08:00:00Z"]


async def test_what_is_no_reminder_changes_nothing(ada):
    task = await ada.create(title="Dentist", **TIMED)
    for phrase in ("blah", "1 day before blah", "every monday", "400 days before"):
        found = await ada.use("update_task", task_id=task["id"], remind=phrase)
        assert not found.ok, phrase
    assert (await ada.read(task))["version"] == task["version"]


async def test_moving_an_occurrence_keeps_its_repetition(ada):
    task = await ada.create(title="Standup", **DAILY)
    found = await ada.use("update_task", task_id=task["id"], when="friday 10:00")
    assert found.ok
    assert "Only this occurrence moves; it still repeats: Every day at 09:00." in found.words
    now = await ada.read(task)
    assert due_of(now) == "2031-11-28T10:00"
    assert now["recurrence"] == task["recurrence"]


async def test_a_repeating_task_keeps_its_date(ada):
    task = await ada.create(title="Standup", **DAILY)
    found = await ada.use("update_task", task_id=task["id"], no_due=True)
    assert not found.ok
    assert "Stop its repetition first" in found.words
    assert (await ada.read(task)) == {k: v for k, v in task.items() if k in await ada.read(task)}


async def test_a_task_that_does_not_repeat_may_begin_to(ada):
    task = await ada.create(title="Plants")
    found = await ada.use("update_task", task_id=task["id"], repeat="every monday at 9:00")
    assert found.ok
    assert found.proposal_id is None
    assert fields(found)["repeats"] == ("not at all", "Every week on Monday at 09:00")
    assert "Its dates: Mon 1 Dec 09:00, Mon 8 Dec 09:00, Mon 15 Dec 09:00." in found.words
    assert due_of(await ada.read(task)) == "2031-12-01T09:00"


async def test_a_changed_repetition_waits_for_a_yes(ada):
    more = {"missed_policy": "keep_each", "reset_subtasks": False}
    task = await ada.create(
        title="Standup", **{**DAILY, "recurrence": {"rrule": "FREQ=DAILY", **more}}
    )
    asked = await ada.use("update_task", task_id=task["id"], repeat="every monday")
    assert fields(asked) == {
        "repeats": ("Every day at 09:00", "Every week on Monday at 09:00"),
        "due": ("Thu 27 Nov 09:00", "Mon 1 Dec 09:00"),
        "next dates": (
            "Thu 27 Nov 09:00, Fri 28 Nov 09:00, Sat 29 Nov 09:00",
            "Mon 1 Dec 09:00, Mon 8 Dec 09:00, Mon 15 Dec 09:00",
        ),
    }
    assert (await ada.read(task))["version"] == task["version"]

    done = await ada.confirm(asked)
    assert done.ok
    now = await ada.read(task)
    assert now["recurrence"]["rrule"].startswith("FREQ=WEEKLY;BYDAY=MO")
    assert {name: now["recurrence"][name] for name in more} == more
    assert (await ada.use("undo", undo_id=done.undo_ids[0])).ok
    assert (await ada.read(task))["recurrence"] == task["recurrence"]


async def test_a_repetition_that_was_changed_meanwhile_stays(ada):
    task = await ada.create(title="Standup", **DAILY)
    asked = await ada.use("update_task", task_id=task["id"], repeat="every monday")
    await ada.change(task, title="Daily")
    found = await ada.confirm(asked)
    assert "changed meanwhile" in found.words
    assert (await ada.read(task))["recurrence"] == task["recurrence"]


@pytest.mark.parametrize(
    ("phrase", "rrule", "due"),
    [
        ("every! 3 days", "FREQ=DAILY;INTERVAL=3", "2031-11-27T09:00"),
        ("every weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;WKST=MO", "2031-11-27T09:00"),
        ("every monday at 18:00", "FREQ=WEEKLY;BYDAY=MO;WKST=MO", "2031-12-01T18:00"),
        ("every month on the last day", "FREQ=MONTHLY;BYMONTHDAY=-1", "2031-11-30T09:00"),
        ("every day starting 1 December", "FREQ=DAILY", "2031-12-01T09:00"),
    ],
)
async def test_repetitions_in_words(ada, phrase, rrule, due):
    task = await ada.create(title="Standup", **{**DAILY, "recurrence": {"rrule": "FREQ=YEARLY"}})
    asked = await ada.use("update_task", task_id=task["id"], repeat=phrase)
    assert asked.proposal_id is not None, asked.words
    await ada.confirm(asked)
    now = await ada.read(task)
    assert (now["recurrence"]["rrule"], due_of(now)) == (rrule, due)


@pytest.mark.parametrize(
    ("due", "phrase", "after"),
    [
        ("2031-11-26T09:00", "every day", "2031-11-26T09:00"),  # an hour ago: it stays due
        ("2031-11-17T09:00", "every monday", "2031-11-17T09:00"),
        ("2031-11-18T09:00", "every monday", "2031-12-01T09:00"),
        ("2031-12-09T09:00", "every monday", "2031-12-15T09:00"),
        ("2031-11-18", "every year", "2031-11-18"),
        ("2031-11-26T09:00", "every day starting tomorrow", "2031-11-27T09:00"),
    ],
)
async def test_what_is_due_stays_due_if_the_rule_names_its_day(ada, due, phrase, after):
    kind = "datetime_local" if "T" in due else "date"
    task = await ada.create(title="Plants", due={kind: due})
    found = await ada.use("update_task", task_id=task["id"], repeat=phrase)
    assert found.ok, found.words
    assert due_of(await ada.read(task)) == after


async def test_what_cannot_be_kept_of_a_time_is_told(ada):
    task = await ada.create(title="Dentist")
    found = await ada.use("update_task", task_id=task["id"], when="friday from 2pm to 3pm")
    assert found.ok
    assert "A task has no end: the time is that of its beginning." in found.words
    assert due_of(await ada.read(task)) == "2031-11-28T14:00"


@pytest.mark.parametrize("phrase", ["tuesday", "every day once", "every blue moon", "daily blah"])
async def test_what_is_no_repetition_changes_nothing(ada, phrase):
    task = await ada.create(title="Standup", **DAILY)
    found = await ada.use("update_task", task_id=task["id"], repeat=phrase)
    assert (found.ok, found.proposal_id) == (False, None)
    assert (await ada.read(task))["version"] == task["version"]


async def test_a_stopped_repetition_waits_for_a_yes(ada):
    task = await ada.create(title="Standup", **DAILY)
    asked = await ada.use("stop_repeating", task_id=task["id"])
    assert "Its series ends" in asked.words
    assert (await ada.read(task))["recurrence"] == task["recurrence"]
    done = await ada.confirm(asked)
    now = await ada.read(task)
    assert (now["recurrence"], due_of(now)) == (None, "2031-11-27T09:00")
    assert (await ada.use("undo", undo_id=done.undo_ids[0])).ok
    assert (await ada.read(task))["recurrence"] == task["recurrence"]


async def test_the_task_of_somebody_else_is_not_changed(ada, bob):
    task = await bob.create(title="Secret", **DAILY)
    for arguments in ({"title": "Mine"}, {"when": "friday"}, {"repeat": "every monday"}):
        found = await ada.use("update_task", task_id=task["id"], **arguments)
        assert (found.ok, found.problem["status"]) == (False, 404)
        assert "Secret" not in str(found.as_document())
    assert (await bob.read(task))["version"] == task["version"]


@pytest.mark.parametrize(
    "arguments",
    [{"due": "2031-12-01"}, {"priority": 1}, {"priority": "urgent"}, {"when": 5}, {"title": ""}],
)
async def test_wrong_arguments_change_nothing(ada, arguments):
    task = await ada.create(title="Dentist")
    found = await ada.use("update_task", task_id=task["id"], **arguments)
    assert found.words.startswith("Wrong arguments of update_task")
    assert (await ada.read(task))["version"] == task["version"]
