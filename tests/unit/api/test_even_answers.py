"""Answers that tell nothing by when they come."""

import asyncio

import pytest

from api.even_answers import evenly


async def ends_at(work, least=0.05):
    loop = asyncio.get_running_loop()
    start = loop.time()
    async with evenly(least):
        await work()
    return loop.time() - start


async def nothing():
    """What an address without an account costs."""


async def test_what_is_done_at_once_is_answered_no_sooner():
    assert await ends_at(nothing) >= 0.05


async def test_what_failed_is_answered_no_sooner():
    loop = asyncio.get_running_loop()
    start = loop.time()
    with pytest.raises(ValueError, match="no"):
        async with evenly(0.05):
            raise ValueError("no")
    assert loop.time() - start >= 0.05
