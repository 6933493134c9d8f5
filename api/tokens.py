"""Access tokens: JWT, HS256, by python-jose with its known traps closed.

python-jose 3.5 accepts a token that lacks `aud`, `exp` or `sub` even when an audience is asked for,
lets the token choose its algorithm unless told, ignores an `iat` in the future, and knows nothing
of `crit`. Each of these is refused here. It reads the machine's time by itself, so the times in a
token are compared here, with the process's clock.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from jose import jwt
from jose.exceptions import JOSEError

from api.token_times import end_of_token
from shared.core.clock import Clock
from shared.core.errors import Unauthenticated
from shared.core.ids import UserId
from shared.core.principal import Principal
from shared.core.settings import AuthSettings

ALGORITHMS: Final = ("HS256",)
LONGEST_TOKEN: Final = 8 * 1024

_CHECKS: Final = {
    **dict.fromkeys(("require_aud", "require_iss", "require_sub"), True),
    **dict.fromkeys(("verify_exp", "verify_iat", "verify_nbf"), False),
}
_CACHE_SECONDS: Final = 60.0
_CACHE_TOKENS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Verified:
    """A token that was found good: who it names, and when it ends."""

    principal: Principal
    expires_at: datetime


class Tokens:
    """Issues and verifies access tokens.

    A verified token is remembered by its SHA-256 for a minute at most and never beyond its end.
    That changes no answer: a token carries all that decides about it except whether its device was
    signed out (`Revocations`), and secret, issuer and audience are fixed for the life of the
    process.
    """

    def __init__(self, settings: AuthSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._secrets = settings.secrets
        self._leeway = timedelta(seconds=settings.leeway_seconds)
        self._known: dict[bytes, tuple[Verified, float]] = {}

    def issue(self, user_id: UUID, session_id: UUID) -> tuple[str, int]:
        """A new token for this user on this device, and its life in seconds."""
        now = int(self._clock.now().timestamp())
        life = self._settings.access_token_minutes * 60
        claims = {
            "iss": self._settings.issuer,
            "aud": self._settings.audience,
            "sub": str(user_id),
            "sid": str(session_id),
            "iat": now,
            "exp": now + life,
        }
        token: str = jwt.encode(claims, self._secrets[0], algorithm=ALGORITHMS[0])
        return token, life

    def verify(self, token: str) -> Verified:
        """Whom the token names.

        Raises:
            Unauthenticated: it is not ours, not now, or not whole.
        """
        known = self.known(token)
        if known is not None:
            return known
        verified = self._verified(token)
        self._remember(_digest(token), verified)
        return verified

    def known(self, token: str) -> Verified | None:
        """Whom the token names, if it was found good within the last minute.

        Raises:
            Unauthenticated: no good token is as long.
        """
        if len(token) > LONGEST_TOKEN:
            raise Unauthenticated("The access token is too long.")
        known = self._known.get(_digest(token))
        return known[0] if known is not None and self._clock.monotonic() < known[1] else None

    def _verified(self, token: str) -> Verified:
        claims = self._claims(token)
        expires_at = end_of_token(claims, self._clock.now(), self._leeway)
        try:
            user_id, session_id = UUID(claims["sub"]), UUID(claims["sid"])
        except (KeyError, ValueError, TypeError, AttributeError):
            raise Unauthenticated("The access token names nobody.") from None
        return Verified(Principal(UserId(user_id), session_id), expires_at)

    def _claims(self, token: str) -> dict[str, Any]:
        """What the token says, under the first of the secrets that signed it.

        While a secret is changed there are two, and a token of the other costs one more HMAC.
        """
        *others, last = self._secrets
        for secret in others:
            try:
                return self._claims_under(secret, token)
            except Unauthenticated:
                continue
        return self._claims_under(last, token)

    def _claims_under(self, secret: str, token: str) -> dict[str, Any]:
        try:
            if "crit" in jwt.get_unverified_header(token):
                raise Unauthenticated("The access token asks for an extension.")
            claims: dict[str, Any] = jwt.decode(
                token,
                secret,
                algorithms=list(ALGORITHMS),
                audience=self._settings.audience,
                issuer=self._settings.issuer,
                options=_CHECKS,
            )
        # Malformed parts show as plain errors of the decoders beneath, too.
        except (
            JOSEError,
            ArithmeticError,
            ValueError,
            TypeError,
            KeyError,
            RecursionError,
        ) as error:
            raise Unauthenticated("The access token is not valid.") from error
        return claims

    def _remember(self, digest: bytes, verified: Verified) -> None:
        rest = (verified.expires_at + self._leeway - self._clock.now()).total_seconds()
        if len(self._known) >= _CACHE_TOKENS:
            del self._known[next(iter(self._known))]
        good_until = self._clock.monotonic() + min(rest, _CACHE_SECONDS)
        self._known.pop(digest, None)
        self._known[digest] = (verified, good_until)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
