import asyncio
from itertools import pairwise

import pytest

from cli.bench.agents.control import Control
from cli.bench.agents.pace import keep_pace


async def test_a_slow_step_holds_back_no_other():
    """With one at a time the first would wait for ever for the second."""
    second_began = asyncio.Event()
    done = []

    async def step(number, _planned):
        if number == 0:
            await second_began.wait()
        else:
            second_began.set()
        done.append(number)

    await keep_pace(Control(), 1000, 2, step)
    assert done == [1, 0]


async def test_every_step_knows_the_instant_that_it_was_planned_for():
    planned = []

    async def step(_number, at):
        planned.append(at)

    await keep_pace(Control(), 500, 5, step)
    gaps = [later - earlier for earlier, later in pairwise(planned)]
    assert gaps == [pytest.approx(0.002, abs=1e-6)] * 4


async def test_a_failed_step_fails_the_run():
    async def step(number, _planned):
        if number == 1:
            raise ValueError("refused")

    with pytest.raises(ValueError, match="refused"):
        await keep_pace(Control(), 1000, 3, step)
