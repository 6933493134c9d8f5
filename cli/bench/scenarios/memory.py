"""Memory of every process of the running system, and of the system in one process."""

from cli.bench.arena import Arena
from cli.bench.firing import instants_ms, register
from cli.bench.harness import Bench
from cli.bench.probes import memory_mb
from cli.bench.report import Target
from cli.bench.seed import add_users
from cli.embedded.plan import APPS
from cli.embedded.service import RunningService

STEPS = 2
_WORKERS = tuple(app.name for app in APPS if app.name != "api")
_WORKER_MB = Target("<=", 110)
_TOGETHER_MB = Target("<=", 200)
_STACK_MB = Target("<=", 1_100)
_USERS = 100
_REMINDERS = 2_000
_HOUR_SECONDS = 3_600.0


async def run(bench: Bench) -> None:
    """The separate processes with some work done, then `serve --all` with the same."""
    bench.step("memory: the processes")
    async with bench.arena() as arena:
        arena.start("api", *_WORKERS)
        await _work(arena)
        total = _row(bench, "api", arena.processes["api"], None)
        total += sum(_row(bench, name, arena.processes[name], _WORKER_MB) for name in _WORKERS)
        for name, service in arena.services.running.items():
            total += _row(bench, name, service, None)
    if not bench.services.is_external:
        note = "proportional memory of all of the above: shared pages count once"
        bench.row("the whole stack", total, "MB", _STACK_MB, note=note)
    bench.step("memory: serve --all")
    async with bench.arena() as arena:
        arena.start("serve")
        await _work(arena)
        _row(bench, "serve --all", arena.processes["serve"], _TOGETHER_MB)


async def _work(arena: Arena) -> None:
    """Some reminders have been registered: pools, caches and statements are as after use."""
    users = await add_users(arena.db, _USERS)
    await register(arena, users, instants_ms(arena.now() + _HOUR_SECONDS, 10, _REMINDERS))


def _row(bench: Bench, name: str, process: RunningService, target: Target | None) -> float:
    """A row with a process's memory; returns the proportional, which may be added up.

    The row has the resident memory, as container limits count it; for services, whose processes
    share most of theirs, the proportional.
    """
    resident, proportional = memory_mb(process)
    if name in bench.services.running:
        note = f"proportional, children included; resident {resident:.0f} MB"
        bench.row(name, proportional, "MB", target, note=note)
    else:
        note = f"resident; proportional {proportional:.0f} MB"
        bench.row(name, resident, "MB", target, note=note)
    return proportional
