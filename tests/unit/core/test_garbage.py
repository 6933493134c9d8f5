"""Garbage is collected by the clock, and the collector is left as it was found."""

import asyncio
import gc
import weakref

from shared.core.garbage import calm_garbage_collection


class Node:
    """Something that can be in a circle."""

    def __init__(self) -> None:
        self.itself = self


async def test_circles_go_by_the_clock():
    gone = asyncio.Event()
    with calm_garbage_collection(every_seconds=0.01):
        circle = weakref.ref(Node(), lambda _: gone.set())
        await gone.wait()
    assert circle() is None


async def test_what_was_there_before_is_not_looked_at_again():
    with calm_garbage_collection():
        assert gc.get_freeze_count() > 0
        assert gc.get_threshold()[2] > 1_000_000


async def test_the_collector_is_as_before_afterwards():
    before = gc.get_threshold()
    with calm_garbage_collection():
        assert gc.get_threshold() != before
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0
