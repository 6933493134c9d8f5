"""`rondel reminders deliveries`: what became of messages, in the words that their owner reads."""

from typing import Annotated, Any, NoReturn
from uuid import UUID

import orjson
import typer
from rich.markup import escape
from rich.table import Table

from api.receipts import receipt_document
from cli.consoles import table_console
from cli.target import WRONG_USE, run_on_database
from shared.core.errors import NotFound
from shared.db.repositories import timeline as known
from shared.db.repositories.receipts import Wanted, list_receipts, reminders_without
from shared.db.repositories.users import find_user
from shared.db.session import Database
from shared.db.timeline import find_account

_MOST = 1_000

Documents = list[dict[str, Any]]


def deliveries(
    *,
    user: Annotated[
        str | None, typer.Option(metavar="ID|E-MAIL", help="All of an account, by id or address")
    ] = None,
    task: Annotated[str | None, typer.Option(metavar="ID", help="Those of a task")] = None,
    reminder: Annotated[str | None, typer.Option(metavar="ID", help="Those of a reminder")] = None,
    limit: Annotated[int, typer.Option(min=1, max=_MOST, help="Newest that are shown")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Print one document")] = False,
) -> None:
    """Say what became of each message, and why there is none; planned last first."""
    kind, text = _only_one({"user": user, "task": task, "reminder": reminder})
    is_address = kind == "user" and "@" in text
    identifier = None if is_address else _id_of(kind, text)

    async def read(db: Database) -> Documents:
        found = identifier or (await find_account(db, text)).id
        return await _read(db, kind, found, limit)

    items = run_on_database(read)
    if as_json:
        options = orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z
        typer.echo(orjson.dumps({"items": items}, option=options).decode())
    else:
        _show(items)


async def _read(db: Database, kind: known.Kind, identifier: UUID, limit: int) -> Documents:
    """The newest receipts; for a task or a reminder, first what has none.

    Raises:
        NotFound: nothing here has this id.
    """
    wanted = Wanted(
        reminder_id=identifier if kind == "reminder" else None,
        task_id=identifier if kind == "task" else None,
    )
    async with db.read() as connection:
        owner = await known.find_owner(connection, kind, identifier)
        user = await find_user(connection, owner[0]) if owner and owner[0] else None
        if user is None:
            raise NotFound("account" if kind == "user" else kind, identifier)
        without = await reminders_without(connection, user.id, wanted)
        settled = await list_receipts(connection, user.id, wanted, limit)
    return [receipt_document(each, user) for each in (*without, *settled)]


def _show(items: Documents) -> None:
    console = table_console()
    if not items:
        console.print("No message was due yet.")
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for heading in ("planned (UTC)", "reminder", "channel", "what became of it"):
        table.add_column(heading, overflow="fold")
    for item in items:
        planned = item["planned_at"].strftime("%Y-%m-%d %H:%M:%S") if item["planned_at"] else "-"
        channel = item["channel"]
        name = (channel["name"] or channel["id"]) if channel else "-"
        table.add_row(planned, item["reminder_id"], escape(name), escape(item["words"]))
    console.print(table)


def _only_one(asked: dict[known.Kind, str | None]) -> tuple[known.Kind, str]:
    given = [(kind, text) for kind, text in asked.items() if text is not None]
    if len(given) != 1:
        _refuse("Give exactly one of --user, --task and --reminder.")
    return given[0]


def _id_of(kind: str, text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        what = "an id or an e-mail address" if kind == "user" else "an id"
        _refuse(f"--{kind} takes {what}, and {text[:80]!r} is none.")


def _refuse(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(WRONG_USE)
