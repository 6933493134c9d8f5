"""Many callers, one statement: what is asked while one is under way goes into the next."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from shared.core.errors import Unavailable

Item = TypeVar("Item")
Answer = TypeVar("Answer")


class Coalescer(Generic[Item, Answer]):
    """Hands items to `run` in groups of at most `limit`, one group at a time, none waiting.

    A lone item goes at once; under load the groups grow by themselves, so there is no delay to
    choose. `run` answers one value an item, in order. If it raises, each item of the group is run
    alone, so that a bad one fails alone; unless a dependency is away, which is so for all of them.
    """

    def __init__(
        self, run: Callable[[Sequence[Item]], Awaitable[Sequence[Answer]]], limit: int
    ) -> None:
        self._run = run
        self._limit = limit
        self._waiting: list[tuple[Item, asyncio.Future[Answer]]] = []
        self._running: asyncio.Task[None] | None = None

    async def ask(self, item: Item) -> Answer:
        """The answer for this item."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        if self._running is None:
            self._running = asyncio.create_task(self._drain())
        return await future

    async def _drain(self) -> None:
        try:
            while self._waiting:
                group = self._waiting[: self._limit]
                del self._waiting[: self._limit]
                await self._serve(group)
        finally:
            self._running = None

    async def _serve(self, group: Sequence[tuple[Item, asyncio.Future[Answer]]]) -> None:
        try:
            answers = await self._run([item for item, _ in group])
        except Exception as error:  # noqa: BLE001 - it is raised again where it was asked
            if len(group) > 1 and not isinstance(error, Unavailable):
                for each in group:
                    await self._serve([each])
                return
            for _, future in group:
                if not future.done():
                    future.set_exception(error)
        else:
            for (_, future), answer in zip(group, answers, strict=True):
                if not future.done():
                    future.set_result(answer)
