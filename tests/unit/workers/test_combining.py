"""Batches share transactions when they wait, and never each other's errors."""

import asyncio
from collections.abc import Sequence

import pytest

from shared.events.envelope import Event
from tests.unit.workers.examples import make_event
from workers.runtime.combining import MOST_EVENTS, SLOTS, AfterCommitFailed, Combiner


class Recorder:
    """Notes which events come in one call; calls end when they are let go."""

    def __init__(self) -> None:
        self.calls: list[list[Event]] = []
        self.begun: asyncio.Queue[int] = asyncio.Queue()
        self.may_end = asyncio.Event()
        self.failing: dict[Event, Exception] = {}

    async def run(self, batch: Sequence[Event]) -> None:
        self.calls.append(list(batch))
        self.begun.put_nowait(len(batch))
        await self.may_end.wait()
        for event in batch:
            if event in self.failing:
                raise self.failing[event]


def start(combiner: Combiner, *batches: list[Event]) -> "list[asyncio.Task[None]]":
    return [asyncio.create_task(combiner.handle(batch)) for batch in batches]


async def test_alone_a_batch_starts_at_once() -> None:
    recorder, event = Recorder(), make_event()
    recorder.may_end.set()
    await Combiner(recorder.run).handle([event])
    assert recorder.calls == [[event]]


async def test_what_waits_goes_together_in_order() -> None:
    recorder, events = Recorder(), [make_event() for _ in range(5)]
    tasks = start(Combiner(recorder.run), events[:1], events[1:3], events[3:])
    await recorder.begun.get()
    recorder.may_end.set()
    await asyncio.gather(*tasks)
    assert recorder.calls == [events[:1], events[1:]]


async def test_behind_a_stuck_batch_others_start_beside_it() -> None:
    recorder = Recorder()
    batches = [[make_event()] for _ in range(2 * SLOTS)]
    combiner = Combiner(recorder.run)
    for batch in batches[: SLOTS + 1]:
        start(combiner, batch)
        if len(recorder.calls) < SLOTS:
            await recorder.begun.get()
    assert recorder.calls == batches[:SLOTS]
    recorder.may_end.set()
    await recorder.begun.get()
    assert recorder.calls[SLOTS] == batches[SLOTS]


async def test_a_group_is_not_larger_than_a_transaction_should_be() -> None:
    recorder = Recorder()
    batches = [[make_event()] * 100 for _ in range(4)]
    tasks = start(Combiner(recorder.run), [make_event()], *batches)
    await recorder.begun.get()
    recorder.may_end.set()
    await asyncio.gather(*tasks)
    assert [len(call) for call in recorder.calls] == [1, 200, 200]
    assert MOST_EVENTS >= 200


async def test_each_batch_of_a_failed_group_meets_its_own_error() -> None:
    recorder, events = Recorder(), [make_event() for _ in range(4)]
    recorder.failing = {events[2]: ValueError("two")}
    tasks = start(Combiner(recorder.run), *([event] for event in events))
    await recorder.begun.get()
    recorder.may_end.set()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert outcomes == [None, None, recorder.failing[events[2]], None]
    assert recorder.calls == [events[:1], events[1:], *([event] for event in events[1:])]


async def test_a_group_of_one_is_not_tried_twice() -> None:
    recorder, events = Recorder(), [make_event(), make_event()]
    recorder.failing = {events[1]: ValueError("once")}
    tasks = start(Combiner(recorder.run), *([event] for event in events))
    await recorder.begun.get()
    recorder.may_end.set()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert outcomes == [None, recorder.failing[events[1]]]
    assert recorder.calls == [events[:1], events[1:]]


async def test_memory_that_disagrees_is_everybodys_error() -> None:
    recorder, events = Recorder(), [make_event() for _ in range(3)]
    recorder.failing = {events[1]: AfterCommitFailed("memory")}
    tasks = start(Combiner(recorder.run), *([event] for event in events))
    await recorder.begun.get()
    recorder.may_end.set()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert outcomes == [None, *[recorder.failing[events[1]]] * 2]
    assert len(recorder.calls) == 2


async def test_a_cancelled_batch_leaves_the_others_alone() -> None:
    recorder, events = Recorder(), [make_event() for _ in range(4)]
    first, gone, *rest = start(Combiner(recorder.run), *([event] for event in events))
    await recorder.begun.get()
    gone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gone
    recorder.may_end.set()
    await asyncio.gather(first, *rest)
    assert recorder.calls == [events[:1], events[2:]]


async def test_cancelling_the_running_batch_frees_its_slot() -> None:
    recorder, events = Recorder(), [make_event(), make_event()]
    first, second = start(Combiner(recorder.run), *([event] for event in events))
    await recorder.begun.get()
    first.cancel()
    recorder.may_end.set()
    await second
    assert recorder.calls == [events[:1], events[1:]]
