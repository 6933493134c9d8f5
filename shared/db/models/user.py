"""Accounts."""

import uuid
from datetime import date, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, text
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import Base, Instant


class User(Base):
    """One person. The row is also the lock that puts this user's events in order (ADR 0002)."""

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_is_lower"),
        CheckConstraint("char_length(email) BETWEEN 3 AND 254", name="email_length"),
        CheckConstraint("role IN ('user', 'operator', 'admin')", name="role"),
        CheckConstraint(
            "week_start IN ('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU')", name="week_start"
        ),
        CheckConstraint("time_format IN ('12h', '24h')", name="time_format"),
        CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", name="quiet_hours"),
        CheckConstraint("quiet_from <> quiet_until", name="quiet_hours_differ"),
        CheckConstraint("(review_on IS NULL) = (review_at IS NULL)", name="review"),
        CheckConstraint("review_on BETWEEN 0 AND 6", name="review_day"),
        Index(
            "ix_users_locked",
            "id",
            postgresql_where=text("disabled_at IS NOT NULL OR erased_at IS NOT NULL"),
        ),
        Index("ix_users_admins", "id", postgresql_where=text("role = 'admin'")),
        Index(
            "ix_users_unverified",
            "created_at",
            postgresql_where=text("email_verified_at IS NULL"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str | None]
    """NULL for an account whose owner signs in elsewhere, or with a passkey alone."""
    zone: Mapped[str]
    all_day_reminder_time: Mapped[time] = mapped_column(server_default=text("'09:00'"))
    week_start: Mapped[str] = mapped_column(server_default=text("'MO'"))
    time_format: Mapped[str] = mapped_column(server_default=text("'24h'"))
    default_reminders: Mapped[list[str]] = mapped_column(
        ARRAY(TEXT), server_default=text("'{PT0S}'")
    )
    """Offsets that a task with a due time gets when nothing is said about reminders."""
    all_day_default_reminders: Mapped[list[str]] = mapped_column(
        ARRAY(TEXT), server_default=text("'{PT0S}'")
    )
    """The same for a task with a date alone; its time is `all_day_reminder_time`."""
    default_channels: Mapped[list[str]] = mapped_column(
        ARRAY(TEXT), server_default=text("'{email}'")
    )
    quiet_from: Mapped[time | None]
    """Wall time from which nothing is sent, until `quiet_until`, perhaps of the next day."""
    quiet_until: Mapped[time | None]
    digest_at: Mapped[time | None]
    """Wall time of the morning digest; NULL for none."""
    review_on: Mapped[int | None] = mapped_column(SmallInteger)
    """Weekday of the weekly review, 0 is Monday; NULL for none."""
    review_at: Mapped[time | None]
    role: Mapped[str] = mapped_column(server_default=text("'user'"))
    created_at: Mapped[Instant]
    email_verified_at: Mapped[Instant | None]
    """When its owner showed that mails to `email` reach them."""
    disabled_at: Mapped[Instant | None]
    """When an administrator locked it; nobody can sign in, and tokens are refused."""
    erased_at: Mapped[Instant | None]
    """When its owner deleted it; until all of it is gone nobody can use it."""


class IdempotencyKey(Base):
    """The answer to a POST that may be repeated (draft-ietf-httpapi-idempotency-key-header)."""

    __tablename__ = "idempotency_keys"

    user_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request_hash: Mapped[bytes]
    status: Mapped[int]
    response: Mapped[bytes]
    created_at: Mapped[Instant] = mapped_column(index=True)


class Vacation(Base):
    """Days, both included, on which this user is not reminded."""

    __tablename__ = "vacations"
    __table_args__ = (
        CheckConstraint("starts_on <= ends_on", name="order"),
        Index(None, "user_id", "ends_on"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    skips_occurrences: Mapped[bool]
    """Whether occurrences that fall into it are skipped by themselves."""
    created_at: Mapped[Instant]


class Channel(Base):
    """A way to reach one person besides the mail address of the account."""

    __tablename__ = "channels"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('webhook', 'ntfy', 'gotify', 'telegram', 'apprise')", name="kind"
        ),
        CheckConstraint("char_length(name) BETWEEN 1 AND 80", name="name_length"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str]
    name: Mapped[str]
    target: Mapped[str]
    """Where it leads, fit to be shown: never a secret."""
    sealed: Mapped[bytes] = mapped_column(BYTEA)
    """Its settings with their secrets, encrypted."""
    is_enabled: Mapped[bool] = mapped_column(server_default=text("true"))
    last_sent_at: Mapped[Instant | None]
    last_failed_at: Mapped[Instant | None]
    last_error: Mapped[str | None]
    failed_in_row: Mapped[int] = mapped_column(server_default=text("0"))
    """Messages refused for good since the last one that was taken."""
    disabled_reason: Mapped[str | None]
    """Why it was switched off by itself; NULL if its owner did it."""
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[Instant]
    updated_at: Mapped[Instant]


class ChannelTest(Base):
    """A message that somebody sent through a channel to see whether it works."""

    __tablename__ = "channel_tests"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'sending', 'sent', 'failed')", name="state"),
        CheckConstraint(
            "(state IN ('sent', 'failed')) = (settled_at IS NOT NULL)", name="settled_has_instant"
        ),
        Index(None, "user_id", "asked_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    channel: Mapped[str]
    """`email`, or the id of a channel of the user."""
    state: Mapped[str]
    answer: Mapped[str | None]
    asked_at: Mapped[Instant]
    settled_at: Mapped[Instant | None]


class UsedLink(Base):
    """A signed link of a message that was used; it works once."""

    __tablename__ = "used_links"

    token_hash: Mapped[bytes] = mapped_column(BYTEA, primary_key=True)
    used_at: Mapped[Instant]
    expires_at: Mapped[Instant] = mapped_column(index=True)
    """From when the link is refused anyway, so that the row may go."""


class Marker(Base):
    """A fact that processes leave for each other, such as which zone data plans came from."""

    __tablename__ = "markers"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
    updated_at: Mapped[Instant]
