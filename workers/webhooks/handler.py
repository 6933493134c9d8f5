"""Every event → a row for each subscription that wants it. Sending is `sender`'s."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from uuid import UUID

import orjson
from typing_extensions import override

from shared.core.ids import new_uuid7
from shared.db.repositories.webhook_deliveries import NewDelivery, add_deliveries
from shared.db.repositories.webhooks import subscriptions_of
from shared.db.session import Database
from shared.events.envelope import Event, dump_data
from shared.events.groups import WEBHOOKS_GROUP
from workers.runtime.combining import Combiner
from workers.runtime.handler import Handler
from workers.runtime.ownership import refuse_foreign

_Wanted = dict[UUID, list[tuple[UUID, frozenset[str]]]]


class WebhooksHandler(Handler):
    """Writes down what is to be sent.

    Not a transactional handler: subscription and event are the key of the row, so that it needs no
    inbox, and events that nobody subscribed to cost one look a batch.
    """

    group = WEBHOOKS_GROUP.name
    topics = WEBHOOKS_GROUP.topics
    types = WEBHOOKS_GROUP.types
    gather_seconds = 0.05

    def __init__(self, db: Database, wake: Callable[[], None]) -> None:
        self._db = db
        self._wake = wake
        self._combiner = Combiner(self._write)

    @override
    async def process(self, batch: Sequence[Event]) -> None:
        """What these events are to be sent as is on record, once each.

        Raises:
            PermanentError: an event names a task that is not its user's.
        """
        await self._combiner.handle(batch)

    async def _write(self, batch: Sequence[Event]) -> None:
        async with self._db.statement() as connection:
            found = await subscriptions_of(connection, {each.data.user_id for each in batch})
            if not found:
                return
            await refuse_foreign(connection, "tasks", _tasks_of(batch))
        wanted: _Wanted = defaultdict(list)
        for webhook_id, user_id, types in found:
            wanted[user_id].append((webhook_id, types))
        now = self._db.clock.now()
        rows = [
            NewDelivery(
                new_uuid7(now), webhook_id, event.data.user_id, event.id, event.type.name, body
            )
            for event, webhook_id, body in _pairs(batch, wanted)
        ]
        if rows:
            async with self._db.unit_of_work() as uow:
                await add_deliveries(uow.connection, rows, uow.now)
            self._wake()


def _tasks_of(batch: Sequence[Event]) -> list[tuple[UUID, UUID]]:
    """The tasks that the events name, and whose they are said to be."""
    named = [(getattr(each.data, "task_id", None), each.data.user_id) for each in batch]
    return [(task_id, user_id) for task_id, user_id in named if task_id is not None]


def _pairs(batch: Sequence[Event], wanted: _Wanted) -> Iterator[tuple[Event, UUID, bytes]]:
    for event in batch:
        body: bytes | None = None
        for webhook_id, types in wanted.get(event.data.user_id, ()):
            if event.type.name in types:
                body = body or body_of(event)
                yield event, webhook_id, body


def body_of(event: Event) -> bytes:
    """What is sent: the event as the catalogue describes it, the same in every attempt."""
    document = {
        "id": str(event.id),
        "type": event.type.name,
        "timestamp": event.occurred_at,
        "data": orjson.Fragment(dump_data(event.data)),
    }
    return orjson.dumps(document, option=orjson.OPT_UTC_Z)
