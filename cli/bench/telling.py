"""The moment of a commit is known to nobody but PostgreSQL; here it says so to a listener."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from cli.bench.arena import Arena

_ANSWER_SECONDS = 30.0

Heard = list[tuple[str, float]]
"""What each new row is about, and when (s) its transaction had committed; in that order."""


@asynccontextmanager
async def hearing_of(arena: Arena, table: str, subject: str) -> AsyncIterator[Heard]:
    """Every row that comes into `table` while the block runs; filled at its end.

    `subject` is what a row is about: SQL over `NEW`.
    """
    tell, heard = f"tell_{table}", Heard()
    await arena.sql.execute(
        f"""
        CREATE FUNCTION {tell}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_notify('{tell}', ({subject})::text); RETURN NULL; END $$;
        CREATE TRIGGER {tell} AFTER INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {tell}();
        """
    )
    listener = await arena.agent("listen", database_url=arena.database_url, channel=tell)
    await listener.go()
    yield heard
    await listener.stop()
    heard += [(about, at) for about, at in await listener.result(_ANSWER_SECONDS)]
    await arena.sql.execute(f"DROP TRIGGER {tell} ON {table}; DROP FUNCTION {tell}")
