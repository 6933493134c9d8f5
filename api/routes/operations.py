"""What operators do to the running system: kinds of workers pause and go on."""

from collections.abc import Sequence

from fastapi import APIRouter
from starlette.responses import Response

from api.deps import PrincipalDep, ResourcesDep
from api.operators import require_operator
from api.problems import problems
from api.rendering import json_response
from api.resources import Resources
from api.routing import LeanRoute
from api.schemas.operations import PauseOrder, WorkerOut, WorkersOut
from shared.commands.operations import AlreadyPaused, NotPaused, pause_worker, resume_worker
from shared.db.repositories.pauses import WorkerState, read_states
from shared.events.groups import WORKERS

router = APIRouter(prefix="/api/ops", tags=["operations"], route_class=LeanRoute)


@router.get("/workers", response_model=WorkersOut)
async def list_workers(principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """List every kind of worker, and which of them rest by whose order. For operators."""
    await require_operator(resources, principal)
    return json_response({"items": await _read(resources, *WORKERS)})


@router.post("/workers/{name}/pause", response_model=WorkerOut, responses=problems(AlreadyPaused))
async def pause_workers(
    name: str, body: PauseOrder, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Make every process of a kind of worker rest, within a second. For operators.

    They stay in their consumer group, keep their partitions and lose nothing; restarts do not end
    the pause.
    """
    actor = await require_operator(resources, principal)
    await pause_worker(resources.db, actor, name, body.reason)
    return json_response((await _read(resources, name))[0])


@router.post("/workers/{name}/resume", response_model=WorkerOut, responses=problems(NotPaused))
async def resume_workers(name: str, principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """Let a kind of worker go on, within a second, with what has gathered. For operators."""
    actor = await require_operator(resources, principal)
    await resume_worker(resources.db, actor, name)
    return json_response((await _read(resources, name))[0])


async def _read(resources: Resources, *names: str) -> Sequence[WorkerState]:
    async with resources.db.read() as connection:
        return await read_states(connection, names)
