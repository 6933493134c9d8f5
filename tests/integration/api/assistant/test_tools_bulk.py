"""Several tasks are changed at once: those that were shown."""

from uuid import uuid4

import pytest

DAILY = {"due": {"datetime_local": "2031-11-27T09:00"}, "recurrence": {"rrule": "FREQ=DAILY"}}


def due_of(task):
    return task["due"] and (task["due"]["date"] or task["due"]["datetime_local"][:16])


async def three(user, **body):
    return [await user.create(title=title, **body) for title in ("One", "Two", "Three")]


@pytest.fixture
async def tasks(ada):
    return await three(ada, due={"datetime_local": "2031-11-27T09:00"}, labels=["x"])


async def test_several_tasks_wait_for_a_yes_and_are_undone_at_once(ada, tasks):
    asked = await ada.use("change_tasks", action="complete", filter="@x")
    assert asked.words == "Complete 3 tasks? Nothing is changed yet."
    assert sorted(each.title for each in asked.changes) == ["One", "Three", "Two"]
    assert [(await ada.read(each))["status"] for each in tasks] == ["open"] * 3

    done = await ada.confirm(asked)
    assert done.words == "Done: 3 tasks."
    assert [(await ada.read(each))["status"] for each in tasks] == ["done"] * 3
    assert (await ada.use("undo", undo_id=done.undo_ids[0])).ok
    assert [(await ada.read(each))["status"] for each in tasks] == ["open"] * 3


async def test_what_was_shown_is_what_is_done(ada, tasks):
    asked = await ada.use("change_tasks", action="delete", filter="@x")
    late = await ada.create(title="Late", labels=["x"])
    await ada.change(tasks[0], title="One, but other")
    done = await ada.confirm(asked)
    assert done.words.startswith("Done for 2 of 3 tasks; the others are as they were.")
    assert "“One”: It was changed meanwhile" in done.words
    left = [await ada.read(each) for each in (late, *tasks)]
    assert [each and each["title"] for each in left] == ["Late", "One, but other", None, None]
    assert list(done.facts["refused"]) == [tasks[0]["id"]]


async def test_nothing_is_done_if_all_were_changed_meanwhile(ada, tasks):
    asked = await ada.use("change_tasks", action="complete", filter="@x")
    for each in tasks:
        await ada.change(each, notes="other")
    done = await ada.confirm(asked)
    assert (done.ok, done.undo_ids, done.changes) == (False, (), ())


async def test_a_day_keeps_each_time(ada):
    nine = await ada.create(title="Nine", due={"datetime_local": "2031-11-20T09:00"})
    five = await ada.create(title="Five", due={"datetime_local": "2031-11-21T17:00"})
    day = await ada.create(title="Day", due={"date": "2031-11-22"})
    asked = await ada.use("change_tasks", action="postpone", filter="due > 2031-11-01", to="monday")
    assert {each.title: each.after for each in asked.changes} == {
        "Nine": "Mon 1 Dec 09:00",
        "Five": "Mon 1 Dec 17:00",
        "Day": "Mon 1 Dec",
    }
    await ada.confirm(asked)
    found = [due_of(await ada.read(each)) for each in (nine, five, day)]
    assert found == ["2031-12-01T09:00", "2031-12-01T17:00", "2031-12-01"]


async def test_a_length_moves_each_and_leaves_what_has_no_date(ada, tasks):
    dateless = await ada.create(title="Dateless", labels=["x"])
    asked = await ada.use("change_tasks", action="postpone", filter="@x", by="2 days")
    assert "1 more matches, and stays as before." in asked.words
    await ada.confirm(asked)
    assert [due_of(await ada.read(each)) for each in tasks] == ["2031-11-29T09:00"] * 3
    assert due_of(await ada.read(dateless)) is None


async def test_fields_of_several_tasks(ada, tasks):
    project = await ada.project("Home")
    asked = await ada.use(
        "change_tasks",
        action="edit",
        task_ids=[each["id"] for each in tasks[:2]],
        priority="high",
        add_labels=["@y"],
        remove_labels=["x"],
        project="Home",
    )
    assert {each.field for each in asked.changes} == {"priority", "labels", "project"}
    await ada.confirm(asked)
    now = [await ada.read(each) for each in tasks]
    assert [each["priority"] for each in now] == ["high", "high", "none"]
    assert [each["labels"] for each in now] == [["y"], ["y"], ["x"]]
    assert [each["project_id"] for each in now] == [project["id"], project["id"], None]


async def test_one_task_needs_no_yes_but_its_deletion_does(ada):
    task = await ada.create(title="One")
    done = await ada.use("change_tasks", action="edit", task_ids=[task["id"]], priority="low")
    assert (done.ok, done.proposal_id) == (True, None)
    assert done.words == "Changed: “One”."
    asked = await ada.use("change_tasks", action="delete", task_ids=[task["id"]])
    assert asked.proposal_id is not None
    assert await ada.read(task) is not None


async def test_the_end_of_series_is_said(ada):
    await ada.create(title="Standup", **DAILY)
    await ada.create(title="Dentist")
    asked = await ada.use("change_tasks", action="delete", filter="open")
    assert "1 of them repeats: its series ends" in asked.words
    assert [each.title for each in asked.changes if each.after == "ended"] == ["Standup"]


async def test_no_series_ends_with_what_is_over(ada):
    standup = await ada.create(title="Standup", **DAILY)
    await ada.use("complete_task", task_id=standup["id"])
    asked = await ada.use("change_tasks", action="delete", filter="done")
    assert "series" not in asked.words
    assert [each.after for each in asked.changes] == ["deleted"]
    alone = await ada.use("delete_task", task_id=standup["id"])
    assert "series" not in alone.words


async def test_only_what_repeats_is_skipped(ada):
    standup = await ada.create(title="Standup", **DAILY)
    dentist = await ada.create(title="Dentist")
    done = await ada.use("change_tasks", action="skip", filter="open")
    assert done.words == "Skipped: “Standup”. 1 more matches, and stays as before."
    assert [(await ada.read(each))["status"] for each in (standup, dentist)] == ["skipped", "open"]


async def test_finished_tasks_are_opened_again(ada, tasks):
    await ada.confirm(await ada.use("change_tasks", action="complete", filter="@x"))
    asked = await ada.use("change_tasks", action="reopen", filter="@x")
    await ada.confirm(asked)
    assert [(await ada.read(each))["status"] for each in tasks] == ["open"] * 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"action": "complete"}, "Say which tasks"),
        ({"action": "complete", "filter": "@x", "task_ids": [str(uuid4())]}, "Say which tasks"),
        ({"action": "edit", "filter": "@x"}, "Say what is to be set"),
        ({"action": "complete", "filter": "@x", "priority": "low"}, "with the action edit"),
        ({"action": "postpone", "filter": "@x"}, "Give either to or by"),
        ({"action": "complete", "filter": "@x", "to": "friday"}, "belong to the action postpone"),
        ({"action": "postpone", "filter": "@x", "by": "1 month"}, "say days or weeks"),
        ({"action": "postpone", "filter": "@x", "to": "30 february"}, "no such day"),
        ({"action": "edit", "filter": "@x", "project": "Nope"}, "There is no project"),
        ({"action": "complete", "filter": "bla ("}, "no word of filters"),
        ({"action": "complete", "filter": "@none"}, "No task matches"),
        ({"action": "burn", "filter": "@x"}, "Wrong arguments of change_tasks"),
        ({"action": "edit", "filter": "@x", "title": "a"}, "Wrong arguments of change_tasks"),
    ],
)
async def test_what_cannot_be_meant_changes_nothing(ada, tasks, arguments, said):
    found = await ada.use("change_tasks", **arguments)
    assert (found.ok, found.proposal_id) == (False, None)
    assert said in found.words
    now = [(await ada.read(each))["version"] for each in tasks]
    assert now == [each["version"] for each in tasks]


async def test_tasks_of_somebody_else_are_not_there(ada, bob, tasks):
    theirs = await bob.create(title="Secret", labels=["x"])
    ids = [theirs["id"], tasks[0]["id"]]
    found = await ada.use("change_tasks", action="delete", task_ids=ids)
    assert (found.ok, found.proposal_id, found.problem["status"]) == (False, None, 404)
    asked = await ada.use("change_tasks", action="delete", filter="@x")
    await ada.confirm(asked)
    assert (await bob.read(theirs))["title"] == "Secret"


async def test_more_than_can_be_shown_are_refused(ada):
    for _ in range(6):
        many = [{"method": "POST", "path": "/api/tasks", "body": {"title": "Many"}}] * 50
        for _ in range(2):
            await ada.api.ask("POST", "/api/batch", ada.person, json={"requests": many})
    found = await ada.use("change_tasks", action="complete", words="many")
    assert (found.ok, found.proposal_id) == (False, None)
    assert "600 tasks match; at most 500" in found.words
