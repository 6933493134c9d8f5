"""Proposals: a plan is kept for a yes, and carried out once when it comes."""

import asyncio
from typing import Final, TypeVar
from uuid import UUID

from api.assistant.plans import Outcome, Plan, plan_of
from api.assistant.tools.tool import ToolContext
from api.assistant.tools.using import carry_out
from shared.commands.proposals import propose, settle_proposal, take_proposal
from shared.core.principal import Principal
from shared.db.session import Database

KEEPING_SECONDS: Final = 60.0
"""What was done is written down, however much its owner asks for at once."""

_Result = TypeVar("_Result")


async def keep_plan(
    db: Database, principal: Principal, conversation_id: UUID | None, plan: Plan
) -> str:
    """The plan waits for a yes; the id of its proposal."""
    row = await propose(db, principal, conversation_id, plan.as_document(), db.clock.now())
    return str(row.id)


async def apply_proposal(
    db: Database, principal: Principal, context: ToolContext, proposal_id: UUID
) -> Outcome:
    """The plan is carried out, and how it ended is on record, even if the caller leaves meanwhile.

    Raises:
        NotFound: no such proposal of this user.
        ProposalDecided: it was applied or dismissed before.
        ProposalExpired: it waited too long.
        TooManyAtOnce: they ask for too much at once.
    """
    async with context.caller.turn():
        row = await take_proposal(db, principal, proposal_id)
    work = asyncio.ensure_future(
        _carry_out(db, principal, context, row.id, plan_of(dict(row.plan)))
    )
    return await to_its_end(work)


async def _carry_out(
    db: Database, principal: Principal, context: ToolContext, proposal_id: UUID, plan: Plan
) -> Outcome:
    outcome = await carry_out(context, plan)
    async with context.caller.turn(KEEPING_SECONDS):
        await settle_proposal(
            db,
            principal,
            proposal_id,
            ok=outcome.ok,
            undo_ids=[UUID(each) for each in outcome.undo_ids],
            outcome=outcome.as_document(),
        )
    return outcome


async def to_its_end(work: "asyncio.Future[_Result]") -> _Result:
    """What the work came to. A caller that is cancelled waits for its end, too: it is not cut."""
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        await asyncio.wait({work})
        raise
