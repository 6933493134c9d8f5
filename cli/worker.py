"""`rondel worker`: one worker as a process of its own."""

import importlib
from enum import StrEnum
from typing import Annotated, Any

import typer

from workers.runtime.app import WorkerSpec, run_worker


class WorkerName(StrEnum):
    """Every worker there is; the same names as the packages below workers/."""

    RELAY = "relay"
    RECURRENCE = "recurrence"
    REMINDERS = "reminders"
    NOTIFICATIONS = "notifications"
    ACTIVITY = "activity"
    WEBHOOKS = "webhooks"
    TRANSFERS = "transfers"
    DEADLETTERS = "deadletters"


def spec_of(name: WorkerName) -> WorkerSpec[Any]:
    """What the worker of this name is made of."""
    spec: WorkerSpec[Any] = importlib.import_module(f"workers.{name}.spec").SPEC
    return spec


def worker(
    name: Annotated[str, typer.Argument(help=f"Which one: {', '.join(WorkerName)}")],
) -> None:
    """Run one worker until it is told to stop; the same as `python -m workers.NAME`."""
    if name not in list(WorkerName):
        raise typer.BadParameter(f"{name}: there are {', '.join(WorkerName)}")
    raise typer.Exit(run_worker(spec_of(WorkerName(name))))
