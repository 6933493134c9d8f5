"""The manual order: any moves end as a list would, also many at once."""

import asyncio
from datetime import UTC, datetime
from random import Random
from uuid import UUID

import pytest

from shared.db.repositories import orders
from tests.integration.api.harness import pointers


async def move(api, person, task_id, **body):
    return await api.ask("POST", f"/api/tasks/{task_id}/move", person, json=body)


async def in_order(api, person, limit=200):
    found, cursor = [], None
    while True:
        more = f"&cursor={cursor}" if cursor else ""
        path = f"/api/tasks?sort=manual&completed=false&limit={limit}{more}"
        page = (await api.ask("GET", path, person)).json()
        found += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return found


async def ids_of(api, person, limit=200):
    return [task["id"] for task in await in_order(api, person, limit)]


async def test_any_moves_give_the_order_that_a_list_would_give(api, ada):
    order = [(await api.create(ada))["id"] for _ in range(6)]
    random = Random(6)
    for _ in range(40):
        task, anchor = random.sample(order, 2)
        side = random.choice(["before", "after"])
        assert (await move(api, ada, task, **{side: anchor})).status_code == 200
        order.remove(task)
        order.insert(order.index(anchor) + (side == "after"), task)
        assert await ids_of(api, ada) == order
    assert await ids_of(api, ada, limit=2) == order
    new = await api.create(ada)
    assert await ids_of(api, ada) == [*order, new["id"]]


async def test_a_move_to_where_it_stands_changes_nothing_and_one_is_undone(api, ada):
    a, b, c = [(await api.create(ada))["id"] for _ in range(3)]
    same = (await move(api, ada, b, after=a)).json()
    assert (same["version"], same["undo_id"]) == (1, None)
    assert (await move(api, ada, c)).json()["version"] == 1
    moved = (await move(api, ada, c, before=a)).json()
    assert await ids_of(api, ada) == [c, a, b]
    await api.ask("POST", f"/api/undo/{moved['undo_id']}", ada)
    assert await ids_of(api, ada) == [a, b, c]


async def test_many_moves_at_once_end_in_a_total_order(api, ada):
    ids = [(await api.create(ada))["id"] for _ in range(8)]
    random = Random(8)
    for _ in range(6):  # more at a time wait too long for their turn on a busy machine: 429
        pairs = [random.sample(ids, 2) for _ in range(10)]
        moves = [move(api, ada, task, before=anchor) for task, anchor in pairs]
        assert {answer.status_code for answer in await asyncio.gather(*moves)} == {200}
    tasks = await in_order(api, ada)
    keys = [task["position"] for task in tasks]
    assert sorted(task["id"] for task in tasks) == sorted(ids)
    assert keys == sorted(set(keys))


async def test_keys_that_grow_too_long_are_spread_anew(api, ada):
    a, b, c = [(await api.create(ada))["id"] for _ in range(3)]
    async with api.resources.db.unit_of_work() as uow:
        await give_keys(uow.connection, [a, b], ["m" + "-" * 198 + "1", "m" + "-" * 198 + "2"])
    moved = (await move(api, ada, c, after=a)).json()
    assert await ids_of(api, ada) == [a, c, b]
    assert len(moved["position"]) < 50
    assert all(len(task["position"]) < 50 for task in await in_order(api, ada))
    assert (await api.event_types(ada)).count("task.updated") == 3


async def test_equal_keys_are_parted_by_the_next_move_between_them(api, ada):
    a, b, c = [(await api.create(ada))["id"] for _ in range(3)]
    async with api.resources.db.unit_of_work() as uow:
        await give_keys(uow.connection, [a, b], ["m", "m"])
    await move(api, ada, c, before=b)
    assert await ids_of(api, ada) == [a, c, b]


async def give_keys(connection, ids, keys):
    await orders.give_keys(
        connection, [UUID(each) for each in ids], keys, datetime(2026, 11, 26, tzinfo=UTC)
    )


async def test_a_move_takes_the_place_of_the_task_beside(api, ada):
    project = (await api.ask("POST", "/api/projects", ada, json={"name": "Home"})).json()
    path = f"/api/projects/{project['id']}/sections"
    section = (await api.ask("POST", path, ada, json={"name": "Now"})).json()
    inside = await api.create(ada, project_id=project["id"], section_id=section["id"])
    task = await api.create(ada)
    moved = (await move(api, ada, task["id"], before=inside["id"])).json()
    assert (moved["project_id"], moved["section_id"]) == (project["id"], section["id"])
    assert await ids_of(api, ada) == [task["id"], inside["id"]]
    out = (await move(api, ada, task["id"], project_id=None)).json()
    assert (out["project_id"], out["section_id"]) == (None, None)
    below = (await move(api, ada, task["id"], parent_id=inside["id"])).json()
    assert below["parent_id"] == inside["id"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"before": "self"}, "/before"),
        ({"after": "stranger"}, "/after"),
        ({"after": "other", "project_id": "project"}, "/after"),
        ({"parent_id": "below"}, "/parent_id"),
        ({"parent_id": "self"}, "/parent_id"),
        ({"section_id": "other"}, "/section_id"),
    ],
)
async def test_a_move_that_cannot_be_meant_changes_nothing(api, ada, body, expected):
    bob = await api.person()
    task = await api.create(ada)
    names = {
        "self": task["id"],
        "stranger": (await api.create(bob))["id"],
        "other": (await api.create(ada))["id"],
        "below": (await api.create(ada, parent_id=task["id"]))["id"],
        "project": (await api.ask("POST", "/api/projects", ada, json={"name": "P"})).json()["id"],
    }
    answer = await move(api, ada, task["id"], **{key: names[name] for key, name in body.items()})
    assert [pointer for pointer, _ in pointers(answer)] == [expected]
    now = await api.ask("GET", f"/api/tasks/{task['id']}", ada)
    assert now.json() == task


async def test_a_subtree_that_would_be_too_deep_stays(api, ada):
    root = await api.create(ada)
    child = await api.create(ada, parent_id=root["id"])
    other = await api.create(ada)
    await api.create(ada, parent_id=other["id"])
    refused = await move(api, ada, other["id"], parent_id=child["id"])
    assert pointers(refused) == [("/parent_id", "parent_too_deep")]
    assert (await move(api, ada, other["id"], parent_id=root["id"])).status_code == 200


@pytest.mark.parametrize("cursor", ["", "x", "WyJtYW51YWwiLCAiMSIsICJhIl0", "WyJkdWUiXQ"])
async def test_a_cursor_that_is_none_of_ours_is_refused(api, ada, cursor):
    answer = await api.ask("GET", f"/api/tasks?sort=manual&cursor={cursor}", ada)
    assert answer.status_code == 422


async def test_a_position_that_was_read_can_be_given(api, ada):
    a, b = await api.create(ada), await api.create(ada)
    first = await api.create(ada, position="-h")
    assert await ids_of(api, ada) == [first["id"], a["id"], b["id"]]
    path = f"/api/tasks/{first['id']}"
    back = (await api.ask("PATCH", path, ada, json={"position": None})).json()
    assert back["position"] == first["id"]
    assert await ids_of(api, ada) == [a["id"], b["id"], first["id"]]


@pytest.mark.parametrize("position", ["", "A", "a-", "é", "a\x00", "a" * 201])
async def test_a_position_beside_which_nothing_fits_is_refused(api, ada, position):
    body = {"title": "x", "position": position}
    answer = await api.ask("POST", "/api/tasks", ada, json=body)
    assert answer.status_code == 422
    assert [pointer for pointer, _ in pointers(answer)] == ["/position"]
