"""What a scenario works with: services, options, rows, progress."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from cli.bench.arena import Arena, open_arena
from cli.bench.report import Baseline, Row, ScenarioRun, Target, Unit
from cli.bench.stack import Services
from cli.bench.stats import Spread

_POLL_SECONDS = 0.02


class BenchFailed(Exception):
    """A scenario cannot come to its end; the message says what did not happen."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line said; None leaves a scenario its own size."""

    seconds: float | None = None
    """Length of each steady phase."""
    rate: float | None = None
    """Instead of a scenario's own rates."""
    count: int | None = None
    """How many events, reminders, tasks or jobs a burst has."""
    partitions: int = 12

    def length(self, default: float) -> float:
        """Seconds of a steady phase."""
        return self.seconds or default

    def rates(self, *defaults: float) -> tuple[float, ...]:
        """A second; one phase for each."""
        return (self.rate,) if self.rate else defaults

    def amount(self, default: int) -> int:
        """How many."""
        return self.count or default


class Bench:
    """One scenario under way."""

    def __init__(
        self,
        services: Services,
        options: Options,
        run: ScenarioRun,
        on_step: Callable[[str], None],
    ) -> None:
        self.services = services
        self.options = options
        self._run = run
        self._on_step = on_step

    def step(self, text: str) -> None:
        """People see what is being done."""
        self._on_step(text)

    @asynccontextmanager
    async def arena(self) -> AsyncIterator[Arena]:
        """A database and topics of the scenario's own."""
        async with open_arena(self.services, self.options.partitions) as arena:
            yield arena

    def row(
        self,
        metric: str,
        value: float,
        unit: Unit,
        target: Target | None = None,
        *,
        baseline: Baseline | None = None,
        limited_by: str | None = None,
        note: str | None = None,
    ) -> None:
        """The report has one figure more."""
        self._run.rows.append(Row(metric, value, unit, target, baseline, limited_by, note))

    def spread_rows(
        self,
        metric: str,
        spread: Spread,
        *,
        p50: float | None = None,
        p99: float | None = None,
        most: float | None = None,
        beside: tuple[str, Spread] | None = None,
        note: str | None = None,
    ) -> None:
        """Rows for the middle, the tail and the worst of latencies, in ms, with their bounds.

        `beside` names a baseline and says how its latencies are spread.
        """
        figures = (("p50", spread.p50, p50), ("p99", spread.p99, p99), ("max", spread.most, most))
        others = (beside[1].p50, beside[1].p99, beside[1].most) if beside else (None,) * 3
        for (name, value, bound), other in zip(figures, others, strict=True):
            target = Target("<=", bound) if bound is not None else None
            baseline = Baseline(beside[0], other) if beside and other is not None else None
            self.row(f"{metric}, {name}", value, "ms", target, baseline=baseline, note=note)


async def until(
    ask: Callable[[], Awaitable[bool]],
    what: str,
    *,
    timeout_seconds: float,
    every_seconds: float = _POLL_SECONDS,
) -> None:
    """Return when `ask` says yes.

    Raises:
        BenchFailed: it did not in time; `what` names it.
    """
    deadline = time.monotonic() + timeout_seconds
    while not await ask():
        if time.monotonic() > deadline:
            raise BenchFailed(f"after {timeout_seconds:g} s still not: {what}")
        await asyncio.sleep(every_seconds)
