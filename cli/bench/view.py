"""The report as people read it."""

from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cli.bench.report import Report, Row, ScenarioRun, format_value, missed

_MARKS = {True: "[green]met[/]", False: "[red]missed[/]", None: ""}


def print_report(console: Console, report: Report) -> None:
    """One table a scenario, then what was missed."""
    for run in report.runs:
        console.print(_table(run))
        if run.failure:
            console.print(f"[red]{escape(run.name)} did not come to its end:[/] ", end="")
            console.print(run.failure, markup=False)
    behind = missed(report.runs)
    if behind:
        console.print(f"{len(behind)} of {_targets(report)} targets missed.")
    elif _targets(report):
        console.print(f"All {_targets(report)} targets met.")


def print_machine(console: Console, machine: Iterable[tuple[str, object]]) -> None:
    """The facts that figures depend on, in one line."""
    console.print(" · ".join(f"{name} {value}" for name, value in machine), markup=False)


def _table(run: ScenarioRun) -> Table:
    title = f"{run.name}  [dim]{run.seconds:.0f} s, load average {run.load_before:.1f} before[/]"
    table = Table(title=title, title_justify="left", expand=False)
    for heading in ("metric", "value", "target", "", "baseline", "limited by"):
        table.add_column(heading, justify="right" if heading == "value" else "left")
    for row in run.rows:
        table.add_row(*_cells(row))
    return table


def _cells(row: Row) -> list[str]:
    return [
        escape(row.metric),
        f"{format_value(row.value)} {row.unit}",
        str(row.target or ""),
        _MARKS[row.is_met],
        _baseline(row),
        escape(row.limited_by or ""),
    ]


def _baseline(row: Row) -> str:
    if row.baseline is None or row.ratio is None:
        return ""
    return f"{row.baseline.name} {format_value(row.baseline.value)}, x {row.ratio:.2f}"


def _targets(report: Report) -> int:
    return sum(row.target is not None for run in report.runs for row in run.rows)
