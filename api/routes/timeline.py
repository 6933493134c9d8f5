"""Everything that happened to somebody or something, for operators."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.deps import PrincipalDep, ResourcesDep
from api.operators import require_operator
from api.problems import problems
from api.rendering import json_response
from api.routing import LeanRoute
from api.schemas.timeline import TimelineOut, TimelineQuery
from api.timelines import TIMELINE_CURSORS, subject_of, timeline_document
from shared.core.errors import NotFound
from shared.db.timeline import read_timeline

router = APIRouter(prefix="/api/ops", tags=["operations"], route_class=LeanRoute)


@router.get("/timeline", response_model=TimelineOut, responses=problems(NotFound))
async def read_timeline_page(
    query: Annotated[TimelineQuery, Query()], principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Follow a user, task, reminder or event from the API call to the mail server's answer.

    A page holds the newest entries, oldest first. For operators.
    """
    await require_operator(resources, principal)
    before = TIMELINE_CURSORS.decode(query.cursor)
    subject = await subject_of(resources.db, query)
    timeline = await read_timeline(resources.db, subject, limit=query.limit, before=before)
    return json_response(timeline_document(timeline))
