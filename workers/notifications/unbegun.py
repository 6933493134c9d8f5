"""What came due while its channel was away: in the ledger, though nothing could be tried yet."""

from collections.abc import Sequence
from typing import Final

from shared.core.ids import new_uuid7
from shared.db.repositories import deliveries
from shared.db.repositories.deliveries import DeliveryKey, WantedDelivery
from shared.db.session import Database
from workers.notifications.due import Due
from workers.notifications.messages import key_text
from workers.runtime.coalesce import Coalescer

_AT_ONCE: Final = 500


class Unbegun:
    """Notes deliveries that cannot begin, many in one statement.

    What has no row looks lost to whoever compares reminders and jobs, and nobody can give it up.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._notes = Coalescer(self._write, _AT_ONCE)

    async def note(self, due: Due, key: DeliveryKey, version: int) -> None:
        """The delivery has a row, if its reminder is still of this version."""
        identifier = new_uuid7(self._db.clock.now())
        await self._notes.ask(
            WantedDelivery(key, version, identifier, due.task_id, due.user_id, key_text(key))
        )

    async def _write(self, wanted: Sequence[WantedDelivery]) -> Sequence[None]:
        by_key = {each.key: each for each in wanted}
        async with self._db.statement() as connection:
            await deliveries.note_unbegun(connection, by_key.values(), self._db.clock.now())
        return [None] * len(wanted)
