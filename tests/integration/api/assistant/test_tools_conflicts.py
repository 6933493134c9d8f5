"""A task that was changed between its reading and the change is left as it is."""

import pytest

from api.assistant.plans import Plan, plan_of
from api.assistant.tools.catalogue import TOOLS
from api.assistant.tools.using import carry_out

DAILY = {"due": {"datetime_local": "2031-11-27T09:00"}, "recurrence": {"rrule": "FREQ=DAILY"}}
CALLS = [
    ("update_task", {"title": "Mine"}),
    ("update_task", {"when": "friday 10:00"}),
    ("update_task", {"repeat": "every monday"}),
    ("update_task", {"remind": "1 day before"}),
    ("stop_repeating", {}),
    ("complete_task", {}),
    ("skip_task", {}),
    ("postpone_task", {"by": "1 day"}),
    ("delete_task", {}),
]


async def planned(user, tool, arguments):
    found = await TOOLS[tool].run(user.context, TOOLS[tool].arguments.model_validate(arguments))
    assert isinstance(found, Plan)
    return plan_of(found.as_document())


@pytest.mark.parametrize(("tool", "arguments"), CALLS, ids=str)
async def test_a_plan_holds_for_what_was_shown(ada, tool, arguments):
    task = await ada.create(title="Standup", **DAILY)
    plan = await planned(ada, tool, {"task_id": task["id"], **arguments})
    theirs = await ada.change(task, notes="Theirs")
    found = await carry_out(ada.context, plan)
    assert (found.ok, found.undo_ids, found.changes) == (False, (), ())
    assert "changed meanwhile" in found.words
    assert (await ada.read(task))["version"] == theirs["version"]


async def test_a_reopened_task_holds_for_what_was_shown(ada):
    task = await ada.create(title="Dentist")
    await ada.use("complete_task", task_id=task["id"])
    plan = await planned(ada, "reopen_task", {"task_id": task["id"]})
    await ada.change(task, notes="Theirs")
    found = await carry_out(ada.context, plan)
    assert (found.ok, found.undo_ids, found.changes) == (False, (), ())
    assert (await ada.read(task))["status"] == "done"


async def test_a_plan_of_several_steps_ends_at_the_first_that_is_refused(ada):
    tasks = [await ada.create(title=title) for title in ("One", "Two", "Three")]
    plans = [await planned(ada, "complete_task", {"task_id": each["id"]}) for each in tasks]
    steps = tuple(step for plan in plans for step in plan.steps)
    changes = tuple(change for plan in plans for change in plan.changes)
    await ada.change(tasks[1], notes="Theirs")
    found = await carry_out(ada.context, Plan("Do", "Did.", steps, changes))
    assert not found.ok
    assert found.words.startswith("1 of 3 steps were done. Then: It was changed meanwhile")
    assert len(found.undo_ids) == 1
    now = [(await ada.read(each))["status"] for each in tasks]
    assert now == ["done", "open", "open"]


async def test_a_deleted_task_is_not_there_any_more(ada):
    task = await ada.create(title="Dentist")
    plan = await planned(ada, "complete_task", {"task_id": task["id"]})
    await ada.confirm(await ada.use("delete_task", task_id=task["id"]))
    found = await carry_out(ada.context, plan)
    assert (found.ok, found.problem["status"]) == (False, 404)
