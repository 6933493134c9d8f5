"""Reminders, the job store they wait in, and what became of each delivery."""

import uuid
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import Base, Instant


class Reminder(Base):
    """One reminder of one task.

    `version` grows when it is planned anew or cancelled, not when it is sent: what is on its way
    through Kafka for one version stays valid while its channels are tried.
    """

    __tablename__ = "reminders"
    __table_args__ = (
        CheckConstraint("kind IN ('relative', 'absolute')", name="kind"),
        CheckConstraint("(kind = 'relative') = (lead IS NOT NULL)", name="relative_has_lead"),
        CheckConstraint(
            "state IN ('idle', 'scheduled', 'sent', 'failed', 'skipped', 'cancelled')", name="state"
        ),
        CheckConstraint("state <> 'scheduled' OR fire_at IS NOT NULL", name="scheduled_has_time"),
        Index(
            "ix_reminders_user_waiting",
            "user_id",
            "fire_at",
            "id",
            postgresql_where=text("state = 'scheduled'"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    task_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("tasks.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str]
    lead: Mapped[str | None]
    """ISO 8601 duration to the due time: -PT30M is half an hour before."""
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
        CheckConstraint("state IN ('sending', 'sent', 'failed', 'skipped')", name="state"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_has_instant"),
        CheckConstraint("claimed_until IS NULL OR state = 'sending'", name="claim_is_sending"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    reminder_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("reminders.id", ondelete="CASCADE"))
    task_id: Mapped[uuid.UUID] = mapped_column(index=True)
    user_id: Mapped[uuid.UUID] = mapped_column(index=True)
    channel: Mapped[str]
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
