"""One process of a chaos run: `python -m cli.chaos.worker MODULE CLOCK_FILE`.

The same parts, built and stopped as in production, under a clock that the run can step. MODULE is
that of the process: `api`, or `workers.NAME`.
"""

import asyncio
import importlib
import signal
import sys
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any, Self

import uvloop
from apscheduler.schedulers import (  # house: allow owned-import -- its clock is stepped here
    base as apscheduler_base,
)
from typing_extensions import override

from api.server import ApiServer
from api.settings import ApiSettings
from cli.chaos.clock import ClockFile, SteppableClock
from shared.core.clock import Clock
from shared.core.garbage import calm_garbage_collection
from shared.core.settings import Settings, read_settings
from shared.observability.logging import configure_logging, get_logger
from shared.observability.metrics import Metrics
from workers.runtime.app import Service, WorkerApp, WorkerSpec
from workers.runtime.health import HealthServer
from workers.runtime.settings import WorkerSettings

_FAILED = 1


def main() -> int:
    """The process has run until SIGTERM; its exit code, as in production."""
    module, path = sys.argv[1:]
    clock = SteppableClock(ClockFile(Path(path)))
    if module == "api":
        settings = read_settings(ApiSettings)
        _start_log(settings, "api")
        return uvloop.run(_serve(ApiServer(settings, Metrics(), clock)))
    spec: WorkerSpec[Any] = importlib.import_module(f"{module}.spec").SPEC
    step_apscheduler(clock)
    worker_settings = read_settings(spec.settings_class)
    _start_log(worker_settings, spec.name)
    return uvloop.run(_work(spec, worker_settings, clock))


def step_apscheduler(clock: Clock) -> None:
    """APScheduler reads this clock, too: version 3 takes none and asks the machine's itself."""

    class Stepped(datetime):
        @classmethod
        @override
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls.fromtimestamp(clock.now().timestamp(), tz)

    apscheduler_base.datetime = Stepped


def _start_log(settings: Settings, name: str) -> None:
    configure_logging(settings.log, name)


async def _work(spec: WorkerSpec[Any], settings: WorkerSettings, clock: Clock) -> int:
    app = WorkerApp(spec, settings, clock=clock)
    health = HealthServer(
        settings.http.host, settings.http.port or spec.port, app.metrics, app.checks
    )
    await health.start()
    try:
        return await _serve(app)
    finally:
        await health.stop()


async def _serve(part: Service) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, stop.set)
    try:
        with calm_garbage_collection():
            await part.run(stop)
    except Exception:  # noqa: BLE001 - logged; the exit code says the rest
        get_logger().exception("worker_failed")
        return _FAILED
    return 0


if __name__ == "__main__":
    sys.exit(main())
