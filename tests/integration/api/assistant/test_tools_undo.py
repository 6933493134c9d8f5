"""The last change is taken back, whatever it was."""

from uuid import uuid4


async def test_the_last_change_is_taken_back_and_then_the_one_before(ada):
    task = await ada.create(title="Dentist", priority="low")
    await ada.use("update_task", task_id=task["id"], title="Check-up")
    await ada.use("update_task", task_id=task["id"], priority="high")
    first = await ada.use("undo")
    assert first.words == "Taken back: Changed “Check-up”."
    now = await ada.read(task)
    assert (now["title"], now["priority"]) == ("Check-up", "low")
    await ada.use("undo")
    assert (await ada.read(task))["title"] == "Dentist"


async def test_a_task_that_was_added_last_is_deleted_after_a_yes(ada):
    old = await ada.create(title="Old")
    await ada.use("update_task", task_id=old["id"], priority="high")
    await ada.use("add_task", text="Buy milk")
    asked = await ada.use("undo")
    assert asked.words.startswith("The last change added “Buy milk”: delete it?")
    assert (await ada.read(old))["priority"] == "high"
    assert (await ada.confirm(asked)).ok
    assert (await ada.use("find_tasks", words="milk")).tasks == ()


async def test_the_occurrence_that_followed_is_not_what_was_added(ada):
    daily = {"due": {"datetime_local": "2031-11-27T09:00"}, "recurrence": {"rrule": "FREQ=DAILY"}}
    task = await ada.create(title="Standup", **daily)
    await ada.use("skip_task", task_id=task["id"])  # brings the next one at once
    found = await ada.use("undo")
    assert found.words == "Taken back: Skipped “Standup”."
    assert (await ada.read(task))["status"] == "open"


async def test_a_series_that_was_added_last_is_deleted_after_a_yes(ada):
    await ada.use("add_task", text="Standup every day at 9:00")
    asked = await ada.use("undo")
    assert asked.words.startswith("The last change added “Standup”: delete it?")
    await ada.confirm(asked)
    assert (await ada.use("find_tasks")).tasks == ()


async def test_what_was_taken_back_in_between_is_passed_over(ada):
    task = await ada.create(title="Dentist")
    await ada.use("update_task", task_id=task["id"], title="Check-up")
    await ada.use("undo")
    asked = await ada.use("undo")  # only its making is left
    assert asked.words.startswith("The last change added “Dentist”: delete it?")


async def test_nothing_to_take_back(ada):
    found = await ada.use("undo")
    assert (found.ok, found.words) == (False, "There is no change to take back.")


async def test_a_change_that_others_built_on_stays(ada):
    task = await ada.create(title="Dentist")
    done = await ada.use("update_task", task_id=task["id"], title="Check-up")
    await ada.change(task, priority="high")
    found = await ada.use("undo", undo_id=done.undo_ids[0])
    assert (found.ok, found.problem["code"]) == (False, "undo.impossible")
    assert (await ada.read(task))["title"] == "Check-up"


async def test_changes_of_somebody_else_are_not_there(ada, bob):
    task = await bob.create(title="Secret")
    done = await bob.use("update_task", task_id=task["id"], title="Secret two")
    for undo_id in (done.undo_ids[0], str(uuid4())):
        found = await ada.use("undo", undo_id=undo_id)
        assert (found.ok, found.problem["status"]) == (False, 404)
    assert (await ada.use("undo")).words == "There is no change to take back."
    assert (await bob.read(task))["title"] == "Secret two"


async def test_an_id_that_is_none_is_wrong(ada):
    assert (await ada.use("undo", undo_id="last")).words.startswith("Wrong arguments of undo")


async def test_a_change_of_many_is_taken_back_after_a_yes(ada):
    tasks = [await ada.create(title=f"Errand {number}") for number in range(6)]
    asked = await ada.use("change_tasks", action="complete", words="Errand")
    done = await ada.confirm(asked)
    for wanted in ({}, {"undo_id": done.undo_ids[0]}):
        asked = await ada.use("undo", **wanted)
        assert asked.proposal_id, asked
        assert [(await ada.read(each))["status"] for each in tasks] == ["done"] * 6
    assert (await ada.confirm(asked)).ok
    assert [(await ada.read(each))["status"] for each in tasks] == ["open"] * 6
