"""Follows a redrive until every letter of it has its outcome."""

import asyncio
from uuid import UUID

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from shared.core.errors import NotFound
from shared.db.repositories.leases import count_live
from shared.db.repositories.redrives import RedriveView, find_redrive
from shared.db.session import Database
from workers.deadletters.ownership import LEASE, LEASE_SECONDS

_LOOK_SECONDS = 0.5
_PATIENCE_LOOKS = int(2 * LEASE_SECONDS / _LOOK_SECONDS)


async def watch(db: Database, redrive_id: UUID, console: Console) -> RedriveView:
    """The redrive once it has ended.

    Raises:
        NotFound: there is none.
    """
    columns = (TextColumn("redriving"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    absent = 0
    with Progress(*columns, console=console, transient=True) as progress:
        bar = progress.add_task("redriving")
        while True:
            async with db.read() as connection:
                found = await find_redrive(connection, redrive_id)
                owners = await count_live(connection, LEASE)
            if found is None:
                raise NotFound("redrive", redrive_id)
            progress.update(bar, completed=found.total - found.left, total=found.total)
            if found.finished_at is not None:
                return found
            absent = 0 if owners else absent + 1
            if absent == _PATIENCE_LOOKS:
                progress.console.print(
                    "Nobody executes it at the moment: start [bold]rondel worker deadletters[/]. "
                    "It is kept until then."
                )
            await asyncio.sleep(_LOOK_SECONDS)
