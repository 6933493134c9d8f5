"""A tool is used: arguments checked, the plan carried out at once or kept for a yes."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Final

from pydantic import ValidationError

from api.assistant.caller import Refused, Reply
from api.assistant.plans import Outcome, Plan, Step
from api.assistant.task_words import task_summary
from api.assistant.tools.catalogue import TOOLS
from api.assistant.tools.tool import Tool, ToolContext
from api.schemas.tasks import Document

Propose = Callable[[Plan], Awaitable[str]]
"""Keeps a plan for a yes; answers the id of the proposal."""

_UNDO: Final = "undo-id"


async def use_tool(context: ToolContext, name: str, arguments: object, propose: Propose) -> Outcome:
    """What became of it; whatever is wrong with the call is an outcome, too, and changes nothing.

    `arguments` are as they came from outside: a mapping, or anything else that is refused.
    """
    tool = TOOLS.get(name)
    if tool is None:
        return Outcome(ok=False, words=f"There is no tool {name[:80]}.")
    try:
        wanted = tool.arguments.model_validate(arguments)
    except ValidationError as error:
        return _wrong_arguments(tool, error)
    try:
        found = await tool.run(context, wanted)
        if isinstance(found, Outcome):
            return found
        if found.needs_confirmation:
            proposal_id = await propose(found)
            words = f"{found.words}? Nothing is changed yet."
            return Outcome(ok=True, words=words, changes=found.changes, proposal_id=proposal_id)
        return await carry_out(context, found)
    except Refused as error:
        return refusal_outcome(error)


async def carry_out(context: ToolContext, plan: Plan) -> Outcome:
    """The steps of the plan are done, in order; at the first that is refused it ends.

    What was done before that stays, can be undone, and is told.
    """
    tasks: list[Document] = []
    undo_ids: list[str] = []
    for number, step in enumerate(plan.steps):
        try:
            reply = await _do(context, step)
        except Refused as error:
            found = refusal_outcome(error)
            if not number:
                return found
            words = f"{number} of {len(plan.steps)} were done. Then: {found.words}"
            return replace(found, words=words, tasks=tuple(tasks), undo_ids=tuple(undo_ids))
        tasks += [task_summary(each, context.person) for each in _tasks_in(reply)]
        undo_ids += _undo_ids(reply)
    return Outcome(
        ok=True,
        words=plan.done_words,
        tasks=tuple(tasks),
        changes=plan.changes,
        undo_ids=tuple(undo_ids),
    )


def refusal_outcome(error: Refused) -> Outcome:
    """What the API would not do, and why."""
    return Outcome(ok=False, words=str(error), problem=error.problem)


async def _do(context: ToolContext, step: Step) -> Reply:
    headers = {} if step.version is None else {"if-match": f'"{step.version}"'}
    return await context.caller.ask(step.method, step.path, body=step.body, headers=headers)


def _tasks_in(reply: Reply) -> list[Document]:
    """The tasks of an answer: one, or those that were taken back."""
    document = reply.document
    if "tasks" in document:
        return list(document["tasks"])
    if "task" in document:
        return [document["task"]]
    return [document] if "recurrence" in document else []


def _undo_ids(reply: Reply) -> Sequence[str]:
    document = reply.document
    found = document.get("undo_id") or (document.get("task") or {}).get("undo_id")
    found = found or reply.headers.get(_UNDO)
    return [found] if found else []


def _wrong_arguments(tool: Tool, error: ValidationError) -> Outcome:
    faults = [
        f"{'.'.join(str(each) for each in fault['loc']) or 'arguments'}: {fault['msg']}"
        for fault in error.errors(include_url=False, include_input=False)[:5]
    ]
    return Outcome(ok=False, words=f"Wrong arguments of {tool.name}: {'; '.join(faults)}.")
