"""The status for everybody, without sign-in."""

from fastapi import APIRouter
from starlette.responses import Response

from api.deps import ResourcesDep
from api.problems import Responses
from api.rendering import json_response
from api.routing import LeanRoute
from api.schemas.status import StatusOut
from api.status import FRESH_SECONDS

_DOWN: Responses = {
    503: {"description": "PostgreSQL cannot be reached; nothing works", "model": StatusOut}
}

router = APIRouter(prefix="/api", tags=["status"], route_class=LeanRoute)


@router.get("/status", response_model=StatusOut, responses=_DOWN)
async def get_status(resources: ResourcesDep) -> Response:
    """Say how the service is and how punctual reminders were; nothing about anybody."""
    status, document = await resources.status.show()
    if status == "down":
        return json_response(document, status=503, headers={"retry-after": "5"})
    headers = {"cache-control": f"public, max-age={FRESH_SECONDS:.0f}"}
    return json_response(document, headers=headers)
