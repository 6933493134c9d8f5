"""The deletion of an account."""

import asyncio
from typing import Final

from shared.db.repositories import erasing
from shared.db.repositories import transfers as repository
from shared.db.repositories.transfers import TransferView
from shared.db.session import Database
from workers.transfers.stopping import Stopped

_ROWS: Final = 1_000


async def erase(db: Database, transfer: TransferView, stop: asyncio.Event) -> None:
    """Nothing of the user is left. Broken off, it goes on with what there is."""
    is_more = True
    while is_more:
        if stop.is_set():
            raise Stopped
        async with db.unit_of_work() as uow:
            is_more = await erasing.erase_some(uow.connection, transfer.user_id, _ROWS)
            await repository.beat(uow.connection, transfer, uow.now)
    async with db.unit_of_work() as uow:
        await erasing.erase_some(uow.connection, transfer.user_id, _ROWS)
        await erasing.erase_user(uow.connection, transfer.user_id)
