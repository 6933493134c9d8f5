"""Labels: counted, renamed, merged, deleted with what their tasks show."""

from tests.integration.api.harness import pointers


async def labels(api, person, query=""):
    answer = await api.ask("GET", f"/api/labels{query}", person)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def by_name(api, person):
    return {label["name"]: label for label in (await labels(api, person))["items"]}


async def read(api, person, task):
    return (await api.ask("GET", f"/api/tasks/{task['id']}", person)).json()


async def test_labels_are_listed_with_counts_of_open_tasks(api, ada):
    done = await api.create(ada, labels=["a", "b"])
    await api.create(ada, labels=["a"])
    deleted = await api.create(ada, labels=["a"])
    await api.ask("POST", f"/api/tasks/{done['id']}/complete", ada)
    await api.ask("DELETE", f"/api/tasks/{deleted['id']}", ada)
    found = await by_name(api, ada)
    assert {name: label["open_tasks"] for name, label in found.items()} == {"a": 1, "b": 0}
    assert await by_name(api, await api.person()) == {}


async def test_labels_come_page_by_page(api, ada):
    await api.create(ada, labels=["c", "a", "d", "b"])
    first = await labels(api, ada, "?limit=3")
    second = await labels(api, ada, f"?limit=3&cursor={first['next_cursor']}")
    names = [label["name"] for label in first["items"] + second["items"]]
    assert names == ["a", "b", "c", "d"]
    assert second["next_cursor"] is None


async def test_a_label_is_made_coloured_and_favoured(api, ada):
    body = {"name": " errand ", "color": "#1E90FF"}
    made = await api.ask("POST", "/api/labels", ada, json=body)
    assert (made.status_code, made.json()["name"], made.json()["color"]) == (
        201,
        "errand",
        "#1e90ff",
    )
    path = made.headers["location"]
    changed = await api.ask("PATCH", path, ada, json={"is_favorite": True, "color": None})
    assert (changed.json()["is_favorite"], changed.json()["color"]) == (True, None)
    assert (await api.ask("GET", path, ada)).json() == changed.json()
    stale = await api.ask("PATCH", path, ada, json={"name": "x"}, headers={"if-match": '"1"'})
    assert stale.status_code == 412
    twice = await api.ask("POST", "/api/labels", ada, json={"name": "errand"})
    assert (twice.status_code, twice.json()["code"]) == (409, "label.exists")
    wrong = await api.ask("PATCH", path, ada, json={"color": "blue"})
    assert pointers(wrong) == [("/color", "color_invalid")]


async def test_a_renamed_label_is_renamed_on_its_tasks(api, ada):
    task = await api.create(ada, labels=["old", "x"])
    label = (await by_name(api, ada))["old"]
    await api.ask("PATCH", f"/api/labels/{label['id']}", ada, json={"name": "new"})
    now = await read(api, ada, task)
    assert (now["labels"], now["version"]) == (["new", "x"], 2)
    assert (await api.event_types(ada)).count("task.updated") == 1


async def test_two_labels_become_one_only_when_asked(api, ada):
    both = await api.create(ada, labels=["a", "b"])
    one = await api.create(ada, labels=["a"])
    other = await api.create(ada, labels=["b"])
    path = f"/api/labels/{(await by_name(api, ada))['a']['id']}"
    refused = await api.ask("PATCH", path, ada, json={"name": "b"})
    assert refused.status_code == 409
    assert (await read(api, ada, one))["labels"] == ["a"]
    merged = await api.ask("PATCH", path, ada, json={"name": "b", "merge": True})
    assert (merged.json()["name"], merged.json()["open_tasks"]) == ("b", 3)
    found = [await read(api, ada, task) for task in (both, one, other)]
    assert [task["labels"] for task in found] == [["b"]] * 3
    assert [task["version"] for task in found] == [2, 2, 1]
    assert set(await by_name(api, ada)) == {"b"}


async def test_a_deleted_label_leaves_its_tasks(api, ada):
    task = await api.create(ada, labels=["a", "b"])
    label = (await by_name(api, ada))["a"]
    bob = await api.person()
    assert (await api.ask("DELETE", f"/api/labels/{label['id']}", bob)).status_code == 404
    assert (await api.ask("DELETE", f"/api/labels/{label['id']}", ada)).status_code == 204
    assert (await read(api, ada, task))["labels"] == ["b"]
    assert (await api.ask("GET", f"/api/labels/{label['id']}", ada)).status_code == 404
