"""Tasks, their labels, and the series they are occurrences of."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    UniqueConstraint,
    Uuid,
    literal_column,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import Base, Instant, LocalTime, Position

LETTERS = "(title || ' ') || notes"
"""What is searched by parts of words; statements say it in the same words, or no index is used."""

WORDS = f"to_tsvector('simple'::regconfig, {LETTERS})"
"""What is searched by whole words, in any language."""

DUE = "COALESCE(due_local, due_on::timestamp)"
"""The wall time or the beginning of the day that a task is due, as its owner calls it."""


class Series(Base):
    """A rule that brings a task back. Times are local; `zone` gives them an instant.

    `zone` is NULL for a floating series: the owner's profile zone counts at evaluation.
    """

    __tablename__ = "series"
    __table_args__ = (
        CheckConstraint("anchor IN ('schedule', 'completion')", name="anchor"),
        CheckConstraint("missed_policy IN ('collapse', 'keep_each', 'auto_skip')", name="missed"),
        CheckConstraint("char_length(rrule) <= 512", name="rrule_length"),
        CheckConstraint("auto_skip_minutes >= 0", name="auto_skip"),
        Index(None, "user_id", "id"),
        Index(
            "ix_series_follows_id", "follows_id", postgresql_where=text("follows_id IS NOT NULL")
        ),
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
    auto_skip_minutes: Mapped[int | None]
    """With the policy `auto_skip`: how long after its time an open occurrence is skipped."""
    ends_before: Mapped[str | None]
    """The slot from which on another series goes on, after an edit of this and the following."""
    follows_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("series.id", ondelete="SET NULL")
    )
    """The series that this one goes on from."""
    ended_at: Mapped[Instant | None]
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
        CheckConstraint("status IN ('open', 'done', 'skipped')", name="status"),
        CheckConstraint(
            "(status = 'skipped') = (skipped_at IS NOT NULL)", name="skipped_has_instant"
        ),
        CheckConstraint("start_on IS NULL OR start_at IS NULL", name="one_kind_of_start"),
        CheckConstraint("(start_at IS NULL) = (start_local IS NULL)", name="start_at_has_local"),
        CheckConstraint("parent_id <> id", name="own_parent"),
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
        Index("ix_tasks_project_id", "project_id", postgresql_where=text("project_id IS NOT NULL")),
        Index("ix_tasks_section_id", "section_id", postgresql_where=text("section_id IS NOT NULL")),
        Index(
            "ix_tasks_trash",
            "user_id",
            "deleted_at",
            "id",
            postgresql_where=text("deleted_at IS NOT NULL"),
        ),
        # By user first (btree_gin), or everybody's tasks would be looked at.
        Index(
            "ix_tasks_words",
            "user_id",
            text(f"({WORDS})"),
            postgresql_using="gin",
            postgresql_where=text("deleted_at IS NULL"),
        ),
        Index(
            "ix_tasks_letters",
            "user_id",
            literal_column(f"({LETTERS})").label("letters"),
            postgresql_ops={"letters": "gin_trgm_ops"},
            postgresql_using="gin",
            postgresql_where=text("deleted_at IS NULL"),
        ),
        # The views of today and of what is overdue, and the order by when things are due.
        Index(
            "ix_tasks_open_due",
            "user_id",
            text(f"({DUE})"),
            "id",
            postgresql_where=text("status = 'open' AND deleted_at IS NULL"),
        ),
        CheckConstraint("jsonb_typeof(checklist) = 'array'", name="checklist"),
        Index("ix_tasks_parent_id", "parent_id", postgresql_where=text("parent_id IS NOT NULL")),
        Index(
            "ix_tasks_open_of_series",
            "series_id",
            "due_at",
            postgresql_where=text(
                "series_id IS NOT NULL AND status = 'open' AND deleted_at IS NULL"
            ),
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
    start_on: Mapped[date | None]
    start_at: Mapped[Instant | None]
    start_local: Mapped[LocalTime | None]
    skipped_at: Mapped[Instant | None]
    project_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("projects.id", ondelete="SET NULL")
    )
    section_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("sections.id", ondelete="SET NULL")
    )
    parent_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("tasks.id", ondelete="CASCADE"))
    position: Mapped[Position | None]
    checklist: Mapped[list[Any]] = mapped_column(JSONB, server_default=text("'[]'"))
    """Small steps of the task: objects with `id`, `title` and `is_done`, in order."""
    series_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("series.id"))
    slot: Mapped[str | None]
    source_id: Mapped[uuid.UUID | None]
    """The occurrence whose completion brought this one; it may be gone."""
    series_fields: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    """What the next occurrence gets instead of fields that were changed for this one alone."""
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[Instant]
    updated_at: Mapped[Instant]
    deleted_at: Mapped[Instant | None]


class Project(Base):
    """Tasks that belong together."""

    __tablename__ = "projects"
    __table_args__ = (
        CheckConstraint("char_length(name) BETWEEN 1 AND 120", name="name_length"),
        CheckConstraint("color ~ '^#[0-9a-f]{6}$'", name="color"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str]
    default_reminders: Mapped[list[str] | None] = mapped_column(ARRAY(TEXT))
    """Offsets for tasks with a due time, in place of those of the owner; NULL for the owner's."""
    color: Mapped[str | None]
    is_favorite: Mapped[bool] = mapped_column(server_default=text("false"))
    position: Mapped[Position | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[Instant]
    updated_at: Mapped[Instant]
    archived_at: Mapped[Instant | None]


class UndoEntry(Base):
    """What a change looked like before, so that it can be taken back for 30 days."""

    __tablename__ = "undo_log"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('complete', 'skip', 'postpone', 'edit', 'snooze', 'delete', 'bulk')",
            name="kind",
        ),
        Index(None, "user_id", "id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[str]
    task_ids: Mapped[list[uuid.UUID]] = mapped_column(ARRAY(Uuid))
    before: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_at: Mapped[Instant] = mapped_column(index=True)
    undone_at: Mapped[Instant | None]


class Label(Base):
    """A word that a user puts on tasks."""

    __tablename__ = "labels"
    __table_args__ = (
        UniqueConstraint("user_id", "name"),
        CheckConstraint("char_length(name) BETWEEN 1 AND 60", name="name_length"),
        CheckConstraint("color ~ '^#[0-9a-f]{6}$'", name="color"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str]
    color: Mapped[str | None]
    is_favorite: Mapped[bool] = mapped_column(server_default=text("false"))
    version: Mapped[int] = mapped_column(server_default=text("1"))


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
