"""organising

Sections, saved filters, manual order, colours, checklists; the trash; search by words and letters.

Revision ID: 0007
Revises: 0006_channels
Phase: expand
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006_channels"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)
_POSITION = sa.String(collation="C")
_LETTERS = "((title || ' ') || notes) gin_trgm_ops"
_DUE = "(COALESCE(due_local, due_on::timestamp))"
_WORDS = "(to_tsvector('simple'::regconfig, (title || ' ') || notes))"
_KEPT = sa.text("deleted_at IS NULL")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.execute("SET LOCAL statement_timeout = '30s'")
    # Both are trusted: whoever owns the database may create them.
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gin")
    _create_sections()
    _create_filters()
    for table in ("labels", "projects"):
        op.add_column(table, sa.Column("color", sa.String(), nullable=True))
        op.add_column(
            table,
            sa.Column("is_favorite", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        )
        _check(table, "color", "color ~ '^#[0-9a-f]{6}$'")
    op.add_column(
        "labels", sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False)
    )
    op.add_column("projects", sa.Column("position", _POSITION, nullable=True))
    _change_tasks()
    _create_indexes()


def _check(table: str, name: str, condition: str) -> None:
    """The check holds for what is written from now on, then for what there is."""
    constraint = op.f(f"ck_{table}_{name}")
    op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {constraint} CHECK ({condition}) NOT VALID")
    op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {constraint}")


def _create_sections() -> None:
    op.create_table(
        "sections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", _POSITION, nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("updated_at", _INSTANT, nullable=False),
        sa.CheckConstraint(
            "char_length(name) BETWEEN 1 AND 120", name=op.f("ck_sections_name_length")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name=op.f("fk_sections_project_id_projects"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_sections_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sections")),
    )
    op.create_index(op.f("ix_sections_project_id"), "sections", ["project_id"], unique=False)
    op.create_index(op.f("ix_sections_user_id"), "sections", ["user_id"], unique=False)


def _create_filters() -> None:
    op.create_table(
        "filters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("sort", sa.String(), nullable=True),
        sa.Column("color", sa.String(), nullable=True),
        sa.Column("is_favorite", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("position", _POSITION, nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("updated_at", _INSTANT, nullable=False),
        sa.CheckConstraint("color ~ '^#[0-9a-f]{6}$'", name=op.f("ck_filters_color")),
        sa.CheckConstraint(
            "char_length(name) BETWEEN 1 AND 120", name=op.f("ck_filters_name_length")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_filters_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filters")),
        sa.UniqueConstraint("user_id", "name", name=op.f("uq_filters_user_id_name")),
    )


def _change_tasks() -> None:
    op.add_column("tasks", sa.Column("section_id", sa.Uuid(), nullable=True))
    op.add_column("tasks", sa.Column("position", _POSITION, nullable=True))
    op.add_column(
        "tasks",
        sa.Column("checklist", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False),
    )
    _check("tasks", "checklist", "jsonb_typeof(checklist) = 'array'")
    op.create_foreign_key(
        op.f("fk_tasks_section_id_sections"),
        "tasks",
        "sections",
        ["section_id"],
        ["id"],
        ondelete="SET NULL",
        postgresql_not_valid=True,
    )
    op.execute("ALTER TABLE tasks VALIDATE CONSTRAINT fk_tasks_section_id_sections")


def _create_indexes() -> None:
    with op.get_context().autocommit_block():
        for name, columns, using, where in (
            ("ix_tasks_section_id", ["section_id"], None, sa.text("section_id IS NOT NULL")),
            (
                "ix_tasks_trash",
                ["user_id", "deleted_at", "id"],
                None,
                sa.text("deleted_at IS NOT NULL"),
            ),
            ("ix_tasks_words", ["user_id", sa.literal_column(_WORDS)], "gin", _KEPT),
            ("ix_tasks_letters", ["user_id", sa.literal_column(_LETTERS)], "gin", _KEPT),
            (
                "ix_tasks_open_due",
                ["user_id", sa.literal_column(_DUE), "id"],
                None,
                sa.text("status = 'open' AND deleted_at IS NULL"),
            ),
        ):
            op.create_index(
                name,
                "tasks",
                columns,
                postgresql_using=using or "btree",
                postgresql_where=where,
                postgresql_concurrently=True,
            )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    for name in ("open_due", "words", "letters", "trash", "section_id"):
        op.drop_index(f"ix_tasks_{name}", table_name="tasks")
    for column in ("section_id", "position", "checklist"):
        op.drop_column("tasks", column)
    for table in ("labels", "projects"):
        op.drop_column(table, "color")
        op.drop_column(table, "is_favorite")
    op.drop_column("labels", "version")
    op.drop_column("projects", "position")
    op.drop_table("filters")
    op.drop_table("sections")
    op.execute("DROP EXTENSION IF EXISTS pg_trgm")
    op.execute("DROP EXTENSION IF EXISTS btree_gin")
