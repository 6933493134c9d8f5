"""All checks side by side: each bounded in time, none stops another."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import partial
from typing import Final

import asyncpg

from cli.doctor import database_checks, kafka_checks, outside_checks, settings_checks
from cli.doctor.finding import Finding, problem, skipped
from cli.doctor.installation import Installation
from cli.doctor.tracing_check import check_tracing
from cli.target import Unreachable
from shared.core.clock import SystemClock
from shared.core.errors import Unavailable
from shared.core.settings import DatabaseSettings
from shared.db.engine import create_engine
from shared.db.repositories import health
from shared.db.session import Database

CHECK_SECONDS: Final = 20.0
_DEFAULT_PARTITIONS = 12

Check = Callable[[], Awaitable[list[Finding]]]

_ALONE: Final = {
    "settings": settings_checks.check_settings,
    "secret files": settings_checks.check_secret_files,
    "public address": settings_checks.check_public_url,
    "topics": kafka_checks.check_topics,
    "consumer groups": kafka_checks.check_groups,
    "mail": outside_checks.check_smtp,
    "web address": outside_checks.check_web,
    "assistant": outside_checks.check_model,
    "tracing": check_tracing,
    "disk": outside_checks.check_disk,
}
_ON_DATABASE: Final = {
    "database": database_checks.check_server,
    "migrations": database_checks.check_migrations,
    "clock": database_checks.check_clock,
    "transactions": database_checks.check_transactions,
}
_ON_SCHEMA: Final = {
    "versions": database_checks.check_processes,
    "leases": database_checks.check_leases,
    "outbox": database_checks.check_backlog,
    "dead letters": database_checks.check_dead_letters,
    "zone data": database_checks.check_zones,
}


async def examine(installation: Installation, send_to: str | None) -> list[Finding]:
    """What all checks find, in a fixed order, without the second of two equal ones."""
    checks: dict[str, Check] = {
        name: partial(check, installation) for name, check in _ALONE.items()
    }
    if send_to is not None:
        checks["mail to you"] = partial(outside_checks.send_trial, installation, send_to)
    alone, on_database = await asyncio.gather(run_all(checks), _on_database(installation))
    return list(dict.fromkeys([*alone, *on_database]))


async def run_all(checks: Mapping[str, Check], seconds: float = CHECK_SECONDS) -> list[Finding]:
    """Every check has ended; one that broke or took too long says so itself."""
    found = await asyncio.gather(*(_run(name, check, seconds) for name, check in checks.items()))
    return [finding for findings in found for finding in findings]


async def _run(name: str, check: Check, seconds: float) -> list[Finding]:
    try:
        async with asyncio.timeout(seconds):
            return await check()
    except TimeoutError:
        what = f"It took longer than {seconds:.0f} s to look at this."
        return [problem(name, what, "See whether what it asks is overloaded, and look again.")]
    except (asyncpg.UndefinedTableError, asyncpg.UndefinedColumnError) as error:
        return [_old_schema(name, error)]
    except Exception as error:  # noqa: BLE001 - a broken check is a finding, the others go on
        what = f"The check itself broke: {type(error).__name__}: {error}"
        return [problem(name, what, "This is a fault of `rondel doctor`: please report it.")]


def _old_schema(name: str, error: Exception) -> Finding:
    return problem(name, f"The schema is older: {error}.", "Bring it up to date: rondel migrate")


async def _on_database(installation: Installation) -> list[Finding]:
    settings = installation.database
    names = (*_ON_DATABASE, *_ON_SCHEMA)
    if settings is None:
        return [skipped(each, "No database is known.") for each in names]
    partitions = installation.kafka.partitions if installation.kafka else _DEFAULT_PARTITIONS
    engine = create_engine(_patient(settings), "doctor")
    try:
        db = Database(engine, SystemClock(), partitions)
        away = await _reason_away(db, settings)
        if away is not None:
            return [away, *(skipped(each, "The database cannot be asked.") for each in names[1:])]
        return await run_all(
            {
                name: partial(check, installation, db)
                for name, check in (*_ON_DATABASE.items(), *_ON_SCHEMA.items())
            }
        )
    finally:
        await engine.dispose()


def _patient(settings: DatabaseSettings) -> DatabaseSettings:
    limits: dict[str, object] = {"pool_size": 4, "pool_timeout_seconds": 10.0}
    return settings.model_copy(update=limits)


async def _reason_away(db: Database, settings: DatabaseSettings) -> Finding | None:
    """Why nothing can be asked of the database."""
    try:
        async with asyncio.timeout(CHECK_SECONDS), db.read() as connection:
            await health.ping(connection)
    except (Unavailable, TimeoutError, OSError, asyncpg.PostgresError) as error:
        cause = error.__cause__ or error
        told = Unreachable(settings.url.get_secret_value(), cause)
        return problem("database", f"{told}", told.way_out)
    return None


def worst_exit_code(findings: Iterable[Finding]) -> int:
    """0: all is well; 1: somebody should look; 2: something does not work."""
    codes = {"ok": 0, "skipped": 0, "warning": 1, "problem": 2}
    return max((codes[each.status] for each in findings), default=0)
