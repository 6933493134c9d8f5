"""Saved filters and the counts of views."""

from urllib.parse import quote
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text


async def keep(api, person, name, query, **more):
    answer = await api.ask(
        "POST", "/api/filters", person, json={"name": name, "query": query, **more}
    )
    assert answer.status_code == 201, answer.text
    return answer.json()


async def project(api, person, name):
    return (await api.ask("POST", "/api/projects", person, json={"name": name})).json()


async def test_a_filter_is_kept_read_changed_and_deleted(api, ada):
    answer = await api.ask(
        "POST", "/api/filters", ada, json={"name": " Urgent ", "query": " p1 ", "color": "#1F8A70"}
    )
    kept = answer.json()
    assert answer.headers["location"] == f"/api/filters/{kept['id']}"
    assert (kept["name"], kept["query"], kept["color"]) == ("Urgent", "p1", "#1f8a70")
    assert (kept["sort"], kept["is_favorite"], kept["problem"]) == (None, False, None)
    path = f"/api/filters/{kept['id']}"
    assert (await api.ask("GET", path, ada)).json() == kept
    assert (await api.ask("GET", "/api/filters", ada)).json() == {"items": [kept]}
    headers = {"if-match": answer.headers["etag"]}
    change = {"query": "p1 | p2", "sort": "-due", "color": None, "is_favorite": True}
    changed = await api.ask("PATCH", path, ada, json=change, headers=headers)
    assert {**change, "version": 2}.items() <= changed.json().items()
    assert (
        await api.ask("PATCH", path, ada, json={"name": "x"}, headers=headers)
    ).status_code == 412
    assert (await api.ask("PATCH", path, ada, json={"sort": "-due"})).json()["version"] == 2
    assert (await api.ask("DELETE", path, ada)).status_code == 204
    assert (await api.ask("GET", path, ada)).status_code == 404


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"query": "priorrity = 1"}, "/query", "filter_unknown_field"),
        ({"query": "#Nowhere"}, "/query", "filter_name_unknown"),
        ({"query": "due = today+99999y"}, "/query", "filter_time_out_of_range"),
        ({"query": ""}, "/query", "filter_syntax"),
        ({"sort": "size"}, "/sort", "sort_unknown"),
        ({"color": "red"}, "/color", "color_invalid"),
        ({"name": "  "}, "/name", "name_blank"),
        ({"is_favorite": "yes"}, "/is_favorite", "bool_type"),
        ({"owner": "me"}, "/owner", "unknown_field"),
    ],
)
async def test_a_filter_is_checked_before_it_is_kept(api, ada, body, pointer, code):
    kept = await keep(api, ada, "Good", "p1")
    for method, path in (("POST", "/api/filters"), ("PATCH", f"/api/filters/{kept['id']}")):
        whole = {"name": "New", "query": "p1", **body} if method == "POST" else body
        answer = await api.ask(method, path, ada, json=whole)
        assert answer.status_code == 422
        error = answer.json()["errors"][0]
        assert (error["pointer"], error["code"]) == (pointer, code)
    assert (await api.ask("GET", "/api/filters", ada)).json()["items"] == [kept]


async def test_names_of_filters_differ(api, ada, bob):
    first = await keep(api, ada, "Home", "@home")
    second = await keep(api, ada, "Work", "@work")
    await keep(api, bob, "Home", "@home")
    answer = await api.ask("POST", "/api/filters", ada, json={"name": "Home", "query": "p1"})
    assert (answer.status_code, answer.json()["code"]) == (409, "filter.name_taken")
    path = f"/api/filters/{second['id']}"
    assert (await api.ask("PATCH", path, ada, json={"name": "Home"})).status_code == 409
    path = f"/api/filters/{first['id']}"
    assert (await api.ask("PATCH", path, ada, json={"name": "Home "})).json() == first


async def test_a_saved_filter_is_asked_with_its_order_and_with_more(api, ada, bob):
    for title, level in (("b", "high"), ("a", "high"), ("c", "low")):
        await api.create(ada, title=title, priority=level, labels=[title])
    kept = await keep(api, ada, "Urgent", "p1", sort="title")
    asked = f"?filter_id={kept['id']}"
    assert await api.titles(ada, asked) == ["a", "b"]
    assert await api.titles(ada, f"{asked}&sort=-title") == ["b", "a"]
    assert await api.titles(ada, f"{asked}&filter={quote('@a | @c')}") == ["a"]
    page = (await api.ask("GET", f"/api/tasks{asked}&limit=1", ada)).json()
    assert await api.titles(ada, f"{asked}&limit=1&cursor={page['next_cursor']}") == ["b"]
    assert (await api.ask("GET", f"/api/tasks{asked}", bob)).status_code == 404
    assert (await api.ask("GET", f"/api/tasks?filter_id={uuid4()}", ada)).status_code == 404


async def test_a_filter_whose_project_was_renamed_says_so(api, ada):
    work = await project(api, ada, "Work")
    kept = await keep(api, ada, "At work", "p1 | #Work")
    path = f"/api/projects/{work['id']}"
    await api.ask("PATCH", path, ada, json={"name": "Works"})
    answer = await api.ask("GET", f"/api/tasks?filter_id={kept['id']}", ada)
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["pointer"], error["code"]) == ("/query/filter_id", "filter_name_unknown")
    assert (error["column"], error["length"], error["suggestion"]) == (6, 5, "Works")
    (listed,) = (await api.ask("GET", "/api/filters", ada)).json()["items"]
    assert listed["problem"] == {**error, "pointer": "/query"}
    counts = await api.ask("GET", "/api/views/counts?filters=true", ada)
    assert counts.json()["filters"] == {kept["id"]: None}
    await api.ask("PATCH", path, ada, json={"name": "WORK"})
    assert (await api.ask("GET", f"/api/filters/{kept['id']}", ada)).json() == kept


async def test_every_count_is_what_its_list_has(api, ada, bob):
    work = await project(api, ada, "Work")
    await project(api, ada, "Empty")
    await api.create(bob, title="Bob's", labels=["home"])
    for number, due in enumerate(["2020-01-01", "2031-11-27", None, None]):
        done = await api.create(
            ada,
            labels=["home", f"n{number}"],
            due={"date": due} if due else None,
            project_id=work["id"] if number % 2 else None,
        )
    await api.ask("POST", f"/api/tasks/{done['id']}/complete", ada)
    whole = await keep(api, ada, "Home", "@home")
    some = await keep(api, ada, "Done", "status = done | overdue")
    counts = (await api.ask("GET", "/api/views/counts", ada)).json()
    assert counts == {
        "views": {"today": 0, "overdue": 1, "upcoming": 0, "inbox": 2, "no_date": 1},
        "projects": {work["id"]: 1},
        "labels": {"home": 3, "n0": 1, "n1": 1, "n2": 1},
    }
    answer = await api.ask("GET", "/api/views/counts?filters=true", ada)
    assert answer.json() == {**counts, "filters": {whole["id"]: 4, some["id"]: 2}}
    for kept in (whole, some):
        path = f"/api/tasks?with_total=true&filter_id={kept['id']}"
        listed = (await api.ask("GET", path, ada)).json()["total"]
        assert listed == answer.json()["filters"][kept["id"]]


async def test_there_is_an_end_to_filters(api, ada):
    for number in range(200):
        await keep(api, ada, f"Filter {number}", "p1")
    answer = await api.ask("POST", "/api/filters", ada, json={"name": "More", "query": "p1"})
    assert answer.json()["errors"][0]["code"] == "filters_too_many"
    counts = (await api.ask("GET", "/api/views/counts?filters=true", ada)).json()
    assert set(counts["filters"].values()) == {0}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/filters"),
        ("POST", "/api/filters"),
        ("GET", f"/api/filters/{UUID(int=7)}"),
        ("GET", "/api/views/counts"),
        ("GET", "/api/tasks?filter=p1"),
    ],
)
async def test_an_account_that_is_gone_has_no_filters(api, ada, method, path):
    async with api.resources.db.unit_of_work() as uow:
        await uow.connection.execute(text("DELETE FROM users WHERE id = :id"), {"id": ada.user_id})
    body = {"json": {"name": "Urgent", "query": "p1"}} if method == "POST" else {}
    assert (await api.ask(method, path, ada, **body)).status_code == 401


async def test_nobody_sees_anothers_filters(api, ada, bob):
    kept = await keep(api, ada, "Urgent", "p1")
    path = f"/api/filters/{kept['id']}"
    assert (await api.ask("GET", "/api/filters", bob)).json() == {"items": []}
    assert (await api.ask("GET", path, bob)).status_code == 404
    assert (await api.ask("PATCH", path, bob, json={"name": "Mine"})).status_code == 404
    assert (await api.ask("DELETE", path, bob)).status_code == 404
    assert (await api.ask("GET", path, ada)).json() == kept
