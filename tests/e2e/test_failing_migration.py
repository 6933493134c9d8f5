"""A migration fails half-way: nothing of it is left, and the version that runs goes on."""

from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import text

from shared.db.migrate import head_revision
from tests.e2e.commands import rondel
from tests.e2e.people import signed_up
from tests.e2e.releases import NEXT_REVISION, next_code
from tests.e2e.world import World

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]

FIRST = '    op.add_column("tasks", sa.Column("colour", sa.String(), nullable=True))\n'
HALF_WAY = {
    "refused": FIRST + "    op.execute(\"ALTER TABLE tasks ADD CONSTRAINT no CHECK (title = '')\")",
    "broken": FIRST + '    raise LookupError("what it wanted to move is not there")',
    "locked": FIRST + '    op.execute("LOCK TABLE users IN ACCESS EXCLUSIVE MODE")',
}
SAID = {
    "refused": 'check constraint "no" of relation "tasks" is violated',
    "broken": "what it wanted to move is not there",
    "locked": "canceling statement due to lock timeout",
}


async def schema_of(world: World) -> list[tuple[str, ...]]:
    columns = "table_name, column_name, data_type, is_nullable, column_default"
    async with world.db.read() as connection:
        found = await connection.execute(
            text(
                f"SELECT {columns} FROM information_schema.columns"
                " WHERE table_schema = 'public' ORDER BY 1, 2"
            )
        )
        return [tuple(map(str, row)) for row in found]


@pytest.mark.parametrize("how", HALF_WAY)
async def test_it_leaves_the_schema_as_it_was_and_the_old_version_serves(
    how: str, world: World, tmp_path: Path
) -> None:
    (api,) = await world.start("api")
    async with signed_up(api.url) as ada:
        before = await ada.create("Before")
        schema = await schema_of(world)
        code = next_code(tmp_path, HALF_WAY[how])
        if how == "locked":
            holder = await asyncpg.connect(world.processes.environment["DATABASE_URL"])
            async with holder.transaction():  # somebody reads for long
                await holder.execute("SELECT FROM users")
                said = await rondel(world, "migrate", directory=code, code=1)
            await holder.close()
        else:
            said = await rondel(world, "migrate", directory=code, code=1)
        assert SAID[how] in said
        assert f"is at {head_revision()}; nothing is left of the migration that failed" in said
        assert await schema_of(world) == schema
        after = await ada.create("After")
        assert {each["id"] for each in await ada.tasks()} == {before["id"], after["id"]}
        assert (await api.readiness())[0] == 200
    mended = tmp_path / "mended"
    mended.mkdir()
    said = await rondel(world, "migrate", directory=next_code(mended))
    assert f"is at {NEXT_REVISION}" in said
