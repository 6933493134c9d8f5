"""A sign-in elsewhere that is under way: what ties the answer to the browser that asked.

The browser keeps a secret in a cookie. State, nonce and PKCE verifier are made of it and of the id
of the challenge, so that no row, log or address holds what the answer is checked with.
"""

import hashlib
import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from shared.core.keys import derived_key

LIFE_SECONDS: Final = 600

_SECRET = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
_NEXT = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,999}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked in one sign-in, and how its answer is known."""

    challenge_id: UUID
    secret: str

    @property
    def state(self) -> str:
        """Comes back with the answer."""
        return self.challenge_id.hex

    @property
    def nonce(self) -> str:
        """Stands in the ID token."""
        return self._made(b"nonce")

    @property
    def code_verifier(self) -> str:
        """Shows that the code is asked for by who began (RFC 7636)."""
        return self._made(b"code verifier")

    @property
    def code_challenge(self) -> str:
        """What the provider gets to see of `code_verifier` before."""
        return _encoded(hashlib.sha256(self.code_verifier.encode()).digest())

    def _made(self, purpose: bytes) -> str:
        return _encoded(
            derived_key(self.secret, b"rondel oidc " + purpose + self.challenge_id.bytes)
        )


def _encoded(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def hash_of_secret(secret: str) -> str:
    """What is kept of the secret of a browser."""
    return hashlib.sha256(secret.encode()).hexdigest()


def is_of(secret: str, kept: object) -> bool:
    """Whether this is the secret of which `kept` was kept."""
    return isinstance(kept, str) and hmac.compare_digest(hash_of_secret(secret), kept)


def state_of(text: str) -> UUID | None:
    """The challenge that a state names."""
    try:
        found = UUID(hex=text)
    except ValueError:
        return None
    return found if found.hex == text else None


def is_own_path(text: str) -> bool:
    r"""Whether a browser that is sent to this path stays on this server.

    >>> is_own_path("/tasks?view=today"), is_own_path("//evil.example"), is_own_path("/\\evil")
    (True, False, False)
    """
    return _NEXT.fullmatch(text) is not None


class SecretCookie:
    """The secret of a browser, for ten minutes. Lax: the answer comes by a link from elsewhere."""

    def __init__(self, public_url: str) -> None:
        self._secure = public_url.startswith("https://")
        self.name = "__Host-rondel_sign_in" if self._secure else "rondel_sign_in"

    def read(self, request: Request) -> str | None:
        """The secret of this browser, if it has one."""
        secret = request.cookies.get(self.name, "")
        return secret if _SECRET.fullmatch(secret) else None

    def read_or_new(self, request: Request) -> str:
        """The same secret for all tabs, so that none makes another's answer void."""
        return self.read(request) or secrets.token_urlsafe(32)

    def set(self, response: Response, secret: str) -> None:
        """The browser keeps the secret."""
        response.set_cookie(
            self.name,
            secret,
            max_age=LIFE_SECONDS,
            path="/",
            secure=self._secure,
            httponly=True,
            samesite="lax",
        )
