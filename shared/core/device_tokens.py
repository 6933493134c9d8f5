"""What a device shows that was signed in to an account before, under a MAC."""

import struct
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from shared.core.signed import Signed

_PURPOSE: Final = b"rondel device tokens v1"
_LAYOUT: Final = struct.Struct(">B16s16s")
_VERSION: Final = 1


class DeviceTokens:
    """Writes and reads device tokens. The first secret signs; each of them is accepted.

    Such a token opens nothing: it only says whose device it is, so that the guesses of others do
    not count for it.
    """

    def __init__(self, secrets: Sequence[str]) -> None:
        self._signed = Signed(secrets, _PURPOSE, _LAYOUT.size)

    def write(self, user_id: UUID, device_id: UUID) -> str:
        """The token of this device of the account."""
        return self._signed.write(_LAYOUT.pack(_VERSION, user_id.bytes, device_id.bytes))

    def read(self, token: str, user_id: UUID) -> UUID | None:
        """The device; None if the token is none of ours, or another account's."""
        packed = self._signed.read(token)
        if packed is None:
            return None
        version, user, device = _LAYOUT.unpack(packed)
        return UUID(bytes=device) if version == _VERSION and user == user_id.bytes else None
