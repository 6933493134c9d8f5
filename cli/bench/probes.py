"""What running processes say and use: their metrics, CPU time and memory."""

import http.client
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import psutil
from prometheus_client.parser import text_string_to_metric_families
from typing_extensions import override

from cli.bench.arena import Arena
from cli.embedded.service import RunningService

_ANSWER_SECONDS = 5.0
_MEGABYTE = 1_000_000

Labels = Mapping[str, str]


def scrape(process: RunningService) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Every sample of a process's /metrics, by name and sorted labels."""
    parts = urlsplit(process.url)
    connection = http.client.HTTPConnection(
        parts.hostname or "", parts.port, timeout=_ANSWER_SECONDS
    )
    try:
        connection.request("GET", "/metrics")
        text = connection.getresponse().read().decode()
    finally:
        connection.close()
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@dataclass(slots=True)
class CpuShares:
    """Cores that each process kept busy, on average: 0.5 is half of one core."""

    cores: dict[str, float] = field(default_factory=dict)

    @override
    def __str__(self) -> str:
        busy = sorted(self.cores.items(), key=lambda item: -item[1])
        return "cores busy: " + ", ".join(f"{name} {used:.2f}" for name, used in busy)


@contextmanager
def cpu_shares(arena: Arena) -> Iterator[CpuShares]:
    """Measures while the block runs; the answer is filled at its end."""
    shares, started = CpuShares(), arena.now()
    before = {name: _cpu_seconds(each) for name, each in processes_of(arena).items()}
    yield shares
    took = arena.now() - started
    for name, process in processes_of(arena).items():
        shares.cores[name] = (_cpu_seconds(process) - before.get(name, 0.0)) / took


def processes_of(arena: Arena) -> dict[str, RunningService]:
    """Every process that the bench started and that runs, by name."""
    everything = {**arena.services.running, **arena.processes}
    return {name: process for name, process in everything.items() if process.is_alive}


def memory_mb(process: RunningService) -> tuple[float, float]:
    """Resident and proportional memory in MB, children included.

    Proportional: a page that several processes share counts for each by its part; where the system
    does not tell it, it is the resident memory.
    """
    resident = proportional = 0
    for each in _family(process):
        full = each.memory_full_info()
        resident += full.rss
        proportional += getattr(full, "pss", full.rss)
    return resident / _MEGABYTE, proportional / _MEGABYTE


def _cpu_seconds(process: RunningService) -> float:
    """CPU time of a process and its children, ended ones included."""
    total = 0.0
    for each in _family(process):
        times = each.cpu_times()
        total += times.user + times.system
    own = psutil.Process(process.pid).cpu_times()
    return total + own.children_user + own.children_system


def _family(process: RunningService) -> list[psutil.Process]:
    parent = psutil.Process(process.pid)
    return [parent, *parent.children(recursive=True)]
