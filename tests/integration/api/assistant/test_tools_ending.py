"""Tasks are completed, opened again, skipped and deleted by tools."""

from uuid import uuid4

import pytest

DAILY = {"due": {"datetime_local": "2031-11-27T09:00"}, "recurrence": {"rrule": "FREQ=DAILY"}}


async def test_a_task_is_completed_and_the_completion_undone(ada):
    task = await ada.create(title="Dentist", due={"date": "2031-11-27"})
    done = await ada.use("complete_task", task_id=task["id"])

    assert done.ok
    assert done.words == "Done: “Dentist”."
    assert (await ada.read(task))["status"] == "done"
    undone = await ada.use("undo", undo_id=done.undo_ids[0])
    assert undone.ok
    assert (await ada.read(task))["status"] == "open"


async def test_a_completed_occurrence_names_the_next_one(ada):
    task = await ada.create(title="Standup", **DAILY)
    done = await ada.use("complete_task", task_id=task["id"])
    assert done.words == "Done: “Standup”. Next: Fri 28 Nov 09:00."


async def test_the_last_occurrence_says_that_nothing_follows(ada):
    once = {**DAILY, "recurrence": {"rrule": "FREQ=DAILY;COUNT=1"}}
    task = await ada.create(title="Standup", **once)
    done = await ada.use("complete_task", task_id=task["id"])
    assert "Nothing follows it" in done.words


async def test_what_is_done_already_stays(ada):
    task = await ada.create(title="Dentist")
    await ada.use("complete_task", task_id=task["id"])
    again = await ada.use("complete_task", task_id=task["id"])
    assert (again.ok, again.undo_ids) == (True, ())
    assert "already" in again.words


async def test_what_was_skipped_is_not_completed(ada):
    task = await ada.create(title="Standup", **DAILY)
    await ada.use("skip_task", task_id=task["id"])
    for tool in ("complete_task", "stop_repeating"):
        found = await ada.use(tool, task_id=task["id"])
        assert found.words == "“Standup” is skipped: open it again first. Nothing was changed."


async def test_a_done_task_is_opened_again(ada):
    task = await ada.create(title="Dentist")
    await ada.use("complete_task", task_id=task["id"])
    found = await ada.use("reopen_task", task_id=task["id"])
    assert (found.ok, found.words) == (True, "Open again: “Dentist”, due no date.")
    assert [each["status"] for each in found.tasks] == ["open"]
    assert (await ada.read(task))["status"] == "open"
    assert (await ada.use("undo", undo_id=found.undo_ids[0])).ok
    assert (await ada.read(task))["status"] == "done"


async def test_a_skipped_occurrence_is_open_again_instead_of_the_next(ada):
    task = await ada.create(title="Standup", **DAILY)
    await ada.use("skip_task", task_id=task["id"])
    found = await ada.use("reopen_task", task_id=task["id"])
    assert found.ok
    listed = await ada.use("find_tasks")
    assert [each["id"] for each in listed.tasks] == [task["id"]]


async def test_a_skip_names_the_next_occurrence_which_is_there(ada):
    task = await ada.create(title="Standup", **DAILY)
    found = await ada.use("skip_task", task_id=task["id"])
    assert found.words == "Skipped: “Standup” of Thu 27 Nov 09:00. Next: Fri 28 Nov 09:00."
    assert (await ada.read(task))["status"] == "skipped"
    assert len(found.undo_ids) == 1
    listed = await ada.use("find_tasks", words="standup")
    assert [each["due"] for each in listed.tasks] == ["Fri 28 Nov 09:00"]


async def test_what_does_not_repeat_is_not_skipped(ada):
    task = await ada.create(title="Dentist")
    found = await ada.use("skip_task", task_id=task["id"])
    assert not found.ok
    assert "does not repeat" in found.words
    assert (await ada.read(task))["version"] == task["version"]


async def test_a_deletion_waits_for_a_yes_and_can_be_undone(ada):
    task = await ada.create(title="Dentist")
    asked = await ada.use("delete_task", task_id=task["id"])
    assert asked.words == "Delete “Dentist”? Nothing is changed yet."
    assert await ada.read(task) is not None

    done = await ada.confirm(asked)
    assert done.ok
    assert await ada.read(task) is None
    await ada.use("undo", undo_id=done.undo_ids[0])
    assert (await ada.read(task))["title"] == "Dentist"


async def test_the_deletion_of_a_series_says_that_it_ends(ada):
    task = await ada.create(title="Standup", **DAILY)
    asked = await ada.use("delete_task", task_id=task["id"])
    assert "its series ends" in asked.words.lower()
    assert [(each.field, each.after) for each in asked.changes] == [
        ("task", "deleted"),
        ("repeats", "ended"),
    ]


async def test_a_deletion_tells_of_subtasks(ada):
    task = await ada.create(title="Move house")
    await ada.create(title="Boxes", parent_id=task["id"])
    asked = await ada.use("delete_task", task_id=task["id"])
    assert "with its 1 subtask" in asked.words


async def test_a_task_that_was_changed_meanwhile_is_not_deleted(ada):
    task = await ada.create(title="Dentist")
    asked = await ada.use("delete_task", task_id=task["id"])
    await ada.change(task, title="Dentist, at 3")
    found = await ada.confirm(asked)
    assert not found.ok
    assert "changed meanwhile" in found.words
    assert found.problem["status"] == 412
    assert (await ada.read(task))["title"] == "Dentist, at 3"


@pytest.mark.parametrize(
    "tool", ["complete_task", "reopen_task", "skip_task", "delete_task", "stop_repeating"]
)
async def test_the_task_of_somebody_else_is_not_there(ada, bob, tool):
    task = await bob.create(title="Secret", **DAILY)
    found = await ada.use(tool, task_id=task["id"])
    assert not found.ok
    assert found.problem["status"] == 404
    assert "Secret" not in str(found.as_document())
    assert await bob.read(task) == {k: v for k, v in task.items() if k in await bob.read(task)}


@pytest.mark.parametrize(
    "arguments", [{}, {"task_id": "dentist"}, {"task_id": str(uuid4()), "x": 1}]
)
async def test_wrong_arguments_are_said(ada, arguments):
    found = await ada.use("complete_task", **arguments)
    assert not found.ok
    assert found.words.startswith("Wrong arguments of complete_task")
