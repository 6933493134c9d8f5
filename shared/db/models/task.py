"""Tasks, their labels, and the series they are occurrences of."""

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import Base, Instant, LocalTime


class Series(Base):
    """A rule that brings a task back. Times are local; `zone` gives them an instant.

    `zone` is NULL for a floating series: the owner's profile zone counts at evaluation.
    """

    __tablename__ = "series"
    __table_args__ = (
        CheckConstraint("anchor IN ('schedule', 'completion')", name="anchor"),
        CheckConstraint("missed_policy IN ('collapse', 'keep_each', 'auto_skip')", name="missed"),
        CheckConstraint("char_length(rrule) <= 512", name="rrule_length"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    rrule: Mapped[str]
    dtstart: Mapped[LocalTime]
    all_day: Mapped[bool]
    zone: Mapped[str | None]
    anchor: Mapped[str] = mapped_column(server_default=text("'schedule'"))
    missed_policy: Mapped[str] = mapped_column(server_default=text("'collapse'"))
    reset_subtasks: Mapped[bool] = mapped_column(server_default=text("true"))
    exdates: Mapped[list[str]] = mapped_column(ARRAY(TEXT), server_default=text("'{}'"))
    rdates: Mapped[list[str]] = mapped_column(ARRAY(TEXT), server_default=text("'{}'"))
    completions: Mapped[int] = mapped_column(server_default=text("0"))
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[Instant]
    updated_at: Mapped[Instant]


class Task(Base):
    """One task, or one occurrence of a series (`series_id`, `slot` = its recurrence id).

    Due is a date (`due_on`), or an instant (`due_at`) with the wall time it was derived from.
    `zone` is NULL for floating times.
    """

    __tablename__ = "tasks"
    __table_args__ = (
        CheckConstraint("status IN ('open', 'done')", name="status"),
        CheckConstraint("(status = 'done') = (completed_at IS NOT NULL)", name="done_has_instant"),
        CheckConstraint("priority BETWEEN 1 AND 4", name="priority"),
        CheckConstraint("due_on IS NULL OR due_at IS NULL", name="one_kind_of_due"),
        CheckConstraint("(due_at IS NULL) = (due_local IS NULL)", name="due_at_has_local"),
        CheckConstraint("(series_id IS NULL) = (slot IS NULL)", name="occurrence_has_slot"),
        CheckConstraint("char_length(title) BETWEEN 1 AND 500", name="title_length"),
        UniqueConstraint("series_id", "slot"),
        Index(
            "ix_tasks_user_created", "user_id", "id", postgresql_where=text("deleted_at IS NULL")
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    title: Mapped[str]
    notes: Mapped[str] = mapped_column(server_default=text("''"))
    priority: Mapped[int] = mapped_column(server_default=text("4"))
    status: Mapped[str] = mapped_column(server_default=text("'open'"))
    completed_at: Mapped[Instant | None]
    due_on: Mapped[date | None]
    due_at: Mapped[Instant | None]
    due_local: Mapped[LocalTime | None]
    zone: Mapped[str | None]
    series_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("series.id"))
    slot: Mapped[str | None]
    source_id: Mapped[uuid.UUID | None]
    """The occurrence whose completion brought this one; it may be gone."""
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[Instant]
    updated_at: Mapped[Instant]
    deleted_at: Mapped[Instant | None]


class Label(Base):
    """A word that a user puts on tasks."""

    __tablename__ = "labels"
    __table_args__ = (
        UniqueConstraint("user_id", "name"),
        CheckConstraint("char_length(name) BETWEEN 1 AND 60", name="name_length"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str]


class TaskLabel(Base):
    """This label is on this task."""

    __tablename__ = "task_labels"

    task_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("tasks.id", ondelete="CASCADE"), primary_key=True
    )
    label_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("labels.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class OccurrenceLog(Base):
    """What became of each slot of a series: one row a slot, `count` slots when summarised."""

    __tablename__ = "occurrence_log"
    __table_args__ = (
        CheckConstraint("outcome IN ('done', 'skipped', 'missed', 'moved')", name="outcome"),
    )

    series_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("series.id", ondelete="CASCADE"), primary_key=True
    )
    slot: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    outcome: Mapped[str]
    count: Mapped[int] = mapped_column(server_default=text("1"))
    task_id: Mapped[uuid.UUID | None]
    logged_at: Mapped[Instant]
