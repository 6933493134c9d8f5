"""The audit log for operators: who did what to the system."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.audit_documents import audit_page
from api.deps import PrincipalDep, ResourcesDep
from api.operators import require_operator
from api.rendering import json_response
from api.routing import LeanRoute
from api.schemas.audit import AuditPageOut, AuditQuery
from shared.db.repositories.audit import list_entries

router = APIRouter(prefix="/api/ops", tags=["operations"], route_class=LeanRoute)


@router.get("/audit", response_model=AuditPageOut)
async def list_audit_entries(
    query: Annotated[AuditQuery, Query()], principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """List who did what to the system, the newest first."""
    await require_operator(resources, principal)
    async with resources.db.read() as connection:
        found = await list_entries(
            connection, before=query.cursor, limit=query.limit + 1, prefix=query.action
        )
    return json_response(audit_page(found, query.limit))
