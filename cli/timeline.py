"""`rondel timeline`: everything that happened to somebody or something."""

from typing import Annotated

import typer

from cli.consoles import print_document, table_console
from cli.subjects import only_one
from cli.target import run_on_database
from cli.timeline_view import print_story
from shared.db.session import Database
from shared.db.timeline import Timeline, read_timeline

_MOST = 1_000


def timeline(
    *,
    user: Annotated[
        str | None, typer.Option(metavar="ID|E-MAIL", help="An account, by id or address")
    ] = None,
    task: Annotated[str | None, typer.Option(metavar="ID", help="A task")] = None,
    reminder: Annotated[str | None, typer.Option(metavar="ID", help="A reminder")] = None,
    event: Annotated[str | None, typer.Option(metavar="ID", help="An event")] = None,
    limit: Annotated[
        int,
        typer.Option(min=1, max=_MOST, help="Newest entries, and next reminders, that are shown"),
    ] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Print one document")] = False,
) -> None:
    """Follow a user, task, reminder or event from the API call to the mail server's answer."""
    asked = only_one({"user": user, "task": task, "reminder": reminder, "event": event})

    async def read(db: Database) -> Timeline:
        return await read_timeline(db, await asked.find(db), limit=limit)

    found = run_on_database(read)
    if as_json:
        print_document(_document(found))
    else:
        print_story(table_console(), found)


def _document(timeline: Timeline) -> dict[str, object]:
    """As `GET /api/ops/timeline` answers, but for the cursor."""
    return {
        "subject": {"kind": timeline.subject.kind, "id": str(timeline.subject.id)},
        "entries": timeline.entries,
        "waiting": timeline.waiting,
        "has_earlier": timeline.earlier is not None,
        "hint": timeline.hint,
    }
