"""The cookie by which a browser is known that was signed in before ("device cookies", OWASP)."""

import hashlib
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from shared.core.device_tokens import DeviceTokens

_SECONDS: Final = 400 * 86_400
"""As long as browsers keep any cookie (RFC 6265bis)."""


class DeviceCookies:
    """Sets and reads the cookie, one for each account: it opens nothing, and no script sees it."""

    def __init__(self, public_url: str, secrets: Sequence[str]) -> None:
        self._tokens = DeviceTokens(secrets)
        self._secure = public_url.startswith("https://")
        self._prefix = "__Host-rondel_device_" if self._secure else "rondel_device_"

    def set(self, response: Response, user_id: UUID, device_id: UUID) -> None:
        """The browser is known from now on as one of this account."""
        response.set_cookie(
            self.name_for(user_id),
            self._tokens.write(user_id, device_id),
            max_age=_SECONDS,
            path="/",
            secure=self._secure,
            httponly=True,
            samesite="strict",
        )

    def read(self, request: Request, user_id: UUID) -> UUID | None:
        """Which device of this account the browser is; None if it is not known."""
        token = request.cookies.get(self.name_for(user_id))
        return self._tokens.read(token, user_id) if token else None

    def name_for(self, user_id: UUID) -> str:
        """Two people at one browser have two cookies."""
        return self._prefix + hashlib.sha256(user_id.bytes).hexdigest()[:12]
