"""What running processes say and use: their metrics, CPU time and memory."""

import http.client
from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import urlsplit

import psutil
from prometheus_client.parser import text_string_to_metric_families

from cli.bench.stats import NothingMeasured
from cli.embedded.service import RunningService

_ANSWER_SECONDS = 5.0
_MEGABYTE = 1_000_000

Sample = tuple[str, tuple[tuple[str, str], ...]]
"""Name and sorted labels."""

Samples = Mapping[Sample, float]


def scrape(process: RunningService) -> Samples:
    """Every sample of a process's /metrics."""
    parts = urlsplit(process.url)
    connection = http.client.HTTPConnection(
        parts.hostname or "", parts.port, timeout=_ANSWER_SECONDS
    )
    try:
        connection.request("GET", "/metrics")
        return parse_samples(connection.getresponse().read().decode())
    finally:
        connection.close()


def parse_samples(text: str) -> Samples:
    """Every sample in the text that Prometheus scrapes."""
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def share_within(before: Samples, after: Samples, histogram: str, stage: str, bound: str) -> float:
    """Percent of the observations between two scrapes that were `bound` (seconds) or less.

    Raises:
        NothingMeasured: there were none.
    """

    def grown(name: str, *labels: tuple[str, str]) -> float:
        key = (name, tuple(sorted((*labels, ("stage", stage)))))
        return after.get(key, 0.0) - before.get(key, 0.0)

    total = grown(f"{histogram}_count")
    if total == 0:
        raise NothingMeasured(f"{histogram} of stage {stage}")
    return 100 * grown(f"{histogram}_bucket", ("le", bound)) / total


def memory_mb(process: RunningService) -> tuple[float, float]:
    """Resident and proportional memory in MB, children included.

    Proportional: a page that several processes share counts for each by its part; where the system
    does not tell it, it is the resident memory.
    """
    resident = proportional = 0
    for each in family(process.pid):
        with suppress(psutil.NoSuchProcess):  # a worker of PostgreSQL that has just ended
            full = each.memory_full_info()
            resident += full.rss
            proportional += getattr(full, "pss", full.rss)
    return resident / _MEGABYTE, proportional / _MEGABYTE


def cpu_seconds(pid: int) -> float:
    """CPU time of a process and its descendants, ended ones included."""
    total = 0.0
    for each in family(pid):
        with suppress(psutil.NoSuchProcess):
            times = each.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    return total


def busy_seconds() -> float:
    """CPU time of this machine that was not idle, whoever had it; stolen time counts, too."""
    times = psutil.cpu_times()
    idle = times.idle + getattr(times, "iowait", 0.0)
    guests = getattr(times, "guest", 0.0) + getattr(times, "guest_nice", 0.0)
    return float(sum(times) - idle - guests)  # guests are counted in user time already


def family(pid: int) -> list[psutil.Process]:
    """A process and all its descendants that run; nothing if it has ended."""
    try:
        parent = psutil.Process(pid)
        return [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []
