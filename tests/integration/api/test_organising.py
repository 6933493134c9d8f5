"""Sections, checklists and where tasks stand: what the API promises."""

from uuid import UUID, uuid4

import pytest

from shared.commands.recurrences import Completion, roll_completions
from tests.factories.series import rows
from tests.integration.api.harness import pointers as pointers_and_codes


async def post(api, person, path, status=200, **body):
    answer = await api.ask("POST", path, person, json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


async def read(api, person, task):
    return (await api.ask("GET", f"/api/tasks/{task['id']}", person)).json()


def pointers(answer):
    return [pointer for pointer, _ in pointers_and_codes(answer)]


@pytest.fixture
async def home(api, ada):
    """A project with two sections."""
    project = await post(api, ada, "/api/projects", 201, name="Home")
    path = f"/api/projects/{project['id']}/sections"
    sections = [await post(api, ada, path, 201, name=name) for name in ("Now", "Later")]
    return project, *sections


async def roll(api, person, task):
    done = await post(api, person, f"/api/tasks/{task['id']}/complete")
    (found,) = await rows(
        api.resources.db,
        "SELECT user_id, id, completed_at FROM tasks WHERE id = :id",
        id=UUID(done["id"]),
    )
    async with api.resources.db.unit_of_work() as uow:
        await roll_completions(uow, [Completion(*found)], lambda: 0.0)


async def test_a_task_carries_section_and_checklist(api, ada, home):
    project, now, later = home
    task = await api.create(
        ada,
        project_id=project["id"],
        section_id=now["id"],
        checklist=[{"title": " Soap "}, {"title": "Brush", "is_done": True}],
    )
    assert task["section_id"] == now["id"]
    assert [(i["title"], i["is_done"]) for i in task["checklist"]] == [
        ("Soap", False),
        ("Brush", True),
    ]
    assert task["position"] == task["id"]
    assert await read(api, ada, task) == task
    listed = (await api.ask("GET", "/api/tasks", ada)).json()["items"]
    assert listed == [task]
    path = f"/api/tasks/{task['id']}"
    steps = [*reversed(task["checklist"]), {"title": "Water"}]
    changed = await api.ask(
        "PATCH", path, ada, json={"section_id": later["id"], "checklist": steps}
    )
    assert changed.json()["section_id"] == later["id"]
    assert [i["id"] for i in changed.json()["checklist"]][:2] == [
        i["id"] for i in reversed(task["checklist"])
    ]
    await api.ask("POST", f"/api/undo/{changed.json()['undo_id']}", ada)
    back = await read(api, ada, task)
    assert (back["section_id"], back["checklist"]) == (now["id"], task["checklist"])


async def test_a_section_of_another_project_is_refused_and_another_project_clears_it(
    api, ada, home
):
    project, now, _ = home
    other = await post(api, ada, "/api/projects", 201, name="Work")
    for body in ({"section_id": now["id"]}, {"section_id": now["id"], "project_id": other["id"]}):
        answer = await api.ask("POST", "/api/tasks", ada, json={"title": "x", **body})
        assert pointers(answer) == ["/section_id"]
    task = await api.create(ada, project_id=project["id"], section_id=now["id"])
    path = f"/api/tasks/{task['id']}"
    same = await api.ask("PATCH", path, ada, json={"project_id": project["id"]})
    assert same.json()["section_id"] == now["id"]
    moved = await api.ask("PATCH", path, ada, json={"project_id": other["id"]})
    assert (moved.json()["project_id"], moved.json()["section_id"]) == (other["id"], None)


async def test_a_section_of_somebody_else_is_unknown(api, home):
    _, now, _ = home
    bob = await api.person()
    answer = await api.ask("POST", "/api/tasks", bob, json={"title": "x", "section_id": now["id"]})
    assert pointers(answer) == ["/section_id"]
    for method in ("GET", "DELETE"):
        assert (await api.ask(method, f"/api/sections/{now['id']}", bob)).status_code == 404


async def test_many_tasks_go_into_a_section_at_once(api, ada, home):
    project, now, _ = home
    tasks = [await api.create(ada) for _ in range(3)]
    ids = [task["id"] for task in tasks]
    done = await post(api, ada, "/api/tasks/bulk", ids=ids, set={"section_id": now["id"]})
    assert all(item["ok"] for item in done["items"])
    found = [await read(api, ada, task) for task in tasks]
    assert {(t["project_id"], t["section_id"]) for t in found} == {(project["id"], now["id"])}
    await post(api, ada, "/api/tasks/bulk", ids=ids[:1], set={"project_id": None})
    assert (await read(api, ada, tasks[0]))["section_id"] is None
    unknown = await api.ask(
        "POST", "/api/tasks/bulk", ada, json={"ids": ids, "set": {"section_id": str(uuid4())}}
    )
    assert pointers(unknown) == ["/section_id"]


async def test_one_step_is_ticked_again_and_again_without_harm(api, ada):
    task = await api.create(ada, checklist=[{"title": "A"}, {"title": "B"}])
    path = f"/api/tasks/{task['id']}/checklist/{task['checklist'][1]['id']}"
    first = await post(api, ada, path, is_done=True)
    again = await post(api, ada, path, is_done=True)
    assert [i["is_done"] for i in again["checklist"]] == [False, True]
    assert (first["version"], again["version"], again["undo_id"]) == (2, 2, None)
    await post(api, ada, f"/api/undo/{first['undo_id']}")
    assert (await read(api, ada, task))["checklist"] == task["checklist"]
    unknown = await api.ask(
        "POST", f"/api/tasks/{task['id']}/checklist/{uuid4()}", ada, json={"is_done": True}
    )
    assert unknown.status_code == 404


@pytest.mark.parametrize(
    ("checklist", "pointer"),
    [
        ([{"title": "  "}], "/checklist/0/title"),
        ([{"title": "x" * 501}], "/checklist/0/title"),
        ([{"title": "x"}] * 201, "/checklist"),
        ([{"title": "x", "id": str(UUID(int=1))}] * 2, "/checklist/1/id"),
    ],
)
async def test_a_checklist_that_cannot_be_meant_is_refused(api, ada, checklist, pointer):
    answer = await api.ask("POST", "/api/tasks", ada, json={"title": "x", "checklist": checklist})
    assert answer.status_code == 422
    assert pointers(answer) == [pointer]
    assert await api.titles(ada) == []


@pytest.mark.parametrize("resets", [True, False])
async def test_the_next_occurrence_stands_where_the_last_did(api, ada, home, resets):
    project, now, _ = home
    parent = await api.create(ada, title="Parent", project_id=project["id"])
    task = await api.create(
        ada,
        title="Daily",
        project_id=project["id"],
        section_id=now["id"],
        parent_id=parent["id"],
        labels=["a"],
        due={"datetime_local": "2031-11-27T09:00"},
        recurrence={"pattern": "daily", "reset_subtasks": resets},
        checklist=[{"title": "A", "is_done": True}],
    )
    await roll(api, ada, task)
    items = (await api.ask("GET", "/api/tasks?completed=false", ada)).json()["items"]
    (following,) = [item for item in items if item["title"] == "Daily"]
    for name in ("project_id", "section_id", "parent_id", "labels", "position"):
        assert following[name] == task[name], name
    assert [i["is_done"] for i in following["checklist"]] == [not resets]


async def test_what_was_changed_for_one_occurrence_alone_is_as_before_in_the_next(api, ada, home):
    project, now, later = home
    task = await api.create(
        ada,
        project_id=project["id"],
        section_id=now["id"],
        due={"datetime_local": "2031-11-27T09:00"},
        recurrence={"pattern": "daily"},
        checklist=[{"title": "A"}],
    )
    path = f"/api/tasks/{task['id']}/series?scope=this"
    body = {"section_id": later["id"], "checklist": []}
    changed = await api.ask("PATCH", path, ada, json=body)
    assert changed.status_code == 200, changed.text
    await roll(api, ada, task)
    (following,) = (await api.ask("GET", "/api/tasks?completed=false", ada)).json()["items"]
    assert following["section_id"] == now["id"]
    assert following["checklist"] == task["checklist"]


async def test_a_step_of_one_occurrence_alone_stays_so_when_it_is_ticked(api, ada):
    task = await api.create(
        ada,
        due={"datetime_local": "2031-11-27T09:00"},
        recurrence={"pattern": "daily"},
        checklist=[{"title": "A"}],
    )
    body = {"checklist": [*task["checklist"], {"title": "Once"}]}
    answer = await api.ask("PATCH", f"/api/tasks/{task['id']}/series?scope=this", ada, json=body)
    path = f"/api/tasks/{task['id']}/checklist/{answer.json()['checklist'][1]['id']}"
    ticked = await post(api, ada, path, is_done=True)
    assert [i["is_done"] for i in ticked["checklist"]] == [False, True]
    await roll(api, ada, task)
    (following,) = (await api.ask("GET", "/api/tasks?completed=false", ada)).json()["items"]
    assert following["checklist"] == task["checklist"]


async def test_sections_are_renamed_put_in_order_and_deleted(api, ada, home):
    project, now, later = home
    path = f"/api/projects/{project['id']}/sections"
    renamed = await api.ask("PATCH", f"/api/sections/{now['id']}", ada, json={"name": " Today "})
    assert (renamed.json()["name"], renamed.headers["etag"]) == ("Today", '"2"')
    ids = [later["id"], now["id"]]
    ordered = await api.ask("PUT", f"{path}/order", ada, json={"ids": ids})
    assert [item["id"] for item in ordered.json()["items"]] == ids
    third = await post(api, ada, path, 201, name="Some day")
    listed = (await api.ask("GET", path, ada)).json()["items"]
    assert [item["id"] for item in listed] == [*ids, third["id"]]
    for wrong in (ids, [*ids, third["id"], third["id"]], [*ids, str(uuid4())]):
        answer = await api.ask("PUT", f"{path}/order", ada, json={"ids": wrong})
        assert pointers(answer) == ["/ids"]
    task = await api.create(ada, project_id=project["id"], section_id=now["id"])
    stale = await api.ask("DELETE", f"/api/sections/{now['id']}", ada, headers={"if-match": '"1"'})
    assert stale.status_code == 412
    gone = await api.ask("DELETE", f"/api/sections/{now['id']}", ada)
    assert gone.status_code == 204
    left = await read(api, ada, task)
    assert (left["project_id"], left["section_id"], left["version"]) == (project["id"], None, 2)
    assert (await api.event_types(ada)).count("task.updated") == 1


async def test_deleting_a_project_takes_its_sections_and_leaves_its_tasks(api, ada, home):
    project, now, _ = home
    task = await api.create(ada, project_id=project["id"], section_id=now["id"])
    await api.ask("DELETE", f"/api/projects/{project['id']}", ada)
    left = await read(api, ada, task)
    assert (left["project_id"], left["section_id"]) == (None, None)
    assert (await api.ask("GET", f"/api/sections/{now['id']}", ada)).status_code == 404
