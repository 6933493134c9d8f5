"""Alembic's entry: runs on the connection that shared/db/migrate.py hands over."""

from alembic import context

import shared.db.models  # noqa: F401 - fills Base.metadata
from shared.db.base import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    compare_type=True,
    compare_server_default=True,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
