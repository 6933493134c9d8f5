"""The last changes of one partition, so that a browser that comes back misses nothing."""

from collections import deque
from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Change:
    """One record of `task-updates`: where it stands, whose it is (the key), what it says."""

    offset: int
    user: bytes
    name: str
    """Its type, if browsers are told of it; else empty: it only keeps its place in the ring."""
    data: bytes
    at: float = 0.0
    """When it happened, in seconds since 1970."""


class Gap(Enum):
    """There is no telling what was missed."""

    UNKNOWN = "unknown"


GAP = Gap.UNKNOWN


class Ring:
    """Changes without a hole, the oldest dropped beyond `size`.

    >>> ring = Ring(2)
    >>> [ring.add(Change(offset, b"u", "a", b"")) for offset in (5, 6, 7)]
    [True, True, True]
    >>> [change.offset for change in ring.after(5, b"u")], ring.after(4, b"u") is GAP
    ([6, 7], True)
    """

    def __init__(self, size: int) -> None:
        self._changes: deque[Change] = deque(maxlen=size)

    @property
    def newest(self) -> int | None:
        """The offset of the newest change; None before the first."""
        return self._changes[-1].offset if self._changes else None

    def knows(self, offset: int) -> bool:
        """Whether the record at `offset` was added before."""
        return bool(self._changes) and self._changes[0].offset <= offset <= self._changes[-1].offset

    def add(self, change: Change) -> bool:
        """The change is the newest; False if it does not follow the one before.

        Then there is a hole, and everything before it is forgotten.
        """
        newest = self.newest
        is_next = newest is None or change.offset == newest + 1
        if not is_next:
            self._changes.clear()
        self._changes.append(change)
        return is_next

    def after(self, offset: int, user: bytes) -> list[Change] | Gap:
        """The user's changes later than `offset`, or that some may be missing."""
        if (
            not self._changes
            or not self._changes[0].offset - 1 <= offset <= self._changes[-1].offset
        ):
            return GAP
        return [
            each
            for each in self._changes
            if each.offset > offset and each.user == user and each.name
        ]
