"""The assistant: a message is answered as a stream, and changes that wait are carried out."""

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.assistant.answering import Answerers
from api.assistant.applying import apply_proposal
from api.assistant.built_in.agent import BuiltIn
from api.assistant.caller import Caller
from api.assistant.conversing import ConversationProposals, Conversing, DailyBudget
from api.assistant.person import read_person
from api.assistant.stream import ChatStream, Emit
from api.assistant.tools.tool import ToolContext
from api.deps import PrincipalDep, ResourcesDep, VerifiedDep
from api.errors import ChatOff, TooManyAtOnce
from api.problems import Responses, problems
from api.rendering import json_response
from api.resources import Resources
from api.routing import LeanRoute
from api.schemas.asking import AppliedOut, AssistantOut, ChatIn
from shared.commands.conversations import ConversationFull, MessageExists, open_message
from shared.commands.proposals import ProposalDecided, ProposalExpired
from shared.core.errors import NotFound

_STREAM: Responses = {
    200: {
        "description": (
            "Events: `start` (conversation_id, message_id, agent), then `text` (more of it), "
            "`tool_call` (id, name, arguments), `tool_result` (id, name, outcome), `question` "
            "(text, options), `notice` (code, text) as they come, and `done` (message_id, state), "
            "or `error` (a problem) if it broke off"
        ),
        "content": {"text/event-stream": {}},
    }
}

router = APIRouter(prefix="/api/chat", tags=["assistant"], route_class=LeanRoute)


@router.get("", response_model=AssistantOut, responses=problems(ChatOff))
async def get_assistant(principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """Say who would answer, and how many tokens are left today."""
    _require_chat(resources)
    settings = resources.settings.assistant
    left = None
    if resources.model is not None:
        budget = DailyBudget(resources.db, principal, settings.tokens_a_day)
        left = max(0, await budget.left())
    return json_response(
        {
            "agent": _agent_of(resources),
            "model": settings.model or None,
            "tokens_left": left,
        }
    )


@router.post(
    "",
    response_class=ChatStream,
    status_code=200,
    responses=_STREAM | problems(ChatOff, ConversationFull, MessageExists, NotFound, TooManyAtOnce),
)
async def chat(
    body: ChatIn, request: Request, verified: VerifiedDep, resources: ResourcesDep
) -> Response:
    """Say something to the assistant; it answers, looks up, and changes as a stream of events."""
    _require_chat(resources)
    principal = verified.principal
    context = await _context(request, resources, verified, body.zone)
    async with context.caller.turn():
        opened = await open_message(
            resources.db, principal, body.conversation_id, body.message_id, body.message
        )
    conversing = Conversing(
        resources.db, principal, context, opened, body.message, resources.metrics
    )
    budget = DailyBudget(resources.db, principal, resources.settings.assistant.tokens_a_day)
    who = Answerers(
        built_in=BuiltIn(),
        model=resources.model,
        waiting=ConversationProposals(resources.db, principal, context, opened.conversation_id),
        budget=budget,
    )

    async def work(emit: Emit) -> None:
        begun = {
            "conversation_id": str(opened.conversation_id),
            "message_id": str(opened.message_id),
            "agent": _agent_of(resources),
        }
        await emit("start", begun)
        await conversing.answer(who, emit)

    return ChatStream(work)


@router.post(
    "/proposals/{proposal_id}/apply",
    response_model=AppliedOut,
    responses=problems(ChatOff, ProposalDecided, ProposalExpired),
)
async def apply_changes(
    proposal_id: UUID, request: Request, verified: VerifiedDep, resources: ResourcesDep
) -> Response:
    """Carry out what the assistant proposed, once; what was changed meanwhile is left alone."""
    _require_chat(resources)
    context = await _context(request, resources, verified, None)
    outcome = await apply_proposal(resources.db, verified.principal, context, proposal_id)
    found = {"ok": outcome.ok, "words": outcome.words, "undo_ids": list(outcome.undo_ids)}
    return json_response(found)


async def _context(
    request: Request, resources: Resources, verified: VerifiedDep, zone: str | None
) -> ToolContext:
    caller = Caller(request.app, request.scope)
    async with caller.turn():
        person = await read_person(resources.db, verified.principal, zone)
    return ToolContext(caller, person)


def _agent_of(resources: Resources) -> str:
    return "model" if resources.model is not None else "built_in"


def _require_chat(resources: Resources) -> None:
    if not resources.settings.assistant.enabled:
        raise ChatOff("Its operator has switched it off: RONDEL_ASSISTANT__ENABLED.")
