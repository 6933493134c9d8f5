"""Imports, exports and deletions of accounts as work: rows, files in parts, reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import orjson
from sqlalchemy import text

from shared.db.connection import Connection


@dataclass(frozen=True, slots=True)
class TransferView:
    """One piece of work; the columns in the order of `_COLUMNS`.

    `started_at` is when somebody took it last: who finds another one there has lost it.
    """

    id: UUID
    user_id: UUID
    kind: str
    format: str
    options: dict[str, Any]
    is_dry_run: bool
    state: str
    file_name: str | None
    file_bytes: int | None
    rows_total: int | None
    rows_done: int
    counts: dict[str, Any]
    error: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    lost_workers: int = 0


_COLUMNS = """t.id, t.user_id, t.kind, t.format, t.options::text, t.is_dry_run, t.state,
    t.file_name, t.file_bytes, t.rows_total, t.rows_done, t.counts::text, t.error, t.created_at,
    t.started_at, t.finished_at, t.lost_workers"""


def _view(row: Sequence[Any]) -> TransferView:
    values = list(row)
    values[4], values[11] = orjson.loads(values[4]), orjson.loads(values[11])
    return TransferView(*values)


_INSERT = text(
    """
    INSERT INTO transfers (id, user_id, kind, format, options, is_dry_run, state, file_name,
                           created_at, heartbeat_at)
    VALUES (:id, :user_id, :kind, :format, CAST(:options AS jsonb), :is_dry_run, :state,
            :file_name, :now, :now)
    """
)


async def insert_transfer(connection: Connection, transfer: TransferView) -> None:
    """The work is on record."""
    await connection.execute(
        _INSERT,
        {
            "id": transfer.id,
            "user_id": transfer.user_id,
            "kind": transfer.kind,
            "format": transfer.format,
            "options": orjson.dumps(transfer.options).decode(),
            "is_dry_run": transfer.is_dry_run,
            "state": transfer.state,
            "file_name": transfer.file_name,
            "now": transfer.created_at,
        },
    )


_COUNT = text("SELECT count(*) FROM transfers WHERE user_id = :user_id AND kind = :kind")


async def count_transfers(connection: Connection, user_id: UUID, kind: str) -> int:
    """How many of this kind the user has, with their files."""
    result = await connection.execute(_COUNT, {"user_id": user_id, "kind": kind})
    return int(result.scalar_one())


_FIND = text(
    f"SELECT {_COLUMNS} FROM transfers t"  # noqa: S608 - made of constants
    " WHERE t.id = :id AND t.user_id = :user_id AND t.kind = :kind"
)


async def find_transfer(
    connection: Connection, user_id: UUID, transfer_id: UUID, kind: str
) -> TransferView | None:
    """This user's transfer of that kind."""
    parameters = {"id": transfer_id, "user_id": user_id, "kind": kind}
    row = (await connection.execute(_FIND, parameters)).one_or_none()
    return _view(list(row.values())) if row else None


_LIST = text(
    f"SELECT {_COLUMNS} FROM transfers t WHERE t.user_id = :user_id AND t.kind = :kind"  # noqa: S608 - made of constants
    " ORDER BY t.id DESC LIMIT 100"
)


async def list_transfers(connection: Connection, user_id: UUID, kind: str) -> list[TransferView]:
    """The user's transfers of that kind, the newest first."""
    result = await connection.execute(_LIST, {"user_id": user_id, "kind": kind})
    return [_view(list(row.values())) for row in result]


_ADD_PART = text(
    """
    WITH alive AS (
        UPDATE transfers SET heartbeat_at = :now WHERE id = :id AND state = :state
        AND (CAST(:fence AS timestamptz) IS NULL OR started_at = :fence) RETURNING id
    )
    INSERT INTO transfer_parts (transfer_id, number, content)
    SELECT id, :number, :content FROM alive RETURNING number
    """
)


async def add_part(
    connection: Connection,
    transfer_id: UUID,
    number: int,
    content: bytes,
    now: datetime,
    *,
    fence: datetime | None = None,
) -> bool:
    """The file is longer by this part; False if nobody wants it any more."""
    parameters = {
        "id": transfer_id,
        "number": number,
        "content": content,
        "now": now,
        "state": "uploading" if fence is None else "running",
        "fence": fence,
    }
    return bool((await connection.execute(_ADD_PART, parameters)).rows)


_UPLOADED = text(
    "UPDATE transfers SET state = 'waiting', file_bytes = :size"
    " WHERE id = :id AND state = 'uploading' RETURNING id"
)


async def finish_upload(connection: Connection, transfer_id: UUID, size: int) -> bool:
    """The whole file is here and waits for a worker; False if it was given up meanwhile."""
    return bool((await connection.execute(_UPLOADED, {"id": transfer_id, "size": size})).rows)


_PART = text("SELECT content FROM transfer_parts WHERE transfer_id = :id AND number = :number")


async def read_part(connection: Connection, transfer_id: UUID, number: int) -> bytes | None:
    """This part of the file, counted from 0; None after the last."""
    row = (await connection.execute(_PART, {"id": transfer_id, "number": number})).one_or_none()
    return bytes(row[0]) if row else None


_DROP_PARTS = text("DELETE FROM transfer_parts WHERE transfer_id = :id")


async def drop_parts(connection: Connection, transfer_id: UUID) -> None:
    """There is no file; whoever writes one begins anew."""
    await connection.execute(_DROP_PARTS, {"id": transfer_id})


ERASED_AFTER: Final = timedelta(seconds=5)
"""So long the rows of a closed account stay: every API process learns meanwhile that it is."""

# Index ix_transfers_unfinished.
_CLAIM = text(
    f"""
    UPDATE transfers AS t SET state = 'running', started_at = :now, heartbeat_at = :now,
           lost_workers = t.lost_workers + CAST(t.state = 'running' AS int)
    WHERE t.id = (
        SELECT w.id FROM transfers w
        WHERE w.state IN ('uploading', 'waiting', 'running')
        AND (w.state = 'waiting' OR (w.state = 'running' AND w.heartbeat_at < :stale))
        AND CASE WHEN w.kind = 'erase' THEN w.created_at <= :heard ELSE NOT EXISTS (
            SELECT FROM users u WHERE u.id = w.user_id AND u.disabled_at IS NOT NULL) END
        ORDER BY w.id LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    RETURNING {_COLUMNS}
    """  # noqa: S608 - made of constants
)


async def claim(connection: Connection, now: datetime, stale: datetime) -> TransferView | None:
    """The oldest transfer that nobody works on is the caller's; None if there is none.

    Those of a disabled account wait, but for its deletion, which waits for `ERASED_AFTER`.
    One whose worker has not been heard of since `stale` counts as such; that worker is counted.
    """
    row = (
        await connection.execute(_CLAIM, {"now": now, "stale": stale, "heard": now - ERASED_AFTER})
    ).one_or_none()
    return _view(list(row.values())) if row else None


_BEAT = text(
    "UPDATE transfers SET heartbeat_at = :now"
    " WHERE id = :id AND state = 'running' AND started_at = :fence RETURNING id"
)


async def beat(connection: Connection, transfer: TransferView, now: datetime) -> bool:
    """Others know that it is worked on; False if it is not the caller's any more."""
    parameters = {"id": transfer.id, "fence": transfer.started_at, "now": now}
    return bool((await connection.execute(_BEAT, parameters)).rows)


_TOTAL = text("UPDATE transfers SET rows_total = :total WHERE id = :id AND started_at = :fence")


async def set_total(connection: Connection, transfer: TransferView, total: int) -> None:
    """How many rows there are in all is known."""
    parameters = {"id": transfer.id, "fence": transfer.started_at, "total": total}
    await connection.execute(_TOTAL, parameters)


_ADVANCE = text(
    """
    UPDATE transfers SET rows_done = rows_done + :done, heartbeat_at = :now,
           options = jsonb_set(options, '{cursor}', CAST(:cursor AS jsonb)),
           counts = jsonb_set(counts, '{unchanged}', to_jsonb(
               COALESCE(CAST(counts->>'unchanged' AS int), 0) + CAST(:unchanged AS int)))
    WHERE id = :id AND state = 'running' AND started_at = :fence RETURNING id
    """
)


async def advance(
    connection: Connection,
    transfer: TransferView,
    *,
    done: int,
    unchanged: int,
    cursor: tuple[int, int],
    now: datetime,
) -> bool:
    """So many rows more are done, and the work goes on behind `cursor` (pass, rows read).

    False if it was cancelled or is somebody else's; then nothing may be committed.
    """
    parameters = {
        "id": transfer.id,
        "fence": transfer.started_at,
        "done": done,
        "unchanged": unchanged,
        "cursor": orjson.dumps(cursor).decode(),
        "now": now,
    }
    return bool((await connection.execute(_ADVANCE, parameters)).rows)


_TALLY = """
    (SELECT jsonb_build_object(
        'rows', t.rows_done, 'lossy', r.lossy, 'skipped', r.skipped, 'failed', r.failed,
        'unchanged', u.unchanged,
        'taken', t.rows_done - r.lossy - r.skipped - r.failed - u.unchanged)
     FROM (SELECT count(*) FILTER (WHERE outcome = 'lossy') AS lossy,
                  count(*) FILTER (WHERE outcome = 'skipped') AS skipped,
                  count(*) FILTER (WHERE outcome = 'failed') AS failed
           FROM transfer_rows WHERE transfer_id = t.id) r,
          (SELECT COALESCE(CAST(t.counts->>'unchanged' AS int), 0) AS unchanged) u)
"""

_FINISH = text(
    f"""
    UPDATE transfers AS t SET state = :state, error = :error, finished_at = :now,
           file_bytes = COALESCE(CAST(:size AS int), file_bytes),
           counts = CASE WHEN t.kind = 'import' THEN {_TALLY} ELSE t.counts END
    WHERE t.id = :id AND t.state = 'running' AND t.started_at = :fence
    RETURNING t.counts::text AS counts
    """  # noqa: S608 - made of constants
)


async def finish(
    connection: Connection,
    transfer: TransferView,
    state: str,
    error: str | None,
    now: datetime,
    *,
    size: int | None = None,
) -> dict[str, int] | None:
    """The work has ended so, with these counts; None if it is not the caller's any more."""
    parameters = {
        "id": transfer.id,
        "fence": transfer.started_at,
        "state": state,
        "error": error,
        "size": size,
        "now": now,
    }
    row = (await connection.execute(_FINISH, parameters)).one_or_none()
    counts: dict[str, int] | None = orjson.loads(row.counts) if row else None
    return counts


_CANCEL = text(
    f"""
    UPDATE transfers AS t SET state = 'cancelled', finished_at = :now,
           counts = CASE WHEN t.kind = 'import' THEN {_TALLY} ELSE t.counts END
    WHERE t.id = :id AND t.user_id = :user_id AND t.state IN ('uploading', 'waiting', 'running')
    RETURNING t.id
    """  # noqa: S608 - made of constants
)


async def cancel(connection: Connection, user_id: UUID, transfer_id: UUID, now: datetime) -> bool:
    """Nobody goes on with it; False if it had ended."""
    parameters = {"id": transfer_id, "user_id": user_id, "now": now}
    return bool((await connection.execute(_CANCEL, parameters)).rows)


_AGAIN = text(
    """
    WITH gone AS (DELETE FROM transfer_rows WHERE transfer_id = :id)
    UPDATE transfers SET is_dry_run = false, state = 'waiting', finished_at = NULL, error = NULL,
           rows_done = 0, counts = '{}', options = options - 'cursor', lost_workers = 0
    WHERE id = :id AND state = 'done' AND is_dry_run RETURNING id
    """
)


async def run_for_real(connection: Connection, transfer_id: UUID) -> bool:
    """What was tried waits to be carried out; False if it was no dry run that is done."""
    return bool((await connection.execute(_AGAIN, {"id": transfer_id})).rows)


_RESTART = text(
    """
    WITH gone AS (DELETE FROM transfer_rows WHERE transfer_id = :id)
    UPDATE transfers SET rows_done = 0, counts = '{}', options = options - 'cursor'
    WHERE id = :id AND started_at = :fence
    """
)


async def restart(connection: Connection, transfer: TransferView) -> None:
    """It begins anew: for work of which nothing was kept."""
    await connection.execute(_RESTART, {"id": transfer.id, "fence": transfer.started_at})


_DELETE = text("DELETE FROM transfers WHERE id = :id AND user_id = :user_id RETURNING id")


async def delete_transfer(connection: Connection, user_id: UUID, transfer_id: UUID) -> bool:
    """The transfer is gone with its file and its report; what it brought stays."""
    parameters = {"id": transfer_id, "user_id": user_id}
    return bool((await connection.execute(_DELETE, parameters)).rows)


_PRUNE = text(
    "DELETE FROM transfers WHERE id IN (SELECT id FROM transfers WHERE finished_at < :before"
    " ORDER BY id LIMIT :limit FOR UPDATE SKIP LOCKED)"
)


async def prune(connection: Connection, before: datetime, limit: int) -> int:
    """Up to `limit` transfers that ended before then are gone; how many."""
    return (await connection.execute(_PRUNE, {"before": before, "limit": limit})).rowcount


# An upload that nobody goes on with is a file that nobody wants.
_PRUNE_UPLOADS = text(
    "DELETE FROM transfers WHERE id IN (SELECT id FROM transfers WHERE state = 'uploading'"
    " AND heartbeat_at < :before ORDER BY id LIMIT :limit FOR UPDATE SKIP LOCKED)"
)


async def prune_uploads(connection: Connection, before: datetime, limit: int) -> int:
    """Up to `limit` uploads of which nothing came since then are gone; how many."""
    return (await connection.execute(_PRUNE_UPLOADS, {"before": before, "limit": limit})).rowcount


_GIVE_BACK = text(
    "UPDATE transfers SET state = 'waiting'"
    " WHERE id = :id AND state = 'running' AND started_at = :fence"
)


async def give_back(connection: Connection, transfer: TransferView) -> None:
    """It waits for the next worker, with what is done."""
    parameters = {"id": transfer.id, "fence": transfer.started_at}
    await connection.execute(_GIVE_BACK, parameters)
