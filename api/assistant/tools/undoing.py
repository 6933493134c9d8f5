"""Changes are taken back."""

from datetime import datetime
from typing import Final
from uuid import UUID

from pydantic import Field

from api.assistant.limits import MOST_AT_ONCE
from api.assistant.plans import Change, Outcome, Plan, Step
from api.assistant.tools.tasks import Shown, change_of
from api.assistant.tools.tool import Arguments, Tool, ToolContext
from api.schemas.common import Document
from shared.core.plain import one_line

_LOOKED_AT: Final = 200
_NEWEST: Final = 50
_FIELDS: Final = "id,title,status,due,recurrence,slot,series_id,created_at,version"
_WHY: Final = {
    "undone": "It was taken back before.",
    "changed": "A task of it was changed since.",
    "gone": "A task of it does not exist any more.",
    "expired": "It is more than 30 days ago.",
}


class Undo(Arguments):
    """Which change."""

    undo_id: UUID | None = Field(
        default=None, description="The undo id of a change; the last change if it is left out"
    )


async def _undo(context: ToolContext, wanted: Undo) -> Outcome | Plan:
    if wanted.undo_id is not None:
        found = await _entries(context, _LOOKED_AT)
        entry = next((each for each in found if each["id"] == str(wanted.undo_id)), None)
        return _plan(str(wanted.undo_id), entry)
    entry = next((each for each in await _entries(context, 50) if each["reason"] != "undone"), None)
    made = await _made_since(context, entry)
    if made is not None:
        return _unmake(context, made)
    if entry is None:
        return Outcome(ok=False, words="There is no change to take back.")
    if not entry["possible"]:
        why = _WHY.get(entry["reason"], "")
        words = f"The last change was: {one_line(entry['text'])}. It cannot be taken back. {why}"
        return Outcome(ok=False, words=words.strip())
    return _plan(entry["id"], entry)


async def _entries(context: ToolContext, limit: int) -> list[Document]:
    page = await context.caller.ask("GET", "/api/undo", query={"limit": limit})
    return list(page.document["items"])


async def _made_since(context: ToolContext, entry: Document | None) -> Shown | None:
    """The newest task, if somebody made it after that change; making has no entry of its own."""
    query = {"limit": _NEWEST, "sort": "created", "fields": _FIELDS}
    newest = (await context.caller.ask("GET", "/api/tasks", query=query)).document["items"]
    if not newest:
        return None
    task = Shown(newest[0])
    if entry is not None and _at(entry["at"]) >= _at(task.document["created_at"]):
        return None
    series_id = task.document["series_id"]
    if series_id is None:
        return task
    has_others = any(each["series_id"] == series_id for each in newest[1:])
    # What follows another occurrence was made by the recurrence, not by somebody.
    return None if has_others or await _follows(context, task) else task


async def _follows(context: ToolContext, task: Shown) -> bool:
    query = {"limit": 10}
    slots = await context.caller.ask("GET", f"/api/tasks/{task.id}/occurrences", query=query)
    return any(each["task_id"] != task.id for each in slots.document["items"])


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _unmake(context: ToolContext, task: Shown) -> Plan:
    return Plan(
        words=f"The last change added {task.quoted}: delete it",
        done_words=f"Deleted: {task.quoted}, which had been added last.",
        steps=(task.step("DELETE", ""),),
        changes=(task.change("task", task.due_words(context), "deleted"),),
        needs_confirmation=True,
    )


def _plan(undo_id: str, entry: Document | None) -> Plan:
    text = one_line(entry["text"]) if entry is not None else "the change"
    ids = entry["task_ids"] if entry is not None else []
    changes: tuple[Change, ...] = tuple(
        change_of(each, text, "change", "done", "taken back") for each in ids
    )
    return Plan(
        words=f"Take back: {text}",
        done_words=f"Taken back: {text}.",
        steps=(Step("POST", f"/api/undo/{undo_id}"),),
        changes=changes,
        needs_confirmation=len(ids) > MOST_AT_ONCE,
    )


UNDO = Tool(
    name="undo",
    title="Undo a change",
    description="Take back a change by its undo id, or the last one. Refused if a task of it was "
    "changed since.",
    arguments=Undo,
    kind="change",
    run=_undo,
)
