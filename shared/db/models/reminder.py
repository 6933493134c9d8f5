"""Reminders, the job store they wait in, and what became of each delivery."""

import uuid
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import Base, Instant


class Reminder(Base):
    """One reminder of one task, or what a person is told of many (`digest`, `review`, `bundle`).

    There is one row a person and kind of digest, planned anew each time. A `bundle` carries what
    was deferred by quiet hours. A snooze is an absolute reminder with `snooze_of`.

    `version` grows when it is planned anew or cancelled, not when it is sent: what is on its way
    through Kafka for one version stays valid while its channels are tried.
    """

    __tablename__ = "reminders"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('relative', 'absolute', 'digest', 'review', 'bundle')", name="kind"
        ),
        CheckConstraint(
            "(kind IN ('digest', 'review', 'bundle')) = (task_id IS NULL)",
            name="digest_has_no_task",
        ),
        CheckConstraint("relative_to IN ('due', 'start')", name="relative_to"),
        CheckConstraint("(nag_every IS NULL) = (nag_max IS NULL)", name="nag"),
        CheckConstraint("nag_max BETWEEN 1 AND 20", name="nag_max"),
        CheckConstraint("(kind = 'relative') = (lead IS NOT NULL)", name="relative_has_lead"),
        CheckConstraint(
            "state IN ('idle', 'scheduled', 'deferred', 'sent', 'failed', 'skipped', 'cancelled')",
            name="state",
        ),
        CheckConstraint("state <> 'scheduled' OR fire_at IS NOT NULL", name="scheduled_has_time"),
        Index(
            "ix_reminders_user_waiting",
            "user_id",
            "fire_at",
            "id",
            postgresql_where=text("state = 'scheduled'"),
        ),
        Index(
            "ix_reminders_waiting_fire_at",
            "fire_at",
            postgresql_where=text("state = 'scheduled'"),
        ),
        Index(
            "uq_reminders_digest",
            "user_id",
            "kind",
            unique=True,
            postgresql_where=text("task_id IS NULL"),
        ),
        Index(
            "ix_reminders_snooze_of", "snooze_of", postgresql_where=text("snooze_of IS NOT NULL")
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    task_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("tasks.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str]
    lead: Mapped[str | None]
    """ISO 8601 duration to the due or start time: -PT30M is half an hour before."""
    relative_to: Mapped[str] = mapped_column(server_default=text("'due'"))
    snooze_of: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("reminders.id", ondelete="CASCADE")
    )
    """The reminder that its owner put off until this one."""
    nag_every: Mapped[str | None]
    """ISO 8601 duration from one message to the next while the task is open."""
    nag_max: Mapped[int | None] = mapped_column(SmallInteger)
    nag_sent: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    """Messages of this chain so far."""
    urgent: Mapped[bool] = mapped_column(server_default=text("false"))
    """Quiet hours do not hold it up."""
    fire_at: Mapped[Instant | None]
    channels: Mapped[list[str]] = mapped_column(ARRAY(TEXT), server_default=text("'{email}'"))
    state: Mapped[str]
    reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[Instant]
    updated_at: Mapped[Instant]


class ScheduledJob(Base):
    """A reminder waiting for its instant, in the partition whose owner fires it."""

    __tablename__ = "scheduled_jobs"
    __table_args__ = (
        Index(
            "ix_scheduled_jobs_partition_run",
            "partition",
            "run_at",
            "reminder_id",
            postgresql_where=text("parked_reason IS NULL"),
        ),
    )

    reminder_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    partition: Mapped[int]
    run_at: Mapped[Instant]
    version: Mapped[int]
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)
    parked_reason: Mapped[str | None]
    """Set when the row cannot be read; kept until it is made anew from its reminder (ADR 0004)."""


class Delivery(Base):
    """One attempt to tell a person through one channel; the user can read it."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("reminder_id", "fire_at", "channel"),
        CheckConstraint(
            "state IN ('sending', 'sent', 'failed', 'skipped', 'deferred')", name="state"
        ),
        CheckConstraint("(carried_by IS NULL) = (carried_at IS NULL)", name="deferred_is_carried"),
        Index("ix_deliveries_carried", "carried_by", postgresql_where=text("state = 'deferred'")),
        Index("ix_deliveries_user_fire_at", "user_id", "fire_at", "id"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_has_instant"),
        CheckConstraint("claimed_until IS NULL OR state = 'sending'", name="claim_is_sending"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    reminder_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("reminders.id", ondelete="CASCADE"))
    task_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    user_id: Mapped[uuid.UUID]
    channel: Mapped[str]
    """`email`, or the id of a channel of the user."""
    fire_at: Mapped[Instant]
    state: Mapped[str]
    reason: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    message_id: Mapped[str | None]
    provider_answer: Mapped[str | None]
    claimed_at: Mapped[Instant]
    """When it was last taken up; for one that was skipped, when that was decided."""
    claimed_until: Mapped[Instant | None]
    """Until then nobody else sends it. NULL while sending: given back, nothing has left.

    Past while sending: nobody knows whether the channel had taken the message.
    """
    resends: Mapped[int] = mapped_column(server_default=text("0"))
    """Attempts that followed one in doubt; each may have brought the message a second time."""
    resent_at: Mapped[Instant | None]
    sent_at: Mapped[Instant | None]
    lateness_ms: Mapped[int | None]
    carried_by: Mapped[uuid.UUID | None]
    """The bundle that this was deferred to, due at `carried_at`; it says what came of it."""
    carried_at: Mapped[Instant | None]


class Punctuality(Base):
    """How many deliveries of an hour ended so, by lateness (ADR 0006). Says nothing about anybody.

    `shard` only keeps several workers from waiting for each other; sums are over all of them.
    """

    __tablename__ = "punctuality"
    __table_args__ = (
        CheckConstraint("outcome IN ('sent', 'failed', 'skipped', 'missed')", name="outcome"),
    )

    hour: Mapped[Instant] = mapped_column(primary_key=True)
    outcome: Mapped[str] = mapped_column(primary_key=True)
    bucket: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Of the lateness of what was sent (shared/domain/punctuality.py); else 0."""
    shard: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    count: Mapped[int] = mapped_column(BigInteger)
    longest_ms: Mapped[int]
    """The longest lateness among them."""
