"""What workers do from time to time, for operators: seen, and had done at once."""

from fastapi import APIRouter
from starlette.responses import Response

from api.deps import PrincipalDep, ResourcesDep
from api.operators import require_operator
from api.overview.schedules import retries_document, schedule_document
from api.rendering import json_response
from api.routing import LeanRoute
from api.schemas.schedules import RetryPoliciesOut, WorkerScheduleOut, WorkerSchedulesOut
from shared.commands.operations import run_schedule
from shared.db.repositories.schedules import list_schedules

router = APIRouter(prefix="/api/ops", tags=["operations"], route_class=LeanRoute)


@router.get("/schedules", response_model=WorkerSchedulesOut)
async def list_worker_schedules(principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """List what workers do from time to time: when it ran, how it ended, when it comes next.

    For operators. Each process of a worker does its jobs; shown is who did one last.
    """
    await require_operator(resources, principal)
    async with resources.db.read() as connection:
        found = await list_schedules(connection)
    return json_response({"items": list(map(schedule_document, found))})


@router.post("/schedules/{name}/run", response_model=WorkerScheduleOut)
async def run_worker_schedule(
    name: str, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Have a job done at once, by one process of its worker, within a second. For operators.

    All of them may be done at any time and twice: they remove what is too old, skip what is
    overdue and compare stores. Asked for again before it began, it runs once.
    """
    actor = await require_operator(resources, principal)
    return json_response(schedule_document(await run_schedule(resources.db, actor, name)))


@router.get("/retries", response_model=RetryPoliciesOut)
async def list_retry_policies(principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """List how often and when an event of each type is tried again, in which worker.

    For operators. What waits for its next try stands in the overview, by group and delay.
    """
    await require_operator(resources, principal)
    return json_response(retries_document())
