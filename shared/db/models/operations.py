"""What operators work with: dead letters and their repair, pauses, the audit log, the activity."""

import uuid
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import Base, Instant


class Redrive(Base):
    """An operator's order to have dead letters handled once more, and how far it is."""

    __tablename__ = "redrives"
    __table_args__ = (
        CheckConstraint("rate_per_second > 0", name="rate_is_positive"),
        Index("ix_redrives_unfinished", "id", postgresql_where=text("finished_at IS NULL")),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    asked_at: Mapped[Instant]
    asked_by: Mapped[str]
    reason: Mapped[str]
    selection: Mapped[dict[str, Any]] = mapped_column(JSONB)
    forced: Mapped[bool]
    rate_per_second: Mapped[float]
    total: Mapped[int]
    done: Mapped[int] = mapped_column(server_default=text("0"))
    refused: Mapped[int] = mapped_column(server_default=text("0"))
    """Records that Kafka would not take; their letters are open again."""
    returned: Mapped[int] = mapped_column(server_default=text("0"))
    """Letters that a cancellation made open again."""
    cancelled_at: Mapped[Instant | None]
    finished_at: Mapped[Instant | None]


class DeadLetter(Base):
    """A record of a dead-letter topic, byte for byte, and what its headers say about its death.

    Texts from headers are cleaned and cut for reading; the bytes beside them are the original.
    """

    __tablename__ = "dead_letters"
    __table_args__ = (
        # A topic that was made anew counts from 0 again, at another time.
        UniqueConstraint("topic", "partition", "record_offset", "recorded_at"),
        CheckConstraint("state IN ('open', 'redriving', 'redriven', 'discarded')", name="state"),
        CheckConstraint("(state = 'redriving') <= (redrive_id IS NOT NULL)", name="has_redrive"),
        Index("ix_dead_letters_state_id", "state", "id"),
        Index("ix_dead_letters_fingerprint_id", "fingerprint", "id"),
        Index("ix_dead_letters_user_id_id", "user_id", "id"),
        Index("ix_dead_letters_event_id", "event_id"),
        Index(
            "ix_dead_letters_redrive_id",
            "redrive_id",
            postgresql_where=text("redrive_id IS NOT NULL"),
        ),
        Index(
            "ix_dead_letters_redriving",
            "redrive_id",
            "id",
            postgresql_where=text("state = 'redriving'"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    topic: Mapped[str]
    partition: Mapped[int]
    record_offset: Mapped[int] = mapped_column(BigInteger)
    recorded_at: Mapped[Instant]
    event_type: Mapped[str]
    event_id: Mapped[str | None]
    user_id: Mapped[uuid.UUID | None]
    subject: Mapped[str | None]
    traceparent: Mapped[str | None]
    consumer_group: Mapped[str | None]
    failure_kind: Mapped[str | None]
    error_class: Mapped[str | None]
    error: Mapped[str | None]
    fingerprint: Mapped[str | None]
    attempts: Mapped[int | None]
    first_failed_at: Mapped[Instant | None]
    last_failed_at: Mapped[Instant | None]
    origin_topic: Mapped[str | None]
    origin_partition: Mapped[int | None] = mapped_column(BigInteger)
    origin_offset: Mapped[int | None] = mapped_column(BigInteger)
    redrives: Mapped[int] = mapped_column(server_default=text("0"))
    """How often its event had been redriven when it died this time."""
    record_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    record_value: Mapped[bytes | None] = mapped_column(LargeBinary)
    header_names: Mapped[list[bytes]] = mapped_column(ARRAY(BYTEA))
    header_values: Mapped[list[bytes | None]] = mapped_column(ARRAY(BYTEA))
    state: Mapped[str] = mapped_column(server_default=text("'open'"))
    redrive_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("redrives.id"))
    taken_at: Mapped[Instant | None]
    """Since then it may be in Kafka again; no cancellation gets it back."""
    edited_value: Mapped[bytes | None] = mapped_column(LargeBinary)
    """What an operator put in the place of the value, for the redrive."""
    closed_at: Mapped[Instant | None]
    closed_by: Mapped[str | None]
    close_reason: Mapped[str | None]


class WorkerPause(Base):
    """Every process of this kind of worker rests until the row is gone."""

    __tablename__ = "worker_pauses"

    worker: Mapped[str] = mapped_column(primary_key=True)
    paused_at: Mapped[Instant]
    paused_by: Mapped[str]
    reason: Mapped[str]


class ScheduleRow(Base):
    """What a worker does from time to time, and how its last run ended."""

    __tablename__ = "schedules"
    __table_args__ = (
        CheckConstraint("outcome IN ('done', 'put_off', 'failed')", name="outcome"),
        CheckConstraint("(outcome IS NULL) = (finished_at IS NULL)", name="has_ended"),
    )

    name: Mapped[str] = mapped_column(primary_key=True)
    worker: Mapped[str]
    every_seconds: Mapped[float]
    next_at: Mapped[Instant]
    started_at: Mapped[Instant | None]
    finished_at: Mapped[Instant | None]
    outcome: Mapped[str | None]
    error: Mapped[str | None]
    asked_at: Mapped[Instant | None]


class AuditEntry(Base):
    """Who did what to the system, and why. A trigger refuses changes and deletions."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_actor_id_id", "actor_id", "id"),
        Index("ix_audit_entries_target_id", "target", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    happened_at: Mapped[Instant]
    actor_id: Mapped[uuid.UUID | None]
    """The account that acted; NULL for a command line on the server."""
    actor: Mapped[str]
    action: Mapped[str]
    target: Mapped[str]
    reason: Mapped[str | None]
    details: Mapped[dict[str, Any]] = mapped_column(JSONB)


class Activity(Base):
    """An event that went through Kafka: what, about whom, where it stands, what caused it.

    No foreign key: an event of an account that is gone by now is no error.
    """

    __tablename__ = "activity"
    __table_args__ = (
        Index("ix_activity_user_occurred", "user_id", "occurred_at", "event_id"),
        Index(
            "ix_activity_task_occurred",
            "task_id",
            "occurred_at",
            "event_id",
            postgresql_where=text("task_id IS NOT NULL"),
        ),
        Index(
            "ix_activity_reminder_occurred",
            "reminder_id",
            "occurred_at",
            "event_id",
            postgresql_where=text("reminder_id IS NOT NULL"),
        ),
        Index("ix_activity_recorded_at", "recorded_at"),
    )

    event_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    occurred_at: Mapped[Instant]
    event_type: Mapped[str]
    user_id: Mapped[uuid.UUID]
    task_id: Mapped[uuid.UUID | None]
    reminder_id: Mapped[uuid.UUID | None]
    topic: Mapped[str]
    partition: Mapped[int]
    record_offset: Mapped[int] = mapped_column(BigInteger)
    source: Mapped[str]
    traceparent: Mapped[str | None]
    data: Mapped[dict[str, Any]] = mapped_column(JSONB)
    recorded_at: Mapped[Instant]
