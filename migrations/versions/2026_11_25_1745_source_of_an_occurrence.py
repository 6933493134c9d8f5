"""source of an occurrence

Which occurrence's completion brought this one: reopening takes back that one alone. No foreign key:
the source may be gone, and nothing follows from it then.

Revision ID: 0002
Revises: 0001
Phase: expand
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.execute("SET LOCAL statement_timeout = '30s'")
    op.add_column("tasks", sa.Column("source_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.drop_column("tasks", "source_id")
