"""What a recurrence rule means, before anything is kept."""

import asyncio
from datetime import date, datetime
from typing import Final
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from api.deps import PrincipalDep, ResourcesDep
from api.rendering import json_response
from api.routing import LeanRoute
from api.schemas.common import Document
from api.schemas.recurrence import PreviewIn, PreviewOut
from shared.commands.changing import account_gone
from shared.core.errors import InvalidInput
from shared.db.repositories.users import UserRow, find_user
from shared.db.session import Database
from shared.domain.recurrence import Series, normalise_pattern, slot_text
from shared.domain.recurrence.answer import Answer, answer
from shared.domain.recurrence.clock_changes import DstNote
from shared.domain.recurrence.rule import check_start
from shared.domain.recurrence.steps import TimedSteps
from shared.domain.zones import load_zone, to_local

ANSWER_SECONDS: Final = 0.25
"""Longer than any rule takes that is not made to take long; then the answer is cut short."""

_PLACE: Final = "/recurrence"

router = APIRouter(prefix="/api/recurrence", tags=["recurrence"], route_class=LeanRoute)


@router.post("/preview", response_model=PreviewOut)
async def preview_recurrence(
    body: PreviewIn, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Say what a rule means: in words, with its next dates, what clocks do to them, warnings."""
    user = await _reader(resources.db, principal.user_id)
    now = resources.db.clock.now()
    try:
        series = _series(body, user, now)
        steps = TimedSteps(ANSWER_SECONDS, resources.db.clock.monotonic)
        # In a thread, so that a rule that takes the whole time holds up nobody else.
        found = await asyncio.to_thread(answer, series, now, body.n, steps)
    except InvalidInput as error:
        raise _at_own_field(error, body) from None
    return json_response(_document(series, found))


async def _reader(db: Database, user_id: UUID) -> UserRow:
    async with db.read() as connection:
        user = await find_user(connection, user_id)
    if user is None:
        raise account_gone()
    return user


def _series(body: PreviewIn, user: UserRow, now: datetime) -> Series:
    zone = body.zone or user.zone
    load_zone(zone, pointer=f"{_PLACE}/zone")
    start: date = body.dtstart or to_local(now, zone).date()
    check_start(start)
    rrule = normalise_pattern(
        body.rrule or body.pattern or "",
        start,
        anchor=body.anchor,
        week_start=body.week_start or user.week_start,
    )
    return Series(
        rrule=rrule,
        dtstart=start,
        zone=zone,
        anchor=body.anchor,
        exdates=tuple(body.exdates),
        rdates=tuple(body.rdates),
    )


def _at_own_field(error: InvalidInput, body: PreviewIn) -> InvalidInput:
    """The error at the field of this body that it is about."""
    field = error.pointer.removeprefix(_PLACE)
    error.pointer = "/pattern" if field == "/rrule" and body.rrule is None else field
    return error


def _document(series: Series, found: Answer) -> Document:
    return {
        "rrule": series.rrule,
        "text": found.text,
        "of": found.of,
        "dates": [
            {
                "slot": slot_text(each.slot),
                "at": each.at,
                "number": each.number,
                "note": _note(each.note) if each.note else None,
            }
            for each in found.dates
        ],
        "dst_notes": [_note(each) for each in found.dst_notes],
        "warnings": [
            {"code": each.code, "text": each.text, "rrule": each.rrule} for each in found.warnings
        ],
    }


def _note(note: DstNote) -> Document:
    return {"code": note.code, "date": note.day, "at": note.at, "text": note.text}
