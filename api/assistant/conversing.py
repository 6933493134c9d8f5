"""A message of a conversation is answered: parts are told as they come, and kept at the end."""

import asyncio
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from api.assistant.agent import Message, Notice, Part, Question, Text, ToolCall, ToolResult, Turn
from api.assistant.answering import Answerers, answer
from api.assistant.applying import KEEPING_SECONDS, apply_proposal, keep_plan, to_its_end
from api.assistant.limits import ChangeLimits
from api.assistant.measures import count_tool_call
from api.assistant.plans import Outcome, Plan
from api.assistant.recording import Recording
from api.assistant.stream import Emit
from api.assistant.tools.tool import ToolContext
from api.assistant.tools.using import use_tool
from api.schemas.common import Document
from shared.commands.assistant_usage import add_tokens, tokens_used
from shared.commands.conversations import Opened, keep_answer
from shared.commands.proposals import dismiss_proposal, pending_of
from shared.core.errors import DomainError
from shared.core.principal import Principal
from shared.db.repositories.conversations import MessageState
from shared.db.session import Database
from shared.observability.metrics import Metrics


@dataclass(frozen=True, slots=True)
class Conversing:
    """Who talks, in which conversation, with which rights."""

    db: Database
    principal: Principal
    context: ToolContext
    opened: Opened
    said: str
    metrics: Metrics

    async def answer(self, who: Answerers, emit: Emit) -> None:
        """The answer is told and kept; if it breaks off, what there is of it is kept."""
        recording = Recording()
        state: MessageState = "interrupted"
        message_id = None
        try:
            async for part in answer(self._turn(recording), who):
                recording.add(part)
                if (event := event_of(part)) is not None:
                    await emit(*event)
            state = "complete"
        finally:
            self.metrics.count("assistant_turns_total", outcome=state)
            keeping = asyncio.ensure_future(self._keep(recording, state))
            message_id = await to_its_end(keeping)
        done = {"message_id": str(message_id) if message_id else None, "state": state}
        await emit("done", done)

    def _turn(self, recording: Recording) -> Turn:
        limits = ChangeLimits()

        async def use(name: str, arguments: object) -> Outcome:
            work = asyncio.ensure_future(self._use(recording, limits, name, arguments))
            return await to_its_end(work)

        history = [Message(each.role, each.parts) for each in self.opened.history]
        return Turn(self.said, self.context.person, history, use)

    async def _use(
        self, recording: Recording, limits: ChangeLimits, name: str, arguments: object
    ) -> Outcome:
        outcome = await use_tool(self.context, name, arguments, self._propose, limits)
        recording.note(outcome)
        count_tool_call(self.metrics, name, outcome)
        return outcome

    async def _propose(self, plan: Plan) -> str:
        async with self.context.caller.turn():
            return await keep_plan(self.db, self.principal, self.opened.conversation_id, plan)

    async def _keep(self, recording: Recording, state: MessageState) -> UUID | None:
        parts, place = recording.end(), self.opened.conversation_id
        async with self.context.caller.turn(KEEPING_SECONDS):
            return await keep_answer(self.db, self.principal, place, parts, state)


@dataclass(frozen=True, slots=True)
class ConversationProposals:
    """`Waiting` of one conversation."""

    db: Database
    principal: Principal
    context: ToolContext
    conversation_id: UUID

    async def pending(self) -> str | None:
        """The id of the latest; None if nothing waits."""
        async with self.context.caller.turn():
            row = await pending_of(self.db, self.principal, self.conversation_id)
        return str(row.id) if row else None

    async def apply(self, proposal_id: str) -> Outcome:
        """They are carried out, unless somebody was faster."""
        try:
            return await apply_proposal(self.db, self.principal, self.context, UUID(proposal_id))
        except DomainError as error:
            return Outcome(ok=False, words=str(error))

    async def dismiss(self, proposal_id: str) -> None:
        """They will not be."""
        async with self.context.caller.turn():
            await dismiss_proposal(self.db, self.principal, UUID(proposal_id))


@dataclass(frozen=True, slots=True)
class DailyBudget:
    """`Budget` of one account: so many tokens a day (UTC)."""

    db: Database
    principal: Principal
    most: int

    async def left(self) -> int:
        """How many it may still use today."""
        return self.most - await tokens_used(self.db, self.principal, self._day())

    async def spend(self, tokens: int) -> None:
        """So many were used."""
        await add_tokens(self.db, self.principal, self._day(), tokens)

    def _day(self) -> date:
        return self.db.clock.now().date()


def event_of(part: Part) -> tuple[str, Document] | None:
    """The part as an event of the stream; None if it is not for the client."""
    match part:
        case Text(text):
            return "text", {"text": text}
        case ToolCall(identifier, name, arguments):
            return "tool_call", {"id": identifier, "name": name, "arguments": arguments}
        case ToolResult(identifier, name, outcome):
            found = {"id": identifier, "name": name, "outcome": outcome.as_document()}
            return "tool_result", found
        case Notice(code, text):
            return "notice", {"code": code, "text": text}
        case Question(text, options):
            return "question", {"text": text, "options": list(options)}
        case _:
            return None
