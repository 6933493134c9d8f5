"""channel tests

Test messages through a channel and what came of them; why a channel was switched off.

Revision ID: 0006_channels
Revises: 0005
Phase: expand
"""

import sqlalchemy as sa
from alembic import op

revision = "0006_channels"
down_revision = "0005"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.execute("SET LOCAL statement_timeout = '30s'")
    op.add_column(
        "channels",
        sa.Column("failed_in_row", sa.Integer(), server_default=sa.text("0"), nullable=False),
    )
    op.add_column("channels", sa.Column("disabled_reason", sa.String(), nullable=True))
    op.create_table(
        "channel_tests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("asked_at", _INSTANT, nullable=False),
        sa.Column("settled_at", _INSTANT, nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'sending', 'sent', 'failed')",
            name=op.f("ck_channel_tests_state"),
        ),
        sa.CheckConstraint(
            "(state IN ('sent', 'failed')) = (settled_at IS NOT NULL)",
            name=op.f("ck_channel_tests_settled_has_instant"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_channel_tests_user_id_users"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_tests")),
    )
    op.create_index(
        op.f("ix_channel_tests_user_id_asked_at"), "channel_tests", ["user_id", "asked_at"]
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.drop_table("channel_tests")
    op.drop_column("channels", "disabled_reason")
    op.drop_column("channels", "failed_in_row")
