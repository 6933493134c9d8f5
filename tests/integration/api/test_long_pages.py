"""Pages of tasks with long notes and checklists: they end early, and nothing is left out."""

import httpx
import pytest
import vobject
from sqlalchemy import text

from shared.commands.export_records import records_of
from shared.interchange.records import TaskRecord

# 30 tasks of 200 KB each, in notes or in a checklist: 6 MB.
LONG = text(
    """
    INSERT INTO tasks (id, user_id, title, notes, checklist, deleted_at, created_at, updated_at)
    SELECT gen_random_uuid(), :id, number::text,
        CASE WHEN number % 2 = 0 THEN long ELSE '' END,
        CASE WHEN number % 2 = 0 THEN CAST('[]' AS jsonb) ELSE jsonb_build_array(
            jsonb_build_object('id', gen_random_uuid(), 'title', long, 'is_done', false)) END,
        CAST(:deleted_at AS timestamptz), :now, :now
    FROM generate_series(1, 30) AS number, repeat(CAST(:letter AS text), 50000) AS long
    """
)
TITLES = sorted(str(number) for number in range(1, 31))
LARGEST = 1_500_000


@pytest.fixture
def pieces():
    """How many bytes each part of an answer had that was sent at once."""
    return []


@pytest.fixture
async def client(api, pieces):
    async def listening(scope, receive, send):
        async def noting(message):
            pieces.append(len(message.get("body", b"")))
            await send(message)

        await api.app(scope, receive, noting)

    transport = httpx.ASGITransport(listening)
    async with httpx.AsyncClient(transport=transport, base_url="http://rondel.test") as client:
        yield client


async def store(api, person, *, is_deleted=False):
    async with api.resources.db.unit_of_work() as uow:
        now, letter = uow.now, "\U0001f600"
        deleted_at = now if is_deleted else None
        await uow.connection.execute(
            LONG, {"id": person.user_id, "letter": letter, "deleted_at": deleted_at, "now": now}
        )


async def walk(client, person, path, **query):
    """The items of all pages."""
    items, query["limit"] = [], 200
    while True:
        page = (await client.get(path, params=query, headers=person.headers)).json()
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        query["cursor"] = page["next_cursor"]


@pytest.mark.parametrize("sort", ["created", "title"])
async def test_a_list_comes_whole_in_small_pages(api, ada, client, pieces, sort):
    await store(api, ada)
    tasks = await walk(client, ada, "/api/tasks", sort=sort)
    assert sorted(task["title"] for task in tasks) == TITLES
    assert max(pieces) < LARGEST


async def test_the_trash_comes_whole_in_small_pages(api, ada, client, pieces):
    await store(api, ada, is_deleted=True)
    items = await walk(client, ada, "/api/trash")
    assert sorted(item["task"]["title"] for item in items) == TITLES
    assert max(pieces) < LARGEST


async def test_a_download_comes_whole_in_small_pieces(api, ada, client, pieces):
    await store(api, ada)
    answer = await client.get("/api/tasks/export", headers=ada.headers)
    assert sorted(task["title"] for task in answer.json()["tasks"]) == TITLES
    assert max(pieces) < LARGEST


async def test_a_feed_comes_whole_in_small_pieces(api, ada, client, pieces):
    await store(api, ada)
    made = await client.post("/api/feeds", headers=ada.headers, json={"name": "Mine"})
    url = made.json()["todos_url"]
    answer = await client.get(url[url.index("/feeds/") :])
    todos = vobject.readOne(answer.text).contents["vtodo"]
    assert sorted(todo.summary.value for todo in todos) == TITLES
    assert max(pieces) < LARGEST


async def test_an_account_is_exported_whole_in_small_pages(api, ada):
    await store(api, ada)
    pages = [
        [record for record in records if isinstance(record, TaskRecord)]
        async for records in records_of(api.resources.db, ada.user_id)
    ]
    assert sorted(task.title for page in pages for task in page) == TITLES
    assert max(len(page) for page in pages) < 10
