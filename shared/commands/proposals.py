"""What the assistant wants to do and may not do alone: kept until its owner says yes or no.

No plan is ever logged.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from typing_extensions import override

from shared.commands.changing import lock_owner
from shared.core.errors import Conflict, DomainError, NotFound
from shared.core.ids import new_uuid7
from shared.core.principal import Principal
from shared.db.repositories import proposals as repository
from shared.db.repositories.proposals import ProposalRow
from shared.db.session import Database, UnitOfWork

LIFE: Final = timedelta(hours=24)
"""So long somebody can say yes: later the tasks are other ones."""
MOST_PENDING: Final = 100
"""Of one account: older ones are dismissed."""


class ProposalDecided(Conflict):
    """Somebody said yes or no before; `state` says which, and whether it went well."""

    code = "chat.proposal_decided"
    title = "This was decided already"

    def __init__(self, state: str) -> None:
        super().__init__(f"The proposal is {state}. Ask again for a new one.")
        self.state = state

    @property
    @override
    def members(self) -> dict[str, object]:
        return {"state": self.state}


class ProposalExpired(DomainError):
    """Nobody said yes within 24 hours; the tasks may be other ones by now."""

    code = "chat.proposal_expired"
    title = "This proposal is too old"
    status = 410

    def __init__(self) -> None:
        super().__init__("It waited for 24 hours. Ask again for a new one.")


async def propose(
    db: Database,
    principal: Principal,
    conversation_id: UUID | None,
    plan: Mapping[str, Any],
    now: datetime,
) -> ProposalRow:
    """The plan, made at `now`, waits 24 hours for its owner; nothing of it is done.

    A plan has `words` and `changes`, which its owner is shown; what else is in it comes back to
    who takes it. No text in it keeps NUL or half a character.

    At most 100 of an account wait: older ones are dismissed.

    Raises:
        NotFound: no such conversation of this user, or it was deleted meanwhile.
        Unauthenticated: the account is gone.
        ValueError: the plan cannot be shown.
    """
    if not {"words", "changes"} <= plan.keys():
        raise ValueError("a plan has words and changes, which its owner is shown")
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        row = ProposalRow(
            id=new_uuid7(now),
            user_id=user.id,
            conversation_id=conversation_id,
            plan=plan,
            state="pending",
            undo_ids=(),
            outcome=None,
            created_at=now,
            expires_at=now + LIFE,
            decided_at=None,
        )
        await repository.dismiss_oldest(uow.connection, user.id, MOST_PENDING - 1, now)
        if not await repository.insert_proposal(uow.connection, row):
            raise NotFound("conversation", conversation_id)
        return row


async def take_proposal(db: Database, principal: Principal, proposal_id: UUID) -> ProposalRow:
    """The caller, and nobody else, carries the plan out now, and settles it afterwards.

    It is applied from here on: a caller that dies before it settles leaves it without an outcome,
    and nobody begins a second time.

    Raises:
        NotFound: no such proposal of this user.
        ProposalDecided: it was applied or dismissed before.
        ProposalExpired: it waited too long.
        Unauthenticated: the account is gone.
    """
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        row = await repository.decide(uow.connection, user.id, proposal_id, "applied", uow.now)
        if row is not None:
            return row
        found = await _load(uow, principal, proposal_id)
        if found.state == "pending":
            raise ProposalExpired
        raise ProposalDecided(found.state)


async def settle_proposal(
    db: Database,
    principal: Principal,
    proposal_id: UUID,
    *,
    ok: bool,
    undo_ids: Sequence[UUID],
    outcome: Mapping[str, Any],
) -> ProposalRow | None:
    """How carrying it out ended is on record, once: as it was settled first.

    None if it is settled already, was never taken, or is gone meanwhile.
    """
    async with db.unit_of_work() as uow:
        return await repository.settle(
            uow.connection,
            principal.user_id,
            proposal_id,
            state="applied" if ok else "failed",
            undo_ids=undo_ids,
            outcome=outcome,
        )


async def dismiss_proposal(db: Database, principal: Principal, proposal_id: UUID) -> ProposalRow:
    """Nobody can apply it any more; one that was dismissed before stays as it is.

    Raises:
        NotFound: no such proposal of this user.
        ProposalDecided: it was applied before, well or not.
        Unauthenticated: the account is gone.
    """
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        row = await repository.decide(uow.connection, user.id, proposal_id, "dismissed", uow.now)
        if row is not None:
            return row
        found = await _load(uow, principal, proposal_id)
        if found.state != "dismissed":
            raise ProposalDecided(found.state)
        return found


async def read_proposal(db: Database, principal: Principal, proposal_id: UUID) -> ProposalRow:
    """The proposal, whatever became of it.

    Raises:
        NotFound: no such proposal of this user.
    """
    async with db.read() as connection:
        found = await repository.find_proposal(connection, principal.user_id, proposal_id)
    if found is None:
        raise NotFound("proposal", proposal_id)
    return found


async def pending_of(
    db: Database, principal: Principal, conversation_id: UUID
) -> ProposalRow | None:
    """The newest proposal of the conversation that can still be applied, if there is one."""
    async with db.read() as connection:
        return await repository.latest_pending(
            connection, principal.user_id, conversation_id, db.clock.now()
        )


async def _load(uow: UnitOfWork, principal: Principal, proposal_id: UUID) -> ProposalRow:
    found = await repository.find_proposal(uow.connection, principal.user_id, proposal_id)
    if found is None:
        raise NotFound("proposal", proposal_id)
    return found
