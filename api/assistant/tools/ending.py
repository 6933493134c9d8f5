"""Tasks are done, open again, skipped, deleted."""

from typing import Final
from uuid import UUID

from pydantic import Field

from api.assistant.plans import Outcome, Plan
from api.assistant.task_words import due_words
from api.assistant.tools.tasks import Shown, next_words, read_task, refuse_ended
from api.assistant.tools.tool import Arguments, Tool, ToolContext

_STATUS: Final = "status"


class OneTask(Arguments):
    """One task."""

    task_id: UUID = Field(description="Id of the task, from find_tasks")


async def _complete(context: ToolContext, wanted: OneTask) -> Outcome | Plan:
    task = await read_task(context, wanted.task_id)
    if task.status == "done":
        return _is_already(task, "done")
    refuse_ended(task)
    following = await next_words(context, task)
    return Plan(
        words=f"Complete {task.quoted}",
        done_words=f"Done: {task.quoted}.{following}",
        steps=(task.step("POST", "/complete"),),
        changes=(task.change(_STATUS, task.status, "done"),),
    )


async def _reopen(context: ToolContext, wanted: OneTask) -> Outcome | Plan:
    task = await read_task(context, wanted.task_id)
    if task.status == "open":
        return _is_already(task, "open")
    taken = " The occurrence that followed it is taken back, unless it was changed."
    return Plan(
        words=f"Open {task.quoted} again",
        done_words=f"Open again: {task.quoted}, due {due_words(task.document, context.person)}."
        + (taken if task.repeats else ""),
        # Not through /reopen, which has no undo entry.
        steps=(task.bulk_step("reopen"),),
        changes=(task.change(_STATUS, task.status, "open"),),
    )


async def _skip(context: ToolContext, wanted: OneTask) -> Outcome | Plan:
    task = await read_task(context, wanted.task_id)
    if task.status == "skipped":
        return _is_already(task, "skipped")
    if not task.repeats:
        return Outcome(
            ok=False,
            words=f"{task.quoted} does not repeat, so there is nothing to skip to. It can be "
            "completed, postponed or deleted. Nothing was changed.",
            tasks=(task.summary(context),),
        )
    refuse_ended(task)
    following = await next_words(context, task)
    at = due_words(task.document, context.person)
    return Plan(
        words=f"Skip {task.quoted} of {at}",
        done_words=f"Skipped: {task.quoted} of {at}.{following}",
        steps=(task.step("POST", "/skip"),),
        changes=(task.change(_STATUS, task.status, "skipped"),),
    )


async def _delete(context: ToolContext, wanted: OneTask) -> Outcome | Plan:
    task = await read_task(context, wanted.task_id)
    parts = await _parts_words(context, task)
    ends = "It repeats, and its series ends: nothing of it comes any more."
    ends = ends if task.ends_series else ""
    return Plan(
        words=f"Delete {task.quoted}{parts}",
        done_words=f"Deleted: {task.quoted}{parts}.",
        more=ends,
        steps=(task.step("DELETE", ""),),
        changes=(
            task.change("task", due_words(task.document, context.person), "deleted"),
            *((task.change("repeats", task.repeat_words(context), "ended"),) if ends else ()),
        ),
        needs_confirmation=True,
    )


async def _parts_words(context: ToolContext, task: Shown) -> str:
    query = {"filter": f"parent = {task.id}", "limit": 1, "with_total": "true", "fields": "id"}
    total: int = (await context.caller.ask("GET", "/api/tasks", query=query)).document["total"]
    if not total:
        return ""
    return f" with its {total} {'subtask' if total == 1 else 'subtasks'}"


def _is_already(task: Shown, status: str) -> Outcome:
    return Outcome(ok=True, words=f"{task.quoted} is {status} already; nothing was changed.")


COMPLETE_TASK = Tool(
    name="complete_task",
    title="Complete a task",
    description="Mark one task as done. Of a repeating task it is this occurrence; the next one "
    "follows by itself.",
    arguments=OneTask,
    kind="change",
    run=_complete,
)
REOPEN_TASK = Tool(
    name="reopen_task",
    title="Reopen a task",
    description="Mark a done or skipped task as open again.",
    arguments=OneTask,
    kind="change",
    run=_reopen,
)
SKIP_TASK = Tool(
    name="skip_task",
    title="Skip an occurrence",
    description="End this occurrence of a repeating task without doing it; the next one comes.",
    arguments=OneTask,
    kind="change",
    run=_skip,
)
DELETE_TASK = Tool(
    name="delete_task",
    title="Delete a task",
    description="Delete one task; the series of a repeating task ends with it. The user is asked "
    "first.",
    arguments=OneTask,
    kind="destructive",
    run=_delete,
)
