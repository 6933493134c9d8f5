"""Conversations, messages and proposals as documents."""

from datetime import datetime
from typing import Final

from api.schemas.common import Document
from shared.db.repositories.conversations import ConversationRow, MessageRow
from shared.db.repositories.proposals import ProposalRow

_CHANGE: Final = ("task_id", "title", "field", "before", "after")


def conversation_document(row: ConversationRow) -> Document:
    """The conversation as `ConversationOut`."""
    return {
        "id": str(row.id),
        "title": row.title,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


def message_document(row: MessageRow) -> Document:
    """The message as `MessageOut`."""
    return {
        "id": str(row.id),
        "number": row.number,
        "role": row.role,
        "parts": row.parts,
        "state": row.state,
        "created_at": row.created_at,
    }


def proposal_document(row: ProposalRow, now: datetime) -> Document:
    """The proposal as `ProposalOut`, without the steps that would carry it out."""
    return {
        "id": str(row.id),
        "conversation_id": str(row.conversation_id) if row.conversation_id else None,
        "state": row.state_at(now),
        "words": row.plan["words"],
        "changes": [{name: each[name] for name in _CHANGE} for each in row.plan["changes"]],
        "created_at": row.created_at,
        "expires_at": row.expires_at,
        "undo_ids": [str(each) for each in row.undo_ids],
    }
