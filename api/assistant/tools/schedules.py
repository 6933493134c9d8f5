"""It is told when a task comes next and why, and what became of its reminders."""

from datetime import datetime
from typing import Any, Final

from api.assistant.plans import Outcome
from api.assistant.task_words import instant_words
from api.assistant.tools.ending import OneTask
from api.assistant.tools.tasks import Shown, read_task, slot_words
from api.assistant.tools.tool import Tool, ToolContext
from api.schemas.common import Document
from shared.core.plain import one_line

_MOST_DELIVERIES: Final = 10
_SETTLED: Final = frozenset({"sending", "sent", "failed", "skipped", "deferred"})


async def _explain(context: ToolContext, wanted: OneTask) -> Outcome:
    task = await read_task(context, wanted.task_id)
    path = f"/api/tasks/{task.id}"
    schedule = (await context.caller.ask("GET", f"{path}/schedule")).document
    receipts = (await context.caller.ask("GET", f"{path}/deliveries")).document["items"]
    settled = [each for each in receipts if each["state"] in _SETTLED][:_MOST_DELIVERIES]
    words = f"{task.quoted}: {one_line(schedule['text'])}"
    if settled:
        words += " Messages so far: " + " ".join(_delivery_words(context, each) for each in settled)
    return Outcome(
        ok=True,
        words=words,
        tasks=(task.summary(context),),
        facts=_facts(context, task, schedule, settled),
    )


def _facts(
    context: ToolContext, task: Shown, schedule: Document, settled: list[Document]
) -> dict[str, Any]:
    return {
        "sentences": [one_line(each["text"]) for each in schedule["sentences"]],
        "next": [slot_words(context, each["slot"], task.due) for each in schedule["next"]],
        "reminders": [
            {"code": each["code"], "text": one_line(each["text"])} for each in schedule["reminders"]
        ],
        "deliveries": [
            {"state": each["state"], "text": _delivery_words(context, each)} for each in settled
        ],
    }


def _delivery_words(context: ToolContext, receipt: Document) -> str:
    words = one_line(receipt["words"])
    if receipt["planned_at"] is None:
        return words
    planned = datetime.fromisoformat(receipt["planned_at"])
    return f"{instant_words(planned, context.person)}: {words}"


EXPLAIN_SCHEDULE = Tool(
    name="explain_schedule",
    title="Explain a schedule",
    description="Tell when a task is due and comes next and why, when its reminders come, and what "
    "became of those that were to come: also why nothing arrived.",
    arguments=OneTask,
    kind="read",
    run=_explain,
)
