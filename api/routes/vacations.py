"""Vacations: listed, made, deleted."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from api.deps import PrincipalDep, ResourcesDep
from api.problems import problems
from api.rendering import json_response
from api.routing import LeanRoute
from api.schemas.common import Document
from api.schemas.vacations import VacationIn, VacationListOut, VacationOut
from shared.commands.changing import account_gone
from shared.commands.vacations import VacationOverlaps, add_vacation, remove_vacation
from shared.db.repositories.users import find_user
from shared.db.repositories.vacations import VacationRow, vacations_of

router = APIRouter(prefix="/api/vacations", tags=["accounts"], route_class=LeanRoute)


@router.get("", response_model=VacationListOut)
async def list_vacations(principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """List the vacations of the account, the earliest first."""
    async with resources.db.read() as connection:
        rows = await vacations_of(connection, [principal.user_id])
        if not rows and await find_user(connection, principal.user_id) is None:
            raise account_gone()
    return json_response({"items": [_document(row) for row in rows]})


@router.post("", status_code=201, response_model=VacationOut, responses=problems(VacationOverlaps))
async def create_vacation(
    body: VacationIn, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Take days off: nothing reminds on them."""
    row = await add_vacation(
        resources.db,
        principal,
        body.starts_on,
        body.ends_on,
        skips_occurrences=body.skips_occurrences,
    )
    return json_response(_document(row), status=201)


@router.delete("/{vacation_id}", status_code=204)
async def delete_vacation(
    vacation_id: UUID, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Delete a vacation: its days are like any other."""
    await remove_vacation(resources.db, principal, vacation_id)
    return Response(status_code=204)


def _document(row: VacationRow) -> Document:
    return {
        "id": str(row.id),
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "skips_occurrences": row.skips_occurrences,
        "created_at": row.created_at,
    }
