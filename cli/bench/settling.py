"""Waiting for what the system has to do, and for planned instants."""

from collections.abc import Sequence

from cli.bench.arena import Arena
from cli.bench.harness import until
from cli.bench.seed import Planned

_DRAIN_SECONDS = 180.0
_LONGEST_SLEEP_SECONDS = 300.0


async def await_settled(arena: Arena, planned: Sequence[Planned]) -> None:
    """The ledger says of each reminder what became of it."""
    ids = [each.reminder_id for each in planned]

    async def is_settled() -> bool:
        settled = await arena.sql.fetchval(
            "SELECT count(*) FROM deliveries WHERE reminder_id = ANY($1) AND state <> 'sending'",
            ids,
        )
        return int(settled) >= len(ids)

    await until(
        is_settled,
        f"{len(ids):,} deliveries settled",
        timeout_seconds=_DRAIN_SECONDS,
        every_seconds=0.2,
    )


async def await_published(arena: Arena, *, every_seconds: float = 0.05) -> None:
    """The outbox is empty: what was done before does not weigh on what comes."""

    async def is_empty() -> bool:
        # The newest row goes last, so the index shows at once whether any is left.
        return await arena.sql.fetchval("SELECT id FROM outbox ORDER BY id DESC LIMIT 1") is None

    await until(
        is_empty,
        "the outbox is empty",
        timeout_seconds=_DRAIN_SECONDS,
        every_seconds=every_seconds,
    )


async def sleep_until(arena: Arena, instant: float) -> None:
    """It is that instant, in seconds since 1970."""

    async def is_time() -> bool:
        return arena.now() >= instant

    await until(
        is_time,
        "the planned instant",
        timeout_seconds=_LONGEST_SLEEP_SECONDS,
        every_seconds=0.01,
    )
