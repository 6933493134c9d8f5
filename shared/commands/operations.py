"""What operators do to the system: each function is one transaction and leaves an audit entry."""

from typing import Literal, get_args

from shared.core.errors import Conflict, InvalidInput, NotFound
from shared.core.principal import Actor
from shared.db.repositories import audit, pauses, schedules
from shared.db.repositories.schedules import Schedule
from shared.db.session import Database
from shared.events.groups import WORKERS

Role = Literal["user", "operator", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)

REASON_CHARS = 500


class AlreadyPaused(Conflict):
    """The worker rests already, by an order that is not replaced."""

    code = "worker.already_paused"
    title = "The worker is paused already"


class NotPaused(Conflict):
    """There is nothing to resume."""

    code = "worker.not_paused"
    title = "The worker is not paused"


async def pause_worker(db: Database, actor: Actor, worker: str, reason: str) -> None:
    """Every process of this kind of worker rests within a second, and keeps its membership.

    Raises:
        NotFound: there is no such worker.
        InvalidInput: no reason is given.
        AlreadyPaused: it rests already.
    """
    _require_worker(worker)
    checked = checked_reason(reason)
    async with db.unit_of_work() as uow:
        if not await pauses.insert_pause(uow.connection, worker, actor.name, checked, uow.now):
            raise AlreadyPaused(f"The worker {worker} rests already.")
        await audit.insert_entry(
            uow.connection, actor, "worker.paused", worker, uow.now, reason=checked
        )


async def resume_worker(db: Database, actor: Actor, worker: str) -> None:
    """Every process of this kind of worker goes on within a second.

    Raises:
        NotFound: there is no such worker.
        NotPaused: it does not rest.
    """
    _require_worker(worker)
    async with db.unit_of_work() as uow:
        if not await pauses.delete_pause(uow.connection, worker):
            raise NotPaused(f"The worker {worker} is at work.")
        await audit.insert_entry(uow.connection, actor, "worker.resumed", worker, uow.now)


async def run_schedule(db: Database, actor: Actor, name: str) -> Schedule:
    """A process of the worker does this job within a second; the job as it stands.

    Asking again before it began changes nothing but the audit log.

    Raises:
        NotFound: no process has made such a job known.
    """
    async with db.unit_of_work() as uow:
        known = "\x00" not in name and await schedules.ask(uow.connection, name, uow.now)
        if not known:
            raise NotFound("schedule", name[:80].replace("\x00", ""))
        await audit.insert_entry(uow.connection, actor, "schedule.asked", name, uow.now)
        found = await schedules.list_schedules(uow.connection)
    return next(each for each in found if each.name == name)


def checked_reason(reason: str) -> str:
    """The reason without the white space around it.

    Raises:
        InvalidInput: there is none, or it is too long.
    """
    text = reason.strip()
    if not text or len(text) > REASON_CHARS:
        raise InvalidInput(
            "/reason", "reason_length", f"Give a reason, of {REASON_CHARS} characters at most."
        )
    if "\x00" in text:
        raise InvalidInput("/reason", "reason_text", "The reason holds a NUL character.")
    return text


def _require_worker(worker: str) -> None:
    if worker not in WORKERS:
        raise NotFound("worker", worker[:40])
