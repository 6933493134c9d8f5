"""Transfers without the API: ordered by commands, carried out by a runner."""

import asyncio

from shared.commands import transfers as commands
from shared.core.principal import Principal
from shared.db.repositories import transfers as repository
from shared.db.session import Database
from workers.transfers.runner import Runner


async def order(
    db: Database,
    owner: Principal,
    content: bytes,
    size: int = 5_000,
    *,
    source: str = "rondel",
    is_dry_run: bool = False,
):
    transfer = await commands.begin_transfer(db, owner, "import", source, is_dry_run=is_dry_run)
    for number, start in enumerate(range(0, len(content), size)):
        await commands.add_part(db, transfer, number, content[start : start + size])
    return await commands.finish_upload(db, transfer, len(content))


async def import_(db: Database, owner: Principal, content: bytes, *, source: str = "rondel"):
    transfer = await order(db, owner, content, source=source)
    assert await Runner(db).run_one(asyncio.Event())
    async with db.read() as connection:
        return await repository.find_transfer(connection, owner.user_id, transfer.id, "import")
