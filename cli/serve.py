"""`rondel serve`: the API alone, or everything in one process for a small server."""

import asyncio
from typing import Annotated, Any

import typer
import uvloop

from api.health import Neighbours
from api.server import ApiServer
from api.settings import ApiSettings
from cli.worker import WorkerName, spec_of
from shared.core.garbage import calm_garbage_collection
from shared.core.settings import WrongSettings, read_settings
from shared.core.stopping import stop_on_signals
from shared.observability.event_loop import watched_event_loop
from shared.observability.logging import configure_logging, get_logger, warn_of_exposed
from shared.observability.metrics import Metrics
from workers.runtime.app import Service, WorkerApp

_MISCONFIGURED = 2


def serve(
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Run all workers in this process too")
    ] = False,
) -> None:
    """Serve the API until told to stop; with --all, the workers as well, in the same process."""
    specs = [spec_of(name) for name in WorkerName] if everything else []
    try:
        settings = read_settings(ApiSettings)
        told = [(spec, read_settings(spec.settings_class)) for spec in specs]
    except WrongSettings as error:
        typer.echo(f"The settings are wrong.\n{error}", err=True)
        raise typer.Exit(_MISCONFIGURED) from error
    configure_logging(settings.log, "rondel" if everything else "api")
    warn_of_exposed(ApiSettings)
    for spec in specs:
        warn_of_exposed(spec.settings_class)
    metrics = Metrics()  # what binds a logger comes after the logs have their form
    workers = [WorkerApp(spec, its, metrics=metrics) for spec, its in told]
    api = ApiServer(settings, metrics, neighbours=_parts_of(workers))
    raise typer.Exit(uvloop.run(_run(api, workers, metrics)))


def _parts_of(workers: list[WorkerApp[Any]]) -> Neighbours:
    """What the API does not know of: PostgreSQL is one for all of them, and so is Kafka."""
    return {
        f"{worker.name}.{part}": check
        for worker in workers
        for part, check in worker.checks.items()
        if part not in ("postgresql", "kafka")
    }


async def _run(api: ApiServer, workers: list[WorkerApp[Any]], metrics: Metrics) -> int:
    """Exit code 0 after a stop in good order; 1 if a part failed, which stops the others."""
    stop = asyncio.Event()
    stop_on_signals(stop)
    parts: list[Service] = [api, *workers]
    async with watched_event_loop(metrics):
        with calm_garbage_collection():
            tasks = [asyncio.create_task(part.run(stop)) for part in parts]
            for task in tasks:
                task.add_done_callback(lambda _: stop.set())
            results = await asyncio.gather(*tasks, return_exceptions=True)
    failures = [result for result in results if isinstance(result, Exception)]
    for failure in failures:
        get_logger().error("part_failed", exc_info=failure)
    return 1 if failures else 0
