"""The only reader of the wall clock; everything else takes a `Clock` or an instant."""

import time
from datetime import UTC, datetime
from typing import Protocol

from typing_extensions import override


class Clock(Protocol):
    """Wall time for people, monotonic time for durations."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go backwards; only differences mean anything."""
        ...


class SystemClock(Clock):
    """The machine's own clocks."""

    @override
    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)

    @override
    def monotonic(self) -> float:
        """Seconds that never go backwards."""
        return time.monotonic()
