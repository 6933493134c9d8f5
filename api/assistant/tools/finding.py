"""Tasks are found."""

import re
from typing import Annotated, Any, Final

from pydantic import Field

from api.assistant.caller import TOO_MUCH, Refused
from api.assistant.plans import Outcome
from api.assistant.task_words import task_summary
from api.assistant.tools.tool import Arguments, Tool, ToolContext
from api.schemas.common import Document
from shared.core.plain import one_line

_WITHOUT_NOTES: Final = "id,title,status,due,recurrence,slot,priority,labels,project_id,version"
_ABOUT_STATUS: Final = re.compile(
    r"(?<![#@/\w])(done|doneAt|completed|status)(?!\w)", re.IGNORECASE
)


class FindTasks(Arguments):
    """Which tasks."""

    words: Annotated[str, Field(max_length=200)] = Field(
        default="", description="Words of title or notes"
    )
    filter: Annotated[str, Field(max_length=4_000)] = Field(
        default="",
        description="In the filter language: today, overdue, p1, #Project, @label, no date, "
        "recurring = true, due < now/d+7d, joined by & | ! ( ). Open tasks alone, unless it says "
        "done = true",
    )
    limit: Annotated[int, Field(ge=1, le=50)] = Field(default=20, description="At most so many")


def asks_about_status(filter_: str) -> bool:
    """Whether the filter itself says if tasks are open or done.

    >>> asks_about_status("done = true & #Work"), asks_about_status("#Undone | @done")
    (True, False)
    """
    return _ABOUT_STATUS.search(filter_) is not None


async def _find(context: ToolContext, wanted: FindTasks) -> Outcome:
    query: dict[str, Any] = {"limit": wanted.limit, "with_total": "true"}
    if wanted.words.strip():
        query["q"] = wanted.words.strip()
    else:
        query["sort"] = "due,priority"
    if wanted.filter.strip():
        query["filter"] = wanted.filter.strip()
    if not asks_about_status(wanted.filter):
        query["completed"] = "false"
    found = await _page(context, query)
    summaries = (task_summary(each, context.person) for each in found["items"])
    tasks = tuple(sorted(summaries, key=lambda each: not each["overdue"]))
    total = found["total"]
    words = "No task matches." if not total else f"{total} {'task' if total == 1 else 'tasks'}."
    warnings = [one_line(each["message"]) for each in found.get("warnings") or ()]
    words = " ".join([words, *warnings])
    return Outcome(ok=True, words=words, tasks=tasks, facts={"total": total})


async def _page(context: ToolContext, query: dict[str, Any]) -> Document:
    """The page; of tasks with very long notes it comes without them."""
    try:
        return (await context.caller.ask("GET", "/api/tasks", query=query)).document
    except Refused as error:
        if error.problem.get("code") != TOO_MUCH:
            raise
    query = {**query, "fields": _WITHOUT_NOTES}
    page = (await context.caller.ask("GET", "/api/tasks", query=query)).document
    return {**page, "items": [{**each, "notes": ""} for each in page["items"]]}


FIND_TASKS = Tool(
    name="find_tasks",
    title="Find tasks",
    description="List tasks by words or by a filter, with ids for the other tools.",
    arguments=FindTasks,
    kind="read",
    run=_find,
)
