"""What a copy of the whole database has to know of it: tables, counts, and who uses it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from shared.db.engine import asyncpg_url
from shared.db.tls import tls_arguments

_TABLES = text(
    "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename",
)
_USERS = text(
    "SELECT application_name, count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND application_name LIKE 'rondel-%' GROUP BY 1 ORDER BY 1"
)
_WITHOUT_LIMITS = text(
    "SELECT set_config(name, '0', false) FROM pg_settings"
    " WHERE name IN ('transaction_timeout', 'statement_timeout', 'lock_timeout')"
)
_EMPTYING = """
DO $rondel$
DECLARE each record;
BEGIN
  FOR each IN
    SELECT c.oid::regclass AS name,
           CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
                          WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind
    FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
      AND NOT EXISTS (
        SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('e', 'a', 'i'))
  LOOP EXECUTE format('DROP %s IF EXISTS %s CASCADE', each.kind, each.name); END LOOP;
  FOR each IN
    SELECT p.oid::regprocedure AS name FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
  LOOP EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', each.name); END LOOP;
  FOR each IN
    SELECT t.oid::regtype AS name FROM pg_type t
    WHERE t.typnamespace = 'public'::regnamespace AND t.typtype IN ('e', 'd')
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e')
  LOOP EXECUTE format('DROP TYPE IF EXISTS %s CASCADE', each.name); END LOOP;
END $rondel$;
"""


@asynccontextmanager
async def plain_connection(url: str) -> AsyncIterator[AsyncConnection]:
    """One connection without limits of time, in a transaction that sees one moment."""
    engine = create_async_engine(
        asyncpg_url(url),
        poolclass=NullPool,
        isolation_level="REPEATABLE READ",
        connect_args=tls_arguments(url),
    )
    try:
        async with engine.connect() as connection:
            yield connection
    finally:
        await engine.dispose()


async def server_major(connection: AsyncConnection) -> int:
    """The major version of the server."""
    shown = await connection.execute(text("SHOW server_version_num"))
    return int(shown.scalar_one()) // 10_000


async def export_snapshot(connection: AsyncConnection) -> tuple[str, datetime]:
    """The name by which others see this moment, while the transaction lasts; and when it was."""
    await connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
    await connection.execute(_WITHOUT_LIMITS)
    row = (await connection.execute(text("SELECT pg_export_snapshot(), now()"))).one()
    return str(row[0]), row[1]


async def refresh_statistics(url: str) -> None:
    """PostgreSQL plans by what the tables hold now."""
    async with plain_connection(url) as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(_WITHOUT_LIMITS)
        await connection.execute(text("ANALYZE"))


async def find_tables(connection: AsyncConnection) -> list[str]:
    """The tables of the schema that Rondel uses."""
    return list((await connection.execute(_TABLES)).scalars())


async def count_rows(connection: AsyncConnection) -> dict[str, int]:
    """Rows of every table."""
    counts = {}
    for table in await find_tables(connection):
        found = await connection.execute(text(f'SELECT count(*) FROM public."{table}"'))  # noqa: S608 - names of tables
        counts[table] = int(found.scalar_one())
    return counts


async def find_sessions(connection: AsyncConnection) -> dict[str, int]:
    """Processes of Rondel that have connections to this database, and how many."""
    return {str(name): int(count) for name, count in await connection.execute(_USERS)}


def emptying_script() -> str:
    """SQL after which nothing of Rondel is left; what extensions brought stays."""
    return _EMPTYING


def comparing_script(counts: Mapping[str, int]) -> str:
    """SQL that fails where a table has another number of rows."""
    checks = "\n".join(
        f'  SELECT count(*) INTO found FROM public."{table}";\n'  # noqa: S608 - names of tables
        f"  IF found <> {count} THEN RAISE EXCEPTION '{table} has % rows, not {count}', found;"
        " END IF;"
        for table, count in counts.items()
    )
    return f"DO $rondel$\nDECLARE found bigint;\nBEGIN\n{checks}\nEND $rondel$;\n"
