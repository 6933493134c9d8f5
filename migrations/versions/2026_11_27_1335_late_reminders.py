"""an index of the reminders that wait, by their instant

By it the status asks whether one that should have left still waits, whoever it is for.

Revision ID: 0012
Revises: 0011
Phase: expand
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.get_context().autocommit_block():
        # It waits for every transaction that runs, and takes as long as the table is big; neither
        # holds up anybody.
        op.execute("SET lock_timeout = 0")
        op.execute("SET statement_timeout = 0")
        # One that a broken-off attempt left behind is not valid, and in the way.
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_reminders_waiting_fire_at")
        op.create_index(
            "ix_reminders_waiting_fire_at",
            "reminders",
            ["fire_at"],
            postgresql_where=sa.text("state = 'scheduled'"),
            postgresql_concurrently=True,
        )
        op.execute("RESET lock_timeout")
        op.execute("RESET statement_timeout")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.drop_index("ix_reminders_waiting_fire_at", table_name="reminders")
