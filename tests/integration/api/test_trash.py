"""The trash: what was deleted is listed, comes back as it was, or is gone for ever."""

from datetime import timedelta
from uuid import UUID

from shared.db.repositories import trash
from tests.factories.series import rows


async def delete(api, person, task):
    return await api.ask("DELETE", f"/api/tasks/{task['id']}", person)


async def restore(api, person, task):
    return await api.ask("POST", f"/api/trash/{task['id']}/restore", person)


async def listed(api, person, query=""):
    answer = await api.ask("GET", f"/api/trash{query}", person)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def titles(api, person):
    return [item["task"]["title"] for item in (await listed(api, person))["items"]]


async def states(api, task):
    found = await rows(
        api.resources.db,
        "SELECT state, reason FROM reminders WHERE task_id = :t ORDER BY fire_at",
        t=UUID(task["id"]),
    )
    return [tuple(row) for row in found]


async def test_deleted_tasks_are_listed_newest_first_page_by_page(api, ada):
    tasks = [await api.create(ada, title=f"T{number}") for number in range(5)]
    for task in tasks:
        await delete(api, ada, task)
    found, cursor = [], None
    for _ in range(3):
        page = await listed(api, ada, f"?limit=2{f'&cursor={cursor}' if cursor else ''}")
        found += [item["task"]["title"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert (found, cursor) == (["T4", "T3", "T2", "T1", "T0"], None)
    assert await titles(api, await api.person()) == []


async def test_a_task_comes_back_with_its_subtasks_labels_and_reminders(api, ada):
    due = {"datetime_local": "2031-11-27T09:00"}
    reminders = [{"offset": "-PT10M"}]
    root = await api.create(ada, title="Root", labels=["a"], due=due, reminders=reminders)
    child = await api.create(ada, title="Child", parent_id=root["id"], due=due, reminders=reminders)
    apart = await api.create(ada, title="Apart", parent_id=root["id"])
    await delete(api, ada, apart)
    await delete(api, ada, root)
    assert await titles(api, ada) == ["Root", "Apart"]
    assert await states(api, child) == [("cancelled", "task_deleted")]
    back = (await restore(api, ada, root)).json()
    assert ([task["title"] for task in back["tasks"]], back["lost"]) == (["Root", "Child"], [])
    assert back["tasks"][0]["labels"] == ["a"]
    assert await states(api, root) == await states(api, child) == [("scheduled", None)]
    assert await titles(api, ada) == ["Apart"]
    assert (await api.event_types(ada)).count("task.restored") == 2
    assert (await restore(api, ada, root)).status_code == 404


async def test_a_restored_deletion_is_undone_and_what_was_before_can_be_undone(api, ada):
    task = await api.create(ada, title="Old")
    path = f"/api/tasks/{task['id']}"
    edit = (await api.ask("PATCH", path, ada, json={"title": "New"})).json()["undo_id"]
    deletion = (await delete(api, ada, task)).headers["undo-id"]
    await restore(api, ada, task)
    late = await api.ask("POST", f"/api/undo/{deletion}", ada)
    assert (late.status_code, late.json()["reason"]) == (409, "undone")
    assert (await api.ask("POST", f"/api/undo/{edit}", ada)).status_code == 200
    assert (await api.ask("GET", path, ada)).json()["title"] == "Old"


async def test_one_of_a_bulk_deletion_comes_back_alone(api, ada):
    tasks = [await api.create(ada, title=f"T{number}") for number in range(3)]
    ids = [task["id"] for task in tasks]
    await api.ask("POST", "/api/tasks/bulk", ada, json={"ids": ids, "action": "delete"})
    assert (await restore(api, ada, tasks[1])).status_code == 200
    assert await api.titles(ada) == ["T1"]
    assert sorted(await titles(api, ada)) == ["T0", "T2"]


async def test_what_is_gone_meanwhile_is_said(api, ada):
    project = (await api.ask("POST", "/api/projects", ada, json={"name": "P"})).json()
    parent = await api.create(ada, title="Parent")
    task = await api.create(ada, project_id=project["id"], parent_id=parent["id"])
    await delete(api, ada, task)
    await delete(api, ada, parent)
    await api.ask("DELETE", f"/api/projects/{project['id']}", ada)
    back = (await restore(api, ada, task)).json()
    assert back["lost"] == ["parent_id", "project_id"]
    (found,) = back["tasks"]
    assert (found["project_id"], found["parent_id"]) == (None, None)


async def test_a_place_that_is_too_deep_by_now_is_lost(api, ada):
    parent, task = await api.create(ada, title="Parent"), None
    task = await api.create(ada, parent_id=parent["id"])
    await api.create(ada, parent_id=task["id"])
    await delete(api, ada, task)
    above = await api.create(ada)
    await api.ask("PATCH", f"/api/tasks/{parent['id']}", ada, json={"parent_id": above["id"]})
    assert (await restore(api, ada, task)).json()["lost"] == ["parent_id"]


async def test_what_is_purged_is_gone_for_ever(api, ada):
    root = await api.create(ada, title="Root")
    await api.create(ada, title="Child", parent_id=root["id"])
    other, alive = await api.create(ada, title="Other"), await api.create(ada, title="Alive")
    for task in (root, other):
        await delete(api, ada, task)
    bob = await api.person()
    path = f"/api/trash/{root['id']}"
    assert (await api.ask("DELETE", path, bob)).status_code == 404
    assert (await api.ask("DELETE", path, ada)).status_code == 204
    assert (await api.count("tasks", ada), await api.count("undo_log", ada)) == (2, 1)
    assert (await api.ask("DELETE", f"/api/trash/{alive['id']}", ada)).status_code == 404
    assert (await api.ask("DELETE", "/api/trash", bob)).status_code == 204
    assert await titles(api, ada) == ["Other"]
    assert (await api.ask("DELETE", "/api/trash", ada)).status_code == 204
    assert (await api.count("tasks", ada), await api.count("undo_log", ada)) == (1, 0)
    assert await api.titles(ada) == ["Alive"]


async def test_pruning_takes_what_is_old_and_leaves_what_lives_below(api, ada):
    parent = await api.create(ada, title="Parent")
    child = await api.create(ada, title="Child", parent_id=parent["id"])
    undo_id = (await delete(api, ada, child)).headers["undo-id"]
    await delete(api, ada, parent)
    await api.ask("POST", f"/api/undo/{undo_id}", ada)
    now = api.resources.db.clock.now()
    async with api.resources.db.unit_of_work() as uow:
        early = await trash.prune(uow.connection, now - timedelta(days=30), 100)
        late = await trash.prune(uow.connection, now + timedelta(seconds=1), 1_000)
    assert early == 0
    assert late >= 1
    assert await api.titles(ada) == ["Child"]
    assert (await api.ask("GET", f"/api/tasks/{child['id']}", ada)).json()["parent_id"] is None


async def test_a_done_one_that_comes_back_has_a_next_one(api, ada):
    """It was deleted before the worker came, which brings nothing for what is deleted."""
    due = {"datetime_local": "2031-11-27T09:00"}
    task = await api.create(ada, due=due, recurrence={"pattern": "daily"})
    await api.ask("POST", f"/api/tasks/{task['id']}/complete", ada)
    await api.ask("DELETE", f"/api/tasks/{task['id']}", ada)
    restored = await api.ask("POST", f"/api/trash/{task['id']}/restore", ada)
    assert restored.status_code == 200
    (following,) = (await api.ask("GET", "/api/tasks?completed=false", ada)).json()["items"]
    assert (following["series_id"], following["slot"]) == (task["series_id"], "2031-11-28T09:00:00")
