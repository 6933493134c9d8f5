"""An event says which operation of the API it comes from."""

from sqlalchemy import text


async def sources_of(api, person):
    """Type and source of the person's events in the outbox, in order, without the browsers'."""
    async with api.resources.db.read() as connection:
        found = await connection.execute(
            text(
                "SELECT event_type, source FROM outbox WHERE user_id = :id "
                "AND topic <> 'task-updates' ORDER BY id"
            ),
            {"id": person.user_id},
        )
        return [tuple(row) for row in found]


async def test_each_event_names_the_operation_that_caused_it(api, ada):
    task = await api.create(ada, title="Water the plants")
    path = f"/api/tasks/{task['id']}"
    await api.ask("PATCH", path, ada, json={"priority": "high"})
    await api.ask("POST", f"{path}/complete", ada)
    await api.ask("POST", f"{path}/reopen", ada)
    await api.ask("DELETE", path, ada)
    assert await sources_of(api, ada) == [
        ("task.created", "/rondel/api/create_task"),
        ("task.updated", "/rondel/api/change_task"),
        ("task.completed", "/rondel/api/complete_task"),
        ("task.reopened", "/rondel/api/reopen_task"),
        ("task.deleted", "/rondel/api/delete_task"),
    ]


async def test_a_request_that_fails_leaves_nothing_to_the_next(api, ada):
    task = await api.create(ada, title="Water the plants")
    await api.ask("DELETE", f"/api/tasks/{task['id']}", ada)
    assert (await api.ask("DELETE", f"/api/tasks/{task['id']}", ada)).status_code == 404
    await api.create(ada, title="Another")
    sources = [source for _, source in await sources_of(api, ada)]
    assert sources == [f"/rondel/api/{name}_task" for name in ("create", "delete", "create")]
