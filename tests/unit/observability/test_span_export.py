"""A collector that is away, hangs or refuses costs spans, and nothing else."""

import asyncio
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

import pytest
import structlog

from shared.core.clock import SystemClock
from shared.core.tracing_settings import TracingSettings
from shared.observability.metrics import Metrics
from shared.observability.span_export import BATCH
from shared.observability.tracer import Tracer
from tests.services.collector import collector, endless_collector, spans_in
from tests.waiting import eventually

CLOCK = SystemClock()
PROMPT_SECONDS = 8


@contextmanager
def silence() -> Iterator[str]:
    """A port where connections are taken and nothing is ever said."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def nobody() -> str:
    """A port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


class Traced:
    """A tracer whose collector is at some address."""

    def __init__(self, endpoint: str, **settings) -> None:
        self.metrics = Metrics()
        told = TracingSettings(endpoint=endpoint, ratio=1, **settings)
        self.tracer = Tracer.opened(told, "tests", self.metrics, CLOCK)

    def record(self, count: int) -> None:
        for _ in range(count):
            self.tracer.request(None)[1].end()

    def count(self, name: str, **labels: str) -> int:
        return int(self.metrics.registry.get_sample_value(name, labels) or 0)

    @property
    def exported(self) -> int:
        return self.count("trace_spans_exported_total")

    async def has_sent(self) -> bool:
        return self.exported > 0

    @property
    def lost(self) -> Counter[str]:
        reasons = ("queue_full", "not_taken")
        counts = {each: self.count("trace_spans_dropped_total", reason=each) for each in reasons}
        return +Counter(counts)


@pytest.fixture
def said():
    """Log lines of the test."""
    with structlog.testing.capture_logs() as lines:
        yield lines


async def test_a_collector_gets_every_span():
    with collector(200) as server:
        traced = Traced(server.url)
        traced.record(150)
        await asyncio.to_thread(traced.tracer.close, PROMPT_SECONDS)
    spans = spans_in(server.got)
    assert len(spans) == traced.exported == 150
    assert len({span.span_id for span in spans}) == 150
    assert traced.lost.total() == 0


async def test_a_collector_that_refuses_costs_spans_and_one_line(said):
    with collector(500) as server:
        traced = Traced(server.url)
        traced.record(300)
        await asyncio.to_thread(traced.tracer.close, PROMPT_SECONDS)
    assert traced.exported == 0
    assert traced.lost == {"not_taken": 300}
    assert [line["event"] for line in said] == ["traces_not_taken"]


async def test_a_collector_that_is_away_costs_spans_and_one_line(said):
    traced = Traced(nobody(), timeout_seconds=0.5)
    traced.record(100)
    await asyncio.to_thread(traced.tracer.close, PROMPT_SECONDS)
    assert traced.lost == {"not_taken": 100}
    assert [line["event"] for line in said] == ["traces_not_taken"]


async def test_a_collector_that_hangs_holds_up_neither_spans_nor_the_end():
    with silence() as url:
        traced = Traced(url, timeout_seconds=60, queue_spans=100)
        began = monotonic()
        traced.record(5_000)
        await asyncio.to_thread(traced.tracer.close, 0.2)
        took = monotonic() - began
    assert took < PROMPT_SECONDS, "neither recording nor the end may wait for the collector"
    assert traced.lost["queue_full"] >= 5_000 - 100 - BATCH * 2


async def test_no_more_spans_wait_than_were_allowed():
    with silence() as url:
        traced = Traced(url, timeout_seconds=60, queue_spans=10)
        traced.record(10_000)
        waiting = len(traced.tracer._queue)
        await asyncio.to_thread(traced.tracer.close, 0)
    assert waiting <= 10


async def test_a_collector_that_comes_back_gets_what_is_new(said):
    with collector(500) as server:
        traced = Traced(server.url)
        traced.record(BATCH)

        async def is_lost():
            return traced.lost["not_taken"] == BATCH

        await eventually(is_lost)
        server.status = 200
        traced.record(10)
        await asyncio.to_thread(traced.tracer.close, PROMPT_SECONDS)
    assert traced.exported == 10
    assert len(server.got) == 2
    assert [line["event"] for line in said] == ["traces_not_taken", "traces_sent_again"]


@pytest.mark.parametrize(
    ("piece", "pause_seconds"), [(b"x" * 1_000_000, 0), (b"x", 0.05)], ids=["long", "slow"]
)
async def test_an_answer_without_end_is_broken_off(piece: bytes, pause_seconds: float):
    with endless_collector(piece, pause_seconds) as server:
        traced = Traced(server.url, timeout_seconds=1)
        traced.record(BATCH)
        await eventually(traced.has_sent)
        assert await asyncio.to_thread(server.broken_off.wait, PROMPT_SECONDS)
        await asyncio.to_thread(traced.tracer.close, PROMPT_SECONDS)
    assert server.written < 64_000_000  # what the sockets of this machine hold
    assert traced.lost.total() == 0
