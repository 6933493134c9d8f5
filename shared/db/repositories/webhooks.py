"""Subscriptions to events, as webhooks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import orjson
from sqlalchemy import text

from shared.db.connection import Connection


@dataclass(frozen=True, slots=True)
class WebhookRow:
    """A subscription as it is stored; `sealed` are its address and secrets."""

    id: UUID
    user_id: UUID
    name: str
    target: str
    sealed: bytes
    event_types: tuple[str, ...]
    is_enabled: bool
    failed_in_row: int
    disabled_reason: str | None
    version: int
    created_at: datetime
    updated_at: datetime


_COLUMNS = """id, user_id, name, target, sealed, event_types, is_enabled, failed_in_row,
    disabled_reason, version, created_at, updated_at"""


def _webhook(row: Sequence[object]) -> WebhookRow:
    values = dict(zip(WebhookRow.__dataclass_fields__, row, strict=True))
    values["event_types"] = tuple(values["event_types"])  # type: ignore[arg-type]  # a list of texts
    return WebhookRow(**values)  # type: ignore[arg-type]  # as the columns are


_LIST = text(f"SELECT {_COLUMNS} FROM webhooks WHERE user_id = :user_id ORDER BY id")  # noqa: S608 - constant
_FIND = text(f"SELECT {_COLUMNS} FROM webhooks WHERE id = :id AND user_id = :user_id")  # noqa: S608 - constant
_OF_USERS = text(
    """
    SELECT w.id, w.user_id, w.event_types FROM webhooks w
    JOIN users u ON u.id = w.user_id AND u.erased_at IS NULL AND u.disabled_at IS NULL
    WHERE w.user_id = ANY(CAST(:user_ids AS uuid[])) AND w.is_enabled
    """
)


async def list_webhooks(connection: Connection, user_id: UUID) -> list[WebhookRow]:
    """This user's subscriptions, the oldest first."""
    return [_webhook(tuple(row)) for row in await connection.execute(_LIST, {"user_id": user_id})]


async def find_webhook(
    connection: Connection, user_id: UUID, webhook_id: UUID
) -> WebhookRow | None:
    """This subscription of this user."""
    result = await connection.execute(_FIND, {"id": webhook_id, "user_id": user_id})
    return _webhook(tuple(result.rows[0])) if result.rows else None


_LOCK = text("SELECT id FROM webhooks WHERE id = :id FOR NO KEY UPDATE")


async def lock_webhook(connection: Connection, webhook_id: UUID) -> None:
    """Nobody else changes this subscription until the transaction ends.

    Always before any of its deliveries is changed, so that two transactions never wait for each
    other.
    """
    await connection.execute(_LOCK, {"id": webhook_id})


async def subscriptions_of(
    connection: Connection, user_ids: Collection[UUID]
) -> list[tuple[UUID, UUID, frozenset[str]]]:
    """Webhook, user and event types of every subscription of these users that is switched on."""
    result = await connection.execute(_OF_USERS, {"user_ids": list(user_ids)})
    return [(row[0], row[1], frozenset(row[2])) for row in result]


_INSERT = text(
    f"""
    INSERT INTO webhooks ({_COLUMNS})
    VALUES (:id, :user_id, :name, :target, :sealed, CAST(:event_types AS jsonb), :is_enabled,
        :failed_in_row, :disabled_reason, :version, :created_at, :updated_at)
    """  # noqa: S608 - made of constants
)
_UPDATE = text(
    """
    UPDATE webhooks SET name = :name, target = :target, sealed = :sealed,
        event_types = CAST(:event_types AS jsonb), is_enabled = :is_enabled,
        failed_in_row = :failed_in_row, disabled_reason = :disabled_reason, version = :version,
        updated_at = :updated_at
    WHERE id = :id
    """
)


def _values(row: WebhookRow) -> dict[str, object]:
    values = {name: getattr(row, name) for name in WebhookRow.__dataclass_fields__}
    return {**values, "event_types": orjson.dumps(row.event_types).decode()}


async def insert_webhook(connection: Connection, row: WebhookRow) -> None:
    """The subscription exists."""
    await connection.execute(_INSERT, _values(row))


async def update_webhook(connection: Connection, row: WebhookRow) -> None:
    """The subscription is as `row` says."""
    values = _values(row)
    del values["user_id"], values["created_at"]
    await connection.execute(_UPDATE, values)


_DELETE = text("DELETE FROM webhooks WHERE id = :id AND user_id = :user_id")


async def delete_webhook(connection: Connection, user_id: UUID, webhook_id: UUID) -> bool:
    """Whether there was such a subscription; what waits for it goes with it."""
    result = await connection.execute(_DELETE, {"id": webhook_id, "user_id": user_id})
    return result.rowcount > 0


_NOTE_SENT = text("UPDATE webhooks SET failed_in_row = 0 WHERE id = :id AND failed_in_row > 0")
_NOTE_FAILED = text(
    """
    UPDATE webhooks SET failed_in_row = failed_in_row + 1,
        is_enabled = is_enabled AND NOT (:is_gone OR failed_in_row + 1 >= :most),
        disabled_reason = CASE
            WHEN NOT is_enabled THEN disabled_reason
            WHEN :is_gone THEN 'gone'
            WHEN failed_in_row + 1 >= :most THEN 'failed_repeatedly' END,
        version = version + 1, updated_at = :now
    WHERE id = :id RETURNING is_enabled
    """
)


async def note_sent(connection: Connection, webhook_id: UUID) -> None:
    """Its failures are forgotten."""
    await connection.execute(_NOTE_SENT, {"id": webhook_id})


async def note_failed(
    connection: Connection, webhook_id: UUID, now: datetime, *, is_gone: bool, most: int
) -> bool:
    """One failure more; whether it is still switched on: after `most`, or when gone, it is not."""
    result = await connection.execute(
        _NOTE_FAILED, {"id": webhook_id, "now": now, "is_gone": is_gone, "most": most}
    )
    return bool(result.rows and result.rows[0][0])
