"""Stand-ins for what a test must control; each implements the Protocol that our code uses."""

from datetime import UTC, datetime, timedelta

from typing_extensions import override

from shared.core.clock import Clock


class FakeClock(Clock):
    """A clock that stands still until it is moved; wall time and monotonic time move together."""

    def __init__(self, now: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)) -> None:
        self._now = now
        self._monotonic = 1000.0

    @override
    def now(self) -> datetime:
        return self._now

    @override
    def monotonic(self) -> float:
        return self._monotonic

    def advance(self, seconds: float = 0, **units: float) -> None:
        """Time has passed: seconds, or what `timedelta` takes (`minutes=5`)."""
        step = timedelta(seconds=seconds, **units)
        self._now += step
        self._monotonic += step.total_seconds()

    def set(self, now: datetime) -> None:
        """The wall clock was set, forwards or back; monotonic time does not notice."""
        self._now = now
