"""Signed links that let the reader of one message do one thing, without signing in.

A link is a capability: whoever has it may do what it says, once, until it expires. Its text is the
URL-safe base64 of a fixed layout and 128 bits of HMAC-SHA256 over it. The key is derived from the
signing secret for this purpose alone (HKDF, RFC 5869), so that a link is never an access token, nor
the other way round.
"""

import hashlib
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import Final
from uuid import UUID

from shared.core.signed import HALF, Signed

LIFE: Final = timedelta(days=7)
"""From the planned instant of the message on, so that every copy of it has the same links."""

_VERSION: Final = 1
_PURPOSE: Final = b"rondel message links v1"
_LAYOUT: Final = struct.Struct(">BB16s16s16sqq")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


class LinkAction(IntEnum):
    """What a link does; the numbers stand in links that are out there."""

    OPEN = 1
    DONE = 2
    SNOOZE_10M = 3
    SNOOZE_1H = 4
    SNOOZE_TOMORROW = 5
    REOPEN = 6
    TAKE_BACK = 7


@dataclass(frozen=True, slots=True)
class LinkClaims:
    """What a link says: who may do what, about which message."""

    action: LinkAction
    user_id: UUID
    task_id: UUID
    reminder_id: UUID
    fire_at: datetime
    expires_at: datetime

    @property
    def fingerprint(self) -> bytes:
        """The same for every text of this link, whatever key signed it."""
        return hashlib.sha256(_packed(self)).digest()


class LinkSigner:
    """Writes and reads links. The first secret signs; each of them is accepted."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._signed = Signed(secrets, _PURPOSE, _LAYOUT.size, HALF)

    def sign(self, claims: LinkClaims) -> str:
        """The text of this link, fit for a path."""
        return self._signed.write(_packed(claims))

    def read(self, token: str) -> LinkClaims | None:
        """What the link says, expired or not; None if it is none of ours."""
        packed = self._signed.read(token)
        return _unpacked(packed) if packed is not None else None


def claims_for(
    action: LinkAction, user_id: UUID, task_id: UUID, reminder_id: UUID, fire_at: datetime
) -> LinkClaims:
    """The link for this message; it depends on nothing else."""
    return LinkClaims(action, user_id, task_id, reminder_id, fire_at, fire_at + LIFE)


def _packed(claims: LinkClaims) -> bytes:
    return _LAYOUT.pack(
        _VERSION,
        claims.action,
        claims.user_id.bytes,
        claims.task_id.bytes,
        claims.reminder_id.bytes,
        (claims.fire_at - _EPOCH) // _MICROSECOND,
        (claims.expires_at - _EPOCH) // _MICROSECOND,
    )


def _unpacked(packed: bytes) -> LinkClaims | None:
    """What this says; None for a version or an action of a newer release."""
    version, action, user, task, reminder, fire_at, expires_at = _LAYOUT.unpack(packed)
    if version != _VERSION or action not in set(LinkAction):
        return None
    return LinkClaims(
        LinkAction(action),
        UUID(bytes=user),
        UUID(bytes=task),
        UUID(bytes=reminder),
        _EPOCH + fire_at * _MICROSECOND,
        _EPOCH + expires_at * _MICROSECOND,
    )
