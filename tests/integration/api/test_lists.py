"""Lists: filters, order, pages; each person's own tasks only."""

import pytest
from sqlalchemy import text

from tests.integration.api.harness import Api, plain

MANY_TASKS = text(
    """
    INSERT INTO tasks (id, user_id, title, created_at, updated_at)
    SELECT gen_random_uuid(), :id, number::text, :now, :now FROM generate_series(1, 1201) AS number
    """
)


async def walk(api: Api, person, query):
    """The titles of all pages, and how many pages there were."""
    titles, cursor, pages = [], "", 0
    while cursor is not None:
        path = f"/api/tasks?{query}" + (f"&cursor={cursor}" if cursor else "")
        page = (await api.ask("GET", path, person)).json()
        titles += [task["title"] for task in page["items"]]
        cursor, pages = page["next_cursor"], pages + 1
    return titles, pages


async def test_an_empty_list_is_a_page(api, ada):
    answer = await api.ask("GET", "/api/tasks", ada)
    assert answer.json() == {"items": [], "next_cursor": None}


async def test_an_old_callers_filters_work(api, ada):
    await api.create(ada, title="Quarterly report", priority="high")
    done = await api.create(ada, title="Old report", priority="high")
    await api.create(ada, title="Milk", notes="before the Report", priority="low")
    await api.ask("POST", f"/api/tasks/{done['id']}/complete", ada)
    assert await api.titles(ada, "?priority=high&completed=false") == ["Quarterly report"]
    assert await api.titles(ada, "?search=report") == ["Milk", "Old report", "Quarterly report"]
    assert await api.titles(ada, "?completed=true") == ["Old report"]
    assert await api.titles(ada, "?priority=3") == ["Milk"]
    assert await api.titles(ada, "?search=") == ["Milk", "Old report", "Quarterly report"]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("100%25", ["100% sure"]),
        ("a_b", ["a_b"]),
        ("%5C", ["back\\slash"]),
        ("'; DROP TABLE tasks; --", []),
        ("SURE", ["100% sure"]),
    ],
)
async def test_wildcards_in_a_search_mean_themselves(api, ada, search, found):
    for title in ("100% sure", "100 times", "a_b", "axb", "back\\slash"):
        await api.create(ada, title=title)
    assert await api.titles(ada, f"?search={search}") == found


async def test_a_label_finds_its_tasks(api, ada):
    await api.create(ada, title="Both", labels=["home", "garden"])
    await api.create(ada, title="One", labels=["home"])
    await api.create(ada, title="None")
    assert await api.titles(ada, "?label=home") == ["One", "Both"]
    assert await api.titles(ada, "?label=garden") == ["Both"]
    assert await api.titles(ada, "?label=elsewhere") == []


async def test_pages_meet_without_overlap(api, ada):
    made = [(await api.create(ada, title=f"Task {number}"))["title"] for number in range(7)]
    assert await walk(api, ada, "limit=3") == (made[::-1], 3)
    assert await walk(api, ada, "limit=7") == (made[::-1], 1)


async def test_a_task_made_meanwhile_does_not_shift_the_next_page(api, ada):
    for number in range(4):
        await api.create(ada, title=f"Task {number}")
    first = (await api.ask("GET", "/api/tasks?limit=2", ada)).json()
    await api.create(ada, title="Newcomer")
    assert await api.titles(ada, f"?limit=2&cursor={first['next_cursor']}") == ["Task 1", "Task 0"]


async def test_the_order_by_due_puts_days_first_and_no_due_last(api, ada):
    await api.create(ada, title="never 1")
    await api.create(ada, title="27th 9:00", due={"datetime_local": "2031-11-27T09:00"})
    await api.create(ada, title="27th", due={"date": "2031-11-27"})
    await api.create(ada, title="26th 23:59", due={"datetime_local": "2031-11-26T23:59"})
    await api.create(ada, title="27th 9:00 too", due={"datetime_local": "2031-11-27T09:00"})
    await api.create(ada, title="never 2")
    expected = ["26th 23:59", "27th", "27th 9:00", "27th 9:00 too", "never 1", "never 2"]
    for limit, pages in ((1, 6), (4, 2), (5, 2), (50, 1)):
        assert await walk(api, ada, f"sort=due&limit={limit}") == (expected, pages)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("due_before=2031-11-27", ["26th"]),
        ("due_before=2031-11-27T09:00", ["26th", "27th"]),
        ("due_after=2031-11-27", ["27th", "27th 9:00", "28th"]),
        ("due_after=2031-11-27T09:00:00", ["27th 9:00", "28th"]),
        ("due_after=2031-11-27&due_before=2031-11-28", ["27th", "27th 9:00"]),
        # 08:00 UTC is 09:00 in Berlin, where Ada is
        ("due_after=2031-11-27T08:00:00Z", ["27th 9:00", "28th"]),
        ("due_after=2031-11-27T08:00:01Z", ["28th"]),
        ("due_before=2031-11-27T09:00:01%2B01:00", ["26th", "27th", "27th 9:00"]),
    ],
)
async def test_due_bounds_are_days_wall_times_or_instants(api, ada, query, found):
    await api.create(ada, title="26th", due={"date": "2031-11-26"})
    await api.create(ada, title="27th", due={"date": "2031-11-27"})
    await api.create(ada, title="27th 9:00", due={"datetime_local": "2031-11-27T09:00"})
    await api.create(ada, title="28th", due={"date": "2031-11-28"})
    await api.create(ada, title="never")
    assert await api.titles(ada, f"?sort=due&{query}") == found


async def test_everything_on_a_listed_task_is_its_own(api, ada):
    tasks = [
        await api.create(
            ada,
            title=f"Task {number}",
            labels=[f"label {number}", "shared"],
            due={"datetime_local": f"2031-11-2{number}T09:00"},
            recurrence={"pattern": "daily"} if number % 2 else None,
            reminders=[{"offset": f"-PT{minutes}M"} for minutes in range(number)],
        )
        for number in range(4)
    ]
    listed = (await api.ask("GET", "/api/tasks", ada)).json()["items"]
    assert listed == tasks[::-1]


async def test_nobody_sees_anothers_tasks(api, ada, bob):
    await api.create(ada, title="Ada's", labels=["home"], due={"date": "2031-11-27"})
    for query in ("", "?search=Ada", "?label=home", "?sort=due", "?due_after=2000-01-01"):
        assert await api.titles(bob, query) == []
    export = await api.ask("GET", "/api/tasks/export", bob)
    assert export.json()["tasks"] == []


async def test_anothers_cursor_opens_nothing(api, ada, bob):
    for number in range(3):
        await api.create(ada, title=f"Ada's {number}")
        await api.create(bob, title=f"Bob's {number}")
    page = (await api.ask("GET", "/api/tasks?limit=1", ada)).json()
    titles = await api.titles(bob, f"?cursor={page['next_cursor']}")
    assert titles
    assert all(title.startswith("Bob's") for title in titles)


async def test_an_export_has_every_task_as_the_api_shows_it(api, ada):
    open_task = await api.create(ada, labels=["home"], due={"date": "2031-11-27"})
    done = await api.create(ada)
    done = (await api.ask("POST", f"/api/tasks/{done['id']}/complete", ada)).json()
    gone = await api.create(ada)
    await api.ask("DELETE", f"/api/tasks/{gone['id']}", ada)
    answer = await api.ask("GET", "/api/tasks/export?format=json", ada)
    assert answer.headers["content-disposition"] == "attachment; filename=rondel-tasks.json"
    assert answer.json()["tasks"] == [plain(done), open_task]


async def test_an_export_goes_on_beyond_a_page(api, ada):
    async with api.resources.db.unit_of_work() as uow:
        await uow.connection.execute(MANY_TASKS, {"id": ada.user_id, "now": uow.now})
    answer = await api.ask("GET", "/api/tasks/export", ada)
    titles = [task["title"] for task in answer.json()["tasks"]]
    assert sorted(titles, key=int) == [str(number) for number in range(1, 1202)]
