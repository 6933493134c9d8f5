"""What became of the rows of a file that were not simply taken over."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import orjson
from sqlalchemy import text

from shared.db.connection import Connection


@dataclass(frozen=True, slots=True)
class ReportRow:
    """What became of one row of a file, and why; `reasons` have `code`, `field`, `message`."""

    number: int
    outcome: str
    reasons: list[dict[str, str]]
    excerpt: str


_REPORT = text(
    """
    INSERT INTO transfer_rows AS t (transfer_id, number, outcome, reasons, excerpt)
    SELECT :id, r.number, r.outcome, r.reasons, r.excerpt
    FROM jsonb_to_recordset(CAST(:rows AS jsonb))
         AS r (number int, outcome text, reasons jsonb, excerpt text)
    ON CONFLICT (transfer_id, number) DO UPDATE
    SET outcome = CASE WHEN t.outcome = 'failed' THEN t.outcome ELSE excluded.outcome END,
        reasons = t.reasons || excluded.reasons
    """
)


async def add_report(connection: Connection, transfer_id: UUID, rows: Sequence[ReportRow]) -> None:
    """The report says this of these rows, besides what it said before."""
    if rows:
        values = [
            {"number": r.number, "outcome": r.outcome, "reasons": r.reasons, "excerpt": r.excerpt}
            for r in rows
        ]
        parameters = {"id": transfer_id, "rows": orjson.dumps(values).decode()}
        await connection.execute(_REPORT, parameters)


_READ_REPORT = text(
    """
    SELECT number, outcome, reasons::text, excerpt FROM transfer_rows
    WHERE transfer_id = :id AND number > :after ORDER BY number LIMIT :limit
    """
)


async def read_report(
    connection: Connection, transfer_id: UUID, after: int, limit: int
) -> list[ReportRow]:
    """The next rows of the report behind row `after`."""
    parameters = {"id": transfer_id, "after": after, "limit": limit}
    result = await connection.execute(_READ_REPORT, parameters)
    return [ReportRow(row[0], row[1], orjson.loads(row[2]), row[3]) for row in result]
