"""Filters over HTTP: what they find, and the problems they answer with."""

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from tests.factories.filters import SOUP


async def find(api, person, text):
    return await api.titles(person, f"?sort=due&filter={quote(text)}")


async def test_filters_find(api, ada, bob):
    await api.create(ada, title="Milk", labels=["home"], due={"date": "2031-11-27"})
    await api.create(ada, title="Tax", priority="high", due={"datetime_local": "2031-11-27T09:00"})
    await api.create(ada, title="Dream", notes="of milk")
    await api.create(bob, title="Bob's milk", labels=["home"])
    assert await find(api, ada, "labels = HOME") == ["Milk"]
    assert await find(api, ada, "!@home") == ["Tax", "Dream"]
    assert await find(api, ada, "due = 2031-11-27") == ["Milk", "Tax"]
    assert await find(api, ada, "due > 2031-11-27T08:59") == ["Tax"]
    assert await find(api, ada, "due >= 2031-11-27T08:00Z") == ["Tax"]
    assert await find(api, ada, "search: milk") == ["Milk", "Dream"]
    assert await find(api, ada, "no date | p1") == ["Tax", "Dream"]
    assert await find(api, ada, "due != 2031-11-27") == ["Dream"]
    assert await find(api, ada, "") == ["Milk", "Tax", "Dream"]


async def test_a_project_is_named(api, ada):
    answer = await api.ask("POST", "/api/projects", ada, json={"name": "One Off"})
    await api.create(ada, title="In", project_id=answer.json()["id"])
    await api.create(ada, title="Out")
    assert await find(api, ada, "#one off") == ["In"]
    assert await find(api, ada, "!#one off | no date") == ["In", "Out"]
    assert await find(api, ada, f"project = {answer.json()['id']}") == ["In"]
    assert await find(api, ada, "project like *FF") == ["In"]
    assert await find(api, ada, "inbox") == ["Out"]
    answer = await api.ask("GET", f"/api/tasks?filter={quote('p1 | #One Of')}", ada)
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["pointer"], error["code"]) == ("/query/filter", "filter_name_unknown")
    assert (error["column"], error["length"], error["suggestion"]) == (6, 7, "One Off")


@pytest.mark.parametrize(
    "text", ["prio = 1", "due =", "(" * 1000, "x" * 10_000, "due = today+99999y", "p1 &\x00"]
)
async def test_a_wrong_filter_is_a_problem(api, ada, text):
    answer = await api.ask("GET", f"/api/tasks?filter={quote(text)}", ada)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/query/filter"


@pytest.fixture(scope="module")
async def mallory(api):
    person = await api.person(zone="Pacific/Apia")
    await api.create(person, title="Task", labels=["home"], due={"date": "2031-11-27"})
    return person


@given(st.text(max_size=60) | SOUP)
@settings(max_examples=200)
async def test_any_text_is_a_filter_or_a_problem(api, mallory, text):
    answer = await api.ask("GET", "/api/tasks", mallory, params={"filter": text, "q": text})
    assert answer.status_code in {200, 422}


@pytest.mark.parametrize("piece", ["(", "!", "a ", "p1,", "'", "#", "due = ", "p1 & ", "é", "%"])
async def test_ten_kilobytes_are_answered(api, mallory, piece):
    for size in (4_000, 10_000):
        text = piece * (size // len(piece))
        answer = await api.ask("GET", f"/api/tasks?filter={quote(text)}", mallory)
        assert answer.status_code == 422


async def test_skipped_ones_are_found_by_their_status_alone(api, ada):
    rule = {"pattern": "daily"}
    task = await api.create(ada, title="Run", due={"date": "2031-11-27"}, recurrence=rule)
    await api.ask("POST", f"/api/tasks/{task['id']}/skip", ada)
    assert len(await find(api, ada, "search: run")) == 1
    assert len(await find(api, ada, "status in open, skipped")) == 2


@pytest.mark.parametrize(
    ("word", "found", "not_found"),
    [
        ("coffee", ["cofee", "coffes"], ["cfofee", "xoffee"]),
        ("house", ["housx", "houses"], ["hose", "huose"]),
        ("telephone", ["telephona"], ["telehone", "telexhone"]),
        ("thunderstorm", ["thunderstom", "thunerstorm"], ["thundesrtom"]),
        ("appointment", ["appoimtment"], ["appiontmnet"]),
    ],
)
async def test_what_is_written_alike_is_found_within_limits(api, ada, word, found, not_found):
    """As docs/filters.md says."""
    await api.create(ada, title=f"About the {word} again")
    answers = {typed: len(await api.titles(ada, f"?q={typed}")) for typed in (*found, *not_found)}
    assert answers == dict.fromkeys(found, 1) | dict.fromkeys(not_found, 0)


async def test_words_are_found_with_their_beginnings_and_typos(api, ada):
    await api.create(ada, title="Renew passport")
    await api.create(ada, title="Trip", notes="passport and visa")
    await api.create(ada, title="Buy oat milk")
    assert await api.titles(ada, "?q=passport") == ["Renew passport", "Trip"]
    assert await api.titles(ada, "?q=pass") == ["Renew passport", "Trip"]
    assert await api.titles(ada, "?q=pasport") == ["Renew passport", "Trip"]
    assert await api.titles(ada, "?q=mlik") == []  # as docs/filters.md says
    assert await api.titles(ada, "?q=pasport tomorrow") == []
    assert await api.titles(ada, "?q=passport -visa") == ["Renew passport"]
    assert await api.titles(ada, '?q="oat milk"') == ["Buy oat milk"]
    assert await api.titles(ada, '?q="milk oat"') == []
    assert await api.titles(ada, "?q=visa or mil") == ["Buy oat milk", "Trip"]
    assert await api.titles(ada, "?q=passport&sort=title&filter=no date") == [
        "Renew passport",
        "Trip",
    ]
    assert await api.titles(ada, "?q=%20") == ["Buy oat milk", "Trip", "Renew passport"]


@pytest.mark.parametrize(
    "words", ["'", '"', "a & b | !c", "(((", ":*", "\\", "-", "or", "%", "日本", "a" * 200, "--;"]
)
async def test_any_words_are_looked_for(api, ada, words):
    assert await api.titles(ada, f"?q={quote(words)}") == []


@pytest.mark.parametrize("search", ["mi", "m", "i k", "ilk", "MILK", "t mi", "a_b", "---"])
async def test_a_search_by_parts_of_words_is_right_at_any_length(api, ada, search):
    for title, notes in (("Oat milk", ""), ("Oat", "milk"), ("a_b", "x --- y"), ("i kiss", "")):
        await api.create(ada, title=title, notes=notes)
    expected = {
        "mi": ["Oat", "Oat milk"],
        "m": ["Oat", "Oat milk"],
        "i k": ["i kiss"],
        "ilk": ["Oat", "Oat milk"],
        "MILK": ["Oat", "Oat milk"],
        "t mi": ["Oat milk"],  # not across the border of title and notes
        "a_b": ["a_b"],
        "---": ["a_b"],
    }
    assert await api.titles(ada, f"?search={quote(search)}") == expected[search]


async def test_the_whole_list_is_counted_where_asked(api, ada):
    for number in range(5):
        await api.create(ada, title=f"Task {number}", priority="high" if number else "low")
    answer = await api.ask("GET", "/api/tasks?limit=2&with_total=true&filter=p1", ada)
    assert answer.json()["total"] == 4
    cursor = answer.json()["next_cursor"]
    answer = await api.ask("GET", f"/api/tasks?limit=2&with_total=1&filter=p1&cursor={cursor}", ada)
    assert (answer.json()["total"], answer.json()["next_cursor"]) == (4, None)
    assert "total" not in (await api.ask("GET", "/api/tasks?limit=2", ada)).json()


@pytest.mark.parametrize(
    ("sort", "code"), [("priorrity", "sort_unknown"), ("due,due", "sort_twice")]
)
async def test_an_unknown_order_is_a_problem(api, ada, sort, code):
    answer = await api.ask("GET", f"/api/tasks?sort={sort}", ada)
    (error,) = answer.json()["errors"]
    assert (error["pointer"], error["code"]) == ("/query/sort", code)


async def test_a_label_that_is_not_there_is_named_and_the_list_answered(api):
    person = await api.person()
    await api.create(person, title="at home", labels=["home"])
    query = "@hom | @HOME | labels in home, nowhere"
    answer = (await api.ask("GET", f"/api/tasks?filter={quote(query)}", person)).json()
    assert [task["title"] for task in answer["items"]] == ["at home"]
    assert answer["warnings"] == [
        {
            "pointer": "/query/filter",
            "code": "filter_label_unknown",
            "message": "There is no label “hom”. (column 1) Did you mean home?",
            "column": 1,
            "length": 4,
            "expected": [],
            "suggestion": "home",
        },
        {
            "pointer": "/query/filter",
            "code": "filter_label_unknown",
            "message": "There is no label “nowhere”. (column 32)",
            "column": 32,
            "length": 7,
            "expected": [],
        },
    ]
    for known in ("@home", "@ho*", "no labels", "p1"):
        answer = await api.ask("GET", f"/api/tasks?filter={quote(known)}", person)
        assert "warnings" not in answer.json()


async def test_a_warning_says_which_filter_it_is_about(api):
    person = await api.person()
    body = {"name": "Kept", "query": "!@gone"}
    kept = (await api.ask("POST", "/api/filters", person, json=body)).json()["id"]
    path = f"/api/tasks?filter_id={kept}&filter={quote('p1 & @lost')}"
    found = (await api.ask("GET", path, person)).json()["warnings"]
    assert [(each["pointer"], each["column"]) for each in found] == [
        ("/query/filter_id", 2),
        ("/query/filter", 6),
    ]


async def test_pages_of_a_search_among_many_tasks_meet(api):
    person = await api.person()
    fill = text(
        """
        INSERT INTO tasks (id, user_id, title, created_at, updated_at)
        SELECT gen_random_uuid(), :user_id, CASE WHEN n % 3 = 0 THEN 'buy milk' ELSE 'milk' END,
               :now, :now FROM generate_series(1, 1200) AS n
        """
    )
    async with api.resources.db.unit_of_work() as uow:
        values = {"user_id": person.user_id, "now": uow.now}
        await uow.connection.execute(fill, values)
    found, cursor, total = [], "", None
    while cursor is not None:
        more = f"&cursor={cursor}" if cursor else ""
        path = f"/api/tasks?q=milk&limit=200&with_total=true{more}"
        page = (await api.ask("GET", path, person)).json()
        found += [task["id"] for task in page["items"]]
        cursor, total = page["next_cursor"], page["total"]
    assert len(found) == len(set(found)) == total == 1_200
