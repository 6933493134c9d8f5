"""Refresh tokens: which device, and the how-many-eth of its family, under a MAC.

The same device and number always give the same text. So two tabs that refresh at the same moment
get the same next token, whichever answer comes last, and nothing in the database is a token or a
hash of one (ADR 0010).
"""

import hmac
import struct
from base64 import b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from shared.core.keys import derived_key

PREFIX: Final = "rondel_refresh_"
"""Secret scanners know it by this."""

_PURPOSE: Final = b"rondel refresh tokens v1"
_LAYOUT: Final = struct.Struct(">B16sI")
_VERSION: Final = 1
_MAC_BYTES: Final = 32
_CHARS: Final = -(-(_LAYOUT.size + _MAC_BYTES) * 4 // 3)
_MOST: Final = 2**31 - 1


@dataclass(frozen=True, slots=True)
class RefreshClaims:
    """What a refresh token says."""

    session_id: UUID
    generation: int


class RefreshTokens:
    """Writes and reads refresh tokens. The first secret signs; each of them is accepted."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._keys = [derived_key(secret, _PURPOSE) for secret in secrets]

    def write(self, claims: RefreshClaims) -> str:
        """The token of this generation."""
        packed = _LAYOUT.pack(_VERSION, claims.session_id.bytes, claims.generation)
        raw = packed + hmac.digest(self._keys[0], packed, "sha256")
        return PREFIX + urlsafe_b64encode(raw).decode().rstrip("=")

    def read(self, token: str) -> RefreshClaims | None:
        """What the token says, good or used up; None if it is none of ours."""
        text = token.removeprefix(PREFIX)
        if len(text) != _CHARS or len(token) == len(text) or not text.isascii():
            return None
        try:
            raw = b64decode(text + "=" * (-_CHARS % 4), altchars=b"-_", validate=True)
        except (NotBase64, ValueError):
            return None
        packed, mac = raw[: _LAYOUT.size], raw[_LAYOUT.size :]
        good = [hmac.compare_digest(mac, hmac.digest(key, packed, "sha256")) for key in self._keys]
        if not any(good):
            return None
        version, session, generation = _LAYOUT.unpack(packed)
        if version != _VERSION or not 0 < generation <= _MOST:
            return None
        return RefreshClaims(UUID(bytes=session), generation)
