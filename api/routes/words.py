"""Plain words: a sentence read as a task, before anything is kept."""

from time import perf_counter

from fastapi import APIRouter
from starlette.responses import Response

from api.deps import PrincipalDep, ResourcesDep
from api.rendering import json_response
from api.routing import LeanRoute
from api.schemas.words import ParseIn, ParseOut
from api.word_documents import parsed_document
from shared.commands.plain_words import Said, read_words
from shared.domain.words.tokens import Span

router = APIRouter(prefix="/api/tasks", tags=["tasks"], route_class=LeanRoute)


@router.post("/parse", response_model=ParseOut)
async def parse_task(body: ParseIn, principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """Read a sentence as a task: its body, what was understood where, other readings, problems."""
    literal = tuple(Span(each.start, each.end) for each in body.literal)
    said = Said(body.text, body.zone, body.now, literal)
    outcome, started = "failed", perf_counter()
    try:
        found = await read_words(resources.db, principal, said)
        outcome = "unclear" if found.draft.problems else "clear"
    finally:
        resources.metrics.observe("parse_seconds", perf_counter() - started)
        resources.metrics.count("parse_requests_total", outcome=outcome)
    return json_response(parsed_document(found, body.text))
