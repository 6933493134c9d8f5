"""Identifiers: UUIDv7 (RFC 9562 §5.7), so that rows of one time lie beside each other."""

import secrets
import uuid
from datetime import datetime
from itertools import count
from typing import NewType

UserId = NewType("UserId", uuid.UUID)

_VERSION_AND_VARIANT = (0x7 << 76) | (0b10 << 62)


# From a random start, so that two processes do not count alike; `next` of it is atomic.
_numbers = count(secrets.randbits(31))


def new_uuid7(now: datetime) -> uuid.UUID:
    """A fresh UUIDv7, greater than those of this process for the same or an earlier millisecond.

    48 bits of Unix milliseconds of `now`, a counter of 32 bits (RFC 9562 §6.2, method 1), and 42
    random ones.
    """
    millis = int(now.timestamp() * 1000)
    tail = (next(_numbers) & 0xFFFFFFFF) << 42 | secrets.randbits(42)
    high, low = tail >> 62, tail & ((1 << 62) - 1)
    return uuid.UUID(int=(millis << 80) | _VERSION_AND_VARIANT | (high << 64) | low)


def derived_uuid(namespace: uuid.UUID, name: str) -> uuid.UUID:
    """The same id for the same `namespace` and `name`, always (RFC 9562 §5.5)."""
    return uuid.uuid5(namespace, name)
