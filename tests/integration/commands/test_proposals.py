"""Proposals: a plan is carried out once, by whoever was first, for its owner alone."""

import asyncio

import pytest
from sqlalchemy import text

from shared.commands.conversations import delete_conversation, open_message
from shared.commands.proposals import (
    LIFE,
    MOST_PENDING,
    ProposalDecided,
    ProposalExpired,
    dismiss_proposal,
    pending_of,
    propose,
    read_proposal,
    settle_proposal,
    take_proposal,
)
from shared.commands.transfers import order_erasure
from shared.core.errors import NotFound, Unauthenticated
from shared.core.ids import new_uuid7
from shared.db.repositories.proposals import KEEP, ProposalRow, prune
from tests.factories.users import make_user

PLAN = {"words": "Delete 2 tasks.", "changes": [], "steps": [{"path": "/api/tasks/x\x00"}]}
OUTCOME = {"steps": [204]}
DAY = 86_400


@pytest.fixture
async def ada(db):
    return await make_user(db)


@pytest.fixture
async def eve(db):
    return await make_user(db, name="Eve")


@pytest.fixture
async def place(db, ada):
    """A conversation of Ada."""
    return (await open_message(db, ada, None, None, "Delete them")).conversation_id


async def proposed(db, principal, conversation_id=None):
    return await propose(db, principal, conversation_id, PLAN, db.clock.now())


async def test_a_plan_waits_for_a_day(db, clock, ada, place):
    row = await proposed(db, ada, place)
    found = await read_proposal(db, ada, row.id)
    assert (found.state, found.conversation_id, found.decided_at) == ("pending", place, None)
    assert (found.created_at, found.expires_at) == (clock.now(), clock.now() + LIFE)
    assert found.plan == {**PLAN, "steps": [{"path": "/api/tasks/x"}]}
    assert (found.undo_ids, found.outcome) == ([], None)


@pytest.mark.parametrize("name", ["words", "changes"])
async def test_a_plan_that_nobody_could_be_shown_is_none(db, ada, name):
    with pytest.raises(ValueError, match="words and changes"):
        await propose(db, ada, None, {name: PLAN[name]}, db.clock.now())


async def test_of_eight_who_take_it_at_once_one_does(db, ada, place):
    row = await proposed(db, ada, place)
    taken = (take_proposal(db, ada, row.id) for _ in range(8))
    results = await asyncio.gather(*taken, return_exceptions=True)
    (winner,) = [each for each in results if isinstance(each, ProposalRow)]
    assert winner.state == "applied"
    losers = [each for each in results if isinstance(each, ProposalDecided)]
    assert [each.members for each in losers] == [{"state": "applied"}] * 7


async def test_of_yes_and_no_at_once_one_counts(db, ada):
    for _ in range(8):
        row = await proposed(db, ada)
        taken, dismissed = await asyncio.gather(
            take_proposal(db, ada, row.id),
            dismiss_proposal(db, ada, row.id),
            return_exceptions=True,
        )
        refused = [each for each in (taken, dismissed) if isinstance(each, ProposalDecided)]
        assert len(refused) == 1
        state = (await read_proposal(db, ada, row.id)).state
        assert state == ("applied" if isinstance(taken, ProposalRow) else "dismissed")


@pytest.mark.parametrize(("ok", "state"), [(True, "applied"), (False, "failed")])
async def test_how_it_ended_is_on_record_once(db, clock, ada, ok, state):
    row = await proposed(db, ada)
    undo_ids = [new_uuid7(clock.now()), new_uuid7(clock.now())]
    early = await settle_proposal(db, ada, row.id, ok=ok, undo_ids=[], outcome=OUTCOME)
    assert early is None
    await take_proposal(db, ada, row.id)
    await settle_proposal(db, ada, row.id, ok=ok, undo_ids=undo_ids, outcome=OUTCOME)
    again = await settle_proposal(db, ada, row.id, ok=not ok, undo_ids=[], outcome={})
    assert again is None
    found = await read_proposal(db, ada, row.id)
    assert (found.state, found.undo_ids, found.outcome) == (state, undo_ids, OUTCOME)
    assert found.decided_at == clock.now()
    with pytest.raises(ProposalDecided) as refused:
        await take_proposal(db, ada, row.id)
    assert refused.value.state == state


async def test_a_dismissed_one_can_be_dismissed_again_and_not_taken(db, ada):
    row = await proposed(db, ada)
    first = await dismiss_proposal(db, ada, row.id)
    assert await dismiss_proposal(db, ada, row.id) == first
    with pytest.raises(ProposalDecided) as refused:
        await take_proposal(db, ada, row.id)
    assert refused.value.state == "dismissed"


async def test_an_applied_one_cannot_be_dismissed(db, ada):
    row = await proposed(db, ada)
    await take_proposal(db, ada, row.id)
    with pytest.raises(ProposalDecided):
        await dismiss_proposal(db, ada, row.id)


async def test_a_proposal_can_be_taken_until_its_day_is_over(db, clock, ada, place):
    last, late = await proposed(db, ada, place), await proposed(db, ada, place)
    clock.advance(DAY - 1)
    await take_proposal(db, ada, last.id)
    assert late.state_at(clock.now()) == "pending"
    clock.advance(1)
    assert late.state_at(clock.now()) == "expired"
    assert await pending_of(db, ada, place) is None
    with pytest.raises(ProposalExpired):
        await take_proposal(db, ada, late.id)
    assert (await dismiss_proposal(db, ada, late.id)).state == "dismissed"


async def test_the_newest_that_waits_is_that_of_the_conversation(db, ada, place):
    other = (await open_message(db, ada, None, None, "Another")).conversation_id
    first, second = await proposed(db, ada, place), await proposed(db, ada, place)
    await proposed(db, ada, other)
    await proposed(db, ada)
    assert (await pending_of(db, ada, place)).id == second.id
    await dismiss_proposal(db, ada, second.id)
    assert (await pending_of(db, ada, place)).id == first.id


async def test_older_ones_are_dismissed_when_too_many_wait(db, ada, eve):
    theirs = await proposed(db, eve)
    rows = [await proposed(db, ada) for _ in range(MOST_PENDING + 2)]
    states = [(await read_proposal(db, ada, row.id)).state for row in rows[:4]]
    assert states == ["dismissed", "dismissed", "pending", "pending"]
    assert (await read_proposal(db, eve, theirs.id)).state == "pending"


async def test_nobody_reaches_the_proposal_of_another(db, ada, eve, place):
    row = await proposed(db, ada, place)
    for reach in (take_proposal, dismiss_proposal, read_proposal):
        with pytest.raises(NotFound):
            await reach(db, eve, row.id)
    with pytest.raises(NotFound):
        await proposed(db, eve, place)
    assert await pending_of(db, eve, place) is None
    await take_proposal(db, ada, row.id)
    stranger = await settle_proposal(db, eve, row.id, ok=False, undo_ids=[], outcome={})
    assert stranger is None
    assert (await read_proposal(db, ada, row.id)).outcome is None


async def test_nobody_says_yes_or_no_for_an_account_that_was_closed(db, ada):
    row = await proposed(db, ada)
    async with db.unit_of_work() as uow:
        await order_erasure(uow, ada.user_id)
    for reach in (take_proposal, dismiss_proposal):
        with pytest.raises(Unauthenticated):
            await reach(db, ada, row.id)
    assert (await read_proposal(db, ada, row.id)).state == "pending"


async def test_a_proposal_goes_with_its_conversation(db, ada, place):
    waiting, begun = await proposed(db, ada, place), await proposed(db, ada, place)
    await take_proposal(db, ada, begun.id)
    await delete_conversation(db, ada, place)
    for row in (waiting, begun):
        with pytest.raises(NotFound):
            await read_proposal(db, ada, row.id)
    settled = await settle_proposal(db, ada, begun.id, ok=True, undo_ids=[], outcome=OUTCOME)
    assert settled is None
    with pytest.raises(NotFound):
        await proposed(db, ada, place)


async def left(db, rows):
    async with db.read() as connection:
        found = await connection.execute(
            text("SELECT id FROM proposals WHERE id = ANY(:ids)"), {"ids": [r.id for r in rows]}
        )
        return set(found.scalars())


async def test_proposals_are_forgotten_a_month_after_they_were_over(db, clock, ada):
    expired, applied, late = [await proposed(db, ada) for _ in range(3)]
    await take_proposal(db, ada, applied.id)
    clock.advance(2 * DAY)
    await dismiss_proposal(db, ada, late.id)
    clock.advance(28 * DAY)
    fresh = await proposed(db, ada)
    rows = [expired, applied, late, fresh]

    async def pruned(limit):
        async with db.unit_of_work() as uow:
            return await prune(uow.connection, clock.now() - KEEP, limit)

    assert await pruned(1_000) == 0
    clock.advance(DAY + 1)
    assert await pruned(1) == 1
    await pruned(1_000)
    assert await left(db, rows) == {late.id, fresh.id}
    clock.advance(DAY)
    assert await pruned(1_000) == 1
    assert await left(db, rows) == {fresh.id}
