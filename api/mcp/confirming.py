"""A yes asked of the user by the client itself (elicitation), where the client can.

From protocol 2026-07-28 on a tool may answer that it needs something of the user; the client asks,
and calls the tool once more with what the user said. The model has no part in it.
"""

from typing import Any, Final
from uuid import UUID

from mcp.server.context import ServerRequestContext
from mcp.shared.exceptions import MCPError
from mcp.types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    ElicitRequest,
    ElicitRequestFormParams,
    ElicitResult,
    InputRequiredResult,
)
from mcp.types.version import MODERN_PROTOCOL_VERSIONS

from api.assistant.plans import Change, Outcome
from api.assistant.tools.tool import Kind, ToolContext
from api.mcp.asking import Asker
from api.mcp.proposals import apply, discard
from shared.core.plain import one_line, shortened, undirected_lines

_QUESTION: Final = "confirm"
_MOST_SHOWN: Final = 20
_MOST_CHARACTERS: Final = 120


def can_ask(context: ServerRequestContext[Any, Any]) -> bool:
    """Whether the client asks its user for us."""
    if context.protocol_version not in MODERN_PROTOCOL_VERSIONS:
        return False
    able = context.session.client_capabilities
    found = able.elicitation if able is not None else None
    return found is not None and (found.form is not None or found.url is None)


def question(outcome: Outcome) -> InputRequiredResult:
    """The user is asked whether the proposal is carried out."""
    form = ElicitRequestFormParams(
        message=_words(outcome), requested_schema={"type": "object", "properties": {}}
    )
    return InputRequiredResult(
        input_requests={_QUESTION: ElicitRequest(method="elicitation/create", params=form)},
        request_state=outcome.proposal_id,
    )


def asked_of(params: CallToolRequestParams, kind: Kind) -> UUID | None:
    """The proposal about which the user was asked; None if this is no answer to that.

    Whose it is, and whether it still waits, is checked when it is taken. A tool that reads asks
    nothing: who may use no other cannot decide under its name.

    Raises:
        MCPError: it answers a question that was never asked.
    """
    state, answers = params.request_state, params.input_responses
    if state is None and answers is None:
        return None
    try:
        proposal_id = UUID(state)
    except (TypeError, ValueError):
        proposal_id = None
    # What only reads never asks: a token that may read alone must not decide about a proposal.
    if proposal_id is None or _QUESTION not in (answers or {}) or kind == "read":
        raise MCPError(INVALID_PARAMS, "This answers a question that was not asked.")
    return proposal_id


async def decided(
    asker: Asker, context: ToolContext, proposal_id: UUID, params: CallToolRequestParams
) -> Outcome:
    """What became of the proposal, as the user said.

    Raises:
        DomainError: it cannot be decided any more, or never could be by this user.
    """
    said = (params.input_responses or {})[_QUESTION]
    if isinstance(said, ElicitResult) and said.action == "accept":
        return await apply(asker, context, proposal_id)
    return await discard(asker, context, proposal_id)


def _words(outcome: Outcome) -> str:
    shown = [_line(each) for each in outcome.changes[:_MOST_SHOWN]]
    left = len(outcome.changes) - len(shown)
    return "\n".join([outcome.words, *shown, *([f"… and {left} more"] if left > 0 else [])])


def _line(change: Change) -> str:
    before, after = (_shown(each) or "–" for each in (change.before, change.after))
    return f"- {_shown(change.title)}: {_shown(change.field)}: {before} → {after}"


def _shown(text: str) -> str:
    """On one line, read from left to right: no text can pass for another line of the question."""
    return shortened(one_line(undirected_lines(text)), _MOST_CHARACTERS)
