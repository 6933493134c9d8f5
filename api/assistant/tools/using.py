"""A tool is used: arguments checked, the plan carried out at once or kept for a yes."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import parse_qsl

from pydantic import ValidationError

from api.assistant.caller import Refused, Reply
from api.assistant.limits import ChangeLimits
from api.assistant.plans import Outcome, Plan, Step
from api.assistant.task_words import quoted, reminder_moments, task_summary
from api.assistant.tools.catalogue import TOOLS
from api.assistant.tools.phrases import NotUnderstood
from api.assistant.tools.tasks import BULK
from api.assistant.tools.tool import Tool, ToolContext
from api.schemas.common import Document
from shared.core.errors import InvalidInput
from shared.core.plain import one_line

Propose = Callable[[Plan], Awaitable[str]]
"""Keeps a plan for a yes; answers the id of the proposal."""

_UNDO: Final = "undo-id"
_VERSION_MISMATCH: Final = 412
_MOST_TOLD: Final = 5


async def use_tool(
    context: ToolContext,
    name: str,
    arguments: object,
    propose: Propose,
    limits: ChangeLimits | None = None,
) -> Outcome:
    """What became of it; whatever is wrong with the call is an outcome, too, and changes nothing.

    `arguments` are as they came from outside: a mapping, or anything else that is refused. With
    `limits`, plans above them are refused.
    """
    tool = TOOLS.get(name)
    if tool is None:
        return Outcome(ok=False, words=f"There is no tool {one_line(name)[:80]}.")
    try:
        wanted = tool.arguments.model_validate(arguments)
    except ValidationError as error:
        return _wrong_arguments(tool, error)
    try:
        found = await tool.run(context, wanted)
        return (
            found if isinstance(found, Outcome) else await _planned(context, found, propose, limits)
        )
    except NotUnderstood as error:
        return error.outcome
    except InvalidInput as error:  # what the domain says of it before the API is asked
        return Outcome(ok=False, words=one_line(f"{error} Nothing was changed."))
    except Refused as error:
        return refusal_outcome(error)


async def _planned(
    context: ToolContext, plan: Plan, propose: Propose, limits: ChangeLimits | None
) -> Outcome:
    """The plan is carried out, or waits for a yes if it needs one."""
    context.caller.require_scopes((step.method, step.path) for step in plan.steps)
    refusal = limits.refusal(plan) if limits is not None else None
    if refusal is not None:
        return refusal
    if not plan.needs_confirmation:
        return await carry_out(context, plan)
    proposal_id = await propose(plan)
    words = _sentences(f"{plan.words}?", plan.more, "Nothing is changed yet.")
    return Outcome(ok=True, words=words, changes=plan.changes, proposal_id=proposal_id)


async def carry_out(context: ToolContext, plan: Plan) -> Outcome:
    """The steps of the plan are done, in order; at the first that is refused it ends.

    What was done before that stays, can be undone, and is told.
    """
    done = _Done()
    made: str | None = None
    for number, planned in enumerate(plan.steps):
        step = planned.after(made)
        try:
            reply = await _do(context, step)
        except Refused as error:
            found = refusal_outcome(error)
            if not number:
                return found
            words = f"{number} of {len(plan.steps)} steps were done. Then: {found.words}"
            facts = {"steps_done": number}
            return replace(found, words=words, undo_ids=tuple(done.undo_ids), facts=facts)
        made = reply.document.get("id")
        done.take(reply, await _undo_ids(context, reply))
        done.documents += await _only_one(context, step, done)
    return done.outcome(context, plan)


@dataclass
class _Done:
    """What the steps came to."""

    documents: list[Document] = field(default_factory=list)
    undo_ids: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    """Tasks of a bulk change that are as they were, by id, and why."""

    def take(self, reply: Reply, undo_ids: Sequence[str]) -> None:
        """The answer of one more step."""
        self.documents += _tasks_in(reply)
        self.undo_ids += undo_ids
        for item in reply.document.get("items", ()):
            if item.get("problem"):
                self.refused[item["id"]] = _words_of(item["problem"])

    def outcome(self, context: ToolContext, plan: Plan) -> Outcome:
        """All of it, told."""
        person = context.person
        changes = tuple(each for each in plan.changes if each.task_id not in self.refused)
        return Outcome(
            ok=bool(changes) or not self.refused,
            words=self._words(context, plan),
            tasks=tuple(task_summary(each, person) for each in self.documents),
            changes=changes,
            undo_ids=tuple(self.undo_ids),
            facts={"refused": self.refused} if self.refused else {},
        )

    def _words(self, context: ToolContext, plan: Plan) -> str:
        if self.refused:
            return self._partly(plan)
        moments: list[str] = []
        if plan.tells_reminders and len(self.documents) == 1:
            moments = reminder_moments(self.documents[0], context.person)
        noun = "Reminder" if len(moments) == 1 else "Reminders"
        reminders = f"{noun}: {', '.join(moments)}." if moments else ""
        return _sentences(plan.done_words, plan.more, reminders)

    def _partly(self, plan: Plan) -> str:
        titles = {each.task_id: each.title for each in plan.changes}
        reasons = [f"{quoted(titles.get(each, each))}: {why}" for each, why in self.refused.items()]
        more = len(reasons) - _MOST_TOLD
        told = " ".join(reasons[:_MOST_TOLD]) + (f" And {more} more." if more > 0 else "")
        count = len({each.task_id for each in plan.changes})
        done = count - len(self.refused)
        return f"Done for {done} of {count} tasks; the others are as they were. {told}"


def refusal_outcome(error: Refused) -> Outcome:
    """What the API would not do, and why."""
    return Outcome(ok=False, words=_words_of(error.problem), problem=error.problem)


def _sentences(*said: str) -> str:
    return " ".join(each for each in said if each)


def _words_of(problem: Document) -> str:
    if problem.get("status") == _VERSION_MISMATCH:
        return "It was changed meanwhile, so nothing was changed now; look at it again."
    faults = problem.get("errors") or ()
    messages = [str(each["message"]) for each in faults if each.get("message")]
    return one_line(" ".join(messages) or problem.get("detail") or problem.get("title") or "")


async def _do(context: ToolContext, step: Step) -> Reply:
    headers = {} if step.version is None else {"if-match": f'"{step.version}"'}
    path, _, query = step.path.partition("?")
    return await context.caller.ask(
        step.method, path, query=dict(parse_qsl(query)), body=step.body, headers=headers
    )


async def _only_one(context: ToolContext, step: Step, done: _Done) -> list[Document]:
    """The task of a bulk change of one, whose answer does not show it."""
    body = step.body or {}
    if step.path != BULK or len(body["ids"]) > 1 or done.refused or body["action"] == "delete":
        return []
    with suppress(Refused):  # it is done, and that is told in any case
        return [(await context.caller.ask("GET", f"/api/tasks/{body['ids'][0]}")).document]
    return []


def _tasks_in(reply: Reply) -> list[Document]:
    """The tasks of an answer: one, or those that were taken back."""
    document = reply.document
    if "tasks" in document:
        return list(document["tasks"])
    if "task" in document:
        return [document["task"]]
    return [document] if "recurrence" in document else []


async def _undo_ids(context: ToolContext, reply: Reply) -> Sequence[str]:
    document = reply.document
    found = document.get("undo_id") or (document.get("task") or {}).get("undo_id")
    found = found or reply.headers.get(_UNDO)
    if found is None and "snooze_of" in document:
        found = await _undo_of_snooze(context, document["task_id"])
    return [found] if found else []


async def _undo_of_snooze(context: ToolContext, task_id: str) -> str | None:
    """The undo id of the snooze that was made just now; the answer to it has none."""
    with suppress(Refused):  # it is done, and that is told in any case
        page = (await context.caller.ask("GET", "/api/undo", query={"limit": 5})).document
        made = (e for e in page["items"] if e["kind"] == "snooze" and task_id in e["task_ids"])
        return next((entry["id"] for entry in made), None)
    return None


def _wrong_arguments(tool: Tool, error: ValidationError) -> Outcome:
    faults = [
        one_line(f"{'.'.join(map(str, fault['loc'])) or 'arguments'}: {fault['msg']}")
        for fault in error.errors(include_url=False, include_input=False)[:5]
    ]
    return Outcome(ok=False, words=f"Wrong arguments of {tool.name}: {'; '.join(faults)}.")
