"""`rondel done` and `rondel skip`: tasks are over, and what follows them is told."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from cli.refusals import Document
from cli.remote import Token, Url
from cli.tasks.completing import complete_tasks
from cli.tasks.desk import AsJson, Desk, at_desk
from cli.tasks.naming import find_task, find_tasks
from cli.tasks.wording import due_words
from shared.core.plain import one_line

_FIELDS = "id,title,status,due,recurrence"

Names = Annotated[
    list[str],
    typer.Argument(
        metavar="ID|WORDS...",
        help="Ids, or the ends of ids that `today` shows; or words of a title",
        autocompletion=complete_tasks,
    ),
]


def done(names: Names, *, as_json: AsJson = False, url: Url = "", token: Token = "") -> None:
    """Mark tasks as done, and say when they come next.

    Several ids are several tasks; bare words are those of one title, so quote
    each title to name several. All of it is one change for `rondel undo`.

    Exit codes: 0 done, 1 the server said no to some or all,
    2 it is not clear which task is meant: nothing was done.

    Examples:
    rondel done 3f2a 91bc
    rondel done pay rent
    rondel done "pay rent" "water plants"
    """
    with at_desk(url, token, as_json=as_json) as desk:
        tasks = [_read(desk, each) for each in find_tasks(desk, names)]
        ahead = {each["id"]: _following(desk, each) for each in tasks}
        ids = [each["id"] for each in tasks]
        answer = desk.remote.change("/api/tasks/bulk", {"action": "complete", "ids": ids})
        problems = {each["id"]: each["problem"] for each in answer["items"] if not each["ok"]}
        desk.answer(_document(tasks, ahead, problems, answer["undo_id"]))
        for each in tasks:
            if each["id"] not in problems:
                desk.say(_done_words(desk, each, ahead[each["id"]]))
        for each in tasks:
            if each["id"] in problems:
                title, problem = one_line(each["title"]), problems[each["id"]]
                desk.complain([f"Not done: {title}. {problem['detail']}"])
    if problems:
        raise typer.Exit(1)


def skip(names: Names, *, as_json: AsJson = False, url: Url = "", token: Token = "") -> None:
    """Skip one occurrence of a task that comes back, without doing it.

    Examples:
    rondel skip 3f2a
    rondel skip water plants
    """
    with at_desk(url, token, as_json=as_json) as desk:
        task = find_task(desk, " ".join(names))
        answer = desk.remote.change(f"/api/tasks/{task['id']}/skip", {})
        desk.answer(answer)
        following = answer["next"]
        words = _next_words(desk, following["due"] if following else None)
        desk.say(f"Skipped: {one_line(answer['task']['title'])}. {words}")


def _read(desk: Desk, task: Document) -> Document:
    return desk.remote.ask("GET", f"/api/tasks/{task['id']}", params={"fields": _FIELDS})


def _following(desk: Desk, task: Document) -> Document | None:
    """When its series goes on if it is done now, as a due time; None if it ends or has none.

    A worker makes the next occurrence, a moment later; what it will be is known before.
    """
    if task["recurrence"] is None or task["status"] != "open":
        return None
    coming = desk.remote.ask("GET", f"/api/tasks/{task['id']}/schedule")["next"]
    if not coming:
        return None
    slot = coming[0]["slot"]
    zone = task["due"]["zone"] if task["due"] else None
    is_timed = "T" in slot
    return {
        "date": None if is_timed else slot,
        "datetime_local": slot if is_timed else None,
        "zone": zone,
        "at": coming[0]["at"],
    }


def _document(
    tasks: Sequence[Document],
    ahead: Mapping[str, Document | None],
    problems: Mapping[str, Document],
    undo_id: str | None,
) -> Document:
    return {
        "done": [
            {"id": each["id"], "title": each["title"], "next_due": ahead[each["id"]]}
            for each in tasks
            if each["id"] not in problems
        ],
        "failed": [
            {"id": each["id"], "title": each["title"], "problem": problems[each["id"]]}
            for each in tasks
            if each["id"] in problems
        ],
        "undo_id": undo_id,
    }


def _done_words(desk: Desk, task: Document, following: Document | None) -> str:
    title = one_line(task["title"])
    if task["status"] == "done":
        return f"Done before: {title}."
    if task["recurrence"] is None:
        return f"Done: {title}."
    return f"Done: {title}. {_next_words(desk, following)}"


def _next_words(desk: Desk, due: Document | None) -> str:
    return f"Next: {due_words(desk, due)}." if due else "That was the last one."
