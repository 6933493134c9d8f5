"""Dead-letter topics into a table: every record one row, byte for byte, and none lost."""

from collections.abc import Iterator, Sequence

import asyncpg
from sqlalchemy.exc import IntegrityError
from typing_extensions import override

from shared.core.ids import new_uuid7
from shared.db.repositories.dead_letter_mirror import Headers, MirroredLetter, insert_letters
from shared.db.session import GAVE_UP, Database, is_database_away
from shared.events.catalog import CATALOG
from shared.events.groups import DEAD_LETTERS_GROUP
from shared.events.topics import dlq_topic
from shared.kafka.records import Record, TopicPartition
from shared.kafka.topology import UNKNOWN_TYPE
from shared.observability.logging import get_logger
from shared.observability.metrics import Metrics
from workers.deadletters.reading import bare_letter_of, headers_of, letter_of
from workers.runtime.handler import RecordHandler

STATEMENT_BYTES = 4 * 1024 * 1024
"""Bodies that go into one statement, unless a single one is larger."""

_Row = tuple[MirroredLetter, Headers]


class Mirror(RecordHandler):
    """Writes the dead letters of all event types.

    A record that PostgreSQL refuses is stored with less: without what its headers say, then without
    its bytes, which are in Kafka still. A record that comes again makes no second row.
    """

    group = DEAD_LETTERS_GROUP
    topics = tuple(dlq_topic(name) for name in (*CATALOG, UNKNOWN_TYPE))

    def __init__(self, db: Database, metrics: Metrics) -> None:
        self._db = db
        self._metrics = metrics
        self._log = get_logger()

    @override
    async def process(self, at: TopicPartition, records: Sequence[Record]) -> None:
        """Each of the records has a row."""
        now = self._db.clock.now()
        # Sorted, so that letters of one millisecond are in the order of their records, too.
        ids = iter(sorted(new_uuid7(now) for _ in records))
        for portion in portions(records):
            rows = [(letter_of(at, record, next(ids)), headers_of(record)) for record in portion]
            if await self._refused(rows) is not None:
                for record, row in zip(portion, rows, strict=True):
                    await self._write_alone(at, record, row)

    async def _write_alone(self, at: TopicPartition, record: Record, row: _Row) -> None:
        """The record has a row with as much of it as PostgreSQL takes."""
        refused = await self._refused([row])
        if refused is None:
            return
        place = f"{at.topic}/{at.partition} at {record.offset}"
        why = f"PostgreSQL refused the record ({type(refused).__name__}); it stands in {place}."
        bare = bare_letter_of(at, record, row[0].id, why, with_body=True)
        if await self._refused([(bare, headers_of(record))]) is not None:
            bare = bare_letter_of(at, record, row[0].id, why, with_body=False)
            await self._write([(bare, [])])
        self._log.error(
            "dead_letter_reduced",
            topic=at.topic,
            partition=at.partition,
            offset=record.offset,
            error=type(refused).__name__,
        )

    async def _refused(self, rows: Sequence[_Row]) -> BaseException | None:
        """None after the rows were written; else what PostgreSQL has against them."""
        try:
            await self._write(rows)
        except (asyncpg.PostgresError, asyncpg.DataError, IntegrityError) as error:
            if is_database_away(error) or isinstance(error, _NOT_THEIR_FAULT):
                raise
            return error.orig if isinstance(error, IntegrityError) and error.orig else error
        return None

    async def _write(self, rows: Sequence[_Row]) -> None:
        async with self._db.unit_of_work() as uow:
            new = await insert_letters(uow.connection, rows)
        for event_type in new:
            self._metrics.count("dead_letters_mirrored_total", event_type=event_type)


# The statement is as good as any; it was not its time, or there is no such table yet.
_NOT_THEIR_FAULT = (*GAVE_UP, asyncpg.SyntaxOrAccessError)


def portions(records: Sequence[Record]) -> Iterator[Sequence[Record]]:
    """The records in order, in portions that one statement may carry."""
    portion: list[Record] = []
    size = 0
    for record in records:
        weight = len(record.value or b"") + sum(len(value or b"") for _, value in record.headers)
        if portion and size + weight > STATEMENT_BYTES:
            yield portion
            portion, size = [], 0
        portion.append(record)
        size += weight
    if portion:
        yield portion
