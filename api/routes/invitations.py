"""Invitations, as administrators make, see and revoke them."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.account_making import check_open
from api.deps import PrincipalDep, ResourcesDep
from api.errors import SignUpClosed
from api.operators import require_admin
from api.problems import problems
from api.rendering import json_response
from api.resources import Resources
from api.routing import LeanRoute
from api.schemas.admin import (
    InvitationMadeOut,
    InvitationsOut,
    InvitationsQuery,
    NewInvitation,
)
from api.schemas.common import Document
from shared.commands import invitations as commands
from shared.commands.invitations import CannotInvite
from shared.db.repositories.invitations import InvitationRow, list_invitations

router = APIRouter(prefix="/api/admin/invitations", tags=["admin"], route_class=LeanRoute)


@router.post(
    "",
    status_code=201,
    response_model=InvitationMadeOut,
    responses=problems(CannotInvite, SignUpClosed),
)
async def create_invitation(
    body: NewInvitation, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Invite somebody: by mail, or by a link that is shown once."""
    admin = await require_admin(resources, principal)
    check_open(resources)
    lives = timedelta(days=body.days)
    row = await commands.invite(resources.db, admin, body.email, lives, is_mailed=body.send_mail)
    url = None if row.is_mailed else _url(resources, row)
    return json_response({**_document(resources, row), "url": url}, status=201)


@router.get("", response_model=InvitationsOut)
async def list_all_invitations(
    query: Annotated[InvitationsQuery, Query()], principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """List invitations, the newest first, and what became of them."""
    await require_admin(resources, principal)
    async with resources.db.read() as connection:
        found = await list_invitations(connection, before=query.cursor, limit=query.limit + 1)
    items = found[: query.limit]
    cursor = str(items[-1].id) if len(found) > len(items) else None
    shown = [_document(resources, row) for row in items]
    return json_response({"items": shown, "next_cursor": cursor})


@router.delete("/{invitation_id}", status_code=204, response_class=Response)
async def revoke_invitation(
    invitation_id: UUID, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Revoke an invitation that nobody has used."""
    admin = await require_admin(resources, principal)
    await commands.revoke(resources.db, admin, invitation_id)
    return Response(status_code=204)


def _url(resources: Resources, row: InvitationRow) -> str:
    base = resources.settings.public_url.rstrip("/")
    return f"{base}/a/{resources.account_links.write(row.id)}"


def _document(resources: Resources, row: InvitationRow) -> Document:
    return {
        "id": str(row.id),
        "email": row.email,
        "is_mailed": row.is_mailed,
        "invited_by": row.invited_by,
        "created_at": row.created_at,
        "expires_at": row.expires_at,
        "state": row.state(resources.clock.now()),
        "used_at": row.used_at,
        "used_by": str(row.used_by) if row.used_by else None,
    }
