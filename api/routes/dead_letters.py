"""Dead letters for operators: looked at, redriven, discarded."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic_core import to_json
from starlette.responses import Response

from api.dead_letter_documents import (
    heap_document,
    letter_document,
    listed_document,
    preview_document,
    redrive_document,
    selection_of,
)
from api.deps import PrincipalDep, ResourcesDep
from api.operators import require_operator
from api.problems import problems
from api.rendering import json_response
from api.routing import LeanRoute
from api.schemas.dead_letters import (
    CancelOrderIn,
    DiscardOrderIn,
    DiscardOut,
    LetterDetailOut,
    LetterPageOut,
    LetterQuery,
    RedriveIn,
    RedriveOneIn,
    RedriveOrderOut,
    RedriveOut,
    RedrivePageOut,
    RedrivesQuery,
    StatsOut,
    StatsQuery,
)
from shared.commands import dead_letters as commands
from shared.commands.dead_letter_outcomes import (
    NoneOpen,
    NotOpen,
    NotRedrivable,
    RedriveFinished,
    SelectionChanged,
    ValueInvalid,
)
from shared.core.errors import NotFound
from shared.db.repositories.dead_letters import letter_stats, list_letters
from shared.db.repositories.redrives import find_redrive, list_redrives

router = APIRouter(prefix="/api/ops", tags=["operations"], route_class=LeanRoute)


@router.get("/dlq", response_model=LetterPageOut, responses=problems(NotFound))
async def list_dead_letters(
    query: Annotated[LetterQuery, Query()], principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """List dead letters without their payloads, the newest first."""
    await require_operator(resources, principal)
    wanted = await selection_of(resources.db, query)
    state = None if query.state == "all" else query.state
    async with resources.db.read() as connection:
        items, following = await list_letters(
            connection, wanted, state=state, limit=query.limit, before=query.cursor
        )
    cursor = str(following) if following else None
    return json_response({"items": list(map(listed_document, items)), "next_cursor": cursor})


@router.get("/dlq/stats", response_model=StatsOut, responses=problems(NotFound))
async def count_dead_letters(
    query: Annotated[StatsQuery, Query()], principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Count dead letters by event type and by fingerprint."""
    await require_operator(resources, principal)
    wanted = await selection_of(resources.db, query)
    state = None if query.state == "all" else query.state
    async with resources.db.read() as connection:
        types = await letter_stats(
            connection, wanted, by="event_type", state=state, limit=query.limit
        )
        errors = await letter_stats(
            connection, wanted, by="fingerprint", state=state, limit=query.limit
        )
    return json_response(
        {
            "by_event_type": list(map(heap_document, types)),
            "by_fingerprint": list(map(heap_document, errors)),
        }
    )


@router.post(
    "/dlq/redrive",
    response_model=RedriveOrderOut,
    responses=problems(NoneOpen, NotFound, SelectionChanged),
)
async def redrive_dead_letters(
    body: RedriveIn, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Have dead letters handled once more, each by the worker that it failed in."""
    actor = await require_operator(resources, principal)
    wanted = await selection_of(resources.db, body.selection)
    if body.dry_run:
        preview = await commands.preview(resources.db, wanted, forced=body.forced)
        return json_response({"redrive": None, "preview": preview_document(preview)})
    ordered = await commands.order_redrive(
        resources.db,
        actor,
        wanted,
        reason=body.reason,
        rate_per_second=body.rate_per_second,
        forced=body.forced,
        expected_count=body.expected_count,
    )
    return _order(ordered)


@router.post(
    "/dlq/discard",
    response_model=DiscardOut,
    responses=problems(NoneOpen, NotFound, SelectionChanged),
)
async def discard_dead_letters(
    body: DiscardOrderIn, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Close dead letters for good; they stay in the table for a while."""
    actor = await require_operator(resources, principal)
    wanted = await selection_of(resources.db, body.selection)
    if body.dry_run:
        count = (await commands.preview(resources.db, wanted, forced=True)).open
    else:
        count = await commands.discard(
            resources.db,
            actor,
            wanted,
            reason=body.reason,
            expected_count=body.expected_count,
        )
    return json_response({"discarded": count, "dry_run": body.dry_run})


@router.get("/dlq/redrives", response_model=RedrivePageOut)
async def list_dead_letter_redrives(
    query: Annotated[RedrivesQuery, Query()], principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """List redrives and how far they are, the newest first."""
    await require_operator(resources, principal)
    async with resources.db.read() as connection:
        items, following = await list_redrives(connection, before=query.cursor, limit=query.limit)
    cursor = str(following) if following else None
    return json_response({"items": list(map(redrive_document, items)), "next_cursor": cursor})


@router.get("/dlq/redrives/{redrive_id}", response_model=RedriveOut)
async def get_dead_letter_redrive(
    redrive_id: UUID, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Read how far a redrive is."""
    await require_operator(resources, principal)
    async with resources.db.read() as connection:
        redrive = await find_redrive(connection, redrive_id)
    if redrive is None:
        raise NotFound("redrive", redrive_id)
    return json_response(redrive_document(redrive))


@router.post(
    "/dlq/redrives/{redrive_id}/cancel",
    response_model=RedriveOut,
    responses=problems(RedriveFinished),
)
async def cancel_dead_letter_redrive(
    redrive_id: UUID, body: CancelOrderIn, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Open again what a redrive has not sent yet."""
    actor = await require_operator(resources, principal)
    redrive = await commands.cancel_redrive(resources.db, actor, redrive_id, reason=body.reason)
    return json_response(redrive_document(redrive))


@router.get("/dlq/{letter_id}", response_model=LetterDetailOut)
async def get_dead_letter(
    letter_id: UUID, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Read a dead letter with its payload; that it was shown goes into the audit log."""
    actor = await require_operator(resources, principal)
    letter = await commands.show_letter(resources.db, actor, letter_id)
    return json_response(letter_document(letter))


@router.post(
    "/dlq/{letter_id}/redrive",
    response_model=RedriveOrderOut,
    responses=problems(NoneOpen, NotOpen, NotRedrivable, ValueInvalid),
)
async def redrive_dead_letter(
    letter_id: UUID, body: RedriveOneIn, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Have one dead letter handled once more, with another value if one is given."""
    actor = await require_operator(resources, principal)
    value = None if body.value is None else to_json(body.value)
    ordered = await commands.redrive_one(
        resources.db, actor, letter_id, value, reason=body.reason, forced=body.forced
    )
    return _order(ordered)


def _order(ordered: commands.Ordered) -> Response:
    return json_response(
        {
            "redrive": redrive_document(ordered.redrive),
            "preview": preview_document(ordered.left),
        }
    )
