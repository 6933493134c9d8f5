"""Puts staged events into the outbox: the producers of the pipeline, which need no API."""

import asyncio
from collections.abc import Iterator
from typing import Any

import asyncpg

from cli.bench.agents.control import Control, Job
from cli.bench.agents.pace import keep_pace
from cli.bench.staging import RELEASE

_CONNECTIONS = 4


async def play(job: Job, control: Control) -> list[tuple[int, float, float]]:
    """First piece, planned instant and instant of commit of each transaction.

    Pieces run from `first` to before `end`. With a `rate` each is a transaction of its own, begun
    at its planned instant; without, `chunk` of them are one, as fast as two connections can.
    """
    producer = _Producer(job, control)
    await producer.connect()
    await control.await_start()
    if job["rate"]:
        await keep_pace(control, job["rate"], job["end"] - job["first"], producer.release_one)
    else:
        chunks = iter(range(job["first"], job["end"], job["chunk"]))
        await asyncio.gather(*(producer.release_all(chunks) for _ in range(2)))
    await producer.close()
    return producer.released


class _Producer:
    def __init__(self, job: Job, control: Control) -> None:
        self.released: list[tuple[int, float, float]] = []
        self._job = job
        self._control = control
        self._free: asyncio.Queue[Any] = asyncio.Queue()

    async def connect(self) -> None:
        for _ in range(_CONNECTIONS):
            connection = await asyncpg.connect(self._job["database_url"])
            self._free.put_nowait((connection, await connection.prepare(RELEASE)))

    async def close(self) -> None:
        while not self._free.empty():
            await self._free.get_nowait()[0].close()

    async def release_one(self, number: int, planned: float) -> None:
        piece = self._job["first"] + number
        await self._release(piece, piece + 1, planned)

    async def release_all(self, chunks: Iterator[int]) -> None:
        for first in chunks:
            end = min(first + self._job["chunk"], self._job["end"])
            await self._release(first, end, self._control.now())

    async def _release(self, first: int, end: int, planned: float) -> None:
        free = await self._free.get()
        await free[1].fetch(first, end)
        committed = self._control.now()
        self._free.put_nowait(free)
        self.released.append((first, planned, committed))
