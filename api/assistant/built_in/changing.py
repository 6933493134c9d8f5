"""What the built-in assistant changes: one task, or all that match."""

from collections.abc import AsyncIterator
from typing import Final

from api.assistant.agent import Part, Text
from api.assistant.built_in.adding import offer_project
from api.assistant.built_in.choosing import choose_task
from api.assistant.built_in.continuing import NO_TIME
from api.assistant.built_in.using import Asking, tasks_of, told
from api.schemas.common import PRIORITY_NAMES, Document

_WHICH: Final = "Which tasks? For example: “all overdue tasks”, “everything due today”."


async def complete(asking: Asking) -> AsyncIterator[Part]:
    """The task is done."""
    async for part in _do(asking, "complete_task", "complete"):
        yield part


async def reopen(asking: Asking) -> AsyncIterator[Part]:
    """The task is open again."""
    async for part in _do(asking, "reopen_task", "reopen", is_done=True):
        yield part


async def skip(asking: Asking) -> AsyncIterator[Part]:
    """This occurrence is skipped."""
    async for part in _do(asking, "skip_task", "skip"):
        yield part


async def delete(asking: Asking) -> AsyncIterator[Part]:
    """The task is deleted, once somebody says yes."""
    async for part in _do(asking, "delete_task", "delete"):
        yield part


async def postpone(asking: Asking) -> AsyncIterator[Part]:
    """The task is put off."""
    wanted = _times(asking)
    if not wanted:
        yield Text(NO_TIME)
        return
    async for part in _do(asking, "postpone_task", "postpone", wanted):
        yield part


async def move(asking: Asking) -> AsyncIterator[Part]:
    """The task is due at another time, whether it had one or not."""
    request = asking.request
    if request.is_all or request.by:
        async for part in postpone(asking):
            yield part
    elif request.when:
        async for part in _do(asking, "update_task", "edit", {"when": request.when}):
            yield part
    else:
        yield Text(NO_TIME)


async def snooze(asking: Asking) -> AsyncIterator[Part]:
    """The reminder comes again later."""
    request = asking.request
    wanted = {"for": request.by} if request.by else {"until": request.when}
    if not any(wanted.values()):
        wanted = {"for": "10 minutes"}
    async for part in _do(asking, "snooze_task", "snooze", wanted):
        yield part


async def change(asking: Asking) -> AsyncIterator[Part]:
    """Fields of the task are others."""
    if asking.request.no_repeat:
        async for part in _do(asking, "stop_repeating", "stop_repeating"):
            yield part
        return
    wanted = _fields(asking)
    if not wanted:
        yield Text("What of it? For example: “set dentist to p1”, “rename dentist to check-up”.")
        return
    async for part in _do(asking, "update_task", "edit", wanted):
        yield part


async def undo(asking: Asking) -> AsyncIterator[Part]:
    """The last change is taken back."""
    async for part in asking.use("undo", {}):
        yield part
    yield told(asking.outcome)


async def _do(
    asking: Asking,
    tool: str,
    action: str,
    more: Document | None = None,
    *,
    is_done: bool = False,
) -> AsyncIterator[Part]:
    """The tool is used for the task that is meant, or for all of them."""
    if asking.request.is_all:
        which = _which(asking)
        if not which:
            yield Text(_WHICH)
            return
        wanted = {"action": action, **which, **(more or {})}
        async for part in asking.use("change_tasks", wanted):
            yield part
        yield told(asking.outcome)
        return
    chosen: list[Document] = []
    async for part in choose_task(asking, chosen, is_done=is_done):
        yield part
    if not chosen:
        return
    async for part in asking.use(tool, {"task_id": chosen[0]["id"], **(more or {})}):
        yield part
    yield told(asking.outcome)
    if set(more or ()) == {"project"} and "projects" in asking.outcome.facts and asking.is_alone:
        async for part in offer_project(asking, str(asking.request.set_project), chosen[0]["id"]):
            yield part


def _which(asking: Asking) -> Document:
    request = asking.request
    shown = [each["id"] for each in tasks_of(asking.turn.history)] if request.is_last else ()
    if asking.all_ids or shown:
        return {"task_ids": list(asking.all_ids or shown)}
    found = {"filter": request.filter, "words": request.query}
    return {name: value for name, value in found.items() if value}


def _times(asking: Asking) -> Document:
    request = asking.request
    if request.by:
        return {"by": request.by}
    return {"to": request.when} if request.when else {}


def _fields(asking: Asking) -> Document:
    """What is to be set, as the tool names it."""
    request = asking.request
    found: Document = {
        "title": request.set_title,
        "priority": PRIORITY_NAMES[request.set_priority] if request.set_priority else None,
        "add_labels": list(request.add_labels),
        "remove_labels": list(request.remove_labels),
        "project": request.set_project,
        "when": request.when,
        "repeat": request.set_repeat,
        "remind": request.set_remind,
        "no_due": request.no_due,
        "no_reminders": request.no_reminders,
    }
    return {name: value for name, value in found.items() if value}
