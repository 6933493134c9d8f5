"""What the machine is that the figures come from."""

import os
import platform
import tempfile
import time
from importlib import metadata
from pathlib import Path
from typing import Any

import psutil

from cli.bench.stats import percentile
from cli.embedded.jars import locked_jars

_PACKAGES = ("aiokafka", "asyncpg", "sqlalchemy", "apscheduler", "uvloop", "fastapi", "pydantic")
_SYNCS = 100
_LOOPS = 5
_ROUNDS = 1_000_000
_BLOCK = b"\0" * 8192  # a page of PostgreSQL's log


def describe_machine(folder: Path, cache: Path) -> dict[str, Any]:
    """Cores, memory, disk and versions; `folder` is on the disk that the databases use."""
    return {
        "cpu": _cpu_model(),
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9, 1),
        "sync_ms": round(measure_sync_ms(folder), 3),
        "loop_ms": round(measure_loop_ms(), 1),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "kafka": _kafka_version(cache),
        "packages": {name: metadata.version(name) for name in _PACKAGES},
        "load_average": load_average(),
    }


def facts_line(machine: dict[str, Any]) -> list[tuple[str, object]]:
    """The facts that matter most, for one line."""
    packages = machine["packages"]
    return [
        ("cores", machine["cores"]),
        ("cpu", machine["cpu"]),
        ("memory", f"{machine['memory_gb']} GB"),
        ("disk sync", f"{machine['sync_ms']} ms"),
        ("python", machine["python"]),
        ("a million additions", f"{machine['loop_ms']} ms"),
        ("postgresql", machine.get("postgresql", "?")),
        ("kafka", machine["kafka"]),
        ("aiokafka", packages["aiokafka"]),
        ("load average", machine["load_average"]),
    ]


def load_average() -> float:
    """Processes that ran or waited for a core, averaged over the last minute."""
    return round(os.getloadavg()[0], 2)


def measure_sync_ms(folder: Path) -> float:
    """Milliseconds until the disk below `folder` has 8 KB for certain: the median of some tries."""
    took: list[float] = []
    with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
        for _ in range(_SYNCS):
            file.write(_BLOCK)
            started = time.perf_counter()
            os.fsync(file.fileno())
            took.append((time.perf_counter() - started) * 1000)
    return percentile(sorted(took), 50)


def measure_loop_ms() -> float:
    """Milliseconds of CPU that a million additions take this Python: the best of some tries."""
    took: list[float] = []
    for _ in range(_LOOPS):
        started, total = time.process_time(), 0
        for number in range(_ROUNDS):
            total += number
        took.append((time.process_time() - started) * 1000)
    return min(took)


def _cpu_model() -> str:
    path = Path("/proc/cpuinfo")
    if not path.exists():
        return platform.processor() or platform.machine()
    models = [line for line in path.read_text().splitlines() if line.startswith("model name")]
    return models[0].partition(":")[2].strip() if models else platform.machine()


def _kafka_version(cache: Path) -> str:
    jars = locked_jars(cache).jars
    return next((jar.version for jar in jars if jar.artifact.startswith("kafka_")), "?")
