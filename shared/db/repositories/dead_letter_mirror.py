"""How dead letters come into their table, are counted there, and leave it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection

Headers = Sequence[tuple[bytes, bytes | None]]


class MirroredLetter(NamedTuple):
    """A record of a dead-letter topic as it is stored; texts are fit for text columns."""

    id: UUID
    topic: str
    partition: int
    record_offset: int
    recorded_at: datetime
    event_type: str
    record_key: bytes | None
    record_value: bytes | None
    event_id: str | None = None
    user_id: UUID | None = None
    subject: str | None = None
    traceparent: str | None = None
    consumer_group: str | None = None
    failure_kind: str | None = None
    error_class: str | None = None
    error: str | None = None
    fingerprint: str | None = None
    attempts: int | None = None
    first_failed_at: datetime | None = None
    last_failed_at: datetime | None = None
    origin_topic: str | None = None
    origin_partition: int | None = None
    origin_offset: int | None = None
    redrives: int = 0


_TYPES: Mapping[str, str] = {
    "id": "uuid",
    "partition": "int",
    "record_offset": "bigint",
    "recorded_at": "timestamptz",
    "record_key": "bytea",
    "record_value": "bytea",
    "user_id": "uuid",
    "attempts": "int",
    "first_failed_at": "timestamptz",
    "last_failed_at": "timestamptz",
    "origin_partition": "bigint",
    "origin_offset": "bigint",
    "redrives": "int",
}
_COLUMNS = ", ".join(MirroredLetter._fields)
_GIVEN = ", ".join(
    f"CAST(:{name} AS {_TYPES.get(name, 'text')}[])" for name in MirroredLetter._fields
)

# Headers come as one list over all rows with the number of their row: lists of different lengths
# make no array of two dimensions. Uniqueness: uq_dead_letters_topic_partition_...
_INSERT = text(
    f"""
    WITH headers AS (
        SELECT number, array_agg(name ORDER BY place) AS names,
               array_agg(value ORDER BY place) AS header_values
        FROM unnest(
            CAST(:header_rows AS int[]), CAST(:header_names AS bytea[]),
            CAST(:header_values AS bytea[])
        ) WITH ORDINALITY AS h (number, name, value, place)
        GROUP BY number
    )
    INSERT INTO dead_letters ({_COLUMNS}, header_names, header_values)
    SELECT {", ".join(f"letter.{name}" for name in MirroredLetter._fields)},
           COALESCE(headers.names, '{{}}'), COALESCE(headers.header_values, '{{}}')
    FROM unnest({_GIVEN}) WITH ORDINALITY AS letter ({_COLUMNS}, number)
    LEFT JOIN headers ON headers.number = letter.number
    ORDER BY letter.number
    ON CONFLICT DO NOTHING
    RETURNING event_type
    """  # noqa: S608 - made of constants
)


async def insert_letters(
    connection: Connection, letters: Sequence[tuple[MirroredLetter, Headers]]
) -> list[str]:
    """The letters are in the table; the event types of those that were not there before."""
    columns = zip(*(letter for letter, _ in letters), strict=True)
    parameters = {
        name: list(values) for name, values in zip(MirroredLetter._fields, columns, strict=True)
    }
    headers = list(chain.from_iterable(_numbered(letters)))
    result = await connection.execute(
        _INSERT,
        {
            **parameters,
            "header_rows": [number for number, _, _ in headers],
            "header_names": [name for _, name, _ in headers],
            "header_values": [value for _, _, value in headers],
        },
    )
    return result.scalars()


def _numbered(
    letters: Sequence[tuple[MirroredLetter, Headers]],
) -> Iterable[list[tuple[int, bytes, bytes | None]]]:
    for number, (_, headers) in enumerate(letters, 1):
        yield [(number, name, value) for name, value in headers]


# Index ix_dead_letters_state_id.
_COUNT_OPEN = text(
    "SELECT event_type, count(*) FROM dead_letters WHERE state = 'open' GROUP BY event_type"
)


async def count_open(connection: Connection) -> dict[str, int]:
    """How many letters of each event type wait for somebody; types without any are left out."""
    return {row[0]: row[1] for row in await connection.execute(_COUNT_OPEN)}


# Index ix_dead_letters_state_id; ids grow with the time of mirroring. SKIP LOCKED: several
# processes prune, none waits for the other.
_PRUNE = text(
    """
    DELETE FROM dead_letters WHERE id IN (
        SELECT id FROM dead_letters
        WHERE state IN ('redriven', 'discarded') AND closed_at < :before
        ORDER BY id LIMIT :limit FOR UPDATE SKIP LOCKED
    )
    """
)


async def prune_closed(connection: Connection, before: datetime, limit: int) -> int:
    """Up to `limit` letters that were closed before that instant are gone; how many."""
    result = await connection.execute(_PRUNE, {"before": before, "limit": limit})
    return result.rowcount
