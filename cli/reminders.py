"""`rondel reminders`: the job store is what the reminders say (docs/reminders.md)."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from cli.consoles import plain_table, print_document, table_console
from cli.deliveries import deliveries
from cli.failing import Yes, can_ask, refuse, telling_errors
from cli.target import Target, open_target, target_database
from shared.commands.reconciliation import Difference, find_differences, repair_differences
from shared.db.repositories import reconciliation, users
from shared.db.repositories.jobs import FIRST_INSTANT, LAST_INSTANT
from shared.db.repositories.reconciliation import Kind, Scope
from shared.db.session import Database

_LEFT = 3
_EXAMPLES = 3

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback()
def _reminders() -> None:
    """Look after the reminders that wait."""


app.command()(deliveries)


@dataclass
class _Tally:
    """What was found, and what was done about it."""

    rows: int = 0
    repaired: int = 0
    counts: Counter[Kind] = field(default_factory=Counter)
    examples: dict[Kind, list[Difference]] = field(default_factory=dict)

    def add(self, rows: int, differences: Sequence[Difference], repaired: int) -> None:
        self.rows += rows
        self.repaired += repaired
        self.counts.update(each.kind for each in differences)
        for each in differences:
            shown = self.examples.setdefault(each.kind, [])
            if len(shown) < _EXAMPLES:
                shown.append(each)

    @property
    def left(self) -> int:
        return self.counts.total() - self.repaired


@dataclass(frozen=True)
class _Wish:
    """What the person in front of it asked for."""

    user: str | None
    start: datetime
    end: datetime
    dry_run: bool
    as_json: bool
    yes: bool


@app.command()
def rebuild(
    *,
    user: Annotated[
        str | None, typer.Option(metavar="EMAIL_OR_ID", help="Only this account's reminders")
    ] = None,
    start: Annotated[
        str, typer.Option("--from", metavar="TIME", help="Only those that fire from then on")
    ] = "",
    end: Annotated[
        str, typer.Option("--to", metavar="TIME", help="Only those that fire before then")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Change nothing")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document")] = False,
    yes: Yes = False,
) -> None:
    """Bring the job store into agreement with the reminders, and print what differed.

    Safe while everything runs. TIME has an offset: 2026-11-27T09:00:00+01:00.

    Exit codes: 0 everything agrees, 1 it could not be compared, 2 wrong usage, 3 differences are
    left.
    """
    console = Console(stderr=True, soft_wrap=True)
    with telling_errors():
        wish = _Wish(
            user,
            _instant("--from", start, FIRST_INSTANT),
            _instant("--to", end, LAST_INSTANT),
            dry_run,
            as_json,
            yes,
        )
        _refuse_wrong_use(wish)
        tally = asyncio.run(_rebuild(target_database(), wish, console))
    raise typer.Exit(_LEFT if tally.left else 0)


def _instant(option: str, value: str, default: datetime) -> datetime:
    if not value:
        return default
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        refuse(f"{option}: {value!r} is no time such as 2026-11-27T09:00:00+01:00.")
    if found.tzinfo is None:
        refuse(f"{option}: say the offset, too: {value}+01:00, or {value}Z for UTC.")
    return found


def _refuse_wrong_use(wish: _Wish) -> None:
    if wish.start >= wish.end:
        refuse("--from has to be before --to.")
    if wish.dry_run and wish.yes:
        refuse("Give only one of --dry-run and --yes.")
    if not (wish.dry_run or wish.yes) and (wish.as_json or not can_ask()):
        refuse("Nobody can be asked here: give --yes to repair, or --dry-run to look only.")


async def _rebuild(target: Target, wish: _Wish, console: Console) -> _Tally:
    async with open_target(target) as db:
        await _check_partitions(db)
        scope = await _scope_of(db, wish)
        asks = not (wish.yes or wish.dry_run)
        tally = await _pass(db, scope, console, repairs=wish.yes)
        if asks and tally.counts:
            _show(tally, table_console(), target)
            if not typer.confirm(f"Repair them in {target.place}?"):
                return tally
            tally = await _pass(db, scope, console, repairs=True)
        if wish.as_json:
            print_document(_document(tally))
        else:
            _show(tally, table_console(), target)
        return tally


async def _check_partitions(db: Database) -> None:
    """Jobs must not be moved to where nobody looks for them."""
    async with db.read() as connection:
        known = await reconciliation.known_partitions(connection)
    if known is not None and known != db.partitions:
        refuse(
            f"The workers have used {known} partitions in this database, not {db.partitions}. "
            "Set RONDEL_KAFKA__PARTITIONS as it is set for the workers."
        )


async def _scope_of(db: Database, wish: _Wish) -> Scope:
    if wish.user is None:
        return Scope(None, wish.start, wish.end)
    async with db.read() as connection:
        try:
            row = await users.find_user(connection, UUID(wish.user))
            user_id = row.id if row else None
        except ValueError:
            found = await users.find_credentials(connection, wish.user.strip().lower())
            user_id = found.user_id if found else None
    if user_id is None:
        refuse(f"--user: there is no account {wish.user}.")
    return Scope(user_id, wish.start, wish.end)


async def _pass(db: Database, scope: Scope, console: Console, *, repairs: bool) -> _Tally:
    async with db.read() as connection:
        total = await reconciliation.count_rows(connection, scope)
    tally = _Tally()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns,
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as progress:
        bar = progress.add_task("Repairing" if repairs else "Comparing", total=total)
        async for page in find_differences(db, scope):
            done = len(await repair_differences(db, page.differences)) if repairs else 0
            tally.add(page.rows, page.differences, done)
            progress.advance(bar, page.rows)
    return tally


def _show(tally: _Tally, console: Console, target: Target) -> None:
    if not tally.counts:
        console.print(f"{target.place}: {tally.rows} rows compared, everything agrees.")
        return
    table = plain_table("kind", "count", "examples")
    for kind, count in tally.counts.most_common():
        table.add_row(kind, str(count), "\n".join(map(_line, tally.examples[kind])))
    console.print(table)
    console.print(f"\n{tally.rows} rows compared, {tally.repaired} repaired, {tally.left} left.")
    if tally.counts[Kind.UNFIRED]:
        console.print("Unfired jobs are for the worker that owns them: see its log and Kafka.")


def _line(each: Difference) -> str:
    note = f" ({each.note})" if each.note else ""
    return f"{each.reminder_id} at {each.at.isoformat()}{note}"


def _document(tally: _Tally) -> dict[str, Any]:
    return {
        "rows": tally.rows,
        "repaired": tally.repaired,
        "left": tally.left,
        "differences": {
            kind.value: {
                "count": count,
                "examples": [
                    {
                        "reminder_id": str(each.reminder_id),
                        "user_id": str(each.user_id) if each.user_id else None,
                        "at": each.at,
                        "note": each.note,
                    }
                    for each in tally.examples[kind]
                ],
            }
            for kind, count in tally.counts.items()
        },
    }
