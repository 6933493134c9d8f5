"""Accounts."""

import uuid
from datetime import time

from sqlalchemy import CheckConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import Base, Instant


class User(Base):
    """One person. The row is also the lock that puts this user's events in order (ADR 0002)."""

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_is_lower"),
        CheckConstraint("char_length(email) BETWEEN 3 AND 254", name="email_length"),
        CheckConstraint("role IN ('user', 'operator', 'admin')", name="role"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str]
    zone: Mapped[str]
    all_day_reminder_time: Mapped[time] = mapped_column(server_default=text("'09:00'"))
    role: Mapped[str] = mapped_column(server_default=text("'user'"))
    created_at: Mapped[Instant]


class IdempotencyKey(Base):
    """The answer to a POST that may be repeated (draft-ietf-httpapi-idempotency-key-header)."""

    __tablename__ = "idempotency_keys"

    user_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request_hash: Mapped[bytes]
    status: Mapped[int]
    response: Mapped[bytes]
    created_at: Mapped[Instant] = mapped_column(index=True)
