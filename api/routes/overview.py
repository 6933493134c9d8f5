"""The installation at a glance, for operators."""

from dataclasses import asdict

from fastapi import APIRouter
from starlette.responses import Response

from api.deps import PrincipalDep, ResourcesDep
from api.operators import require_operator
from api.overview.documents import partition_document
from api.overview.lag import WATCHED
from api.rendering import json_response
from api.routing import LeanRoute
from api.schemas.overview import GroupDetailOut, OverviewOut
from shared.core.errors import NotFound

router = APIRouter(prefix="/api/ops", tags=["operations"], route_class=LeanRoute)


@router.get("/overview", response_model=OverviewOut)
async def get_overview(principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """See how far everything is, and where it hangs. For operators.

    The numbers are shared by all who look, and at most five seconds old. What cannot be read now
    says `unavailable`, and the rest is there.
    """
    await require_operator(resources, principal)
    document = await resources.overview.show()
    live = {"clients": resources.live.clients, "connected": resources.live.is_connected}
    return json_response({**document, "live": live, "links": resources.settings.links.model_dump()})


@router.get("/lag/{group}", response_model=GroupDetailOut)
async def get_group_lag(group: str, principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """See where a consumer group stands in each partition, and who has it. For operators."""
    await require_operator(resources, principal)
    if group not in WATCHED:
        raise NotFound("consumer group", group[:40])
    seen = await resources.lag.show()
    found = seen.groups.get(group)
    now = resources.clock.now()
    return json_response(
        {
            "name": group,
            "status": "unavailable" if found is None else "ok",
            "reason": seen.reason,
            "state": found and found.state,
            "members": [asdict(each) for each in found.members] if found else [],
            "partitions": [partition_document(each, now) for each in found.partitions]
            if found
            else [],
        }
    )
