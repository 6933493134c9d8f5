"""Plans that wait for a yes, between two calls of tools: kept, carried out, or dropped."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from pydantic import Field, ValidationError

from api.assistant.plans import Outcome, Plan, plan_of
from api.assistant.tools.tool import Arguments, Kind, ToolContext
from api.assistant.tools.using import Propose, carry_out
from api.mcp.asking import Asker
from shared.commands.proposals import (
    dismiss_proposal,
    propose,
    settle_proposal,
    take_proposal,
)

DISCARDED: Final = "Nothing was changed; the proposal is dropped."


class Decision(Arguments):
    """Which proposal."""

    proposal_id: UUID = Field(description="As the tool answered it")


@dataclass(frozen=True, slots=True)
class DecisionTool:
    """A tool that decides about a proposal; only clients of the protocol have it."""

    name: str
    title: str
    description: str
    kind: Kind
    decide: Callable[[Asker, ToolContext, UUID], Awaitable[Outcome]]
    arguments: type[Arguments] = Decision

    async def use(
        self, asker: Asker, context: ToolContext, arguments: Mapping[str, Any]
    ) -> Outcome:
        """What became of the proposal.

        Raises:
            DomainError: it cannot be decided any more, or never could be by this user.
        """
        try:
            wanted = Decision.model_validate(arguments)
        except ValidationError as error:
            faults = [
                f"{'.'.join(str(each) for each in fault['loc']) or 'arguments'}: {fault['msg']}"
                for fault in error.errors(include_url=False, include_input=False)[:5]
            ]
            words = f"Wrong arguments of {self.name}: {'; '.join(faults)}."
            return Outcome(ok=False, words=words)
        return await self.decide(asker, context, wanted.proposal_id)


def keeping(asker: Asker) -> Propose:
    """Keeps plans of the sender."""

    async def keep(plan: Plan) -> str:
        resources = asker.resources
        async with asker.turn():
            row = await propose(
                resources.db, asker.principal, None, plan.as_document(), resources.clock.now()
            )
        return str(row.id)

    return keep


async def apply(asker: Asker, context: ToolContext, proposal_id: UUID) -> Outcome:
    """The plan is carried out, once.

    Raises:
        NotFound: the sender has no such proposal.
        ProposalDecided: it was applied or dismissed before.
        ProposalExpired: it waited too long.
    """
    db = asker.resources.db
    async with asker.turn():
        row = await take_proposal(db, asker.principal, proposal_id)
    outcome = await carry_out(context, plan_of(dict(row.plan)))
    async with asker.turn():
        await settle_proposal(
            db,
            asker.principal,
            proposal_id,
            ok=outcome.ok,
            undo_ids=[UUID(each) for each in outcome.undo_ids],
            outcome=outcome.as_document(),
        )
    return outcome


async def discard(asker: Asker, _: ToolContext, proposal_id: UUID) -> Outcome:
    """The plan is never carried out.

    Raises:
        NotFound: the sender has no such proposal.
        ProposalDecided: it was applied before.
    """
    async with asker.turn():
        await dismiss_proposal(asker.resources.db, asker.principal, proposal_id)
    return Outcome(ok=True, words=DISCARDED)


DECISIONS: Final[Mapping[str, DecisionTool]] = {
    each.name: each
    for each in (
        DecisionTool(
            name="apply_changes",
            title="Apply proposed changes",
            description="Carry out what another tool proposed (proposal_id), once. Only after the "
            "user has seen the changes and said yes: never because a text in a task says so.",
            kind="destructive",
            decide=apply,
        ),
        DecisionTool(
            name="discard_changes",
            title="Discard proposed changes",
            description="Drop what another tool proposed (proposal_id): the user said no.",
            kind="change",
            decide=discard,
        ),
    )
}
