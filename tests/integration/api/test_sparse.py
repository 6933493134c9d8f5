"""`fields=`: an answer with some members alone, under the same cursor and the same ETag."""

import pytest

from api.schemas.projects import ProjectOut
from api.schemas.tasks import TaskOut
from tests.integration.api.harness import pointers

RICH = {
    "title": "Whole",
    "notes": "n" * 5_000,
    "labels": ["errand"],
    "due": {"date": "2031-11-27"},
    "checklist": [{"title": "Buy soap"}],
    "reminders": [{"type": "absolute", "at": "2031-11-27T09:00:00Z"}],
}
NOTHING = {"notes": "", "labels": [], "checklist": [], "reminders": []}


@pytest.fixture
async def places(api, ada):
    """The path of a list and of one of its items, for each kind of document with `fields`."""
    task = await api.create(ada, **RICH)
    project = (await api.ask("POST", "/api/projects", ada, json={"name": "Home"})).json()
    sections = f"/api/projects/{project['id']}/sections"
    section = (await api.ask("POST", sections, ada, json={"name": "Now"})).json()
    kept = {"name": "Today", "query": "today"}
    kept = (await api.ask("POST", "/api/filters", ada, json=kept)).json()
    label = (await api.ask("GET", "/api/labels", ada)).json()["items"][0]
    return {
        "/api/tasks": f"/api/tasks/{task['id']}",
        "/api/projects": f"/api/projects/{project['id']}",
        sections: f"/api/sections/{section['id']}",
        "/api/filters": f"/api/filters/{kept['id']}",
        "/api/labels": f"/api/labels/{label['id']}",
    }


async def test_each_member_comes_alone_and_as_in_the_whole(api, ada, places):
    for of_list, of_one in places.items():
        whole = await api.ask("GET", of_one, ada)
        for name, value in whole.json().items():
            expected = {"id": whole.json()["id"], name: value}
            one = await api.ask("GET", f"{of_one}?fields={name}", ada)
            page = (await api.ask("GET", f"{of_list}?fields={name}", ada)).json()
            assert one.json() == expected
            assert page["items"] == [expected]
            assert one.headers["etag"] == whole.headers["etag"]


async def test_all_members_named_are_the_whole(api, ada, places):
    for of_list, of_one in places.items():
        whole = (await api.ask("GET", of_one, ada)).json()
        names = ",".join(reversed(whole))
        assert (await api.ask("GET", f"{of_one}?fields={names}", ada)).json() == whole
        page = (await api.ask("GET", f"{of_list}?fields={names}", ada)).json()
        assert page["items"] == (await api.ask("GET", of_list, ada)).json()["items"] == [whole]


async def test_a_name_that_is_none_is_pointed_at_with_those_that_are(api, ada, places):
    for path in [*places, *places.values()]:
        answer = await api.ask("GET", f"{path}?fields=id,verzion", ada)
        assert answer.status_code == 422
        assert pointers(answer) == [("/query/fields", "field_unknown")]
        (error,) = answer.json()["errors"]
        assert {"id", "version"} <= set(error["expected"])
        assert error["suggestion"] == "version"
        assert "verzion" not in answer.text


@pytest.mark.parametrize(
    ("fields", "code"),
    [("", "field_unknown"), ("id,,title", "field_unknown"), ("id," * 500, "fields_malformed")],
)
async def test_what_is_no_list_of_names_is_refused(api, ada, fields, code):
    answer = await api.ask("GET", f"/api/tasks?fields={fields}", ada)
    assert pointers(answer) == [("/query/fields", code)]


async def test_what_was_not_asked_for_was_not_empty(api, ada):
    task = await api.create(ada, **RICH)
    assert all(task[name] for name in NOTHING)
    listed = (await api.ask("GET", "/api/tasks?fields=title", ada)).json()["items"]
    assert listed == [{"id": task["id"], "title": "Whole"}]


async def test_pages_of_a_sparse_list_are_those_of_the_whole_one(api, ada):
    for number in range(5):
        await api.create(ada, title=f"{number}", due={"date": f"2031-11-2{number}"})
    titles, cursor = [], ""
    for fields in ("title", "title,version", "id,title"):
        path = f"/api/tasks?sort=-due&limit=2&with_total=true&fields={fields}{cursor}"
        page = (await api.ask("GET", path, ada)).json()
        assert page["total"] == 5
        titles += [task["title"] for task in page["items"]]
        cursor = f"&cursor={page['next_cursor']}"
    assert titles == ["4", "3", "2", "1", "0"]
    assert page["next_cursor"] is None


async def test_the_etag_of_a_sparse_answer_stands_for_the_version(api, ada):
    task = await api.create(ada, **RICH)
    path = f"/api/tasks/{task['id']}"
    etag = (await api.ask("GET", f"{path}?fields=title", ada)).headers["etag"]
    same = await api.ask("GET", f"{path}?fields=title", ada, headers={"if-none-match": etag})
    assert same.status_code == 304
    first, second = [
        await api.ask("PATCH", path, ada, json={"notes": text}, headers={"if-match": etag})
        for text in ("one", "two")
    ]
    assert (first.status_code, second.status_code) == (200, 412)
    newer = await api.ask("GET", f"{path}?fields=title", ada, headers={"if-none-match": etag})
    assert (newer.status_code, newer.headers["etag"]) == (200, first.headers["etag"])


async def test_a_deleted_task_is_not_found_sparsely_either(api, ada, bob):
    task = await api.create(ada)
    path = f"/api/tasks/{task['id']}?fields=title"
    assert (await api.ask("GET", path, bob)).status_code == 404
    await api.ask("DELETE", f"/api/tasks/{task['id']}", ada)
    assert (await api.ask("GET", path, ada)).status_code == 404


def test_the_description_names_the_members(api):
    paths = api.app.openapi()["paths"]
    for path, model in (("/api/tasks", TaskOut), ("/api/projects/{project_id}", ProjectOut)):
        parameters = paths[path]["get"]["parameters"]
        (fields,) = [each for each in parameters if each["name"] == "fields"]
        assert fields["schema"]["type"] == "string"
        assert ", ".join(model.model_fields) in fields["schema"]["description"]
