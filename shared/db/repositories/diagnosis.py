"""What the database says about itself, for those who look whether an installation is sound."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from shared.db.connection import Connection


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """The server, the role that we are, and the session."""

    version: int
    """As `server_version_num`: 170002 is 17.2."""
    is_superuser: bool
    """Whether our role may do everything on the server."""
    is_standby: bool
    statement_timeout_ms: int
    """In force in this session; another than was asked for tells of a pooler between."""
    size_bytes: int
    sessions: int
    most_sessions: int
    now: datetime


_SERVER = text(
    """
    SELECT CAST(current_setting('server_version_num') AS int),
           (SELECT rolsuper FROM pg_roles WHERE rolname = current_user),
           pg_is_in_recovery(),
           (SELECT CAST(setting AS int) FROM pg_settings WHERE name = 'statement_timeout'),
           pg_database_size(current_database()),
           (SELECT CAST(count(*) AS int) FROM pg_stat_activity WHERE backend_type
            = 'client backend'),
           CAST(current_setting('max_connections') AS int),
           clock_timestamp()
    """
)


async def server_facts(connection: Connection) -> ServerFacts:
    """What the server says now."""
    return ServerFacts(*(await connection.execute(_SERVER)).one().values())


@dataclass(frozen=True, slots=True)
class LongTransaction:
    """A transaction that has been open for long."""

    application: str
    state: str
    seconds: float


_LONG = text(
    """
    SELECT coalesce(application_name, ''), coalesce(state, ''),
           CAST(extract(epoch FROM clock_timestamp() - xact_start) AS float8) AS seconds
    FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
          AND backend_type = 'client backend'
          AND xact_start < clock_timestamp() - make_interval(secs => :seconds)
    ORDER BY seconds DESC LIMIT 5
    """
)


async def long_transactions(connection: Connection, seconds: float) -> list[LongTransaction]:
    """The transactions of this database that are older, the oldest five."""
    found = await connection.execute(_LONG, {"seconds": seconds})
    return [LongTransaction(*row.values()) for row in found]


_PROCESSES = text(
    """
    SELECT DISTINCT application_name FROM pg_stat_activity
    WHERE datname = current_database() AND application_name LIKE 'rondel-%'
    ORDER BY application_name
    """
)


async def our_sessions(connection: Connection) -> list[str]:
    """The names under which processes of Rondel are connected."""
    return list((await connection.execute(_PROCESSES)).scalars())
