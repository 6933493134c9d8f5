"""recurrence and reminders in full

Projects, subtasks and start dates; skipped occurrences; reminders that nag, snooze, or speak of no
single task (digests); quiet hours, vacations, channels; what can be undone.

Revision ID: 0005
Revises: 0004
Phase: expand
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)
_TEXTS = postgresql.ARRAY(sa.TEXT())

# What a check says before and after; replaced without a look at the rows, which the old one held.
_CHECKS = (
    ("tasks", "status", "status IN ('open', 'done')", "status IN ('open', 'done', 'skipped')"),
    (
        "reminders",
        "kind",
        "kind IN ('relative', 'absolute')",
        "kind IN ('relative', 'absolute', 'digest', 'review', 'bundle')",
    ),
    (
        "reminders",
        "state",
        "state IN ('idle', 'scheduled', 'sent', 'failed', 'skipped', 'cancelled')",
        "state IN ('idle', 'scheduled', 'deferred', 'sent', 'failed', 'skipped', 'cancelled')",
    ),
    (
        "deliveries",
        "state",
        "state IN ('sending', 'sent', 'failed', 'skipped')",
        "state IN ('sending', 'sent', 'failed', 'skipped', 'deferred')",
    ),
)
_NEW_CHECKS = (
    ("users", "week_start", "week_start IN ('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU')"),
    ("users", "time_format", "time_format IN ('12h', '24h')"),
    ("users", "quiet_hours", "(quiet_from IS NULL) = (quiet_until IS NULL)"),
    ("users", "quiet_hours_differ", "quiet_from <> quiet_until"),
    ("users", "review", "(review_on IS NULL) = (review_at IS NULL)"),
    ("users", "review_day", "review_on BETWEEN 0 AND 6"),
    ("tasks", "one_kind_of_start", "start_on IS NULL OR start_at IS NULL"),
    ("tasks", "start_at_has_local", "(start_at IS NULL) = (start_local IS NULL)"),
    ("tasks", "skipped_has_instant", "(status = 'skipped') = (skipped_at IS NOT NULL)"),
    ("tasks", "own_parent", "parent_id <> id"),
    ("series", "auto_skip", "auto_skip_minutes >= 0"),
    ("reminders", "relative_to", "relative_to IN ('due', 'start')"),
    (
        "reminders",
        "digest_has_no_task",
        "(kind IN ('digest', 'review', 'bundle')) = (task_id IS NULL)",
    ),
    ("reminders", "nag", "(nag_every IS NULL) = (nag_max IS NULL)"),
    ("reminders", "nag_max", "nag_max BETWEEN 1 AND 20"),
    ("deliveries", "deferred_is_carried", "(carried_by IS NULL) = (carried_at IS NULL)"),
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.execute("SET LOCAL statement_timeout = '30s'")
    _create_tables()
    _add_columns()
    op.alter_column("reminders", "task_id", nullable=True)
    op.alter_column("deliveries", "task_id", nullable=True)
    for table, name, _, after in _CHECKS:
        op.drop_constraint(op.f(f"ck_{table}_{name}"), table, type_="check")
        _check(table, name, after)
    for table, name, condition in _NEW_CHECKS:
        _check(table, name, condition)
    _create_indexes()


def _check(table: str, name: str, condition: str) -> None:
    constraint = f"ck_{table}_{name}"
    op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {constraint} CHECK ({condition}) NOT VALID")
    op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {constraint}")


def _create_tables() -> None:
    op.create_table(
        "projects",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("default_reminders", _TEXTS, nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("updated_at", _INSTANT, nullable=False),
        sa.Column("archived_at", _INSTANT, nullable=True),
        sa.CheckConstraint(
            "char_length(name) BETWEEN 1 AND 120", name=op.f("ck_projects_name_length")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_projects_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
    )
    op.create_index(op.f("ix_projects_user_id"), "projects", ["user_id"])
    op.create_table(
        "vacations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("skips_occurrences", sa.Boolean(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_vacations_order")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_vacations_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacations")),
    )
    op.create_index(op.f("ix_vacations_user_id_ends_on"), "vacations", ["user_id", "ends_on"])
    op.create_table(
        "channels",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("sealed", postgresql.BYTEA(), nullable=False),
        sa.Column("is_enabled", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("last_sent_at", _INSTANT, nullable=True),
        sa.Column("last_failed_at", _INSTANT, nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("updated_at", _INSTANT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('webhook', 'ntfy', 'gotify', 'telegram', 'apprise')",
            name=op.f("ck_channels_kind"),
        ),
        sa.CheckConstraint(
            "char_length(name) BETWEEN 1 AND 80", name=op.f("ck_channels_name_length")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_channels_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channels")),
    )
    op.create_index(op.f("ix_channels_user_id"), "channels", ["user_id"])
    op.create_table(
        "undo_log",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("task_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("before", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("undone_at", _INSTANT, nullable=True),
        sa.CheckConstraint(
            "kind IN ('complete', 'skip', 'postpone', 'edit', 'snooze', 'delete', 'bulk')",
            name=op.f("ck_undo_log_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_undo_log_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undo_log")),
    )
    op.create_index(op.f("ix_undo_log_user_id_id"), "undo_log", ["user_id", "id"])
    op.create_index(op.f("ix_undo_log_created_at"), "undo_log", ["created_at"])
    op.create_table(
        "used_links",
        sa.Column("token_hash", postgresql.BYTEA(), nullable=False),
        sa.Column("used_at", _INSTANT, nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_used_links")),
    )
    op.create_index(op.f("ix_used_links_expires_at"), "used_links", ["expires_at"])
    op.create_table(
        "markers",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("updated_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_markers")),
    )


def _add_columns() -> None:
    def texts(name: str, default: str) -> sa.Column[list[str]]:
        return sa.Column(name, _TEXTS, server_default=sa.text(default), nullable=False)

    def word(name: str, default: str) -> sa.Column[str]:
        return sa.Column(name, sa.String(), server_default=sa.text(default), nullable=False)

    columns: dict[str, list[sa.Column]] = {
        "users": [
            word("week_start", "'MO'"),
            word("time_format", "'24h'"),
            texts("default_reminders", "'{PT0S}'"),
            texts("all_day_default_reminders", "'{PT0S}'"),
            texts("default_channels", "'{email}'"),
            sa.Column("quiet_from", sa.Time()),
            sa.Column("quiet_until", sa.Time()),
            sa.Column("digest_at", sa.Time()),
            sa.Column("review_on", sa.SmallInteger()),
            sa.Column("review_at", sa.Time()),
        ],
        "series": [
            sa.Column("auto_skip_minutes", sa.Integer()),
            sa.Column("ends_before", sa.String()),
            sa.Column("follows_id", sa.Uuid()),
            sa.Column("ended_at", _INSTANT),
        ],
        "tasks": [
            sa.Column("start_on", sa.Date()),
            sa.Column("start_at", _INSTANT),
            sa.Column("start_local", sa.DateTime(timezone=False)),
            sa.Column("skipped_at", _INSTANT),
            sa.Column("project_id", sa.Uuid()),
            sa.Column("parent_id", sa.Uuid()),
            sa.Column("series_fields", postgresql.JSONB()),
        ],
        "reminders": [
            word("relative_to", "'due'"),
            sa.Column("snooze_of", sa.Uuid()),
            sa.Column("nag_every", sa.String()),
            sa.Column("nag_max", sa.SmallInteger()),
            sa.Column("nag_sent", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
            sa.Column("urgent", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        ],
        "deliveries": [
            sa.Column("carried_by", sa.Uuid()),
            sa.Column("carried_at", _INSTANT),
        ],
    }
    for table, added in columns.items():
        for column in added:
            op.add_column(table, column)
    _foreign_key("series", "follows_id", "series", "SET NULL")
    _foreign_key("tasks", "project_id", "projects", "SET NULL")
    _foreign_key("tasks", "parent_id", "tasks", "CASCADE")
    _foreign_key("reminders", "snooze_of", "reminders", "CASCADE")


def _foreign_key(table: str, column: str, other: str, on_delete: str) -> None:
    name = f"fk_{table}_{column}_{other}"
    op.execute(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({column}) "
        f"REFERENCES {other} (id) ON DELETE {on_delete} NOT VALID"
    )
    op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}")


_INDEXES = (
    ("ix_tasks_project_id", "tasks", ["project_id"], "project_id IS NOT NULL", False),
    ("ix_tasks_parent_id", "tasks", ["parent_id"], "parent_id IS NOT NULL", False),
    (
        "ix_tasks_open_of_series",
        "tasks",
        ["series_id", "due_at"],
        "series_id IS NOT NULL AND status = 'open' AND deleted_at IS NULL",
        False,
    ),
    ("ix_reminders_snooze_of", "reminders", ["snooze_of"], "snooze_of IS NOT NULL", False),
    ("uq_reminders_digest", "reminders", ["user_id", "kind"], "task_id IS NULL", True),
    ("ix_deliveries_carried", "deliveries", ["carried_by"], "state = 'deferred'", False),
    ("ix_deliveries_user_fire_at", "deliveries", ["user_id", "fire_at", "id"], None, False),
)


def _create_indexes() -> None:
    with op.get_context().autocommit_block():
        # They wait for every transaction that runs, and take as long as the tables are big;
        # neither holds up anybody.
        op.execute("SET lock_timeout = 0")
        op.execute("SET statement_timeout = 0")
        for name, table, columns, condition, unique in _INDEXES:
            # One that a broken-off attempt left behind is not valid, and in the way.
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            op.create_index(
                name,
                table,
                columns,
                unique=unique,
                postgresql_where=sa.text(condition) if condition else None,
                postgresql_concurrently=True,
            )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_deliveries_user_id")
        op.execute("RESET lock_timeout")
        op.execute("RESET statement_timeout")


def downgrade() -> None:
    """What the old schema cannot hold goes: digests, bundles, channels, undo; skips become done."""
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.create_index("ix_deliveries_user_id", "deliveries", ["user_id"])
    for name, table, *_ in _INDEXES:
        op.drop_index(name, table_name=table)
    op.execute("DELETE FROM reminders WHERE task_id IS NULL")
    op.execute("UPDATE reminders SET state = 'skipped' WHERE state = 'deferred'")
    op.execute("UPDATE deliveries SET state = 'skipped' WHERE state = 'deferred'")
    op.execute("UPDATE tasks SET status = 'done', completed_at = skipped_at, skipped_at = NULL "
               "WHERE status = 'skipped'")  # fmt: skip
    for table, name, _ in _NEW_CHECKS:
        op.drop_constraint(op.f(f"ck_{table}_{name}"), table, type_="check")
    for table, name, before, _ in _CHECKS:
        op.drop_constraint(op.f(f"ck_{table}_{name}"), table, type_="check")
        _check(table, name, before)
    op.alter_column("reminders", "task_id", nullable=False)
    op.execute("DELETE FROM deliveries WHERE task_id IS NULL")
    op.alter_column("deliveries", "task_id", nullable=False)
    for table, columns in _ADDED.items():
        for column in columns:
            op.drop_column(table, column)
    for table in ("markers", "used_links", "undo_log", "channels", "vacations", "projects"):
        op.drop_table(table)


_ADDED = {
    "users": (
        "week_start", "time_format", "default_reminders", "all_day_default_reminders",
        "default_channels", "quiet_from", "quiet_until", "digest_at", "review_on", "review_at",
    ),
    "series": ("auto_skip_minutes", "ends_before", "follows_id", "ended_at"),
    "tasks": (
        "start_on", "start_at", "start_local", "skipped_at", "project_id", "parent_id",
        "series_fields",
    ),
    "reminders": ("relative_to", "snooze_of", "nag_every", "nag_max", "nag_sent", "urgent"),
    "deliveries": ("carried_by", "carried_at"),
}  # fmt: skip
