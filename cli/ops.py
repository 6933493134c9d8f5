"""`rondel ops`: how far everything is, and what workers do from time to time."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from api.overview.board import OverviewBoard
from api.overview.documents import partition_document
from api.overview.lag import WATCHED, LagBoard
from api.overview.schedules import retries_document, schedule_document
from cli.consoles import plain_table, print_document, table_console
from cli.embedded.errors import StackError
from cli.failing import fail, refuse, telling_errors
from cli.target import acting_person, run_on_database
from cli.topics import known_kafka
from shared.commands.operations import run_schedule
from shared.core.clock import SystemClock
from shared.core.settings import LogSettings
from shared.db.repositories.schedules import list_schedules
from shared.db.session import Database
from shared.observability.logging import configure_logging

app = typer.Typer(
    help="See how far everything is: lag, outbox, leases, channels, schedules.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

AsJson = Annotated[bool, typer.Option("--json", help="Print one document")]
_UNAVAILABLE = 1


@app.command()
def overview(*, as_json: AsJson = False) -> None:
    """Print the numbers of the operations page: `GET /api/ops/overview` without the open pages.

    Exit codes: 0 all could be read, 1 a part is unavailable, 2 the settings make no sense.
    """
    lag = _lag_board()

    async def read(db: Database) -> dict[str, Any]:
        return await OverviewBoard(db, lag).show()

    document = run_on_database(read)
    if as_json:
        print_document(document)
    else:
        show_overview(document, table_console())
    parts = (document["kafka"]["status"], document["database"]["status"])
    if "unavailable" in parts:
        raise typer.Exit(_UNAVAILABLE)


@app.command()
def lag(
    group: Annotated[
        str | None, typer.Argument(help=f"One of {', '.join(WATCHED)}; without it: all of them")
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Print how far consumer groups are behind; of one group partition by partition.

    Exit codes: 0 it is known, 1 Kafka could not be asked, 2 there is no such group.
    """
    if group is not None and group not in WATCHED:
        refuse(f"There is no group {group}; there are {', '.join(WATCHED)}.")
    board = _lag_board()
    seen = asyncio.run(board.show())
    if seen.reason is not None:
        fail(StackError(f"Kafka could not be asked: {seen.reason}.", "See: rondel doctor"))
    now = SystemClock().now()
    rows = [
        {"group": name, **partition_document(each, now)}
        for name, found in seen.groups.items()
        if group in {None, name}
        for each in found.partitions
    ]
    if as_json:
        print_document({"items": rows})
        return
    shown = rows if group else [row for row in rows if row["lag"]]
    if not shown:
        typer.echo("Nothing waits in any group.")
        return
    _print_table(
        ("group", "topic", "partition", "lag", "oldest (s)", "position", "end", "host"),
        [
            (
                row["group"],
                row["topic"],
                row["partition"],
                row["lag"],
                row["oldest_age_seconds"],
                row["position"],
                row["end"],
                row["host"] or "nobody",
            )
            for row in shown
        ],
    )


@app.command()
def schedules(*, as_json: AsJson = False) -> None:
    """List what workers do from time to time: when it ran, how it ended, when it comes next."""

    async def read(db: Database) -> list[Mapping[str, Any]]:
        async with db.read() as connection:
            return list(map(schedule_document, await list_schedules(connection)))

    items = run_on_database(read)
    if as_json:
        print_document({"items": items})
        return
    _print_table(
        ("schedule", "every (s)", "last run", "took (s)", "ended", "next"),
        [
            (
                each["name"],
                f"{each['every_seconds']:g}",
                _instant(each["last_started_at"]),
                each["last_seconds"],
                each["last_outcome"],
                "asked for" if each["asked_at"] else _instant(each["next_at"]),
            )
            for each in items
        ],
    )


@app.command()
def run(
    name: Annotated[str, typer.Argument(help="As `rondel ops schedules` lists it")],
    *,
    as_json: AsJson = False,
) -> None:
    """Have a job done at once by a process of its worker; it stands in the audit log."""

    async def order(db: Database) -> Mapping[str, Any]:
        return schedule_document(await run_schedule(db, acting_person(), name))

    document = run_on_database(order)
    if as_json:
        print_document(document)
    else:
        typer.echo(f"{name} runs as soon as the worker {document['worker']} sees it.")


@app.command()
def retries(*, as_json: AsJson = False) -> None:
    """List how often and when an event of each type is tried again."""
    document: dict[str, Any] = retries_document()
    if as_json:
        print_document(document)
        return
    _print_table(
        ("event type", "workers", "tries at once", "then after (s)"),
        [
            (
                each["event_type"],
                ", ".join(each["groups"]),
                each["tries_here"],
                ", ".join(f"{seconds:g}" for seconds in each["delays_seconds"]),
            )
            for each in document["items"]
        ],
    )


def _lag_board() -> LagBoard:
    configure_logging(LogSettings(format="console", level="error"), "ops")
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # what it says comes as an answer
    with telling_errors():
        return LagBoard(known_kafka(), SystemClock())


def show_overview(document: dict[str, Any], console: Console) -> None:
    """The overview is on the console: what is wrong first, groups as a table."""
    kafka, tables = document["kafka"], document["database"]
    if kafka["reason"]:
        console.print(Text(f"Kafka could not be asked: {kafka['reason']}.", style="red"))
    if tables["status"] == "ok":
        waiting = tables["punctuality"]["waiting_since"]
        if waiting is not None:
            minutes = (document["counted_at"] - waiting) // timedelta(minutes=1)
            late = f"Reminders are late: the oldest waits for {minutes} min."
            console.print(Text(late, style="red"))
        for line in _lines_of(tables):
            console.print(line)
    else:
        console.print(Text("PostgreSQL did not answer in time.", style="red"))
    _print_table(
        ("group", "members", "lag", "most", "in", "oldest (s)", "to retry", "last handled"),
        [
            (
                f"{each['name']}{' (paused)' if each['paused'] else ''}",
                each["members"],
                each["lag"],
                each["largest_lag"],
                each["largest_in"],
                each["oldest_age_seconds"],
                sum(tier["waiting"] for tier in each["retries"]),
                _instant(each["last_handled_at"]),
            )
            for each in kafka["groups"]
        ],
    )


def _lines_of(tables: dict[str, Any]) -> list[str]:
    outbox, leases, coming = tables["outbox"], tables["leases"], tables["coming"]
    hour = tables["punctuality"]["last_hour"]
    lateness = hour["lateness_ms"]
    percents = f", p95 {lateness['p95']} ms, p99 {lateness['p99']} ms" if lateness else ""
    soon = sum(each["reminders"] for each in coming["minutes"])
    letters = tables["dead_letters"]["open"]
    channels = "; ".join(
        f"{each['kind']} {each['sent']} sent, {each['failed']} failed, {each['sending']} on the way"
        for each in tables["channels"]["items"]
    )
    return [
        f"Outbox: {outbox['waiting']} waiting, oldest {outbox['oldest_age_seconds'] or 0} s",
        f"Relay lanes: {_share(leases['lanes'])}; reminders: {_share(leases['schedulers'])}",
        (
            f"Reminders since {hour['since']:%H:%M} UTC: {hour['sent']} sent, {hour['late']} late, "
            f"{hour['failed']} failed, {hour['missed']} missed{percents}; "
            f"{soon} in the next ten minutes, {coming['overdue']} overdue"
        ),
        f"Dead letters: {letters} open",
        f"Channels: {channels or 'nothing was sent lately'}",
    ]


def _share(share: dict[str, Any]) -> str:
    owned = share["total"] - len(share["unowned"])
    return f"{owned} of {share['total']} held by {share['owners']}"


def _instant(value: Any) -> str:
    return f"{value:%Y-%m-%d %H:%M:%S}" if value else ""


def _print_table(headings: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    table = plain_table(*headings)
    for row in rows:
        table.add_row(*("" if value is None else str(value) for value in row))
    table_console().print(table)
