"""Browsers are told of each change of a project, section, label or filter, once."""

import orjson
import pytest
from sqlalchemy import text


async def told(api, person):
    """What was said of places since the last time."""
    async with api.resources.db.unit_of_work() as uow:
        rows = await uow.connection.execute(
            text("SELECT event_type, payload FROM outbox WHERE user_id = :u ORDER BY id"),
            {"u": person.user_id},
        )
        found = [orjson.loads(row.payload) for row in rows if row.event_type == "place.changed"]
        await uow.connection.execute(
            text("DELETE FROM outbox WHERE user_id = :u"), {"u": person.user_id}
        )
    assert {each["user_id"] for each in found} <= {str(person.user_id)}
    return [(each["place"], each["place_id"]) for each in found]


async def done(api, person, method, path, **body):
    answer = await api.ask(method, path, person, **({"json": body} if body else {}))
    assert answer.status_code < 300, answer.text
    return answer.json() if answer.content else None


@pytest.mark.parametrize(
    ("place", "path", "new"),
    [
        ("project", "/api/projects", {"name": "Garden"}),
        ("label", "/api/labels", {"name": "home"}),
        ("filter", "/api/filters", {"name": "Soon", "query": "overdue"}),
    ],
)
async def test_what_is_made_changed_and_deleted_is_told_once_each(api, place, path, new):
    person = await api.person()
    made = await done(api, person, "POST", path, **new)
    said = [(place, made["id"])]
    assert await told(api, person) == said
    await done(api, person, "PATCH", f"{path}/{made['id']}", is_favorite=True)
    assert await told(api, person) == said
    await done(api, person, "PATCH", f"{path}/{made['id']}", is_favorite=True)
    assert await told(api, person) == []
    await done(api, person, "DELETE", f"{path}/{made['id']}")
    assert await told(api, person) == said


async def test_sections_and_orders_are_told(api):
    person = await api.person()
    one = await done(api, person, "POST", "/api/projects", name="One")
    two = await done(api, person, "POST", "/api/projects", name="Two")
    sections = f"/api/projects/{one['id']}/sections"
    made = [await done(api, person, "POST", sections, name=name) for name in ("A", "B")]
    await told(api, person)
    await done(api, person, "PUT", "/api/projects/order", ids=[two["id"], one["id"]])
    assert await told(api, person) == [("project", None)]
    await done(api, person, "PUT", "/api/projects/order", ids=[two["id"], one["id"]])
    assert await told(api, person) == []
    await done(api, person, "PUT", f"{sections}/order", ids=[made[1]["id"], made[0]["id"]])
    assert await told(api, person) == [("section", None)]
    await done(api, person, "PATCH", f"/api/sections/{made[0]['id']}", name="Z")
    assert await told(api, person) == [("section", made[0]["id"])]
    await done(api, person, "DELETE", f"/api/sections/{made[0]['id']}")
    assert await told(api, person) == [("section", made[0]["id"])]
    await done(api, person, "POST", f"/api/projects/{one['id']}/archive")
    assert await told(api, person) == [("project", one["id"])]


async def test_two_labels_that_become_one_are_told_as_several(api):
    person = await api.person()
    one = await done(api, person, "POST", "/api/labels", name="one")
    await done(api, person, "POST", "/api/labels", name="two")
    await told(api, person)
    await done(api, person, "PATCH", f"/api/labels/{one['id']}", name="two", merge=True)
    assert await told(api, person) == [("label", None)]


async def test_what_is_refused_is_not_told(api):
    person = await api.person()
    made = await done(api, person, "POST", "/api/projects", name="Mine")
    await told(api, person)
    stranger = await api.person()
    answer = await api.ask(
        "PATCH", f"/api/projects/{made['id']}", stranger, json={"name": "Not yours"}
    )
    assert answer.status_code == 404
    assert (await told(api, person), await told(api, stranger)) == ([], [])
