"""Work at a steady rate that does not wait for the work before it (no coordinated omission)."""

import asyncio
from collections.abc import Awaitable, Callable

from cli.bench.agents.control import Control

_HEAD_START_SECONDS = 0.1

Step = Callable[[int, float], Awaitable[None]]
"""Does piece `n`, which was planned for that instant."""


async def keep_pace(control: Control, rate: float, count: int, step: Step) -> None:
    """`count` steps have been done, each begun at its planned instant, `rate` a second.

    A step that takes long holds back no other; its own delay counts from the plan.
    """
    start = control.now() + _HEAD_START_SECONDS
    under_way: set[asyncio.Task[None]] = set()
    failed: list[BaseException] = []

    def finished(task: asyncio.Task[None]) -> None:
        under_way.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            failed.append(error)

    for number in range(count):
        planned = start + number / rate
        await control.sleep_until(planned)
        task = asyncio.ensure_future(_run(step, number, planned))
        under_way.add(task)
        task.add_done_callback(finished)
    if under_way:
        await asyncio.wait(under_way)
    if failed:
        raise failed[0]


async def _run(step: Step, number: int, planned: float) -> None:
    await step(number, planned)
