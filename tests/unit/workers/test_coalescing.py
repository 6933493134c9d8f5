"""Many callers, one statement; and what becomes of them when it fails."""

import asyncio
from collections.abc import Sequence

import pytest

from shared.core.errors import Unavailable
from workers.runtime.coalesce import Coalescer


class Recorder:
    """Answers the double of each item; refuses some."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.refused: set[int] = set()
        self.error: Exception = ValueError("refused")
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()

    async def run(self, items: Sequence[int]) -> Sequence[int]:
        self.groups.append(list(items))
        await self.may_go_on.wait()
        if self.refused & set(items):
            raise self.error
        return [2 * item for item in items]


async def ask_together(recorder: Recorder, *items: int) -> list[int | BaseException]:
    """The first goes alone at once; the others wait for it and go together."""
    coalescer = Coalescer(recorder.run, 10)
    recorder.may_go_on.clear()
    asking = [asyncio.create_task(coalescer.ask(item)) for item in items]
    while not recorder.groups:
        await asyncio.wait(asking, timeout=0.01)
    recorder.may_go_on.set()
    return await asyncio.gather(*asking, return_exceptions=True)


async def test_what_is_asked_meanwhile_goes_together() -> None:
    recorder = Recorder()
    assert await ask_together(recorder, 1, 2, 3) == [2, 4, 6]
    assert [item for group in recorder.groups for item in group] == [1, 2, 3]


async def test_a_bad_item_fails_alone() -> None:
    recorder = Recorder()
    recorder.refused = {3}
    answers = await ask_together(recorder, 1, 2, 3, 4)
    assert [answer for answer in answers if not isinstance(answer, BaseException)] == [2, 4, 8]
    assert isinstance(answers[2], ValueError)
    assert [3] in recorder.groups


async def test_a_dependency_that_is_away_is_asked_once() -> None:
    recorder = Recorder()
    recorder.refused, recorder.error = {2, 3, 4}, Unavailable("PostgreSQL")
    answers = await ask_together(recorder, 2, 3, 4)
    assert all(isinstance(answer, Unavailable) for answer in answers)
    assert len(recorder.groups) <= 2


async def test_a_caller_that_has_gone_holds_up_nobody() -> None:
    recorder = Recorder()
    coalescer = Coalescer(recorder.run, 10)
    recorder.may_go_on.clear()
    first, second, third = (asyncio.create_task(coalescer.ask(item)) for item in (1, 2, 3))
    await asyncio.wait([first], timeout=0.01)
    second.cancel()
    recorder.may_go_on.set()
    assert (await first, await third) == (2, 6)
    with pytest.raises(asyncio.CancelledError):
        await second
