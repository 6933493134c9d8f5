"""When the delivery ledger has said of every reminder what became of it."""

from collections.abc import Sequence

from cli.bench.arena import Arena
from cli.bench.harness import until
from cli.bench.seed import Planned

_DRAIN_SECONDS = 180.0


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
