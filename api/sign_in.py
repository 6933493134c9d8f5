"""What every way of signing in ends with: a device that is signed in, and its tokens."""

from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

from api.rendering import json_response
from api.resources import Resources
from api.schemas.tasks import Document
from shared.commands.sessions import Device
from shared.core.refresh_tokens import RefreshClaims
from shared.db.repositories.sessions import SessionRow

Keeping = Literal["bearer", "cookie"]
"""Where the refresh token goes: into the answer, or into a cookie of the browser."""


def device_of(request: Request) -> Device:
    """How the one who asks calls itself, and from where it comes."""
    address = request.client.host if request.client else ""
    return Device.of(request.headers.get("user-agent", ""), address)


def session_response(
    resources: Resources,
    session: SessionRow,
    user: Document,
    keeping: Keeping,
    *,
    status: int = 200,
) -> Response:
    """The tokens of this device, in its present generation."""
    access_token, seconds = resources.tokens.issue(session.user_id, session.id)
    refresh_token = resources.refresh_tokens.write(RefreshClaims(session.id, session.generation))
    response = json_response(
        {
            "access_token": access_token,
            "token_type": "Bearer",
            "expires_in": seconds,
            "refresh_token": refresh_token if keeping == "bearer" else None,
            "session_id": str(session.id),
            "user": user,
        },
        status=status,
    )
    if keeping == "cookie":
        resources.cookie.set(response, refresh_token)
    return response
