"""Signals: production code says what it has just done, and a test waits for exactly that."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Generic, TypeVar

from shared.kafka.records import TopicPartition

T = TypeVar("T")


class Signal(Generic[T]):
    """Costs one comparison while nobody listens."""

    def __init__(self) -> None:
        self._heard: asyncio.Queue[T] | None = None

    def listen(self) -> None:
        """From now on nothing that is fired gets lost."""
        self._heard = self._heard or asyncio.Queue()

    @property
    def is_silent(self) -> bool:
        """Nothing has been fired that was not waited for."""
        return self._heard is None or self._heard.empty()

    def fire(self, value: T) -> None:
        """Whoever listens will see `value`, after those fired before."""
        if self._heard is not None:
            self._heard.put_nowait(value)

    async def wait(
        self, timeout_seconds: float = 45, *, until: Callable[[T], bool] = lambda _: True
    ) -> T:
        """The next value for which `until` holds; those before it are forgotten.

        Raises:
            TimeoutError: it did not come in time.
            RuntimeError: `listen` was not called.
        """
        if self._heard is None:
            raise RuntimeError("listen before what you wait for can happen")
        async with asyncio.timeout(timeout_seconds):
            while not until(value := await self._heard.get()):
                pass
        return value


@dataclass(frozen=True, slots=True)
class RuntimeSignals:
    """What the worker runtime lets tests wait for."""

    opened: Signal[TopicPartition] = field(default_factory=Signal)
    closed: Signal[TopicPartition] = field(default_factory=Signal)
    handled: Signal[int] = field(default_factory=Signal)
    """Events of a batch whose effects are durable."""
    committed: Signal[dict[TopicPartition, int]] = field(default_factory=Signal)
    paused: Signal[TopicPartition] = field(default_factory=Signal)
    resumed: Signal[TopicPartition] = field(default_factory=Signal)
    retried: Signal[str] = field(default_factory=Signal)
    """The delay tier that an event was sent to."""
    buried: Signal[str] = field(default_factory=Signal)
    """The type of an event that was sent to the dead letters."""
    tripped: Signal[bool] = field(default_factory=Signal)
    """The breaker has opened, or closed again."""
    away: Signal[str] = field(default_factory=Signal)
    """A dependency that the worker waits for."""
    back: Signal[str] = field(default_factory=Signal)

    def listen(self) -> None:
        """Nothing that is fired from now on gets lost."""
        for each in fields(self):
            getattr(self, each.name).listen()
