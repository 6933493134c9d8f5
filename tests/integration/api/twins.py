"""Two API processes on one database, and what they answer to many who ask at once."""

import asyncio
from dataclasses import replace

from sqlalchemy import text

from api.revocations import Revocations
from api.tokens import Tokens
from api.turns import Turns, limit_for
from tests.integration.api.harness import Api

MANY = 8


def twins(api):
    """This API, and a second process: nothing shared but the database."""
    resources = api.resources
    settings = resources.settings
    other = replace(
        resources,
        revocations=Revocations(resources.db, settings.auth),
        tokens=Tokens(settings.auth, resources.clock),
        turns=Turns(limit_for(settings.database.pool_size)),
    )
    return api, Api(other)


async def patiently(ask):
    """The answer to `ask()`, which is asked again if there was no turn for it."""
    while (answer := await ask()).status_code == 429:
        pass
    return answer


async def by_turns(both, ask, number=MANY):
    """The answers to `ask(api, n)`, at once and to both by turns."""
    return await asyncio.gather(*(ask(both[n % 2], n) for n in range(number)))


def statuses(answers):
    return sorted(answer.status_code for answer in answers)


async def value(api, statement, **values):
    """What this statement finds: one value."""
    async with api.resources.db.read() as connection:
        return (await connection.execute(text(statement), values)).scalar_one()


async def alive(api, user_id):
    """How many devices of this account are signed in."""
    return await value(
        api,
        "SELECT count(*) FROM sessions WHERE user_id = :id AND ended_at IS NULL",
        id=user_id,
    )
