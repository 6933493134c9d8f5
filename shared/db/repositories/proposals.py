"""Proposals of the assistant as rows: plans that wait for their owner's yes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection
from shared.db.documents import document_text

State = Literal["pending", "applied", "dismissed", "failed"]
Decision = Literal["applied", "dismissed"]

KEEP: Final = timedelta(days=30)
"""So long a proposal can be read after it was decided, or could not be decided any more."""


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A plan and what became of it; `conversation_id` None: a program asked."""

    id: UUID
    user_id: UUID
    conversation_id: UUID | None
    plan: Mapping[str, Any]
    state: State
    undo_ids: Sequence[UUID]
    outcome: Mapping[str, Any] | None
    created_at: datetime
    expires_at: datetime
    decided_at: datetime | None

    def state_at(self, now: datetime) -> Literal[State, "expired"]:
        """What it is good for: nobody said yes or no, and by `now` nobody can."""
        return "expired" if self.state == "pending" and now >= self.expires_at else self.state


_COLUMNS = """id, user_id, conversation_id, plan, state, undo_ids, outcome, created_at, expires_at,
    decided_at"""

# The conversation is held until the transaction ends, so that it cannot go in between.
_INSERT = text(
    """
    WITH held AS (
        SELECT id FROM conversations
        WHERE id = CAST(:conversation_id AS uuid) AND user_id = :user_id FOR KEY SHARE
    )
    INSERT INTO proposals (id, user_id, conversation_id, plan, created_at, expires_at)
    SELECT :id, :user_id, CAST(:conversation_id AS uuid), CAST(:plan AS jsonb), :created_at,
        :expires_at
    WHERE CAST(:conversation_id AS uuid) IS NULL OR EXISTS (SELECT FROM held)
    RETURNING id
    """
)


async def insert_proposal(connection: Connection, row: ProposalRow) -> bool:
    """The proposal waits; False if its conversation is none of this user."""
    parameters = {
        "id": row.id,
        "user_id": row.user_id,
        "conversation_id": row.conversation_id,
        "plan": document_text(row.plan),
        "created_at": row.created_at,
        "expires_at": row.expires_at,
    }
    return (await connection.execute(_INSERT, parameters)).rowcount == 1


# Index ix_proposals_user_id_state_id.
_DISMISS_OLD = text(
    """
    UPDATE proposals SET state = 'dismissed', decided_at = :now
    WHERE user_id = :user_id AND state = 'pending' AND id NOT IN (
        SELECT id FROM proposals WHERE user_id = :user_id AND state = 'pending'
        ORDER BY id DESC LIMIT :keep)
    """
)


async def dismiss_oldest(connection: Connection, user_id: UUID, keep: int, now: datetime) -> None:
    """Only the newest `keep` proposals of this user wait; older ones were dismissed now."""
    await connection.execute(_DISMISS_OLD, {"user_id": user_id, "keep": keep, "now": now})


_FIND = text(f"SELECT {_COLUMNS} FROM proposals WHERE id = :id AND user_id = :user_id")  # noqa: S608 - constant


async def find_proposal(
    connection: Connection, user_id: UUID, proposal_id: UUID
) -> ProposalRow | None:
    """This user's proposal, whatever became of it."""
    found = await connection.execute(_FIND, {"id": proposal_id, "user_id": user_id})
    row = found.one_or_none()
    return ProposalRow(*row) if row else None


# Of two at a time the second waits for the row, and finds it decided.
_DECIDE = text(
    f"""
    UPDATE proposals SET state = CAST(:state AS text), decided_at = :now
    WHERE id = :id AND user_id = :user_id AND state = 'pending'
    AND (CAST(:state AS text) <> 'applied' OR expires_at > :now)
    RETURNING {_COLUMNS}
    """  # noqa: S608 - made of constants
)


async def decide(
    connection: Connection, user_id: UUID, proposal_id: UUID, state: Decision, now: datetime
) -> ProposalRow | None:
    """Its owner has decided so; None if it was decided before, cannot be applied, or is not there.

    Of several at the same time one gets the row.
    """
    parameters = {"id": proposal_id, "user_id": user_id, "state": state, "now": now}
    row = (await connection.execute(_DECIDE, parameters)).one_or_none()
    return ProposalRow(*row) if row else None


_SETTLE = text(
    f"""
    UPDATE proposals SET state = :state, undo_ids = :undo_ids, outcome = CAST(:outcome AS jsonb)
    WHERE id = :id AND user_id = :user_id AND state = 'applied' AND outcome IS NULL
    RETURNING {_COLUMNS}
    """  # noqa: S608 - made of constants
)


async def settle(
    connection: Connection,
    user_id: UUID,
    proposal_id: UUID,
    *,
    state: Literal["applied", "failed"],
    undo_ids: Sequence[UUID],
    outcome: Mapping[str, Any],
) -> ProposalRow | None:
    """How carrying it out ended is on record; None if it is already, or nobody had begun."""
    parameters = {
        "id": proposal_id,
        "user_id": user_id,
        "state": state,
        "undo_ids": list(undo_ids),
        "outcome": document_text(outcome),
    }
    row = (await connection.execute(_SETTLE, parameters)).one_or_none()
    return ProposalRow(*row) if row else None


# Index ix_proposals_conversation_id_id.
_PENDING = text(
    f"""
    SELECT {_COLUMNS} FROM proposals
    WHERE user_id = :user_id AND state = 'pending' AND conversation_id = :conversation_id
    AND expires_at > :now
    ORDER BY id DESC LIMIT 1
    """  # noqa: S608 - made of constants
)


async def latest_pending(
    connection: Connection, user_id: UUID, conversation_id: UUID, now: datetime
) -> ProposalRow | None:
    """The newest proposal of this user's conversation that can still be applied."""
    parameters = {"user_id": user_id, "conversation_id": conversation_id, "now": now}
    row = (await connection.execute(_PENDING, parameters)).one_or_none()
    return ProposalRow(*row) if row else None


# SKIP LOCKED: several processes prune, none waits for the other. Index ix_proposals_expires_at:
# none is decided to be applied after that, but one that expired may be dismissed late.
_PRUNE = text(
    """
    DELETE FROM proposals WHERE id = ANY(ARRAY(
        SELECT id FROM proposals
        WHERE expires_at < :before AND (decided_at IS NULL OR decided_at < :before)
        ORDER BY expires_at LIMIT :limit FOR UPDATE SKIP LOCKED))
    """
)


async def prune(connection: Connection, before: datetime, limit: int) -> int:
    """Up to `limit` proposals that were over before then are forgotten; how many were."""
    return (await connection.execute(_PRUNE, {"before": before, "limit": limit})).rowcount
