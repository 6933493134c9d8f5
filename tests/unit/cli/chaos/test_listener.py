"""What a listener makes of a stream, and what the judge makes of that."""

import asyncio
from dataclasses import replace
from random import Random

import httpx
import pytest

from cli.chaos.evidence import Listened
from cli.chaos.judge.streams import streams_miss_nothing
from cli.chaos.listener import Listener
from cli.chaos.person import Person
from shared.core.clock import SystemClock
from tests.unit.cli.chaos.made_up import ADA, event, spoil

UPDATES = [event(n, "task.changed", "task-updates", n) for n in (3, 5, 8, 9)]
STRANGERS = replace(event(7, "task.changed", "task-updates", 7), user_id=None)


def frame(kind, offset=None, data="{}"):
    """One event of the stream."""
    identifier = {} if offset is None else {"id": f"0:{offset}"}
    return {"event": kind, "data": data, **identifier}


def changed(*offsets):
    return [frame("task.changed", offset) for offset in offsets]


@pytest.fixture
async def listener():
    async with httpx.AsyncClient() as client:
        person = Person("ada@example.com", client, SystemClock(), asyncio.Event(), user_id=ADA)
        yield Listener(person, Random(1))


def found(listener, frames):
    """The violations of a stream that brought these, and the last change."""
    for each in frames:
        listener.take(each)
    stream = replace(listener.listened(), has_last=True)
    records = [*UPDATES, STRANGERS]
    return list(streams_miss_nothing(spoil(records=records, streams=[stream])))


@pytest.mark.parametrize(
    "frames",
    [
        [frame("ready", 2), *changed(3, 5, 8, 9)],
        [frame("ready"), *changed(3, 5, 8, 9)],
        [frame("ready", 4), *changed(5), frame("ready"), *changed(8, 9)],  # resumed
        [frame("ready", 2), *changed(3), frame("ready", 8), frame("resync"), *changed(9)],
        [frame("ready", 2), *changed(3), frame("resync"), *changed(8, 9)],
        [frame("ready", 9)],
    ],
)
async def test_stream_that_brought_all_or_said_so_is_fine(listener, frames):
    assert found(listener, frames) == []


@pytest.mark.parametrize(
    ("frames", "said"),
    [
        ([frame("ready", 2), *changed(5, 8, 9)], "left out 1 changes"),
        ([frame("ready", 2), *changed(3), frame("ready"), *changed(9)], "left out 2 changes"),
        ([frame("ready", 2), *changed(3), frame("ready", 8), *changed(9)], "left out 2 changes"),
        ([frame("ready", 5), *changed(3, 8, 9)], "twice or in another order"),
        ([frame("ready", 2), *changed(3, 5, 5, 8, 9)], "twice or in another order"),
        ([frame("ready", 2), *changed(3, 8, 5, 9)], "twice or in another order"),
    ],
)
async def test_stream_that_left_out_or_repeated_a_change_is_found(listener, frames, said):
    (violation,) = found(listener, frames)
    assert violation.invariant == "streams miss nothing"
    assert said in violation.text


def test_last_change_that_never_came_is_found():
    stream = Listened(ADA, [[(0, 2), (0, 3)]], has_last=False)
    (violation,) = streams_miss_nothing(spoil(records=UPDATES, streams=[stream]))
    assert "the last change" in violation.text


async def test_what_came_is_counted(listener):
    found(listener, [frame("ready", 2), *changed(3), frame("resync"), *changed(8, 9)])
    assert (listener.counts["events"], listener.counts["resync"]) == (3, 1)
