"""Long work on a whole account (import, export, deletion), and what is handed out to others."""

import uuid
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import BYTEA, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import Base, Instant


class Transfer(Base):
    """An import, an export or the deletion of an account, as work in the background.

    A worker that works on it moves `heartbeat_at`; when that stands still, another goes on after
    the last row that was committed (`rows_done`).
    """

    __tablename__ = "transfers"
    __table_args__ = (
        CheckConstraint("kind IN ('import', 'export', 'erase')", name="kind"),
        CheckConstraint(
            "state IN ('uploading', 'waiting', 'running', 'done', 'failed', 'cancelled')",
            name="state",
        ),
        CheckConstraint(
            "(state IN ('done', 'failed', 'cancelled')) = (finished_at IS NOT NULL)",
            name="finished_has_instant",
        ),
        Index(None, "user_id", "id"),
        Index(
            "ix_transfers_unfinished",
            "id",
            postgresql_where=text("state IN ('uploading', 'waiting', 'running')"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[str]
    format: Mapped[str]
    options: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    is_dry_run: Mapped[bool] = mapped_column(server_default=text("false"))
    state: Mapped[str]
    file_name: Mapped[str | None]
    file_bytes: Mapped[int | None]
    rows_total: Mapped[int | None]
    rows_done: Mapped[int] = mapped_column(server_default=text("0"))
    counts: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    error: Mapped[str | None]
    created_at: Mapped[Instant]
    started_at: Mapped[Instant | None]
    heartbeat_at: Mapped[Instant | None]
    finished_at: Mapped[Instant | None]
    lost_workers: Mapped[int] = mapped_column(server_default=text("0"))
    """How many workers have not been heard of any more while they worked on it."""


class TransferPart(Base):
    """A piece of the file that was uploaded, or that can be downloaded."""

    __tablename__ = "transfer_parts"

    transfer_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("transfers.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(BYTEA)


class TransferRow(Base):
    """What became of one row of a file, when that is not simply that it was taken over."""

    __tablename__ = "transfer_rows"
    __table_args__ = (CheckConstraint("outcome IN ('lossy', 'skipped', 'failed')", name="outcome"),)

    transfer_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("transfers.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    """Of the row in its file, from 1."""
    outcome: Mapped[str]
    reasons: Mapped[list[Any]] = mapped_column(JSONB)
    """Objects with `code`, `field` and `message`."""
    excerpt: Mapped[str]
    """The row as it was, shortened."""


class ImportedItem(Base):
    """Where something of a file is here, so that the same file again changes nothing."""

    __tablename__ = "imported_items"

    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    source: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    """That of a record (`task`, `project`, ...); `file` for a file as a whole."""
    source_id: Mapped[str] = mapped_column(primary_key=True)
    """The id that it has there; without one a hash of what makes it what it is."""
    item_id: Mapped[uuid.UUID]
    content_hash: Mapped[bytes] = mapped_column(BYTEA)
    imported_at: Mapped[Instant]


class Feed(Base):
    """A secret address of a calendar (RFC 5545) of tasks; only its hash is kept."""

    __tablename__ = "feeds"
    __table_args__ = (
        CheckConstraint("scope IN ('user', 'project', 'filter')", name="scope"),
        CheckConstraint("(scope = 'project') = (project_id IS NOT NULL)", name="of_project"),
        CheckConstraint("(scope = 'filter') = (filter_id IS NOT NULL)", name="of_filter"),
        Index(None, "user_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    token_hash: Mapped[bytes] = mapped_column(BYTEA, unique=True)
    name: Mapped[str]
    scope: Mapped[str]
    project_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("projects.id", ondelete="CASCADE")
    )
    filter_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("filters.id", ondelete="CASCADE")
    )
    created_at: Mapped[Instant]
    last_used_at: Mapped[Instant | None]


class Webhook(Base):
    """A subscription to events of one user's tasks, sent to an address of theirs."""

    __tablename__ = "webhooks"
    __table_args__ = (
        CheckConstraint("char_length(name) BETWEEN 1 AND 80", name="name_length"),
        Index(None, "user_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str]
    target: Mapped[str]
    """Where it leads, fit to be shown: never a secret."""
    sealed: Mapped[bytes] = mapped_column(BYTEA)
    """Address and signing secret, encrypted."""
    event_types: Mapped[list[Any]] = mapped_column(JSONB)
    is_enabled: Mapped[bool] = mapped_column(server_default=text("true"))
    failed_in_row: Mapped[int] = mapped_column(server_default=text("0"))
    disabled_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[Instant]
    updated_at: Mapped[Instant]


class WebhookDelivery(Base):
    """One event for one subscription: what was sent, and what the other side said."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'sent', 'failed')", name="state"),
        CheckConstraint("(state = 'waiting') = (due_at IS NOT NULL)", name="waiting_is_due"),
        UniqueConstraint("webhook_id", "event_id", "replay"),
        Index("ix_webhook_deliveries_due", "due_at", postgresql_where=text("state = 'waiting'")),
        Index(None, "webhook_id", "id"),
        Index(None, "user_id", "created_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    webhook_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("webhooks.id", ondelete="CASCADE"))
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    event_id: Mapped[uuid.UUID]
    replay: Mapped[int] = mapped_column(server_default=text("0"))
    """0 for the event itself; each replay that somebody asked for counts on."""
    event_type: Mapped[str]
    body: Mapped[bytes] = mapped_column(BYTEA)
    state: Mapped[str]
    due_at: Mapped[Instant | None]
    """When it is tried next; while somebody tries, when another may."""
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    status: Mapped[int | None]
    answer: Mapped[str | None]
    created_at: Mapped[Instant]
    settled_at: Mapped[Instant | None]
