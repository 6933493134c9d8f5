"""`rondel postpone`: a task is due at another time."""

from datetime import datetime, time
from typing import Annotated, Any

import typer

from cli.refusals import Document
from cli.remote import Token, Url
from cli.tasks.completing import complete_tasks
from cli.tasks.desk import AsJson, Desk, WrongUse, at_desk
from cli.tasks.naming import find_task
from cli.tasks.wording import day_of, due_words, slot_of
from shared.core.plain import one_line
from shared.domain.recurrence.slots import slot_text
from shared.domain.zones import to_instant

_FIELDS = "id,title,due,status,version"


def postpone(
    name: Annotated[
        str,
        typer.Argument(
            metavar="ID|TITLE", help="An id, or words of a title", autocompletion=complete_tasks
        ),
    ],
    phrase: Annotated[
        list[str], typer.Argument(metavar="WHEN...", help="friday 5pm, next week; 1 day, 2 hours")
    ],
    *,
    as_json: AsJson = False,
    url: Url = "",
    token: Token = "",
) -> None:
    """Put a task off: to a time in words, or by a length of time.

    A day alone keeps the time of day that the task has. Of a task that comes
    back this occurrence is moved, and no other.

    Examples:
    rondel postpone 3f2a friday 5pm
    rondel postpone "pay rent" 1 day
    """
    with at_desk(url, token, as_json=as_json) as desk:
        named = find_task(desk, name)
        path = f"/api/tasks/{named['id']}"
        task = desk.remote.ask("GET", path, params={"fields": _FIELDS})
        to = _new_due(desk, task, " ".join(phrase))
        answer = desk.remote.change(f"{path}/postpone", {"to": to})
        desk.answer({"task": answer})
        desk.say(f"Postponed: {one_line(answer['title'])}. Due {due_words(desk, answer['due'])}.")


def _new_due(desk: Desk, task: Document, phrase: str) -> Document:
    """When it is due instead, read by the server.

    Raises:
        WrongUse: the phrase is no time, or says more than one.
    """
    old = task["due"]
    found = _read(desk, phrase, {"zone": old["zone"]} if old and old["zone"] else {})
    if found is None and old is not None:
        zone = old["zone"] or desk.zone
        since = to_instant(datetime.combine(day_of(slot_of(old)), time.min), zone).isoformat()
        found = _read(desk, f"in {phrase}", {"zone": zone, "now": old["at"] or since})
        if found is not None and old["date"] and found.get("datetime_local"):
            raise WrongUse("The task is due on a day.", "Say days, or a time such as: today 5pm.")
    if found is None:
        raise WrongUse(
            f"“{phrase}” is no time.", "Say one: tomorrow, friday 5pm, next week; or 1 day."
        )
    if old is None or not old["datetime_local"] or found.get("datetime_local"):
        return found
    same_time = slot_of(old)
    assert isinstance(same_time, datetime)
    moved = datetime.combine(day_of(slot_of(found)), same_time.time())
    return {"datetime_local": slot_text(moved), "zone": old["zone"]}


def _read(desk: Desk, phrase: str, more: dict[str, Any]) -> Document | None:
    """The due time that the phrase says and nothing else; None if it says none, or more."""
    draft = desk.remote.ask("POST", "/api/tasks/parse", json={"text": phrase, **more})
    body: Document = draft["task"]
    if draft["title"] or body.keys() - {"title", "due"} or "due" not in body:
        return None
    return dict(body["due"])
