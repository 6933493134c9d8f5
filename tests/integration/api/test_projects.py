"""Projects: made, changed, archived with what waits in them, deleted without it."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from shared.commands.tasks import add_task
from shared.domain.tasks import TaskDraft
from tests.factories.series import rows, set_task
from tests.integration.api.harness import pointers

PAST_LOCAL = datetime(2020, 1, 1, 9)
PAST = PAST_LOCAL.replace(tzinfo=UTC)


async def make(api, person, name="Home", **body):
    answer = await api.ask("POST", "/api/projects", person, json={"name": name, **body})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def put_in(api, person, project, due="2199-01-01T09:00:00"):
    task = await api.create(person, due={"datetime_local": due})
    await set_task(api.resources.db, UUID(task["id"]), project_id=UUID(project["id"]))
    return task


async def reminder_of(api, task):
    (found,) = await rows(
        api.resources.db,
        "SELECT state, reason, version FROM reminders WHERE task_id = :t",
        t=UUID(task["id"]),
    )
    return tuple(found)


async def test_a_project_is_made_read_and_changed(api):
    person = await api.person()
    project = await make(api, person, "  Home ", default_reminders=["-PT1H", "PT0S", "-PT1H"])
    assert (project["name"], project["default_reminders"]) == ("Home", ["-PT1H", "PT0S"])
    path = f"/api/projects/{project['id']}"
    changed = await api.ask("PATCH", path, person, json={"name": "Garden"})
    assert changed.json()["version"] == 2
    cleared = await api.ask("PATCH", path, person, json={"default_reminders": None})
    assert (cleared.json()["name"], cleared.json()["default_reminders"]) == ("Garden", None)
    again = await api.ask("GET", path, person)
    assert again.json() == cleared.json()
    assert again.headers["etag"] == '"3"'


async def test_an_older_version_is_refused(api):
    person = await api.person()
    project = await make(api, person)
    path = f"/api/projects/{project['id']}"
    await api.ask("PATCH", path, person, json={"name": "Garden"})
    headers = {"if-match": '"1"'}
    for method, more in (("PATCH", ""), ("DELETE", ""), ("POST", "/archive")):
        options = {"json": {"name": "Late"}} if method == "PATCH" else {}
        answer = await api.ask(method, path + more, person, headers=headers, **options)
        assert answer.status_code == 412
    assert (await api.ask("GET", path, person)).json()["name"] == "Garden"


async def test_projects_are_listed_page_by_page_without_the_archived_ones(api):
    person = await api.person()
    made = [await make(api, person, f"P{number}") for number in range(5)]
    await api.ask("POST", f"/api/projects/{made[1]['id']}/archive", person)
    names, cursor = [], None
    while True:
        more = f"&cursor={cursor}" if cursor else ""
        page = (await api.ask("GET", f"/api/projects?limit=2{more}", person)).json()
        names += [item["name"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert sorted(names) == ["P0", "P2", "P3", "P4"]
    archived = (await api.ask("GET", "/api/projects?archived=true", person)).json()
    assert [item["name"] for item in archived["items"]] == ["P1"]


async def test_an_archived_project_is_silent_until_it_comes_back(api):
    person = await api.person()
    project = await make(api, person)
    path = f"/api/projects/{project['id']}"
    task = await put_in(api, person, project)
    first = await api.ask("POST", f"{path}/archive", person)
    assert first.json()["archived"] is True
    assert await reminder_of(api, task) == ("cancelled", "project_archived", 2)
    again = await api.ask("POST", f"{path}/archive", person)
    assert again.json()["version"] == first.json()["version"]
    back = await api.ask("POST", f"{path}/unarchive", person)
    assert back.json()["archived"] is False
    assert await reminder_of(api, task) == ("scheduled", None, 3)
    types = await api.event_types(person)
    assert types[-4:] == [
        *("reminder.cancelled", "place.changed"),
        *("reminder.scheduled", "place.changed"),
    ]


async def test_what_has_passed_in_the_archive_or_was_done_does_not_remind(api):
    person = await api.person()
    project = await make(api, person)
    path = f"/api/projects/{project['id']}"
    late, done = await put_in(api, person, project), await put_in(api, person, project)
    await api.ask("POST", f"/api/tasks/{done['id']}/complete", person)
    await api.ask("POST", f"{path}/archive", person)
    await set_task(api.resources.db, UUID(late["id"]), due_local=PAST_LOCAL, due_at=PAST)
    await api.ask("POST", f"{path}/unarchive", person)
    assert (await reminder_of(api, late))[:2] == ("skipped", "past")
    assert (await reminder_of(api, done))[:2] == ("cancelled", "task_done")


async def test_a_deleted_project_leaves_its_tasks_and_they_remind_again(api):
    person = await api.person()
    project = await make(api, person)
    task = await put_in(api, person, project)
    path = f"/api/projects/{project['id']}"
    await api.ask("POST", f"{path}/archive", person)
    assert (await api.ask("DELETE", path, person)).status_code == 204
    assert (await api.ask("GET", path, person)).status_code == 404
    left = (await api.ask("GET", f"/api/tasks/{task['id']}", person)).json()
    assert left["version"] == task["version"] + 1
    assert (await reminder_of(api, task))[0] == "scheduled"
    assert "task.updated" in await api.event_types(person)


async def test_a_project_with_more_tasks_than_are_read_at_once_leaves_all_of_them(api):
    person = await api.person()
    project = await make(api, person)
    draft = TaskDraft(title="Water the plants", project_id=UUID(project["id"]))
    async with api.resources.db.unit_of_work() as uow:
        owners = await uow.lock_users([person.user_id])
        for _ in range(501):
            await add_task(uow, owners[person.user_id], draft)
    answer = await api.ask("DELETE", f"/api/projects/{project['id']}", person)
    assert answer.status_code == 204
    left = await rows(
        api.resources.db,
        "SELECT count(*), count(project_id), min(version), max(version) FROM tasks"
        " WHERE user_id = :u",
        u=person.user_id,
    )
    told = await rows(
        api.resources.db,
        "SELECT count(*), count(DISTINCT subject) FROM outbox"
        " WHERE user_id = :u AND event_type = 'task.updated'",
        u=person.user_id,
    )
    assert ([tuple(row) for row in left], [tuple(row) for row in told]) == (
        [(501, 0, 2, 2)],
        [(501, 501)],
    )


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"name": " "}, "/name"),
        ({"name": "x" * 121}, "/name"),
        ({"name": "a\nb"}, "/name"),
        ({}, "/name"),
        ({"name": "Home", "default_reminders": ["PT0S", "soon"]}, "/default_reminders/1"),
        ({"name": "Home", "default_reminders": ["PT0S"] * 21}, "/default_reminders"),
        ({"name": "Home", "colour": "red"}, "/colour"),
    ],
)
async def test_a_project_that_cannot_be_meant_is_refused_and_not_made(api, body, pointer):
    person = await api.person()
    answer = await api.ask("POST", "/api/projects", person, json=body)
    assert answer.status_code == 422
    assert [where for where, _ in pointers(answer)] == [pointer]
    assert await api.count("projects", person) == 0


async def test_a_name_cannot_be_cleared(api):
    person = await api.person()
    project = await make(api, person)
    answer = await api.ask("PATCH", f"/api/projects/{project['id']}", person, json={"name": None})
    assert answer.status_code == 422


async def test_projects_of_others_are_not_there(api):
    person, stranger = await api.person(), await api.person()
    project = await make(api, person)
    for method, more in (("GET", ""), ("DELETE", ""), ("POST", "/archive")):
        path = f"/api/projects/{project['id']}{more}"
        assert (await api.ask(method, path, stranger)).status_code == 404
    assert (await api.ask("GET", f"/api/projects/{uuid4()}", person)).status_code == 404
    assert (await api.ask("GET", "/api/projects")).status_code == 401


async def test_what_is_made_in_an_archive_or_moved_into_it_is_silent_and_wakes_outside(api):
    person = await api.person()
    project = await make(api, person)
    await api.ask("POST", f"/api/projects/{project['id']}/archive", person)
    due = {"datetime_local": "2199-01-01T09:00:00"}
    inside = await api.create(person, due=due, project_id=project["id"])
    assert [each["state"] for each in inside["reminders"]] == ["cancelled"]
    outside = await api.create(person, due=due)
    for home, state in ((project["id"], "cancelled"), (None, "scheduled")):
        body = {"ids": [outside["id"]], "action": "edit", "set": {"project_id": home}}
        answer = await api.ask("POST", "/api/tasks/bulk", person, json=body)
        assert answer.status_code == 200, answer.text
        assert (await reminder_of(api, outside))[0] == state


async def test_a_project_has_a_colour_and_may_be_a_favourite(api):
    person = await api.person()
    project = await make(api, person, color="#ABCDEF", is_favorite=True)
    assert (project["color"], project["is_favorite"]) == ("#abcdef", True)
    path = f"/api/projects/{project['id']}"
    plain = await api.ask("PATCH", path, person, json={"color": None, "is_favorite": False})
    assert (plain.json()["color"], plain.json()["is_favorite"]) == (None, False)
    wrong = await api.ask("PATCH", path, person, json={"color": "#12345"})
    assert pointers(wrong) == [("/color", "color_invalid")]


async def test_projects_stand_in_the_order_that_was_given_and_new_ones_behind(api):
    person = await api.person()
    made = [await make(api, person, f"P{number}") for number in range(4)]
    await api.ask("POST", f"/api/projects/{made[3]['id']}/archive", person)
    ids = [made[number]["id"] for number in (2, 0, 1)]
    answer = await api.ask("PUT", "/api/projects/order", person, json={"ids": ids})
    assert answer.status_code == 204
    await make(api, person, "P4")
    names, cursor = [], None
    for _ in range(4):
        more = f"&cursor={cursor}" if cursor else ""
        page = (await api.ask("GET", f"/api/projects?limit=1{more}", person)).json()
        names += [item["name"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert (names, cursor) == (["P2", "P0", "P1", "P4"], None)
    for wrong in (ids, [*ids, ids[0]], [str(uuid4())]):
        refused = await api.ask("PUT", "/api/projects/order", person, json={"ids": wrong})
        assert pointers(refused) == [("/ids", "projects_incomplete")]
