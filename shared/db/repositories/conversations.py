"""Conversations with the assistant and their messages as rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection
from shared.db.documents import document_text

Role = Literal["user", "assistant"]
MessageState = Literal["complete", "interrupted"]


@dataclass(frozen=True, slots=True)
class ConversationRow:
    """One conversation; `updated_at` is when its last message came."""

    id: UUID
    user_id: UUID
    title: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class MessageRow:
    """What one side said; `number` counts from 1 in the order of the conversation."""

    id: UUID
    user_id: UUID
    conversation_id: UUID
    number: int
    role: Role
    parts: Sequence[dict[str, Any]]
    state: MessageState
    created_at: datetime


class ConversationPlace(NamedTuple):
    """The last conversation of the page before."""

    updated_at: datetime
    id: UUID


_COLUMNS = "id, user_id, title, created_at, updated_at"
_MESSAGE_COLUMNS = "id, user_id, conversation_id, number, role, parts, state, created_at"

_INSERT = text(
    f"""
    INSERT INTO conversations ({_COLUMNS})
    VALUES (:id, :user_id, :title, :created_at, :updated_at)
    """  # noqa: S608 - made of constants
)


async def insert_conversation(connection: Connection, row: ConversationRow) -> None:
    """The conversation is there, without a message."""
    values = {name: getattr(row, name) for name in _COLUMNS.split(", ")}
    await connection.execute(_INSERT, values)


# Index ix_conversations_user_id_updated_at_id; the newest are counted backwards along it.
_FORGET = text(
    """
    DELETE FROM conversations WHERE user_id = :user_id AND id NOT IN (
        SELECT id FROM conversations WHERE user_id = :user_id
        ORDER BY updated_at DESC, id DESC LIMIT :keep)
    """
)


async def forget_oldest(connection: Connection, user_id: UUID, keep: int) -> None:
    """Only the `keep` conversations of this user that were used last are left."""
    await connection.execute(_FORGET, {"user_id": user_id, "keep": keep})


_FIND = text(
    f"SELECT {_COLUMNS} FROM conversations WHERE id = :id AND user_id = :user_id"  # noqa: S608 - constant
)


async def find_conversation(
    connection: Connection, user_id: UUID, conversation_id: UUID
) -> ConversationRow | None:
    """This user's conversation."""
    found = await connection.execute(_FIND, {"id": conversation_id, "user_id": user_id})
    row = found.one_or_none()
    return ConversationRow(*row) if row else None


_LIST = text(
    f"""
    SELECT {_COLUMNS} FROM conversations WHERE user_id = :user_id
    AND (CAST(:id AS uuid) IS NULL
         OR (updated_at, id) < (CAST(:updated_at AS timestamptz), CAST(:id AS uuid)))
    ORDER BY updated_at DESC, id DESC LIMIT :limit
    """  # noqa: S608 - made of constants
)


async def list_conversations(
    connection: Connection, user_id: UUID, *, after: ConversationPlace | None, limit: int
) -> list[ConversationRow]:
    """This user's conversations, the one that was used last first."""
    parameters = {
        "user_id": user_id,
        "updated_at": after.updated_at if after else None,
        "id": after.id if after else None,
        "limit": limit,
    }
    return [ConversationRow(*row) for row in await connection.execute(_LIST, parameters)]


_RENAME = text(
    f"""
    UPDATE conversations SET title = :title WHERE id = :id AND user_id = :user_id
    RETURNING {_COLUMNS}
    """  # noqa: S608 - made of constants
)


async def rename_conversation(
    connection: Connection, user_id: UUID, conversation_id: UUID, title: str
) -> ConversationRow | None:
    """The conversation has this title; None if there is none of this user."""
    parameters = {"id": conversation_id, "user_id": user_id, "title": title}
    row = (await connection.execute(_RENAME, parameters)).one_or_none()
    return ConversationRow(*row) if row else None


_DELETE = text("DELETE FROM conversations WHERE id = :id AND user_id = :user_id")


async def delete_conversation(connection: Connection, user_id: UUID, conversation_id: UUID) -> bool:
    """It is gone with its messages and proposals; False if there was none of this user."""
    parameters = {"id": conversation_id, "user_id": user_id}
    return (await connection.execute(_DELETE, parameters)).rowcount == 1


_FIND_MESSAGE = text(
    f"SELECT {_MESSAGE_COLUMNS} FROM messages WHERE user_id = :user_id AND id = :id"  # noqa: S608 - constant
)


async def find_message(
    connection: Connection, user_id: UUID, message_id: UUID
) -> MessageRow | None:
    """This user's message, or an answer to them."""
    found = await connection.execute(_FIND_MESSAGE, {"user_id": user_id, "id": message_id})
    row = found.one_or_none()
    return MessageRow(*row) if row else None


# Index uq_messages_conversation_id_number, as for the two statements after it. The owner is
# locked, so that no two messages take one number.
_ADD = text(
    f"""
    WITH touched AS (
        UPDATE conversations SET updated_at = greatest(updated_at, :created_at)
        WHERE id = :conversation_id AND user_id = :user_id RETURNING id
    )
    INSERT INTO messages ({_MESSAGE_COLUMNS})
    SELECT :id, :user_id, touched.id,
        (SELECT coalesce(max(m.number), 0) + 1 FROM messages m
         WHERE m.conversation_id = touched.id),
        :role, CAST(:parts AS jsonb), :state, :created_at
    FROM touched RETURNING number
    """  # noqa: S608 - made of constants
)


async def add_message(
    connection: Connection,
    user_id: UUID,
    conversation_id: UUID,
    *,
    message_id: UUID,
    role: Role,
    parts: Sequence[dict[str, Any]],
    state: MessageState,
    now: datetime,
) -> int | None:
    """The message is the conversation's last, under this number; None if there is none of theirs.

    The user is locked by the caller.
    """
    parameters = {
        "id": message_id,
        "user_id": user_id,
        "conversation_id": conversation_id,
        "role": role,
        "parts": document_text(parts),
        "state": state,
        "created_at": now,
    }
    row = (await connection.execute(_ADD, parameters)).one_or_none()
    return int(row[0]) if row else None


_LAST = text(
    f"""
    WITH found AS (
        SELECT {_MESSAGE_COLUMNS} FROM messages
        WHERE conversation_id = :conversation_id AND user_id = :user_id
        ORDER BY number DESC LIMIT :limit
    ), sized AS (
        SELECT {_MESSAGE_COLUMNS},
            sum(octet_length(CAST(parts AS text))) OVER (ORDER BY number DESC)
                - octet_length(CAST(parts AS text)) AS after
        FROM found
    )
    SELECT {_MESSAGE_COLUMNS} FROM sized WHERE after < :most_bytes ORDER BY number DESC
    """  # noqa: S608 - made of constants
)


async def last_messages(
    connection: Connection, user_id: UUID, conversation_id: UUID, limit: int, most_bytes: int
) -> list[MessageRow]:
    """The last messages of this user's conversation, oldest first.

    Of long ones fewer: none has so many bytes behind it.
    """
    parameters = {
        "conversation_id": conversation_id,
        "user_id": user_id,
        "limit": limit,
        "most_bytes": most_bytes,
    }
    rows = await connection.execute(_LAST, parameters)
    return [MessageRow(*row) for row in rows][::-1]


# As many as were asked for and one more, if there is one; of these those that begin within so many
# bytes, the first in any case.
_MESSAGES = text(
    f"""
    WITH found AS (
        SELECT {_MESSAGE_COLUMNS} FROM messages
        WHERE conversation_id = :conversation_id AND user_id = :user_id AND number > :after
        ORDER BY number LIMIT :limit + 1
    ), sized AS (
        SELECT {_MESSAGE_COLUMNS}, count(*) OVER () AS count,
            sum(octet_length(CAST(parts AS text))) OVER (ORDER BY number)
                - octet_length(CAST(parts AS text)) AS before
        FROM found
    )
    SELECT count, {_MESSAGE_COLUMNS} FROM sized WHERE before < :most_bytes
    ORDER BY number LIMIT :limit
    """  # noqa: S608 - made of constants
)


async def list_messages(
    connection: Connection,
    user_id: UUID,
    conversation_id: UUID,
    *,
    after: int,
    limit: int,
    most_bytes: int,
) -> tuple[list[MessageRow], bool]:
    """The messages of this user's conversation after that number, oldest first; whether more are.

    At most `limit`, and of those that begin within so many bytes.
    """
    parameters = {
        "conversation_id": conversation_id,
        "user_id": user_id,
        "after": after,
        "limit": limit,
        "most_bytes": most_bytes,
    }
    rows = list(await connection.execute(_MESSAGES, parameters))
    return [MessageRow(*row[1:]) for row in rows], bool(rows) and rows[0][0] > len(rows)
