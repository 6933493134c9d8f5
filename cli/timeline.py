"""`rondel timeline`: everything that happened to somebody or something."""

from typing import Annotated, NoReturn
from uuid import UUID

import orjson
import typer

from cli.consoles import table_console
from cli.target import WRONG_USE, run_on_database
from cli.timeline_view import print_story
from shared.db.repositories.timeline import Kind
from shared.db.session import Database
from shared.db.timeline import Subject, Timeline, find_account, read_timeline

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
        int, typer.Option(min=1, max=_MOST, help="Newest entries that are shown")
    ] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Print one document")] = False,
) -> None:
    """Follow a user, task, reminder or event from the API call to the mail server's answer."""
    asked: dict[Kind, str | None] = {
        "user": user,
        "task": task,
        "reminder": reminder,
        "event": event,
    }
    kind, text = _only_one(asked)
    is_address = kind == "user" and "@" in text
    identifier = None if is_address else _id_of(kind, text)

    async def read(db: Database) -> Timeline:
        known = await find_account(db, text) if identifier is None else Subject(kind, identifier)
        return await read_timeline(db, known, limit=limit)

    found = run_on_database(read)
    if as_json:
        typer.echo(orjson.dumps(_document(found), option=_JSON).decode())
    else:
        print_story(table_console(), found)


_JSON = orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z


def _document(timeline: Timeline) -> dict[str, object]:
    """As `GET /api/ops/timeline` answers, but for the cursor."""
    return {
        "subject": {"kind": timeline.subject.kind, "id": str(timeline.subject.id)},
        "entries": timeline.entries,
        "waiting": timeline.waiting,
        "has_earlier": timeline.earlier is not None,
        "hint": timeline.hint,
    }


def _only_one(asked: dict[Kind, str | None]) -> tuple[Kind, str]:
    given = [(kind, text) for kind, text in asked.items() if text is not None]
    if len(given) != 1:
        _refuse("Give exactly one of --user, --task, --reminder and --event.")
    return given[0]


def _id_of(kind: Kind, text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        what = "an id or an e-mail address" if kind == "user" else "an id"
        _refuse(f"--{kind} takes {what}, and {text[:80]!r} is none.")


def _refuse(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(WRONG_USE)
