"""What each process of a run holds over time: memory, open files, threads."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from statistics import linear_regression
from typing import Final

import psutil

from cli.bench.probes import family, memory_mb
from cli.chaos.faults.fault import Scene
from cli.embedded.service import RunningService

_EVERY_SECONDS: Final = 10.0
WARM_SECONDS: Final = 60.0
"""Of a life: then pools, caches and statements are as after use."""

_FIT_SECONDS: Final = 300.0
_SERVERS: Final = ("postgres", "kafka")
_HOUR_SECONDS: Final = 3600.0


@dataclass(frozen=True, slots=True)
class Sample:
    """One process at one moment of a run, children included."""

    name: str
    pid: int
    second: float
    megabytes: float
    files: int
    threads: int


@dataclass(frozen=True, slots=True)
class Holding:
    """What one process held; `start` is that of its last life, once it was warm."""

    name: str
    lives: int
    minutes: float
    """How old the last life was at the last look."""
    start_mb: float
    end_mb: float
    most_mb: float
    """In all lives."""
    growth_mb_an_hour: float | None
    """Of the longest life, once warm; None if it was shorter than five minutes then."""
    files: tuple[int, int]
    """At `start` and at the end; also of the threads."""
    threads: tuple[int, int]


class Memory:
    """Looks at every process of a run again and again."""

    def __init__(self, scene: Scene) -> None:
        self.samples: list[Sample] = []
        self._scene = scene
        self._began = scene.clock.monotonic()

    async def watch(self) -> None:
        """A look every 10 s, until cancelled."""
        while True:
            second = self._scene.clock.monotonic() - self._began
            self.samples += await asyncio.to_thread(_look, self._running(), second)
            await asyncio.sleep(_EVERY_SECONDS)

    def _running(self) -> dict[str, RunningService]:
        servers = {name: getattr(self._scene.servers, name) for name in _SERVERS}
        return {
            name: each.running for name, each in {**self._scene.fleet.instances, **servers}.items()
        }


def _look(processes: Mapping[str, RunningService], second: float) -> list[Sample]:
    """Resident memory; for servers, whose processes share most of theirs, the proportional."""
    found = []
    for name, process in processes.items():
        with suppress(psutil.Error):  # it, or a child, has just ended
            resident, proportional = memory_mb(process)
            megabytes = proportional if name in _SERVERS else resident
            alive = family(process.pid)
            files = sum(each.num_fds() for each in alive)
            threads = sum(each.num_threads() for each in alive)
            if megabytes:
                found.append(Sample(name, process.pid, second, megabytes, files, threads))
    return found


def holdings(samples: Sequence[Sample]) -> list[Holding]:
    """A row for each process, by name."""
    by_name: dict[str, dict[int, list[Sample]]] = defaultdict(lambda: defaultdict(list))
    for sample in samples:
        by_name[sample.name][sample.pid].append(sample)
    return [_holding(name, list(lives.values())) for name, lives in sorted(by_name.items())]


def _holding(name: str, lives: Sequence[Sequence[Sample]]) -> Holding:
    last = lives[-1]
    start, end = (_warm(last) or last)[0], last[-1]
    longest = max(lives, key=_age)
    return Holding(
        name=name,
        lives=len(lives),
        minutes=_age(last) / 60,
        start_mb=start.megabytes,
        end_mb=end.megabytes,
        most_mb=max(sample.megabytes for life in lives for sample in life),
        growth_mb_an_hour=growth(_warm(longest)),
        files=(start.files, end.files),
        threads=(start.threads, end.threads),
    )


def _age(life: Sequence[Sample]) -> float:
    return life[-1].second - life[0].second


def _warm(life: Sequence[Sample]) -> list[Sample]:
    return [sample for sample in life if sample.second - life[0].second >= WARM_SECONDS]


def growth(samples: Sequence[Sample]) -> float | None:
    """MB an hour: the slope of the straight line with the least squares.

    >>> growth([Sample("api-1", 7, 600.0 * n, 100.0 + n, 0, 0) for n in range(3)])
    6.0
    """
    if not samples or _age(samples) < _FIT_SECONDS:
        return None
    seconds = [sample.second for sample in samples]
    megabytes = [sample.megabytes for sample in samples]
    return linear_regression(seconds, megabytes).slope * _HOUR_SECONDS
