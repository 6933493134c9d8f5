"""A victim and an attacker who own the same, and an API that forgets what they ask."""

from uuid import UUID

import pytest
from sqlalchemy import text

from tests.integration.api.harness import Api, Person
from tests.integration.api.isolation_rehearsal import RehearsalDatabase, rehearsing, with_keys
from tests.integration.api.isolation_world import World, leave_waiting, plant

VICTIM, ATTACKER = "canaryvictim", "ownthings"


@pytest.fixture(scope="module")
def planting(resources) -> Api:
    """The API that remembers."""
    return Api(with_keys(resources))


@pytest.fixture(scope="module")
async def worlds(planting) -> tuple[World, World]:
    """A victim and an attacker, who own the same."""
    victim, attacker = await plant(planting, VICTIM), await plant(planting, ATTACKER)
    operator = await planting.operator()
    for world in (victim, attacker):
        await leave_waiting(planting, world)
        letter = world.ids["letter"]
        body = {"selection": {"ids": [letter]}, "reason": f"{world.mark} reason"}
        answer = await planting.ask("POST", "/api/ops/dlq/redrive", operator, json=body)
        world.ids["redrive"] = answer.json()["redrive"]["id"]
        async with planting.resources.db.unit_of_work() as uow:
            await uow.connection.execute(
                text("UPDATE dead_letters SET state = 'open', redrive_id = NULL WHERE id = :id"),
                {"id": UUID(letter)},
            )
    return victim, attacker


@pytest.fixture(scope="module")
async def admin(planting) -> Person:
    """An administrator, who has just signed in."""
    world = await plant(planting, "administers")
    async with planting.resources.db.unit_of_work() as uow:
        await uow.connection.execute(
            text("UPDATE users SET role = 'admin' WHERE id = :id"), {"id": world.person.user_id}
        )
    return world.person


@pytest.fixture(scope="module")
def rehearsed(planting, worlds) -> tuple[Api, RehearsalDatabase]:
    """The API over a database in which nothing stays."""
    del worlds  # they are to stay
    return rehearsing(planting.resources)
