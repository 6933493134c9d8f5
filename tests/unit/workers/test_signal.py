"""Tests can wait for what production code has just done."""

import asyncio

import pytest

from workers.runtime.testing import RuntimeSignals, Signal


async def test_nothing_fired_after_listening_is_lost() -> None:
    signal: Signal[int] = Signal()
    signal.fire(1)
    signal.listen()
    signal.fire(2)
    signal.fire(3)
    assert [await signal.wait(), await signal.wait()] == [2, 3]
    assert signal.is_silent


async def test_waiting_for_one_value_forgets_those_before() -> None:
    signal: Signal[int] = Signal()
    signal.listen()
    waiting = asyncio.create_task(signal.wait(until=lambda value: value > 2))
    for value in (1, 2, 3, 4):
        signal.fire(value)
    assert await waiting == 3
    assert await signal.wait() == 4


async def test_what_does_not_come_ends_the_wait() -> None:
    signal: Signal[int] = Signal()
    signal.listen()
    with pytest.raises(TimeoutError):
        await signal.wait(0.01)


async def test_waiting_without_listening_is_a_mistake() -> None:
    with pytest.raises(RuntimeError, match="listen before"):
        await RuntimeSignals().handled.wait()
