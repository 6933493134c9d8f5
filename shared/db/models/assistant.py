"""What people and the assistant said to each other, and what it wants to do."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Uuid

from shared.db.base import Base, Instant


class Conversation(Base):
    """One conversation with the assistant."""

    __tablename__ = "conversations"
    __table_args__ = (
        CheckConstraint("char_length(title) BETWEEN 1 AND 80", name="title_length"),
        Index(None, "user_id", "updated_at", "id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    title: Mapped[str]
    created_at: Mapped[Instant]
    updated_at: Mapped[Instant]
    """When the last message came."""


class Message(Base):
    """What one side said.

    Clients choose the ids of what people say, so an id is one's own (another account's cannot be
    in the way, nor be found out), and says nothing about the order: `number` does.
    """

    __tablename__ = "messages"
    __table_args__ = (
        CheckConstraint("role IN ('user', 'assistant')", name="role"),
        CheckConstraint("state IN ('complete', 'interrupted')", name="state"),
        UniqueConstraint("conversation_id", "number"),
    )

    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE")
    )
    number: Mapped[int]
    """From 1, in the order of the conversation."""
    role: Mapped[str]
    parts: Mapped[list[Any]] = mapped_column(JSONB)
    state: Mapped[str]
    """`interrupted`: the answer broke off."""
    created_at: Mapped[Instant]


class Proposal(Base):
    """A plan that waits for its owner's yes; `applied` from the moment that somebody begins.

    `outcome` says how that ended. Without one it was begun and broke off, or is under way.
    """

    __tablename__ = "proposals"
    __table_args__ = (
        CheckConstraint("state IN ('pending', 'applied', 'dismissed', 'failed')", name="state"),
        CheckConstraint("(state = 'pending') = (decided_at IS NULL)", name="decided_has_instant"),
        Index(None, "user_id", "state", "id"),
        Index(None, "conversation_id", "id"),
        Index(None, "expires_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    conversation_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE")
    )
    """NULL: a program asked, which has no conversation here."""
    plan: Mapped[dict[str, Any]] = mapped_column(JSONB)
    state: Mapped[str] = mapped_column(server_default=text("'pending'"))
    undo_ids: Mapped[list[uuid.UUID]] = mapped_column(ARRAY(Uuid), server_default=text("'{}'"))
    outcome: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    decided_at: Mapped[Instant | None]


class AssistantUsage(Base):
    """How many tokens of a model an account has used on a day (UTC)."""

    __tablename__ = "assistant_usage"
    __table_args__ = (CheckConstraint("tokens >= 0", name="tokens_counted"),)

    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    day: Mapped[date] = mapped_column(primary_key=True)
    tokens: Mapped[int] = mapped_column(BigInteger)
