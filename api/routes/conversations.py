"""Conversations with the assistant, read and put in order; proposals, read and dismissed."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.chat_documents import conversation_document, message_document, proposal_document
from api.deps import PrincipalDep, ResourcesDep
from api.pagination import Cursors, read_instant, read_uuid
from api.problems import problems
from api.rendering import json_response
from api.routing import LeanRoute
from api.schemas.chat import (
    ConversationChange,
    ConversationOut,
    ConversationPageOut,
    ConversationQuery,
    ConversationWithMessagesOut,
    MessageQuery,
    ProposalOut,
)
from shared.commands import conversations as commands
from shared.commands import proposals
from shared.commands.proposals import ProposalDecided
from shared.db.repositories.conversations import ConversationPlace

_CURSORS = Cursors("conversations", ConversationPlace, read_instant, read_uuid)

router = APIRouter(prefix="/api/chat", tags=["assistant"], route_class=LeanRoute)


@router.get("/conversations", response_model=ConversationPageOut)
async def list_conversations(
    query: Annotated[ConversationQuery, Query()], principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """List the conversations with the assistant, the one that was used last first."""
    rows, following = await commands.list_conversations(
        resources.db, principal, after=_CURSORS.decode(query.cursor), limit=query.limit
    )
    items = [conversation_document(row) for row in rows]
    return json_response({"items": items, "next_cursor": _CURSORS.encode(following)})


@router.get("/conversations/{conversation_id}", response_model=ConversationWithMessagesOut)
async def read_conversation(
    conversation_id: UUID,
    query: Annotated[MessageQuery, Query()],
    principal: PrincipalDep,
    resources: ResourcesDep,
) -> Response:
    """Read a conversation and what was said in it, oldest first."""
    row, messages, following = await commands.read_conversation(
        resources.db, principal, conversation_id, after=query.cursor, limit=query.limit
    )
    return json_response(
        {
            **conversation_document(row),
            "messages": [message_document(each) for each in messages],
            "next_cursor": following,
        }
    )


@router.patch("/conversations/{conversation_id}", response_model=ConversationOut)
async def rename_conversation(
    conversation_id: UUID,
    body: ConversationChange,
    principal: PrincipalDep,
    resources: ResourcesDep,
) -> Response:
    """Give a conversation another title."""
    row = await commands.rename_conversation(resources.db, principal, conversation_id, body.title)
    return json_response(conversation_document(row))


@router.delete("/conversations/{conversation_id}", status_code=204)
async def delete_conversation(
    conversation_id: UUID, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Delete a conversation with its proposals; what was changed in it stays changed."""
    await commands.delete_conversation(resources.db, principal, conversation_id)
    return Response(status_code=204)


@router.get("/proposals/{proposal_id}", response_model=ProposalOut)
async def read_proposal(
    proposal_id: UUID, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Read what the assistant proposed, and what became of it."""
    row = await proposals.read_proposal(resources.db, principal, proposal_id)
    return json_response(proposal_document(row, resources.clock.now()))


@router.post(
    "/proposals/{proposal_id}/dismiss",
    response_model=ProposalOut,
    responses=problems(ProposalDecided),
)
async def dismiss_proposal(
    proposal_id: UUID, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Say no to a proposal: it cannot be applied any more."""
    row = await proposals.dismiss_proposal(resources.db, principal, proposal_id)
    return json_response(proposal_document(row, resources.clock.now()))
