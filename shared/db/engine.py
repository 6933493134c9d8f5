"""The connection pool of one process."""

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from sqlalchemy import QueuePool, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from shared.core.settings import DatabaseSettings
from shared.core.version import own_version
from shared.db.tls import MODE, ROOT, is_verified, tls_arguments
from shared.observability.metrics import Metrics

_ANSWER_SECONDS = 5.0


def asyncpg_url(url: str) -> str:
    """The same address for SQLAlchemy's asyncpg dialect, which spells `sslmode` as `ssl`.

    A server that is to be verified is told apart, by `tls_arguments`.

    >>> asyncpg_url("postgres://u:p@db.example/r?sslmode=require&channel_binding=require")
    'postgresql+asyncpg://u:p@db.example/r?ssl=require'
    >>> asyncpg_url("postgres://u:p@db.example/r?sslmode=verify-full&sslrootcert=system")
    'postgresql+asyncpg://u:p@db.example/r'
    """
    parts = urlsplit(url)
    left_out = {"channel_binding", ROOT}  # libpq's; asyncpg negotiates the first by itself
    if is_verified(url):
        left_out.add(MODE)
    query = [
        ("ssl" if key == MODE else key, value)
        for key, value in parse_qsl(parts.query)
        if key not in left_out
    ]
    return urlunsplit(("postgresql+asyncpg", parts.netloc, parts.path, urlencode(query), ""))


def create_engine(
    settings: DatabaseSettings,
    process: str,
    *,
    is_elastic: bool = True,
    answer_seconds: float = _ANSWER_SECONDS,
) -> AsyncEngine:
    """A pool whose connections are named after `process` and its version in pg_stat_activity.

    An elastic pool opens `max_overflow` connections more under load and closes each after its use,
    so nobody waits who holds a connection already. Without that, callers wait for `pool_size`
    connections: right for requests that use one each, as opening one costs more than a request.

    A statement that has brought no answer `answer_seconds` after its time limit is over, not even
    that it took too long, means that the server is lost.
    """
    url = settings.url.get_secret_value()
    engine = create_async_engine(
        asyncpg_url(url),
        pool_size=settings.pool_size,
        max_overflow=settings.max_overflow if is_elastic else 0,
        pool_use_lifo=True,  # few connections with warm caches instead of all of them
        pool_timeout=settings.pool_timeout_seconds,
        pool_recycle=1800,
        connect_args={
            **tls_arguments(url),
            "timeout": settings.pool_timeout_seconds,
            "command_timeout": _longest_wait(settings, answer_seconds),
            "server_settings": {
                "application_name": f"rondel-{process}/{own_version()}",
                "statement_timeout": str(settings.statement_timeout_ms),
                # The locks of a process that is frozen or cut off would keep others from its work.
                "idle_in_transaction_session_timeout": str(settings.idle_transaction_timeout_ms),
                "timezone": "UTC",
                "jit": "off",  # planning costs more than it saves on short statements
            },
        },
    )
    event.listen(engine.sync_engine, "connect", _Limits(settings.transaction_timeout_ms))
    event.listen(engine.sync_engine, "checkout", _refuse_closed)
    return engine


def show_pool(engine: AsyncEngine, metrics: Metrics) -> None:
    """The gauges show how many connections are in use, open and idle, and allowed."""
    pool = engine.sync_engine.pool
    if isinstance(pool, QueuePool):
        limit = pool.size() + max(pool._max_overflow, 0)  # noqa: SLF001 - SQLAlchemy 2.1 tells it nowhere else
        states = {"in_use": pool.checkedout(), "idle": pool.checkedin(), "limit": limit}
        for state, count in states.items():
            metrics.set("db_pool_connections", count, state=state)


class _Limits:
    """Limits the transactions of a new connection, where the server knows how.

    The limit on silence is not enough: a process that froze between preparing a statement and
    running it is not silent to the server, and would keep its locks.
    """

    # PostgreSQL 15 and 16 refuse a connection that names a setting which they do not know.
    _SQL = "SELECT set_config(name, $1, false) FROM pg_settings WHERE name = 'transaction_timeout'"

    def __init__(self, milliseconds: int) -> None:
        self._milliseconds = milliseconds

    def __call__(self, connection: Any, _record: object) -> None:
        connection.run_async(lambda driver: driver.fetch(self._SQL, str(self._milliseconds)))


def _longest_wait(settings: DatabaseSettings, answer_seconds: float) -> float | None:
    """Seconds after which a server that answers nothing at all counts as lost."""
    limit = settings.statement_timeout_ms
    return limit / 1000 + answer_seconds if limit else None


def _refuse_closed(connection: Any, _record: object, _proxy: object) -> None:
    """A connection that the server has closed meanwhile is replaced; this costs no round trip."""
    if connection.driver_connection.is_closed():
        raise DisconnectionError
