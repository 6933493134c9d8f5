"""The command around a chaos run: the schedule, what happens, and what the judges found."""

import asyncio
import logging
from pathlib import Path
from random import SystemRandom
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cli.chaos.evidence import Evidence
from cli.chaos.fleet import instance_names
from cli.chaos.judge import INVARIANTS, judge
from cli.chaos.memory import holdings
from cli.chaos.report import Report, as_document, count_all, lines_of, near, slices_of
from cli.chaos.run import Finished, RunFailed, run_chaos
from cli.chaos.schedule import KINDS, Planned, make_schedule
from cli.chaos.servers import open_servers
from cli.chaos.tables import lateness_table, memory_table
from cli.consoles import table_console
from cli.dev_view import print_error
from cli.embedded.errors import StackError
from cli.embedded.settings import StackSettings
from cli.whole_files import check_report, write_report
from shared.core.settings import WrongSettings, read_settings

_VIOLATED, _NOT_RUN = 1, 2
_SHOWN = 20


def chaos(
    *,
    seed: Annotated[
        int | None, typer.Option(help="Repeats the faults of a run; one at random if left out")
    ] = None,
    minutes: Annotated[float, typer.Option(min=0.2, help="Length of load and faults")] = 2.0,
    every: Annotated[
        float | None,
        typer.Option(
            min=1,
            metavar="SECONDS",
            help="One fault in each so many seconds, kinds in turn; as dense as can be if left out",
        ),
    ] = None,
    only: Annotated[
        str, typer.Option(metavar="KIND,...", help=f"Only these: {', '.join(KINDS)}")
    ] = "",
    json_file: Annotated[
        str, typer.Option("--json", metavar="FILE", help="Write the report there; - prints it")
    ] = "",
) -> None:
    """Kill, freeze and starve the whole system under load, and check every invariant at the end.

    Exits with 1 if an invariant was violated, with 2 if the run could not be made.
    """
    kinds = _kinds(only)
    check_report(json_file)
    settings = _settings()
    seed = SystemRandom().randrange(1_000_000) if seed is None else seed
    seconds = minutes * 60
    schedule = make_schedule(seed, seconds, instance_names(), kinds, every)
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # brokers go away here
    console = table_console(stderr=json_file == "-")
    again = f"rondel chaos --seed {seed} --minutes {minutes:g}"
    again += f" --every {every:g}" if every else ""
    again += f" --only {only}" if only else ""
    _print_plan(console, seed, again, schedule)
    try:
        finished, logs = _run(console, settings, seed, seconds, schedule)
    except StackError as error:
        print_error(console, error)
        raise typer.Exit(_NOT_RUN) from error
    except RunFailed as error:
        console.print(f"[red]The run could not be made:[/] {escape(str(error))}")
        raise typer.Exit(_NOT_RUN) from error
    except Exception as error:
        console.print_exception()  # of the run itself: no verdict on the system
        raise typer.Exit(_NOT_RUN) from error
    report = Report(seed, seconds, kinds, every, schedule, finished, judge(finished.evidence))
    print_report(console, report, logs)
    try:
        write_report(as_document(report), json_file)
    except StackError as error:
        print_error(console, error)
        raise typer.Exit(_VIOLATED if report.violations else _NOT_RUN) from error
    if report.violations:
        raise typer.Exit(_VIOLATED)


def _kinds(only: str) -> tuple[str, ...]:
    wanted = tuple(each.strip() for each in only.split(",") if each.strip()) or KINDS
    unknown = [each for each in wanted if each not in KINDS]
    if unknown:
        raise typer.BadParameter(f"{', '.join(unknown)}: there are {', '.join(KINDS)}")
    return wanted


def _settings() -> StackSettings:
    try:
        return read_settings(StackSettings)
    except WrongSettings as error:
        raise typer.BadParameter(str(error)) from error


def _run(
    console: Console, settings: StackSettings, seed: int, seconds: float, schedule: list[Planned]
) -> tuple[Finished, Path]:
    with (
        console.status("starting PostgreSQL and Kafka") as status,
        open_servers(settings) as servers,
    ):

        def say(text: str) -> None:
            status.update(escape(text))
            console.print(f"[dim]{escape(text)}[/]", highlight=False)

        return asyncio.run(run_chaos(servers, seed, seconds, schedule, say)), servers.logs


def _print_plan(console: Console, seed: int, again: str, schedule: list[Planned]) -> None:
    """The seed, and what it means: with it, somebody else can make the same trouble."""
    console.print(f"seed [bold]{seed}[/], {len(schedule)} faults; again with: {again}")
    for planned in schedule:
        console.print(f"  {planned}", style="dim", highlight=False, markup=False)


def print_report(console: Console, report: Report, logs: Path) -> None:
    """People see the counts, and every violation with what was near it."""
    _print_counts(console, report)
    console.print(lateness_table(slices_of(report)))
    console.print(memory_table(holdings(report.finished.samples)))
    _print_violations(console, report, logs)


def _print_counts(console: Console, report: Report) -> None:
    table = Table(show_header=False, box=None)
    for name, counts in count_all(report.finished).items():
        found = ", ".join(f"{what} {number:,}" for what, number in counts.items())
        table.add_row(name, escape(found) or "none")
    console.print(table)


def _print_violations(console: Console, report: Report, logs: Path) -> None:
    if not report.violations:
        console.print(f"[green]All {len(INVARIANTS)} invariants hold.[/]")
        return
    evidence: Evidence = report.finished.evidence
    for violation in report.violations[:_SHOWN]:
        when = f" ({violation.at:%H:%M:%S.%f})" if violation.at else ""
        console.print(f"[red]{violation.invariant}[/]: {escape(violation.text)}{when}")
        for line in lines_of(violation):
            console.print(f"    {line}", markup=False, highlight=False)
        for fault in near(violation, evidence.suffered):
            console.print(f"    near it: {fault}", markup=False, highlight=False)
    rest = len(report.violations) - _SHOWN
    more = f" {rest} more are in the report (--json)." if rest > 0 else ""
    console.print(f"[red]{len(report.violations)} violations.[/]{more} The logs are in {logs}.")
