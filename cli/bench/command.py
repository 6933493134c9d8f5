"""The command around the scenarios: progress and tables for people, JSON for scripts."""

import asyncio
import importlib
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Annotated, Any

import asyncpg
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from cli.bench.agent import AgentFailed
from cli.bench.harness import Bench, BenchFailed, Options
from cli.bench.machine import describe_machine, facts_line, load_average
from cli.bench.report import Report, ScenarioRun, as_document
from cli.bench.stack import Services, embedded_services, external_services
from cli.bench.stats import NothingMeasured
from cli.bench.view import print_machine, print_report
from cli.consoles import table_console
from cli.dev_view import print_error
from cli.embedded.errors import StackError
from cli.embedded.settings import StackSettings
from cli.whole_files import check_report, write_report
from shared.core.settings import WrongSettings, read_settings

SCENARIOS = (
    *("relay", "reminders", "burst", "crash", "recurrence"),
    *(
        "pipeline",
        "tracing",
        "scaling",
        "rebalance",
        "waiting",
        "heavy",
        "api",
        "sizes",
        "memory",
        "imports",
        "auth",
        "rls",
        "words",
        "metrics",
    ),
)


def bench(
    scenarios: Annotated[
        list[str] | None, typer.Argument(help=f"{', '.join(SCENARIOS)}; all if none is named")
    ] = None,
    *,
    json_file: Annotated[
        str, typer.Option("--json", metavar="FILE", help="Write the report there; - prints it")
    ] = "",
    seconds: Annotated[
        float | None, typer.Option(min=1, help="Length of each steady phase")
    ] = None,
    rate: Annotated[
        float | None, typer.Option(min=1, help="One rate instead of a scenario's own")
    ] = None,
    count: Annotated[int | None, typer.Option(min=10, help="Size of each burst")] = None,
    partitions: Annotated[int, typer.Option(min=1, max=100, help="Partitions of each topic")] = 12,
    external: Annotated[
        bool, typer.Option("--external", help="Measure on DATABASE_URL and KAFKA_BROKERS")
    ] = False,
) -> None:
    """Measure the system against its targets, on services and processes of the bench's own.

    Exits with 1 if a scenario did not come to its end; a missed target is no failure.
    """
    names = scenarios or list(SCENARIOS)
    unknown = [name for name in names if name not in SCENARIOS]
    if unknown:
        raise typer.BadParameter(f"{', '.join(unknown)}: there are {', '.join(SCENARIOS)}")
    check_report(json_file)
    console = table_console(stderr=json_file == "-")
    options = Options(seconds, rate, count, partitions)
    services = (external_services if external else embedded_services)(_settings())
    try:
        report = run_scenarios(console, services, names, options)
        print_report(console, report)
        write_report(as_document(report), json_file)
    except StackError as error:
        print_error(console, error)
        raise typer.Exit(1) from error
    if report.has_failed:
        raise typer.Exit(1)


def run_scenarios(
    console: Console,
    stack: AbstractContextManager[Services],
    names: Sequence[str],
    options: Options,
) -> Report:
    """The report of these scenarios, run one after the other.

    Raises:
        StackError: the services could not be had.
    """
    modules = [importlib.import_module(f"cli.bench.scenarios.{name}") for name in names]
    with _progress(console) as progress:
        bar = progress.add_task("starting PostgreSQL, Kafka and the mail sink", total=None)
        with stack as services:
            report = Report(_facts(services), _described(options, names))
            print_machine(progress.console, facts_line(report.machine))
            progress.update(bar, total=sum(module.STEPS for module in modules), completed=0)

            def on_step(text: str) -> None:
                progress.update(bar, advance=1, description=text)

            for name, module in zip(names, modules, strict=True):
                report.runs.append(asyncio.run(_run(name, module.run, services, options, on_step)))
    return report


def _settings() -> StackSettings:
    try:
        return read_settings(StackSettings)
    except WrongSettings as error:
        raise typer.BadParameter(str(error)) from error


async def _run(
    name: str,
    scenario: Callable[[Bench], Any],
    services: Services,
    options: Options,
    on_step: Callable[[str], None],
) -> ScenarioRun:
    """A scenario that fails is written down; the others go on."""
    run = ScenarioRun(name, load_before=load_average())
    started = time.monotonic()
    try:
        await scenario(Bench(services, options, run, on_step))
    except (BenchFailed, AgentFailed, NothingMeasured, StackError) as error:
        run.failure = str(error)
        if isinstance(error, StackError):
            run.failure += f" {error.way_out}"
    except Exception:  # noqa: BLE001 - a bug; what the others measured is not lost with it
        run.failure = traceback.format_exc()
    run.seconds = time.monotonic() - started
    run.load_after = load_average()
    return run


def _progress(console: Console) -> Progress:
    return Progress(
        SpinnerColumn(),
        BarColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
        console=console,
        transient=True,
    )


def _facts(services: Services) -> dict[str, Any]:
    async def ask() -> str:
        connection = await asyncpg.connect(services.database_url)
        try:
            return str(await connection.fetchval("SHOW server_version"))
        finally:
            await connection.close()

    machine = describe_machine(services.folder, services.cache)
    machine["postgresql"] = asyncio.run(ask())
    if services.is_external:
        machine["kafka"] = "external"
    return machine


def _described(options: Options, names: Sequence[str]) -> dict[str, Any]:
    return {
        "scenarios": list(names),
        "seconds": options.seconds,
        "rate": options.rate,
        "count": options.count,
        "partitions": options.partitions,
    }
