"""`rondel undo`: a change is taken back."""

from typing import Annotated, Final
from uuid import UUID

import typer

from cli.embedded.errors import StackError
from cli.refusals import Document
from cli.remote import Token, Url
from cli.tasks.desk import AsJson, Desk, at_desk
from shared.core.plain import one_line

_LOOKED_AT: Final = 50


def undo(
    undo_id: Annotated[
        UUID | None, typer.Argument(help="Which change; the last one if it is left out")
    ] = None,
    *,
    as_json: AsJson = False,
    url: Url = "",
    token: Token = "",
) -> None:
    """Take back the last change: done, skipped, postponed, edited, deleted. Again: the one before.

    Examples:
    rondel undo
    rondel undo 01932f00-0000-7000-8000-0000000000ba
    """
    with at_desk(url, token, as_json=as_json) as desk:
        change = {"id": str(undo_id), "text": None} if undo_id else _last(desk)
        answer = desk.remote.change(f"/api/undo/{change['id']}", {})
        desk.answer({"undo_id": change["id"], "text": change["text"], "tasks": answer["tasks"]})
        titles = ", ".join(one_line(each["title"]) for each in answer["tasks"])
        desk.say(f"Taken back: {one_line(change['text'] or titles)}.")


def _last(desk: Desk) -> Document:
    """The latest change that was not taken back.

    Raises:
        StackError: there is none.
    """
    found = desk.remote.ask("GET", "/api/undo", params={"limit": _LOOKED_AT})["items"]
    for change in found:
        if change["undone_at"] is None:
            return dict(change)
    message = "There is no change that could be taken back."
    raise StackError(message, "Changes can be taken back for 30 days; adding a task is none.")
