"""Every event of a task or a reminder → a row that says where it came from and where it stands."""

from collections.abc import Sequence

from typing_extensions import override

from shared.db.repositories import activity
from shared.db.session import Database
from shared.events.envelope import Event
from shared.events.groups import ACTIVITY_GROUP
from workers.activity.rows import row_of
from workers.runtime.combining import Combiner
from workers.runtime.handler import Handler


class ActivityHandler(Handler):
    """Keeps the record of events.

    Not a transactional handler: the event's id is the key of its row, so that it needs no inbox.
    Nobody waits for the rows, so events gather for a moment, and one statement takes them all.
    """

    group = ACTIVITY_GROUP.name
    topics = ACTIVITY_GROUP.topics
    types = ACTIVITY_GROUP.types
    gather_seconds = 0.2

    def __init__(self, db: Database) -> None:
        self._db = db
        self._combiner = Combiner(self._record)

    @override
    async def process(self, batch: Sequence[Event]) -> None:
        """The events are on record, once each.

        Raises:
            PermanentError: what an event says of itself cannot be kept.
        """
        await self._combiner.handle(batch)

    async def _record(self, batch: Sequence[Event]) -> None:
        rows = [row_of(event) for event in batch]
        async with self._db.statement() as connection:
            await activity.insert_new(connection, rows, self._db.clock.now())
