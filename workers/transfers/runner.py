"""Takes transfers from their table, one after the other, and sees each to its end."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Final

from shared.commands.importing import Lost
from shared.core.errors import DomainError, Unauthenticated, Unavailable
from shared.db.repositories import transfers as repository
from shared.db.repositories.transfers import TransferView
from shared.db.session import Database
from shared.observability.logging import Logger, get_logger
from shared.observability.metrics import Metrics
from workers.runtime.failures import is_passing
from workers.runtime.stopping import stops_within
from workers.transfers.eraser import erase
from workers.transfers.exporter import run_export
from workers.transfers.importer import run_import
from workers.transfers.stopping import Stopped

TAKEN_OVER_AFTER: Final = timedelta(seconds=60)
MOST_LOST: Final = 3
"""After so many workers that died over it, a transfer has failed: it may be what kills them."""
_LOOK_EVERY_SECONDS: Final = 1.0
_BEAT_EVERY_SECONDS: Final = 10.0

_OUTCOMES: Final = frozenset({"taken", "lossy", "skipped", "failed", "unchanged"})

Work = Callable[[Database, TransferView, asyncio.Event], Awaitable[int | None]]
_WORK: Final[Mapping[str, Work]] = {"import": run_import, "export": run_export, "erase": erase}


class Runner:
    """Works on transfers; several processes may do so side by side."""

    def __init__(self, db: Database, metrics: Metrics | None = None) -> None:
        self._db = db
        self._metrics = metrics or Metrics()
        self._log = get_logger()

    async def run(self, stop: asyncio.Event) -> None:
        """Transfers are worked on until `stop`; one under way is left to the next worker."""
        while not stop.is_set():
            try:
                found = await self.run_one(stop)
            except Exception as error:
                if not is_passing(error):
                    raise
                self._log.info("transfers_put_off", error=type(error).__name__)
                found = False
            if not found:
                await stops_within(stop, _LOOK_EVERY_SECONDS)

    async def run_one(self, stop: asyncio.Event) -> bool:
        """The oldest transfer that waits has ended, or was given back; False if none waited."""
        now = self._db.clock.now()
        async with self._db.unit_of_work() as uow:
            transfer = await repository.claim(uow.connection, now, now - TAKEN_OVER_AFTER)
        if transfer is None:
            return False
        if transfer.lost_workers >= MOST_LOST and transfer.kind != "erase":
            await self._give_up(transfer)
            return True
        beating = asyncio.create_task(self._beat(transfer))
        try:
            await self._work(transfer, stop)
        finally:
            beating.cancel()
            await asyncio.gather(beating, return_exceptions=True)
        return True

    async def _work(self, transfer: TransferView, stop: asyncio.Event) -> None:
        log = self._log.bind(transfer_id=str(transfer.id), kind=transfer.kind)
        log.info("transfer_begun")
        began = self._db.clock.monotonic()
        outcome = await self._outcome(transfer, stop, log)
        if outcome in ("done", "failed"):
            took = self._db.clock.monotonic() - began
            self._metrics.observe("transfer_duration_seconds", took, kind=transfer.kind)
        self._metrics.count("transfers_total", kind=transfer.kind, outcome=outcome)

    async def _outcome(self, transfer: TransferView, stop: asyncio.Event, log: Logger) -> str:
        """What became of it; how it ended is on record."""
        try:
            size = await _WORK[transfer.kind](self._db, transfer, stop)
            outcome = await self._finish(transfer, "done", None, size)
        except (Lost, Unauthenticated):
            log.info("transfer_lost")
            outcome = "lost"
        except Stopped:
            outcome = await self._give_back(transfer)
        except Unavailable as error:
            log.warning("transfer_put_off", dependency=error.dependency)
            outcome = await self._give_back(transfer)
        except DomainError as error:
            log.info("transfer_failed", code=error.code)
            outcome = await self._finish(transfer, "failed", str(error), None)
        except Exception as error:
            log.exception("transfer_broke")
            outcome = "failed"
            if transfer.kind != "erase":  # which is owed: whoever takes it over tries again
                message = f"Internal error ({type(error).__name__}); what was committed stays."
                await self._finish(transfer, "failed", message, None)
        return outcome

    async def _give_up(self, transfer: TransferView) -> None:
        """Not the deletion of an account: that is owed, and works in small bounded steps."""
        self._log.error(
            "transfer_given_up",
            transfer_id=str(transfer.id),
            kind=transfer.kind,
            lost_workers=transfer.lost_workers,
        )
        message = (
            f"{transfer.lost_workers} workers broke off while they worked on it, perhaps because"
            " it needs more memory than they have; what was committed stays."
        )
        await self._finish(transfer, "failed", message, None)
        self._metrics.count("transfers_total", kind=transfer.kind, outcome="given_up")

    async def _finish(
        self, transfer: TransferView, state: str, error: str | None, size: int | None
    ) -> str:
        async with self._db.unit_of_work() as uow:
            counts = await repository.finish(
                uow.connection, transfer, state, error, uow.now, size=size
            )
        if counts is None and transfer.kind != "erase":  # whose row went with the account
            return "lost"
        if not transfer.is_dry_run:
            for outcome, rows in (counts or {}).items():
                if outcome in _OUTCOMES:
                    self._metrics.count("transfer_rows_total", rows, outcome=outcome)
        return state

    async def _give_back(self, transfer: TransferView) -> str:
        """Whoever looks next goes on with it."""
        async with self._db.unit_of_work() as uow:
            await repository.give_back(uow.connection, transfer)
        return "given_back"

    async def _beat(self, transfer: TransferView) -> None:
        while True:
            await asyncio.sleep(_BEAT_EVERY_SECONDS)
            try:
                async with self._db.unit_of_work() as uow:
                    if not await repository.beat(uow.connection, transfer, uow.now):
                        return
            except Exception as error:
                if not is_passing(error):
                    raise
                self._log.info("heartbeat_put_off", error=type(error).__name__)
