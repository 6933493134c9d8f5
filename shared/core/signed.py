"""Short fixed layouts under a MAC, as text for addresses and headers."""

import hmac
from base64 import b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
from typing import Final

from shared.core.keys import derived_key

HALF: Final = 16
WHOLE: Final = 32
"""Bytes of HMAC-SHA256 that are kept: 128 bits, or all of it."""


class Signed:
    """Writes and reads packed values of `size` bytes. The first secret signs; all are accepted.

    The key is derived for `purpose`, so that a text of one kind is never one of another.
    """

    def __init__(
        self, secrets: Sequence[str], purpose: bytes, size: int, mac_bytes: int = WHOLE
    ) -> None:
        self._keys = [derived_key(secret, purpose) for secret in secrets]
        self._size = size
        self._mac_bytes = mac_bytes
        self._chars = -(-(size + mac_bytes) * 4 // 3)

    def write(self, packed: bytes) -> str:
        """The text of these bytes: URL-safe base64 without padding."""
        return urlsafe_b64encode(packed + self._mac(self._keys[0], packed)).decode().rstrip("=")

    def read(self, token: str) -> bytes | None:
        """The bytes; None if the text is none of ours."""
        if len(token) != self._chars or not token.isascii():
            return None
        try:
            raw = b64decode(token + "=" * (-self._chars % 4), altchars=b"-_", validate=True)
        except (NotBase64, ValueError):
            return None
        packed, mac = raw[: self._size], raw[self._size :]
        good = [hmac.compare_digest(mac, self._mac(key, packed)) for key in self._keys]
        return packed if any(good) else None

    def _mac(self, key: bytes, packed: bytes) -> bytes:
        return hmac.digest(key, packed, "sha256")[: self._mac_bytes]
