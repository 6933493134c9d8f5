"""Orders to have dead letters handled once more: written by operators, executed by one owner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import text

from shared.db.connection import Connection


@dataclass(frozen=True, slots=True)
class RedriveView:
    """An order and how far it is. `total` is `done`, `refused`, `returned`, and what waits."""

    id: UUID
    asked_at: datetime
    asked_by: str
    reason: str
    selection: Mapping[str, Any]
    forced: bool
    rate_per_second: float
    total: int
    done: int
    refused: int
    returned: int
    cancelled_at: datetime | None
    finished_at: datetime | None

    @property
    def state(self) -> Literal["running", "finished", "cancelled"]:
        """Whether letters wait still; `cancelled` also while those under way are awaited."""
        if self.cancelled_at is not None:
            return "cancelled"
        return "finished" if self.finished_at is not None else "running"

    @property
    def left(self) -> int:
        """Letters that wait for their turn, or for Kafka's yes."""
        return self.total - self.done - self.refused - self.returned


_COLUMNS = """id, asked_at, asked_by, reason, selection, forced, rate_per_second, total, done,
    refused, returned, cancelled_at, finished_at"""


def _view(row: Any) -> RedriveView:
    values = dict(row.items())
    selection = values.pop("selection")
    given = orjson.loads(selection) if isinstance(selection, str) else selection
    return RedriveView(selection=given, **values)


_INSERT = text(
    """
    INSERT INTO redrives (id, asked_at, asked_by, reason, selection, forced, rate_per_second, total)
    VALUES (:id, :now, :by, :reason, CAST(:selection AS jsonb), :forced, :rate, 0)
    """
)


async def insert_redrive(
    connection: Connection,
    redrive_id: UUID,
    *,
    by: str,
    reason: str,
    selection: Mapping[str, Any],
    forced: bool,
    rate_per_second: float,
    now: datetime,
) -> None:
    """The order exists, for no letter yet."""
    parameters = {
        "id": redrive_id,
        "now": now,
        "by": by,
        "reason": reason,
        "selection": orjson.dumps(selection, default=str).decode(),
        "forced": forced,
        "rate": rate_per_second,
    }
    await connection.execute(_INSERT, parameters)


_SET_TOTAL = text("UPDATE redrives SET total = :total WHERE id = :id")


async def set_total(connection: Connection, redrive_id: UUID, total: int) -> None:
    """The order is for so many letters."""
    await connection.execute(_SET_TOTAL, {"id": redrive_id, "total": total})


_FIND = text(f"SELECT {_COLUMNS} FROM redrives WHERE id = :id")  # noqa: S608 - constants


async def find_redrive(connection: Connection, redrive_id: UUID) -> RedriveView | None:
    """The order of this id."""
    row = (await connection.execute(_FIND, {"id": redrive_id})).one_or_none()
    return _view(row) if row else None


# Primary key, backwards: ids grow with time.
_LIST = text(
    f"""
    SELECT {_COLUMNS} FROM redrives
    WHERE CAST(:before AS uuid) IS NULL OR id < :before ORDER BY id DESC LIMIT :limit
    """  # noqa: S608 - constants
)


async def list_redrives(
    connection: Connection, *, before: UUID | None, limit: int
) -> tuple[list[RedriveView], UUID | None]:
    """The newest orders older than `before`; where the next page begins, if there is one."""
    result = await connection.execute(_LIST, {"before": before, "limit": limit + 1})
    found = [_view(row) for row in result]
    return found[:limit], found[limit - 1].id if len(found) > limit else None


# Index ix_redrives_unfinished.
_UNFINISHED = text(
    f"SELECT {_COLUMNS} FROM redrives WHERE finished_at IS NULL ORDER BY id LIMIT :limit"  # noqa: S608 - constants
)


async def list_unfinished(connection: Connection, limit: int) -> list[RedriveView]:
    """The oldest orders that have letters left."""
    return [_view(row) for row in await connection.execute(_UNFINISHED, {"limit": limit})]


class TakenLetter(NamedTuple):
    """A letter that is about to be sent again."""

    id: UUID
    consumer_group: str
    record_key: bytes | None
    value: bytes | None
    """What an operator has put there, else the original."""
    header_names: Sequence[bytes]
    header_values: Sequence[bytes | None]
    redrives: int


# Index ix_dead_letters_redriving. Letters that an owner before had taken come first, as the oldest
# ones. The lengths of large values are known without reading them. Locked in the order of their
# ids, as a cancellation does; what that has got hold of meanwhile is not open to be taken any more.
_TAKE = text(
    """
    UPDATE dead_letters AS d SET taken_at = :now
    FROM (
        SELECT locked.id FROM dead_letters AS locked JOIN (
            SELECT id, sum(COALESCE(octet_length(record_value), 0)) OVER (ORDER BY id)
                       - COALESCE(octet_length(record_value), 0) AS bytes_before
            FROM (
                SELECT id, record_value FROM dead_letters
                WHERE redrive_id = :redrive AND state = 'redriving' ORDER BY id LIMIT :limit
            ) AS first
        ) AS sized ON sized.id = locked.id
        WHERE bytes_before < :most_bytes
        AND locked.redrive_id = :redrive AND locked.state = 'redriving'
        ORDER BY locked.id FOR UPDATE OF locked
    ) AS next
    WHERE d.id = next.id
    AND EXISTS (SELECT 1 FROM leases WHERE name = :lease AND epoch = :epoch)
    RETURNING d.id, d.consumer_group, d.record_key, COALESCE(d.edited_value, d.record_value),
              d.header_names, d.header_values, d.redrives
    """
)


async def take_letters(
    connection: Connection,
    redrive_id: UUID,
    now: datetime,
    *,
    limit: int,
    most_bytes: int,
    lease: str,
    epoch: int,
) -> list[TakenLetter]:
    """The next letters of the order, oldest first; no cancellation gets them back from now on.

    None, if the lease has a newer epoch.
    """
    parameters = {
        "redrive": redrive_id,
        "now": now,
        "limit": limit,
        "most_bytes": most_bytes,
        "lease": lease,
        "epoch": epoch,
    }
    result = await connection.execute(_TAKE, parameters)
    return sorted((TakenLetter._make(row.values()) for row in result), key=lambda each: each.id)


# Whoever changes letters of an order and its counters locks the order first: so a cancellation
# and the worker never wait for each other.
_LOCK = text(
    f"SELECT {_COLUMNS} FROM redrives WHERE id = :id FOR UPDATE"  # noqa: S608 - constants
)


async def lock_redrive(connection: Connection, redrive_id: UUID) -> RedriveView | None:
    """The order, which nobody else changes until the transaction ends."""
    row = (await connection.execute(_LOCK, {"id": redrive_id})).one_or_none()
    return _view(row) if row else None


_CLOSE = text(
    """
    UPDATE dead_letters AS d
    SET state = 'redriven', closed_at = :now, closed_by = r.asked_by, close_reason = r.reason
    FROM redrives AS r
    WHERE d.id = ANY(CAST(:ids AS uuid[])) AND d.redrive_id = :redrive AND d.state = 'redriving'
    AND r.id = :redrive
    AND EXISTS (SELECT 1 FROM leases WHERE name = :lease AND epoch = :epoch)
    """
)
_REOPEN = text(
    """
    UPDATE dead_letters SET state = 'open', taken_at = NULL, edited_value = NULL
    WHERE id = ANY(CAST(:ids AS uuid[])) AND redrive_id = :redrive AND state = 'redriving'
    AND EXISTS (SELECT 1 FROM leases WHERE name = :lease AND epoch = :epoch)
    """
)
_ADD = text(
    """
    UPDATE redrives SET done = done + :done, refused = refused + :refused WHERE id = :redrive
    """
)


async def settle_letters(
    connection: Connection,
    redrive_id: UUID,
    now: datetime,
    *,
    sent: Sequence[UUID],
    refused: Sequence[UUID],
    lease: str,
    epoch: int,
) -> int:
    """Those that Kafka has are redriven, those that it refused are open again; how many were.

    0 if the lease has a newer epoch, or another owner has settled them.
    """
    await connection.execute(_LOCK, {"id": redrive_id})
    fence = {"redrive": redrive_id, "lease": lease, "epoch": epoch}
    done = await connection.execute(_CLOSE, {**fence, "ids": list(sent), "now": now})
    reopened = await connection.execute(_REOPEN, {**fence, "ids": list(refused)})
    counts = {"redrive": redrive_id, "done": done.rowcount, "refused": reopened.rowcount}
    await connection.execute(_ADD, counts)
    return done.rowcount + reopened.rowcount


_FINISH = text(
    """
    UPDATE redrives SET finished_at = :now WHERE id = :redrive AND finished_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM dead_letters WHERE redrive_id = :redrive AND state = 'redriving')
    """
)


async def finish_if_done(connection: Connection, redrive_id: UUID, now: datetime) -> bool:
    """Whether the order is finished by this: no letter of it is left."""
    result = await connection.execute(_FINISH, {"redrive": redrive_id, "now": now})
    return result.rowcount > 0


_RETURN = text(
    """
    UPDATE dead_letters AS d SET state = 'open', redrive_id = NULL, edited_value = NULL
    FROM (
        SELECT id FROM dead_letters
        WHERE redrive_id = :redrive AND state = 'redriving' AND taken_at IS NULL
        ORDER BY id FOR UPDATE
    ) AS waiting
    WHERE d.id = waiting.id
    """
)
_CANCEL = text(
    "UPDATE redrives SET cancelled_at = :now, returned = returned + :returned WHERE id = :redrive"
)


async def return_letters(connection: Connection, redrive_id: UUID, now: datetime) -> int:
    """The order is cancelled, and those of its letters that nobody has sent yet are open again."""
    returned = (await connection.execute(_RETURN, {"redrive": redrive_id})).rowcount
    parameters = {"redrive": redrive_id, "now": now, "returned": returned}
    await connection.execute(_CANCEL, parameters)
    return returned


_PRUNE = text(
    """
    DELETE FROM redrives AS r WHERE id IN (
        SELECT id FROM redrives WHERE finished_at < :before ORDER BY id LIMIT :limit
        FOR UPDATE SKIP LOCKED
    ) AND NOT EXISTS (SELECT 1 FROM dead_letters d WHERE d.redrive_id = r.id)
    """
)


async def prune_finished(connection: Connection, before: datetime, limit: int) -> int:
    """Up to `limit` orders that ended before that instant are gone with their letters; how many."""
    result = await connection.execute(_PRUNE, {"before": before, "limit": limit})
    return result.rowcount


# Index ix_dead_letters_redrive_id.
_GROUPS = text(
    """
    SELECT consumer_group, count(*) FROM dead_letters
    WHERE redrive_id = :redrive GROUP BY consumer_group ORDER BY consumer_group
    """
)


async def groups_of(connection: Connection, redrive_id: UUID) -> dict[str, int]:
    """Which groups will handle the letters of the order again, and how many each."""
    result = await connection.execute(_GROUPS, {"redrive": redrive_id})
    return {row[0]: row[1] for row in result}
