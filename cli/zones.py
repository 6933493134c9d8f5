"""`rondel zones`: plans are where the zone data of today puts them."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.console import Console

from cli.consoles import plain_table, print_document, table_console
from cli.target import run_on_database
from shared.commands.zone_data import (
    Discrepancy,
    Kind,
    find_discrepancies,
    note_planned,
    planned_with,
    replan_user,
    zone_data_version,
)
from shared.core.errors import NotFound
from shared.db.session import Database

_LEFT = 3
_EXAMPLES = 10

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback()
def _zones() -> None:
    """Look after plans when governments change their clocks."""


@dataclass
class _Report:
    """What was found, and what was done about it."""

    planned_with: str | None
    zone_data: str
    rows: int = 0
    moved: int = 0
    counts: Counter[Kind] = field(default_factory=Counter)
    examples: list[Discrepancy] = field(default_factory=list)
    users: set[UUID] = field(default_factory=set)

    @property
    def left(self) -> int:
        """Discrepancies that are still there."""
        return self.counts["unknown_zone"] if self.moved else self.counts.total()


_AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document")]


@app.command()
def check(*, as_json: _AsJson = False) -> None:
    """Print which tasks and reminders to come are not where today's zone data puts them.

    Exit codes: 0 everything agrees, 1 it could not be compared, 3 something differs.
    """
    _end(run_on_database(_look), as_json=as_json)


@app.command()
def replan(
    *,
    apply: Annotated[bool, typer.Option("--apply", help="Plan them anew; else only look")] = False,
    as_json: _AsJson = False,
) -> None:
    """Plan what differs anew, a transaction for each person, and note the zone data.

    Safe while everything runs. Exit codes: 0 everything agrees now, 1 it could not be compared,
    3 differences are left: without --apply, or zones that this server does not know.
    """
    _end(run_on_database(_replan if apply else _look), as_json=as_json)


async def _look(db: Database) -> _Report:
    report = _Report(await planned_with(db), zone_data_version())
    async for page in find_discrepancies(db):
        report.rows += page.rows
        report.counts.update(each.kind for each in page.found)
        report.users.update(each.user_id for each in page.found if each.kind != "unknown_zone")
        report.examples += page.found[: _EXAMPLES - len(report.examples)]
    return report


async def _replan(db: Database) -> _Report:
    report = await _look(db)
    for user_id in sorted(report.users):
        try:
            moved = await replan_user(db, user_id)
        except NotFound:
            continue  # the account was deleted since
        report.moved += moved.tasks + moved.reminders
    await note_planned(db, report.zone_data)
    return report


def _end(report: _Report, *, as_json: bool) -> None:
    if as_json:
        print_document(_document(report))
    else:
        _show(report, table_console())
    raise typer.Exit(_LEFT if report.left else 0)


def _show(report: _Report, console: Console) -> None:
    noted = report.planned_with or "zone data that nobody noted"
    console.print(f"Plans were made with {noted}; this server has {report.zone_data}.")
    if report.examples:
        table = plain_table("kind", "task", "zone", "planned", "by the zone data")
        for each in report.examples:
            stored, computed = (
                at.isoformat() if at else "-" for at in (each.stored, each.computed)
            )
            table.add_row(each.kind, str(each.task_id), each.zone, stored, computed)
        console.print(table)
    found = ", ".join(f"{count} {kind}" for kind, count in sorted(report.counts.items()))
    console.print(
        f"{report.rows} tasks compared: {found or 'everything agrees'}. "
        f"{report.moved} planned anew, {report.left} left."
    )


def _document(report: _Report) -> dict[str, Any]:
    return {
        "planned_with": report.planned_with,
        "zone_data": report.zone_data,
        "rows": report.rows,
        "moved": report.moved,
        "left": report.left,
        "counts": dict(report.counts),
        "examples": [
            {
                "kind": each.kind,
                "user_id": str(each.user_id),
                "task_id": str(each.task_id),
                "reminder_id": str(each.reminder_id) if each.reminder_id else None,
                "zone": each.zone,
                "stored": each.stored,
                "computed": each.computed,
            }
            for each in report.examples
        ],
    }
