"""Stops a group whose events nearly all die, before it has drained them into the dead letters.

One bad event is for the dead letters, and the partition goes on. When most events die, the worker
is what is broken: a bad release, a template, a schema that nobody knows. Then the rest is better
left where it is. From time to time one event is tried; the first that gets through ends the stop.
The one that does not is dead like those before it: so a few bad events alone cannot stop a group
for ever.
"""

from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from shared.core.clock import Clock
from shared.observability.logging import get_logger
from shared.observability.metrics import Metrics
from workers.runtime.failures import Failure
from workers.runtime.testing import RuntimeSignals

_LOOK_AGAIN_SECONDS = 0.2

Wait = Callable[[float], Awaitable[None]]
"""Time has passed. Raises when the partition is being given up."""


@dataclass(frozen=True, slots=True)
class BreakerLimits:
    """When a group stops, and how often it tries."""

    deaths: int = 10
    """So many events died within the window, at least ..."""
    share: float = 0.5
    """... and they were so large a part of all events that ended in it."""
    window_seconds: float = 30.0
    first_wait_seconds: float = 5.0
    """Before the first trial; twice as long after each that failed."""
    longest_wait_seconds: float = 60.0


class Breaker:
    """Closed while events get through; open, one event at a time is let through to try."""

    def __init__(
        self,
        group: str,
        clock: Clock,
        metrics: Metrics,
        signals: RuntimeSignals,
        limits: BreakerLimits | None = None,
    ) -> None:
        self._group = group
        self._clock = clock
        self._metrics = metrics
        self._signals = signals
        self._limits = limits or BreakerLimits()
        self._ends: deque[tuple[float, int, bool]] = deque()  # instant, events, whether they died
        self._handled = 0
        self._died = 0
        self._opened_at: float | None = None
        self._wait_seconds = 0.0
        self._try_at = 0.0
        self._is_trying = False
        self._last: Failure | None = None
        self._log = get_logger().bind(group=group)
        metrics.set("consumer_breaker_open", 0, group=group)

    @property
    def is_open(self) -> bool:
        """Whether events wait, but for the one that is being tried."""
        return self._opened_at is not None

    def describe(self) -> dict[str, object]:
        """For the health page: since when it is open, why, and when the next trial is."""
        if self._opened_at is None:
            return {"breaker": "closed"}
        now = self._clock.monotonic()
        return {
            "breaker": "open",
            "breaker_open_seconds": round(now - self._opened_at, 1),
            "breaker_next_trial_seconds": round(max(self._try_at - now, 0.0), 1),
            "breaker_error": self._last.error_class if self._last else "",
            "breaker_fingerprint": self._last.fingerprint if self._last else "",
        }

    @asynccontextmanager
    async def passing(self, wait: Wait) -> AsyncIterator[None]:
        """The one event that is handled inside may be: at once, or as the next trial."""
        while self._opened_at is not None and not self._may_try():
            await wait(_LOOK_AGAIN_SECONDS)
        if self._opened_at is None:
            yield
            return
        self._is_trying = True
        try:
            yield
        finally:
            self._is_trying = False
            if self._opened_at is not None:
                self._try_later()

    def handled(self, events: int) -> None:
        """So many events had their effect."""
        if self._opened_at is not None:
            self._close()
        self._note(events, died=False)

    def died(self, failure: Failure) -> None:
        """An event went to the dead letters."""
        self._last = failure
        self._note(1, died=True)
        ended = self._handled + self._died
        limits = self._limits
        if (
            self._opened_at is None
            and self._died >= limits.deaths
            and self._died >= limits.share * ended
        ):
            self._open(failure)

    def _may_try(self) -> bool:
        return not self._is_trying and self._clock.monotonic() >= self._try_at

    def _note(self, events: int, *, died: bool) -> None:
        now = self._clock.monotonic()
        ends = self._ends
        ends.append((now, events, died))
        self._count(events, died=died)
        while ends[0][0] < now - self._limits.window_seconds:
            _, old, old_died = ends.popleft()
            self._count(-old, died=old_died)

    def _count(self, events: int, *, died: bool) -> None:
        if died:
            self._died += events
        else:
            self._handled += events

    def _open(self, failure: Failure) -> None:
        self._opened_at = self._clock.monotonic()
        self._wait_seconds = self._limits.first_wait_seconds
        self._try_at = self._opened_at + self._wait_seconds
        self._metrics.set("consumer_breaker_open", 1, group=self._group)
        self._metrics.count("consumer_breaker_trips_total", group=self._group)
        self._log.error(
            "breaker_opened",
            died=self._died,
            handled=self._handled,
            error=failure.error_class,
            fingerprint=failure.fingerprint,
        )
        self._signals.tripped.fire(True)

    def _try_later(self) -> None:
        self._wait_seconds = min(self._wait_seconds * 2, self._limits.longest_wait_seconds)
        self._try_at = self._clock.monotonic() + self._wait_seconds
        self._log.warning("breaker_trial_failed", next_trial_seconds=self._wait_seconds)

    def _close(self) -> None:
        assert self._opened_at is not None
        seconds = self._clock.monotonic() - self._opened_at
        self._opened_at = None
        self._ends.clear()
        self._handled = self._died = 0
        self._metrics.set("consumer_breaker_open", 0, group=self._group)
        self._log.info("breaker_closed", seconds=round(seconds, 1))
        self._signals.tripped.fire(False)
