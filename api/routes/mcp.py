"""Where assistants of others connect: the Model Context Protocol."""

from fastapi import APIRouter
from starlette.responses import Response

from api.deps import VerifiedDep
from api.mcp.answer import McpAnswer
from api.paths import MCP_PATH
from api.routing import LeanRoute

router = APIRouter(include_in_schema=False, route_class=LeanRoute)


@router.post(MCP_PATH)
async def answer_mcp(verified: VerifiedDep) -> Response:
    """Answer one message of the Model Context Protocol."""
    return McpAnswer(verified.principal)
