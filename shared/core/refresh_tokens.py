"""Refresh tokens: which device, and the how-many-eth of its family, under a MAC.

The same device and number always give the same text. So two tabs that refresh at the same moment
get the same next token, whichever answer comes last, and nothing in the database is a token or a
hash of one (ADR 0010).
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from shared.core.signed import Signed

PREFIX: Final = "rondel_refresh_"
"""Secret scanners know it by this."""

_PURPOSE: Final = b"rondel refresh tokens v1"
_LAYOUT: Final = struct.Struct(">B16sI")
_VERSION: Final = 1
_MOST: Final = 2**31 - 1


@dataclass(frozen=True, slots=True)
class RefreshClaims:
    """What a refresh token says."""

    session_id: UUID
    generation: int


class RefreshTokens:
    """Writes and reads refresh tokens. The first secret signs; each of them is accepted."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._signed = Signed(secrets, _PURPOSE, _LAYOUT.size)

    def write(self, claims: RefreshClaims) -> str:
        """The token of this generation."""
        packed = _LAYOUT.pack(_VERSION, claims.session_id.bytes, claims.generation)
        return PREFIX + self._signed.write(packed)

    def read(self, token: str) -> RefreshClaims | None:
        """What the token says, good or used up; None if it is none of ours."""
        if not token.startswith(PREFIX):
            return None
        packed = self._signed.read(token.removeprefix(PREFIX))
        if packed is None:
            return None
        version, session, generation = _LAYOUT.unpack(packed)
        if version != _VERSION or not 0 < generation <= _MOST:
            return None
        return RefreshClaims(UUID(bytes=session), generation)
