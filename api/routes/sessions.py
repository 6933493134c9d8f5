"""The devices that an account is signed in on, and what was done to it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.audit_documents import audit_page
from api.deps import PrincipalDep, ResourcesDep
from api.rendering import json_response
from api.routing import LeanRoute
from api.schemas.accounts import SessionsOut
from api.schemas.audit import AuditPageOut, OwnAuditQuery
from shared.commands.sessions import end_other_sessions, end_session
from shared.db.repositories.audit import list_entries_of
from shared.db.repositories.sessions import list_sessions

router = APIRouter(prefix="/api/me", tags=["accounts"], route_class=LeanRoute)


@router.get("/audit", response_model=AuditPageOut)
async def list_own_acts(
    query: Annotated[OwnAuditQuery, Query()], principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """List what was done to your account, and by it, the newest first; nothing is ever removed."""
    async with resources.db.read() as connection:
        found = await list_entries_of(
            connection, principal.user_id, before=query.cursor, limit=query.limit + 1
        )
    return json_response(audit_page(found, query.limit))


@router.get("/sessions", response_model=SessionsOut)
async def list_devices(principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """List the devices that are signed in, the last used first."""
    async with resources.db.read() as connection:
        rows = await list_sessions(connection, principal.user_id, resources.clock.now())
    items = [
        {
            "id": str(row.id),
            "method": row.method,
            "user_agent": row.user_agent,
            "address": row.address,
            "created_at": row.created_at,
            "used_at": row.used_at,
            "expires_at": row.expires_at,
            "is_current": row.id == principal.session_id,
        }
        for row in rows
    ]
    return json_response({"items": items})


@router.post("/sessions/sign-out-others", status_code=204, response_class=Response)
async def sign_out_others(principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """Sign out every device but this one."""
    resources.revocations.add(*await end_other_sessions(resources.db, principal))
    return Response(status_code=204)


@router.delete("/sessions/{session_id}", status_code=204, response_class=Response)
async def sign_out_device(
    session_id: UUID, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Sign one device out; its access token is refused within a second."""
    await end_session(resources.db, principal, session_id)
    resources.revocations.add(session_id)
    return Response(status_code=204)
