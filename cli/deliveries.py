"""`rondel reminders deliveries`: what became of messages, in the words that their owner reads."""

from typing import Annotated, Any

import typer
from rich.markup import escape

from api.receipts import receipt_document
from cli.consoles import plain_table, print_document, table_console
from cli.subjects import only_one
from cli.target import run_on_database
from shared.core.errors import NotFound
from shared.db.repositories.receipts import Wanted, list_receipts, reminders_without
from shared.db.repositories.timeline import find_owner
from shared.db.repositories.users import find_user
from shared.db.session import Database
from shared.db.timeline import Subject

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
    asked = only_one({"user": user, "task": task, "reminder": reminder})

    async def read(db: Database) -> Documents:
        return await _read(db, await asked.find(db), limit)

    items = run_on_database(read)
    if as_json:
        print_document({"items": items})
    else:
        _show(items)


async def _read(db: Database, subject: Subject, limit: int) -> Documents:
    """The newest receipts; for a task or a reminder, first what has none.

    Raises:
        NotFound: nothing here has this id.
    """
    wanted = Wanted(
        reminder_id=subject.id if subject.kind == "reminder" else None,
        task_id=subject.id if subject.kind == "task" else None,
    )
    async with db.read() as connection:
        owner = await find_owner(connection, subject.kind, subject.id)
        user = await find_user(connection, owner[0]) if owner and owner[0] else None
        if user is None:
            raise NotFound("account" if subject.kind == "user" else subject.kind, subject.id)
        without = await reminders_without(connection, user.id, wanted)
        settled = await list_receipts(connection, user.id, wanted, limit)
    return [receipt_document(each, user) for each in (*without, *settled)]


def _show(items: Documents) -> None:
    console = table_console()
    if not items:
        console.print("No message was due yet.")
        return
    table = plain_table("planned (UTC)", "reminder", "channel", "what became of it")
    for item in items:
        planned = item["planned_at"].strftime("%Y-%m-%d %H:%M:%S") if item["planned_at"] else "-"
        channel = item["channel"]
        name = (channel["name"] or channel["id"]) if channel else "-"
        table.add_row(planned, item["reminder_id"], escape(name), escape(item["words"]))
    console.print(table)
