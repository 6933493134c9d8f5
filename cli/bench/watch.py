"""Who used the cores while something was measured, and how late an idle process woke."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import psutil
from typing_extensions import override

from cli.bench.arena import Arena
from cli.bench.probes import busy_seconds, cpu_seconds
from cli.bench.stats import Spread, spread

_ANSWER_SECONDS = 10.0
_WORTH_SAYING = 0.01


@dataclass(slots=True)
class Watch:
    """Cores that each process kept busy on average (0.5 is half of one), filled at the end.

    `load` is what the bench itself used to load and watch. Noise is: `others`, everything else on
    the machine; `stolen`, what the host of a virtual machine gave away meanwhile; and `idle_late`,
    how many ms after its time an idle process woke.
    """

    cores: dict[str, float] = field(default_factory=dict)
    idle_late: Spread | None = None

    @override
    def __str__(self) -> str:
        busy = sorted(self.cores.items(), key=lambda item: -item[1])
        said = [f"{name} {used:.2f}" for name, used in busy if used >= _WORTH_SAYING]
        late = self.idle_late
        noise = f"; an idle process woke {late.p99:.1f} ms late (p99)" if late else ""
        return f"cores busy: {', '.join(said)}{noise}"


@asynccontextmanager
async def watching(arena: Arena) -> AsyncIterator[Watch]:
    """Measures while the block runs."""
    watch = Watch()
    idler = await arena.agent("idle")
    before, started = _used(arena), arena.now()
    await idler.go()
    yield watch
    after, took = _used(arena), arena.now() - started
    await idler.stop()
    watch.idle_late = spread(await idler.result(_ANSWER_SECONDS))
    watch.cores = {name: (used - before.get(name, 0.0)) / took for name, used in after.items()}


def _used(arena: Arena) -> dict[str, float]:
    """CPU seconds so far of each process by name, of the bench's own, and of everybody else."""
    named = {
        name: cpu_seconds(process.pid)
        for name, process in {**arena.services.running, **arena.processes}.items()
    }
    ours = cpu_seconds(os.getpid())
    stolen = getattr(psutil.cpu_times(), "steal", 0.0)
    return {
        **named,
        "load": ours - sum(named.values()),
        "others": busy_seconds() - stolen - ours,
        "stolen": stolen,
    }
