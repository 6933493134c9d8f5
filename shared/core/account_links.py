"""The links of mails about an account: which mail, under a MAC. Its row says what it allows."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from shared.core.signed import HALF, Signed

_PURPOSE: Final = b"rondel account links v1"
_BYTES: Final = 16


class AccountLinks:
    """Writes and reads them. The first secret signs; each of them is accepted."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._signed = Signed(secrets, _PURPOSE, _BYTES, HALF)

    def write(self, mail_id: UUID) -> str:
        """The last part of the address, 43 characters."""
        return self._signed.write(mail_id.bytes)

    def read(self, token: str) -> UUID | None:
        """The mail that it was in; None if it is none of ours."""
        packed = self._signed.read(token)
        return UUID(bytes=packed) if packed is not None else None
