"""PostgreSQL: reachable, of the right version and schema, and not in anybody's way."""

from collections import defaultdict
from datetime import timedelta

from cli.doctor.finding import Finding, ok, problem, warning
from cli.doctor.installation import Installation
from shared.commands.zone_data import UNKNOWN_VERSION, planned_with, zone_data_version
from shared.core.version import own_version
from shared.db.migrate import current_revision, head_revision
from shared.db.repositories import diagnosis, overview, pauses
from shared.db.repositories.dead_letter_mirror import count_open
from shared.db.repositories.jobs import LEASE_PREFIX
from shared.db.repositories.leases import RELAY_LANE
from shared.db.repositories.outbox import backlog
from shared.db.session import Database

_OLDEST_VERSION = 150_000
_BUSY_SHARE = 0.8
_LONG_SECONDS = 60.0
_SKEW_WARNING_SECONDS = 1.0
_SKEW_PROBLEM_SECONDS = 10.0
_OUTBOX_SECONDS = 60.0
_OVERDUE_AFTER = timedelta(seconds=10)
_GB = 1 << 30


async def check_server(installation: Installation, db: Database) -> list[Finding]:
    """The server is one that Rondel runs on, and takes what a session asks of it."""
    async with db.read() as connection:
        facts = await diagnosis.server_facts(connection)
    name = "database"
    found: list[Finding] = []
    if facts.version < _OLDEST_VERSION:
        found.append(
            problem(
                name,
                f"PostgreSQL is {facts.version // 10_000}; Rondel needs 15 or newer.",
                "Bring the server to a newer version.",
            )
        )
    if facts.is_standby:
        found.append(
            problem(
                name,
                "The server is a standby, which takes no changes.",
                "Point DATABASE_URL at the primary, or promote this one.",
            )
        )
    in_production = installation.base is not None and installation.base.environment == "production"
    if facts.is_superuser and in_production:
        found.append(
            warning(
                name,
                "The role of DATABASE_URL is a superuser: whoever breaks into Rondel has the "
                "whole server.",
                "Use a role that owns the database and nothing else: CREATE ROLE rondel LOGIN",
            )
        )
    wanted = installation.database and installation.database.statement_timeout_ms
    if wanted is not None and facts.statement_timeout_ms != wanted:
        found.append(
            warning(
                name,
                "A pooler between us and PostgreSQL drops what a session asks for: statements "
                "have no time limit of ours.",
                "Let the pooler pass statement_timeout and idle_in_transaction_session_timeout, "
                "or set both for the role: ALTER ROLE ... SET statement_timeout = '30s'",
            )
        )
    if facts.sessions > facts.most_sessions * _BUSY_SHARE:
        found.append(
            warning(
                name,
                f"{facts.sessions} of {facts.most_sessions} sessions are in use.",
                "Raise max_connections, or lower RONDEL_DATABASE__POOL_SIZE of the processes.",
            )
        )
    summary = (
        f"PostgreSQL {facts.version // 10_000}.{facts.version % 10_000} answers; the database has "
        f"{facts.size_bytes / _GB:.2f} GB, {facts.sessions} of {facts.most_sessions} sessions."
    )
    return found or [ok(name, summary)]


async def check_migrations(installation: Installation, _: Database) -> list[Finding]:
    """The schema is the one that this version works on."""
    assert installation.database is not None
    at = await current_revision(installation.database.url.get_secret_value())
    head = head_revision()
    if at == head:
        return [ok("migrations", f"The schema is at {head}, the newest.")]
    return [
        problem(
            "migrations",
            f"The schema is at {at or 'nothing'}; this version works on {head}.",
            "Bring it there with: rondel migrate",
        )
    ]


async def check_clock(_: Installation, db: Database) -> list[Finding]:
    """This machine and the database agree on the time; leases and reminders live by it."""
    before = db.clock.now()
    async with db.read() as connection:
        facts = await diagnosis.server_facts(connection)
    after = db.clock.now()
    skew = (facts.now - (before + (after - before) / 2)).total_seconds()
    uncertain = (after - before).total_seconds() / 2
    seconds = max(abs(skew) - uncertain, 0.0)
    if seconds <= _SKEW_WARNING_SECONDS:
        return [ok("clock", f"This machine and PostgreSQL agree to {abs(skew):.2f} s.")]
    tell = problem if seconds > _SKEW_PROBLEM_SECONDS else warning
    ahead = "ahead of" if skew < 0 else "behind"
    return [
        tell(
            "clock",
            f"This machine is {seconds:.1f} s {ahead} PostgreSQL, so reminders are off by that.",
            "Set both by NTP: timedatectl set-ntp true, or chrony.",
        )
    ]


async def check_transactions(
    _: Installation, db: Database, seconds: float = _LONG_SECONDS
) -> list[Finding]:
    """Nobody keeps a transaction open that vacuum and locks wait for."""
    async with db.read() as connection:
        long = await diagnosis.long_transactions(connection, seconds)
    if not long:
        return [ok("transactions", f"No transaction is older than {seconds:.0f} s.")]
    return [
        warning(
            "transactions",
            f"{each.application or 'Somebody'} has had a transaction open for "
            f"{each.seconds:.0f} s ({each.state}).",
            "End it where it was begun, or with pg_terminate_backend(pid).",
        )
        for each in long
    ]


async def check_processes(_: Installation, db: Database) -> list[Finding]:
    """All running processes are of one version: this one."""
    async with db.read() as connection:
        sessions = await diagnosis.our_sessions(connection)
    versions: defaultdict[str, set[str]] = defaultdict(set)
    for name in sessions:
        process, slash, version = name.removeprefix("rondel-").partition("/")
        if process != "doctor":
            versions[version if slash else "older"].add(process)
    others = {version: names for version, names in versions.items() if version != own_version()}
    if not versions:
        return [
            warning(
                "versions",
                "No process of Rondel is connected to the database.",
                "Start them: rondel serve --all, or each as docs/architecture.md says.",
            )
        ]
    if not others:
        names = ", ".join(sorted(versions[own_version()]))
        return [ok("versions", f"Connected, all of version {own_version()}: {names}.")]
    return [
        warning(
            "versions",
            f"{', '.join(sorted(names))}: of version {version}, this is {own_version()}.",
            "Start them again with the same version; workers first, then the API.",
        )
        for version, names in sorted(others.items())
    ]


async def check_leases(_: Installation, db: Database) -> list[Finding]:
    """Every lane is published and every partition fires."""
    async with db.read() as connection:
        live = {each.name for each in await overview.list_leases(connection) if each.is_live}
        paused = {each.worker for each in await pauses.list_pauses(connection)}
    found = [
        *_unowned("relay", RELAY_LANE, "events wait in the outbox", live, db.partitions),
        *_unowned("reminders", LEASE_PREFIX, "reminders do not fire", live, db.partitions),
        *(
            warning(
                "pauses", f"{name} is paused.", f"When it may go on: rondel workers resume {name}"
            )
            for name in sorted(paused)
        ),
    ]
    return found or [ok("leases", f"All {db.partitions} lanes and partitions have an owner.")]


def _unowned(
    worker: str, prefix: str, effect: str, live: set[str], partitions: int
) -> list[Finding]:
    unowned = [number for number in range(partitions) if f"{prefix}{number}" not in live]
    if not unowned:
        return []
    which = "any partition" if len(unowned) == partitions else f"partitions {_numbers(unowned)}"
    return [
        problem(
            "leases",
            f"No {worker} process holds {which}: {effect}.",
            f"Start one (rondel worker {worker}), or see why it is not ready: its /health.",
        )
    ]


def _numbers(values: list[int]) -> str:
    return ", ".join(map(str, values))


async def check_backlog(_: Installation, db: Database) -> list[Finding]:
    """Nothing waits that should have gone by now."""
    now = db.clock.now()
    async with db.read() as connection:
        waiting, oldest = await backlog(connection)
        late, since = await overview.overdue_jobs(
            connection, range(db.partitions), now - _OVERDUE_AFTER
        )
    found = []
    if oldest is not None and (now - oldest).total_seconds() > _OUTBOX_SECONDS:
        found.append(
            problem(
                "outbox",
                f"{waiting} events wait, the oldest since {oldest:%Y-%m-%d %H:%M:%S} UTC.",
                "See whether a relay runs and reaches Kafka: docs/runbook.md.",
            )
        )
    if late:
        found.append(
            problem(
                "overdue reminders",
                f"{late} reminders should have fired, the first at {since:%Y-%m-%d %H:%M:%S} UTC.",
                "See whether the reminders worker runs, is not paused and reaches Kafka.",
            )
        )
    return found or [ok("outbox", f"{waiting} events wait, and no reminder is overdue.")]


async def check_dead_letters(_: Installation, db: Database) -> list[Finding]:
    """No event waits for somebody to decide about it."""
    async with db.read() as connection:
        found = await count_open(connection)
    if not found:
        return [ok("dead letters", "None is open.")]
    types = ", ".join(f"{count} {name}" for name, count in sorted(found.items()))
    return [
        warning(
            "dead letters",
            f"{sum(found.values())} are open: {types}.",
            "Look at them and redrive or discard them: rondel dlq ls",
        )
    ]


async def check_zones(_: Installation, db: Database) -> list[Finding]:
    """Plans were made with the tables of time zones that this machine has.

    PostgreSQL's own tables do not matter: no statement asks it for a local time.
    """
    here = zone_data_version()
    noted = await planned_with(db)
    if noted is None or here in {UNKNOWN_VERSION, noted}:
        return [ok("zone data", f"This machine has zone data {here}, and plans fit it.")]
    return [
        warning(
            "zone data",
            f"Plans were made with zone data {noted}; this machine has {here}.",
            "See what differs with: rondel zones check, then rondel zones replan --apply",
        )
    ]
