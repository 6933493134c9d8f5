"""Live updates."""

from typing import Annotated

from fastapi import APIRouter, Header
from starlette.responses import Response

from api.deps import ResourcesDep, VerifiedDep
from api.errors import TooManyAtOnce
from api.live.stream import EventStream
from api.problems import Responses, problems
from api.routing import LeanRoute

_STREAM: Responses = {
    200: {
        "description": (
            "Events `task.changed` and `place.changed` (data: as on Kafka), `ready` at the "
            "beginning, and `resync` when changes may have been missed. Ids are for Last-Event-ID."
        ),
        "content": {"text/event-stream": {}},
    }
}

router = APIRouter(prefix="/api", tags=["live"], route_class=LeanRoute)


@router.get(
    "/events",
    response_class=EventStream,
    status_code=200,
    responses=_STREAM | problems(TooManyAtOnce),
)
async def stream_events(
    verified: VerifiedDep,
    resources: ResourcesDep,
    last_event_id: Annotated[str | None, Header(description="Go on after this event")] = None,
) -> Response:
    """Listen to the changes of one's own tasks, and of what they stand in, as they happen."""
    resources.live.require_room(verified.principal.user_id)
    return EventStream(
        resources.live,
        verified,
        resources.clock,
        resources.revocations,
        last_event_id=last_event_id,
        ping_seconds=resources.settings.live.ping_seconds,
    )
