"""What ways of signing in share: guesses that are counted, and a device's tokens as an answer.

Who comes from a provider gets a cookie alone (`routes.oidc`), and tokens by the first refresh.
"""

from typing import Literal
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from api.account_documents import user_document
from api.rate_limits import address_of
from api.rendering import json_response
from api.resources import Resources
from shared.commands.sessions import Device, Refreshed
from shared.commands.sign_in_failures import (
    Bucket,
    SignInThrottled,
    record_failure,
    require_patience,
)
from shared.core.principal import Principal
from shared.core.refresh_tokens import RefreshClaims

Keeping = Literal["bearer", "cookie"]
"""Where the refresh token goes: into the answer, or into a cookie of the browser."""


def device_of(request: Request) -> Device:
    """How the one who asks calls itself, and from where it comes."""
    address = request.client.host if request.client else ""
    return Device.of(request.headers.get("user-agent", ""), address)


class Attempt:
    """A password that is about to be looked at, and what it counts for if it is wrong."""

    def __init__(self, resources: Resources, buckets: list[Bucket]) -> None:
        self._resources = resources
        self._buckets = buckets

    async def require_room(self) -> None:
        """It may be looked at.

        Raises:
            SignInThrottled: too many were wrong of late.
        """
        try:
            await require_patience(self._resources.db, self._buckets)
        except SignInThrottled as error:
            self._resources.metrics.count("sign_ins_throttled_total", by=error.by)
            raise

    async def fail(self) -> None:
        """It was wrong."""
        await record_failure(self._resources.db, self._buckets)


def attempt_at_account(
    resources: Resources, request: Request, email: str, user_id: UUID | None
) -> Attempt:
    """A sign-in with this address, whether it has an account or not."""
    device = resources.devices.read(request, user_id) if user_id else None
    buckets = resources.attempts.of_sign_in(email, address_of(request), device)
    return Attempt(resources, buckets)


def attempt_of(resources: Resources, principal: Principal) -> Attempt:
    """The password once more, of somebody who is signed in."""
    who = principal.session_id or principal.user_id
    return Attempt(resources, resources.attempts.of_session(who))


def session_response(
    resources: Resources, opened: Refreshed, keeping: Keeping, *, status: int = 200
) -> Response:
    """The tokens of this device, in its present generation."""
    session = opened.session
    access_token, seconds = resources.tokens.issue(session.user_id, session.id)
    refresh_token = resources.refresh_tokens.write(RefreshClaims(session.id, session.generation))
    response = json_response(
        {
            "access_token": access_token,
            "token_type": "Bearer",
            "expires_in": seconds,
            "refresh_token": refresh_token if keeping == "bearer" else None,
            "session_id": str(session.id),
            "user": user_document(opened.user),
        },
        status=status,
    )
    if keeping == "cookie":
        resources.cookie.set(response, refresh_token)
    resources.devices.set(response, session.user_id, session.id)
    return response
