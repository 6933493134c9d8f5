"""punctuality

How late reminders were, counted by hour (ADR 0006), and an index of those that wait, by which the
job store is compared with them.

Revision ID: 0004
Revises: 0003
Phase: expand
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.execute("SET LOCAL statement_timeout = '30s'")
    op.create_table(
        "punctuality",
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("bucket", sa.Integer(), nullable=False),
        sa.Column("shard", sa.Integer(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("longest_ms", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('sent', 'failed', 'skipped', 'missed')",
            name=op.f("ck_punctuality_outcome"),
        ),
        sa.PrimaryKeyConstraint("hour", "outcome", "bucket", "shard", name=op.f("pk_punctuality")),
    )
    with op.get_context().autocommit_block():
        # It waits for every transaction that runs, and takes as long as the table is big; neither
        # holds up anybody.
        op.execute("SET lock_timeout = 0")
        op.execute("SET statement_timeout = 0")
        # One that a broken-off attempt left behind is not valid, and in the way.
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_reminders_user_waiting")
        op.create_index(
            "ix_reminders_user_waiting",
            "reminders",
            ["user_id", "fire_at", "id"],
            postgresql_where=sa.text("state = 'scheduled'"),
            postgresql_concurrently=True,
        )
        op.execute("RESET lock_timeout")
        op.execute("RESET statement_timeout")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.drop_index("ix_reminders_user_waiting", table_name="reminders")
    op.drop_table("punctuality")
