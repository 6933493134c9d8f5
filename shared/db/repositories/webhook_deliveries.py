"""What is sent to webhooks, and what came of it."""

from base64 import b64encode
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import orjson
from sqlalchemy import text

from shared.db.connection import Connection


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One event for one subscription; `due_at` is when it is tried next."""

    id: UUID
    event_id: UUID
    replay: int
    event_type: str
    state: str
    due_at: datetime | None
    attempts: int
    status: int | None
    answer: str | None
    created_at: datetime
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """An event on its way to a subscription."""

    id: UUID
    webhook_id: UUID
    user_id: UUID
    event_id: UUID
    event_type: str
    body: bytes
    replay: int = 0


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that this process tries now, with where it goes; this attempt counts."""

    id: UUID
    webhook_id: UUID
    user_id: UUID
    event_id: UUID
    body: bytes
    attempts: int
    sealed: bytes


_ADD = text(
    """
    INSERT INTO webhook_deliveries
        (id, webhook_id, user_id, event_id, replay, event_type, body, state, due_at, created_at)
    SELECT new.id, new.webhook_id, new.user_id, new.event_id, new.replay, new.event_type,
        decode(new.body, 'base64'), 'waiting', :now, :now
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS new(
        id uuid, webhook_id uuid, user_id uuid, event_id uuid, replay int, event_type text,
        body text)
    JOIN webhooks w ON w.id = new.webhook_id
    ON CONFLICT (webhook_id, event_id, replay) DO NOTHING
    """
)


async def add_deliveries(connection: Connection, rows: Sequence[NewDelivery], now: datetime) -> int:
    """These wait to be sent, each once however often it comes; how many are new.

    What was for a subscription that is gone is left out.
    """
    documents = [_document(row) for row in rows]
    result = await connection.execute(_ADD, {"rows": orjson.dumps(documents).decode(), "now": now})
    return result.rowcount


def _document(row: NewDelivery) -> dict[str, object]:
    return {
        "id": str(row.id),
        "webhook_id": str(row.webhook_id),
        "user_id": str(row.user_id),
        "event_id": str(row.event_id),
        "replay": row.replay,
        "event_type": row.event_type,
        "body": b64encode(row.body).decode(),
    }


# A subscription has few under way at once, and so has a person, so that slow ones take no places
# from others.
_CLAIM = text(
    """
    WITH ranked AS (
        SELECT d.id, d.user_id, d.due_at,
            row_number() OVER (PARTITION BY d.webhook_id ORDER BY d.due_at, d.id) AS n
        FROM webhook_deliveries d
        JOIN users u ON u.id = d.user_id AND u.erased_at IS NULL AND u.disabled_at IS NULL
        WHERE d.state = 'waiting' AND d.due_at <= :now
        AND NOT d.webhook_id = ANY(CAST(:resting AS uuid[]))
        AND NOT d.user_id = ANY(CAST(:full AS uuid[]))
    ), fair AS (
        SELECT id, due_at, row_number() OVER (PARTITION BY user_id ORDER BY n, due_at, id) AS n
        FROM ranked WHERE n <= :each
    ), next AS (
        SELECT d.id FROM webhook_deliveries d JOIN fair f ON f.id = d.id
        WHERE f.n <= :each AND d.state = 'waiting' AND d.due_at <= :now
        ORDER BY f.due_at LIMIT :limit FOR UPDATE OF d SKIP LOCKED
    )
    UPDATE webhook_deliveries d SET due_at = :until, attempts = d.attempts + 1
    FROM next, webhooks w WHERE d.id = next.id AND w.id = d.webhook_id
    RETURNING d.id, d.webhook_id, d.user_id, d.event_id, d.body, d.attempts, w.sealed
    """
)


async def claim_due(
    connection: Connection,
    now: datetime,
    until: datetime,
    *,
    resting: Collection[UUID],
    full: Collection[UUID],
    limit: int,
    each: int,
) -> list[Claimed]:
    """Up to `limit` deliveries that are due, `each` a person: this process's until then.

    Those of `resting` subscriptions, and of people who have their `full` share, are left alone.
    """
    result = await connection.execute(
        _CLAIM,
        {
            "now": now,
            "until": until,
            "resting": list(resting),
            "full": list(full),
            "limit": limit,
            "each": each,
        },
    )
    return [Claimed(*row) for row in result]


_SETTLE = text(
    """
    UPDATE webhook_deliveries
    SET state = :state, due_at = CAST(:due_at AS timestamptz), status = :status, answer = :answer,
        settled_at = CASE WHEN CAST(:due_at AS timestamptz) IS NULL
            THEN CAST(:now AS timestamptz) END
    WHERE id = :id AND state = 'waiting' AND attempts = :attempts
    """
)


async def settle(
    connection: Connection,
    claimed: Claimed,
    *,
    state: str,
    due_at: datetime | None,
    status: int | None,
    answer: str,
    now: datetime,
) -> bool:
    """What came of the attempt is on record; False if another was begun meanwhile."""
    result = await connection.execute(
        _SETTLE,
        {
            "id": claimed.id,
            "attempts": claimed.attempts,
            "state": state,
            "due_at": due_at,
            "status": status,
            "answer": answer,
            "now": now,
        },
    )
    return result.rowcount > 0


_STOP = text(
    """
    UPDATE webhook_deliveries SET state = 'failed', due_at = NULL, settled_at = :now,
        answer = :answer
    WHERE webhook_id = :id AND state = 'waiting'
    """
)


async def stop_waiting(connection: Connection, webhook_id: UUID, answer: str, now: datetime) -> int:
    """What waits for this subscription has failed; how many."""
    result = await connection.execute(_STOP, {"id": webhook_id, "answer": answer, "now": now})
    return result.rowcount


_LIST = text(
    """
    SELECT id, event_id, replay, event_type, state, due_at, attempts, status, answer, created_at,
        settled_at
    FROM webhook_deliveries
    WHERE webhook_id = :webhook_id AND user_id = :user_id AND id < :before
    AND (CAST(:state AS text) IS NULL OR state = :state)
    ORDER BY id DESC LIMIT :limit
    """
)
_LAST = UUID(int=2**128 - 1)


async def list_deliveries(
    connection: Connection,
    user_id: UUID,
    webhook_id: UUID,
    *,
    state: str | None,
    before: UUID | None,
    limit: int,
) -> list[DeliveryRow]:
    """What was sent to this subscription, the newest first."""
    result = await connection.execute(
        _LIST,
        {
            "webhook_id": webhook_id,
            "user_id": user_id,
            "state": state,
            "before": before or _LAST,
            "limit": limit,
        },
    )
    return [DeliveryRow(*row) for row in result]


# The newest of each event: what was replayed already has a later row.
_SETTLED = text(
    """
    SELECT d.event_id, d.replay, d.event_type, d.body FROM webhook_deliveries d
    WHERE d.webhook_id = :webhook_id AND d.user_id = :user_id AND d.state <> 'waiting'
    AND (d.id = CAST(:id AS uuid) OR CAST(:id AS uuid) IS NULL AND d.state = 'failed'
         AND d.created_at >= CAST(:since AS timestamptz))
    AND NOT EXISTS (SELECT FROM webhook_deliveries later WHERE later.webhook_id = d.webhook_id
                    AND later.event_id = d.event_id AND later.replay > d.replay)
    ORDER BY d.id LIMIT :limit
    """
)


async def settled(
    connection: Connection,
    user_id: UUID,
    webhook_id: UUID,
    *,
    delivery_id: UUID | None = None,
    failed_since: datetime | None = None,
    limit: int = 1,
) -> list[tuple[UUID, int, str, bytes]]:
    """Event, replay, type and body of this delivery, or of what has failed since then.

    One that was replayed is left out: its replay stands for it.
    """
    result = await connection.execute(
        _SETTLED,
        {
            "user_id": user_id,
            "webhook_id": webhook_id,
            "id": delivery_id,
            "since": failed_since,
            "limit": limit,
        },
    )
    return [(row[0], row[1], row[2], row[3]) for row in result]


_PRUNE = text(
    """
    DELETE FROM webhook_deliveries WHERE id IN (
        SELECT id FROM webhook_deliveries WHERE state <> 'waiting' AND created_at < :before
        LIMIT :limit FOR UPDATE SKIP LOCKED)
    """
)


async def prune(connection: Connection, before: datetime, limit: int) -> int:
    """Up to `limit` settled deliveries from before that instant are gone; how many."""
    result = await connection.execute(_PRUNE, {"before": before, "limit": limit})
    return result.rowcount
