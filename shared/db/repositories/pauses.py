"""Which kinds of workers are to rest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from shared.db.connection import Connection


@dataclass(frozen=True, slots=True)
class Pause:
    """An order to rest that is in force."""

    worker: str
    paused_at: datetime
    paused_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class WorkerState:
    """A kind of worker, and the order that it rests by, if there is one; shown as it is."""

    name: str
    paused: bool
    paused_at: datetime | None
    paused_by: str | None
    reason: str | None


# One statement for both, as every process asks twice a second; both tables are tiny.
_ORDERS = text(
    """
    SELECT p.worker, p.paused_at, p.paused_by, p.reason,
           ARRAY(SELECT name FROM schedules WHERE worker = :worker AND asked_at IS NOT NULL)
    FROM (SELECT 1) AS always LEFT JOIN worker_pauses p ON p.worker = :worker
    """
)


async def find_orders(connection: Connection, worker: str) -> tuple[Pause | None, list[str]]:
    """The pause of this worker, if it is paused, and its jobs that somebody wants at once."""
    *pause, asked = (await connection.execute(_ORDERS, {"worker": worker})).one().values()
    return (Pause(*pause) if pause[0] is not None else None), asked


_ALL = text("SELECT worker, paused_at, paused_by, reason FROM worker_pauses ORDER BY worker")


async def list_pauses(connection: Connection) -> Sequence[Pause]:
    """Every pause in force."""
    return [Pause(*row) for row in await connection.execute(_ALL)]


async def read_states(connection: Connection, names: Iterable[str]) -> list[WorkerState]:
    """These kinds of workers, in this order."""
    found = {pause.worker: pause for pause in await list_pauses(connection)}
    return [_state_of(name, found.get(name)) for name in names]


def _state_of(name: str, pause: Pause | None) -> WorkerState:
    if pause is None:
        return WorkerState(name, False, None, None, None)
    return WorkerState(name, True, pause.paused_at, pause.paused_by, pause.reason)


_PAUSE = text(
    """
    INSERT INTO worker_pauses (worker, paused_at, paused_by, reason)
    VALUES (:worker, :now, :by, :reason) ON CONFLICT (worker) DO NOTHING
    RETURNING worker
    """
)


async def insert_pause(
    connection: Connection, worker: str, by: str, reason: str, now: datetime
) -> bool:
    """The worker is paused; False if it was already, by whatever order that was."""
    parameters = {"worker": worker, "now": now, "by": by, "reason": reason}
    return (await connection.execute(_PAUSE, parameters)).one_or_none() is not None


_RESUME = text("DELETE FROM worker_pauses WHERE worker = :worker RETURNING worker")


async def delete_pause(connection: Connection, worker: str) -> bool:
    """The worker is not paused any more; False if it was not."""
    return (await connection.execute(_RESUME, {"worker": worker})).one_or_none() is not None
