"""Batches of different partitions that wait at the same time share one transaction.

A transaction costs as much as handling thirty events. So one runs at a time while it is quick, and
what arrives meanwhile goes together into the next: alone and at once when there is little to do, in
larger and cheaper portions the more there is. Behind one that is not quick others start beside it,
so a partition that is stuck holds up nothing but what shares its transaction.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from shared.events.envelope import Event
from shared.observability.spans import Span
from shared.observability.tracing import current_spans, within_spans

PATIENCE_SECONDS = 0.02
"""What waits longer for the transactions under way gets one of its own."""

SLOTS = 6
"""Most transactions side by side; the connection pool has room for more."""

MOST_EVENTS = 250
"""Events from which on nothing more joins; a batch that is larger by itself goes alone."""


class AfterCommitFailed(Exception):
    """The effects are committed, memory does not agree with them: only a new start mends that."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    batch: Sequence[Event]
    shared: "asyncio.Future[bool]"
    """True when the batch was handled with others; False when those failed together."""
    spans: Mapping[object, Span]


class Combiner:
    """Runs batches through one function, few calls at a time, several batches a call."""

    def __init__(self, run: Callable[[Sequence[Event]], Awaitable[None]]) -> None:
        self._run = run
        self._running = 0
        self._waiting: deque[_Waiting] = deque()
        self._groups: set[asyncio.Task[None]] = set()
        self._alarm: asyncio.TimerHandle | None = None

    async def handle(self, batch: Sequence[Event]) -> None:
        """The batch has been handled; its own error if it cannot be, never that of another."""
        if not self._running:
            self._running += 1
            try:
                await self._run(batch)
            finally:
                self._release()
            return
        loop = asyncio.get_running_loop()
        waiting = _Waiting(batch, loop.create_future(), current_spans())
        self._waiting.append(waiting)
        if self._alarm is None:
            self._alarm = loop.call_later(PATIENCE_SECONDS, self._lose_patience)
        if not await waiting.shared:
            await self._run(batch)

    def _release(self) -> None:
        """One call less is running; what waits starts in its place."""
        self._running -= 1
        self._start_group()

    def _lose_patience(self) -> None:
        self._alarm = None
        if self._running < SLOTS:
            self._start_group()
        if self._waiting:
            loop = asyncio.get_running_loop()
            self._alarm = loop.call_later(PATIENCE_SECONDS, self._lose_patience)

    def _start_group(self) -> None:
        """What waits is under way, as much of it as fits."""
        group: list[_Waiting] = []
        events = 0
        while self._waiting and (not group or events + len(self._waiting[0].batch) <= MOST_EVENTS):
            waiting = self._waiting.popleft()
            if not waiting.shared.cancelled():
                group.append(waiting)
                events += len(waiting.batch)
        if group:
            self._running += 1
            # A task of its own: a lane may be cancelled without the others noticing.
            task = asyncio.create_task(self._run_group(group))
            self._groups.add(task)
            task.add_done_callback(self._groups.discard)
        if not self._waiting and self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    async def _run_group(self, group: Sequence[_Waiting]) -> None:
        try:
            with within_spans({key: each for it in group for key, each in it.spans.items()}):
                await self._run([event for waiting in group for event in waiting.batch])
        except AfterCommitFailed as error:
            _settle(group, error)
        except Exception as error:  # noqa: BLE001 - each batch meets its own error alone
            _settle(group, error if len(group) == 1 else False)
        else:
            _settle(group, True)
        finally:
            self._release()


def _settle(group: Sequence[_Waiting], outcome: Exception | bool) -> None:
    for waiting in group:
        if waiting.shared.done():
            continue
        if isinstance(outcome, Exception):
            waiting.shared.set_exception(outcome)
        else:
            waiting.shared.set_result(outcome)
