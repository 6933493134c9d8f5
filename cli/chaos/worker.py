"""One process of a chaos run: `python -m cli.chaos.worker MODULE CLOCK_FILE`.

The same parts, built and stopped as in production, under a clock that the run can step. MODULE is
that of the process: `api`, or `workers.NAME`.
"""

import importlib
import sys
from collections.abc import Callable
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any, Self

from apscheduler.schedulers import (  # house: allow owned-import -- its clock is stepped here
    base as apscheduler_base,
)
from typing_extensions import override

from cli.chaos.clock import ClockFile, SteppableClock
from shared.core.clock import Clock
from workers.runtime.app import WorkerSpec, run_worker


def main() -> int:
    """The process has run until SIGTERM; its exit code, as in production."""
    module, path = sys.argv[1:]
    clock = SteppableClock(ClockFile(Path(path)))
    if module == "api":
        run_api: Callable[[Clock], int] = importlib.import_module("api.__main__").main
        return run_api(clock)  # the others do not import it: their memory is as in production
    spec: WorkerSpec[Any] = importlib.import_module(f"{module}.spec").SPEC
    step_apscheduler(clock)
    return run_worker(spec, clock)


def step_apscheduler(clock: Clock) -> None:
    """APScheduler reads this clock, too: version 3 takes none and asks the machine's itself."""

    class Stepped(datetime):
        @classmethod
        @override
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls.fromtimestamp(clock.now().timestamp(), tz)

    apscheduler_base.datetime = Stepped


if __name__ == "__main__":
    sys.exit(main())
