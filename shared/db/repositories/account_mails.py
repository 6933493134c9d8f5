"""Mails about accounts, and what their links are good for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal
from uuid import UUID

import orjson
from sqlalchemy import text

from shared.db.connection import Connection

MailKind = Literal[
    "verify_email",
    "reset_password",
    "change_email",
    "address_taken",
    "security_notice",
    "invitation",
]


Settled = Literal["sent", "failed"]


@dataclass(frozen=True, slots=True)
class AccountMailRow:
    """A mail; its link, if the kind has one, is good until `expires_at` and once."""

    id: UUID
    user_id: UUID
    kind: MailKind
    email: str
    details: Mapping[str, Any]
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


_COLUMNS = "m.id, m.user_id, m.kind, m.email, m.details, m.created_at, m.expires_at, m.used_at"

_INSERT = text(
    """
    INSERT INTO account_mails (id, user_id, kind, email, details, created_at, expires_at)
    VALUES (:id, :user_id, :kind, :email, CAST(:details AS jsonb), :created_at, :expires_at)
    """
)


async def insert_mail(connection: Connection, row: AccountMailRow) -> None:
    """The mail waits."""
    await connection.execute(
        _INSERT,
        {
            "id": row.id,
            "user_id": row.user_id,
            "kind": row.kind,
            "email": row.email,
            "details": orjson.dumps(dict(row.details), default=str).decode(),
            "created_at": row.created_at,
            "expires_at": row.expires_at,
        },
    )


_COUNT = text(
    """
    SELECT count(*) FROM account_mails
    WHERE user_id = :user_id AND kind = :kind AND created_at > :since
    """
)


async def count_mails(
    connection: Connection, user_id: UUID, kind: MailKind, since: datetime
) -> int:
    """How many of this kind were asked for since then."""
    parameters = {"user_id": user_id, "kind": kind, "since": since}
    return int((await connection.execute(_COUNT, parameters)).scalar_one())


_VOID = text(
    """
    UPDATE account_mails SET used_at = :now
    WHERE user_id = :user_id AND kind = :kind AND used_at IS NULL
    """
)


async def void_links(connection: Connection, user_id: UUID, kind: MailKind, now: datetime) -> None:
    """No link of this kind that was sent to this user is good any more."""
    await connection.execute(_VOID, {"user_id": user_id, "kind": kind, "now": now})


_LOCK = text(
    f"""
    SELECT {_COLUMNS} FROM account_mails m JOIN users u ON u.id = m.user_id
    WHERE m.id = :id AND u.erased_at IS NULL AND u.disabled_at IS NULL FOR UPDATE OF m
    """  # noqa: S608 - constant
)


async def lock_mail(connection: Connection, mail_id: UUID) -> AccountMailRow | None:
    """The mail, and nobody else uses its link until the transaction ends."""
    row = (await connection.execute(_LOCK, {"id": mail_id})).one_or_none()
    return AccountMailRow(*row) if row else None


_FIND = text(f"SELECT {_COLUMNS} FROM account_mails m WHERE m.id = :id")  # noqa: S608 - constant


async def find_link(connection: Connection, mail_id: UUID) -> AccountMailRow | None:
    """The mail, whatever became of its link."""
    row = (await connection.execute(_FIND, {"id": mail_id})).one_or_none()
    return AccountMailRow(*row) if row else None


@dataclass(frozen=True, slots=True)
class WaitingMail:
    """A mail that is to be sent, and how its reader is called."""

    row: AccountMailRow
    name: str


_WAITING = text(
    f"""
    SELECT {_COLUMNS}, u.name FROM account_mails m JOIN users u ON u.id = m.user_id
    WHERE m.id = :id AND m.user_id = :user_id AND m.state = 'waiting' AND u.erased_at IS NULL
    """  # noqa: S608 - constant
)


async def find_waiting(connection: Connection, user_id: UUID, mail_id: UUID) -> WaitingMail | None:
    """This mail of this user, if it has not been sent yet."""
    row = (await connection.execute(_WAITING, {"id": mail_id, "user_id": user_id})).one_or_none()
    return WaitingMail(AccountMailRow(*row[:-1]), row[-1]) if row else None


_SETTLE = text(
    "UPDATE account_mails SET state = :state "
    "WHERE id = :id AND user_id = :user_id AND state = 'waiting'"
)


async def settle_mail(connection: Connection, user_id: UUID, mail_id: UUID, state: Settled) -> None:
    """This mail of this user was sent, or never will be."""
    await connection.execute(_SETTLE, {"id": mail_id, "user_id": user_id, "state": state})


KEEP: Final = timedelta(days=30)
"""So long a mail is known after its link is over."""

# SKIP LOCKED: several processes prune, none waits for the other.
_PRUNE = text(
    """
    DELETE FROM account_mails WHERE id = ANY(ARRAY(
        SELECT id FROM account_mails WHERE expires_at < :before
        ORDER BY id LIMIT :limit FOR UPDATE SKIP LOCKED))
    """
)


async def prune_mails(connection: Connection, before: datetime, limit: int) -> int:
    """Up to `limit` mails that were over before then are forgotten; how many were."""
    return (await connection.execute(_PRUNE, {"before": before, "limit": limit})).rowcount
