"""Many tasks at once: those that can be are changed, the others say why, one undo is enough."""

from uuid import uuid4

import pytest

from tests.integration.api.harness import pointers


async def bulk(api, person, tasks, **body):
    ids = [task if isinstance(task, str) else task["id"] for task in tasks]
    return await api.ask("POST", "/api/tasks/bulk", person, json={"ids": ids, **body})


async def read(api, person, task):
    return (await api.ask("GET", f"/api/tasks/{task['id']}", person)).json()


async def undo(api, person, answer):
    return await api.ask("POST", f"/api/undo/{answer.json()['undo_id']}", person)


async def test_each_task_has_its_result_and_its_event(api, ada):
    tasks = [await api.create(ada, title=f"Task {number}") for number in range(3)]
    nobodys = str(uuid4())
    answer = await bulk(api, ada, [*tasks, nobodys], action="complete")
    items = answer.json()["items"]
    assert [item["ok"] for item in items] == [True, True, True, False]
    assert items[3]["problem"]["code"] == "not_found"
    assert (await api.event_types(ada)).count("task.completed") == 3
    assert await api.titles(ada, "?completed=false") == []


@pytest.mark.parametrize("action", ["complete", "skip", "delete", "postpone", "edit"])
async def test_one_undo_takes_all_of_it_back(api, ada, action):
    due, daily = {"datetime_local": "2031-11-27T09:00"}, {"pattern": "daily"}
    tasks = [await api.create(ada, labels=["a", "b"], due=due, recurrence=daily) for _ in range(3)]
    more = {"by": "P1D"} if action == "postpone" else {}
    fields = {"priority": "high", "add_labels": ["c"], "remove_labels": ["a"]}
    answer = await bulk(api, ada, tasks, action=action, set=fields, **more)
    assert all(item["ok"] for item in answer.json()["items"])
    if action != "delete":
        changed = await read(api, ada, tasks[0])
        assert (changed["priority"], changed["labels"]) == ("high", ["b", "c"])
    assert (await undo(api, ada, answer)).status_code == 200
    for task in tasks:
        back = await read(api, ada, task)
        changes = {"version", "updated_at"}
        assert {name for name in task if back[name] != task[name]} == changes
    assert (await undo(api, ada, answer)).json()["reason"] == "undone"


async def test_a_field_reaches_the_occurrence_that_follows(api, ada):
    due, daily = {"datetime_local": "2031-11-27T09:00"}, {"pattern": "daily"}
    task = await api.create(ada, due=due, recurrence=daily)
    own = {"priority": "high", "title": "Once"}
    await api.ask("PATCH", f"/api/tasks/{task['id']}/series?scope=this", ada, json=own)
    await bulk(api, ada, [task], action="edit", set={"priority": "low"})
    skipped = await api.ask("POST", f"/api/tasks/{task['id']}/skip", ada)
    following = skipped.json()["next"]
    assert (following["priority"], following["title"]) == ("low", task["title"])


async def test_reopening_many_can_be_undone(api, ada):
    tasks = [await api.create(ada) for _ in range(2)]
    await bulk(api, ada, tasks, action="complete")
    answer = await bulk(api, ada, tasks, action="reopen")
    assert len(await api.titles(ada, "?completed=false")) == 2
    await undo(api, ada, answer)
    assert len(await api.titles(ada, "?completed=true")) == 2


async def test_nothing_is_undone_if_one_was_changed_since(api, ada):
    tasks = [await api.create(ada) for _ in range(2)]
    answer = await bulk(api, ada, tasks, action="delete")
    await api.ask("POST", f"/api/tasks/{tasks[0]['id']}/undo", ada)
    assert (await undo(api, ada, answer)).json()["reason"] == "undone"
    answer = await bulk(api, ada, tasks, action="complete")
    await api.ask("PATCH", f"/api/tasks/{tasks[1]['id']}", ada, json={"title": "Other"})
    assert (await undo(api, ada, answer)).json()["reason"] == "changed"
    assert len(await api.titles(ada, "?completed=true")) == 2


async def test_what_cannot_be_skipped_says_so_and_the_rest_is(api, ada):
    alone = await api.create(ada)
    daily = await api.create(ada, due={"date": "2031-11-27"}, recurrence={"pattern": "daily"})
    answer = await bulk(api, ada, [alone, daily], action="skip")
    assert [item["ok"] for item in answer.json()["items"]] == [False, True]
    assert answer.json()["items"][0]["problem"]["code"] == "task.not_recurring"
    assert (await read(api, ada, daily))["status"] == "skipped"


async def test_anothers_tasks_are_not_touched(api, ada, bob):
    task = await api.create(ada)
    answer = await bulk(api, bob, [task], action="delete")
    assert [item["ok"] for item in answer.json()["items"]] == [False]
    assert answer.json()["undo_id"] is None
    assert await api.titles(ada) == ["Task"]


async def test_five_hundred_are_taken_and_one_more_is_refused(api, ada):
    ids = [str(uuid4()) for _ in range(501)]
    assert (await bulk(api, ada, ids[:500], action="complete")).status_code == 200
    assert pointers(await bulk(api, ada, ids, action="complete")) == [("/ids", "too_long")]


@pytest.mark.parametrize(
    ("action", "event"),
    [
        ("complete", "task.completed"),
        ("skip", "task.skipped"),
        ("delete", "task.deleted"),
        ("postpone", "task.updated"),
        ("edit", "task.updated"),
    ],
)
async def test_fields_and_an_action_are_one_event_a_task(api, action, event):
    person = await api.person()
    due, daily = {"datetime_local": "2031-11-27T09:00"}, {"pattern": "daily"}
    tasks = [await api.create(person, due=due, recurrence=daily) for _ in range(3)]
    before = len(await api.event_types(person))
    more = {"by": "P1D"} if action == "postpone" else {}
    await bulk(api, person, tasks, action=action, set={"priority": "high"}, **more)
    found = (await api.event_types(person))[before:]
    of_tasks = [each for each in found if each.startswith("task.") and each != "task.changed"]
    ended = [each for each in of_tasks if each != "task.created"]  # what the skip brought
    assert ended == [event] * 3


async def test_a_task_that_is_another_by_now_stays(api, ada):
    first, second = await api.create(ada, title="First"), await api.create(ada, title="Second")
    await api.ask("PATCH", f"/api/tasks/{first['id']}", ada, json={"title": "Other"})
    body = {
        "ids": [first["id"], second["id"]],
        "versions": [first["version"], second["version"]],
        "action": "complete",
    }
    answer = await api.ask("POST", "/api/tasks/bulk", ada, json=body)
    found = [(each["ok"], (each["problem"] or {}).get("code")) for each in answer.json()["items"]]
    assert found == [(False, "version.mismatch"), (True, None)]
    assert await api.titles(ada, "?completed=false") == ["Other"]


async def test_there_is_a_version_for_each_task_or_none(api, ada):
    task = await api.create(ada)
    body = {"ids": [task["id"]], "versions": [1, 1], "action": "complete"}
    answer = await api.ask("POST", "/api/tasks/bulk", ada, json=body)
    assert answer.status_code == 422
    assert pointers(answer) == [("", "versions_differ")]


async def test_tasks_that_go_to_a_day_may_keep_their_times(api, ada):
    timed = await api.create(ada, due={"datetime_local": "2031-01-06T09:00", "zone": "Asia/Tokyo"})
    whole = await api.create(ada, due={"date": "2031-01-06"})
    body = {
        "ids": [timed["id"], whole["id"]],
        "action": "postpone",
        "to": {"date": "2031-01-08"},
        "keep_time": True,
    }
    await api.ask("POST", "/api/tasks/bulk", ada, json=body)
    found = [(await api.ask("GET", f"/api/tasks/{t['id']}", ada)).json() for t in (timed, whole)]
    assert [each["due"]["datetime_local"] for each in found] == ["2031-01-08T09:00:00", None]
    assert [each["due"]["date"] for each in found] == [None, "2031-01-08"]
    assert found[0]["due"]["zone"] == "Asia/Tokyo"


async def test_many_are_postponed_as_one_is(api, ada):
    to = {"datetime_local": "2031-01-08T09:00", "zone": "Asia/Tokyo"}
    drafts = [
        {},
        {
            "due": {"datetime_local": "2031-01-07T09:00"},
            "start": {"datetime_local": "2031-01-06T08:00"},
        },
        {"due": to, "recurrence": {"pattern": "daily"}},
    ]
    ones, many = [[await api.create(ada, **draft) for draft in drafts] for _ in range(2)]
    for task in (ones[2], many[2]):
        await api.ask("POST", f"/api/tasks/{task['id']}/postpone", ada, json={"by": "P1D"})
    for task in ones:
        await api.ask("POST", f"/api/tasks/{task['id']}/postpone", ada, json={"to": to})
    await bulk(api, ada, many, action="postpone", to=to)

    async def state(task):
        found = await read(api, ada, task)
        log = await api.ask("GET", f"/api/tasks/{task['id']}/occurrences", ada)
        reminders = [(each["at"], each["offset"], each["state"]) for each in found["reminders"]]
        return found["due"], found["start"], reminders, [i["status"] for i in log.json()["items"]]

    after = [await state(task) for task in many]
    assert after == [await state(task) for task in ones]
    assert [len(reminders) for _, _, reminders, _ in after] == [1, 1, 1]
    assert after[1][1]["at"] == "2031-01-05T23:00:00Z"
    assert after[2][3] == ["open"]
