"""Turns: so many of a user at a time, in order, and nothing is left behind."""

import asyncio
from uuid import UUID

import pytest

from api.errors import TooManyAtOnce
from api.turns import LONGEST_SECONDS, PATIENCE_SECONDS, Turns

ADA, BOB = UUID(int=1), UUID(int=2)
AT_ONCE = 0.0


@pytest.fixture
def turns():
    return Turns(2)


async def waiting(turns, user_id):
    """A request that waits for its turn."""
    task = asyncio.create_task(turns.take(user_id))
    await until_others_ran()
    assert not task.done()
    return task


async def until_others_ran():
    turn = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(turn.set_result, None)
    await turn


async def test_who_finds_no_turn_is_turned_away(turns):
    for _ in range(2):
        await turns.take(ADA)
    with pytest.raises(TooManyAtOnce):
        await turns.take(ADA, AT_ONCE)


async def test_the_turns_of_others_do_not_count(turns):
    for _ in range(2):
        await turns.take(ADA)
        await turns.take(BOB)
    assert len(turns) == 2


async def test_turns_go_to_who_waits_longest(turns):
    for _ in range(2):
        await turns.take(ADA)
    first, second = await waiting(turns, ADA), await waiting(turns, ADA)
    turns.give_back(ADA)
    await first
    assert not second.done()
    turns.give_back(ADA)
    await second


async def test_users_without_a_turn_are_forgotten(turns):
    for _ in range(2):
        await turns.take(ADA)
    for _ in range(5):
        with pytest.raises(TooManyAtOnce):
            await turns.take(ADA, AT_ONCE)
    late = await waiting(turns, ADA)
    for _ in range(2):
        turns.give_back(ADA)
    await late
    assert len(turns) == 1
    turns.give_back(ADA)
    assert len(turns) == 0


async def test_who_leaves_while_waiting_takes_no_turn(turns):
    for _ in range(2):
        await turns.take(ADA)
    leaving, staying = await waiting(turns, ADA), await waiting(turns, ADA)
    leaving.cancel()
    turns.give_back(ADA)
    await staying
    assert leaving.cancelled()


async def test_a_turn_handed_to_who_leaves_goes_on(turns):
    for _ in range(2):
        await turns.take(ADA)
    leaving, staying = await waiting(turns, ADA), await waiting(turns, ADA)
    turns.give_back(ADA)
    leaving.cancel()
    await staying
    for _ in range(2):
        turns.give_back(ADA)
    assert len(turns) == 0


async def test_a_turn_that_was_given_back_is_one(turns):
    await turns.take(ADA)
    await turns.take(ADA)
    turns.give_back(ADA)
    await turns.take(ADA, AT_ONCE)
    with pytest.raises(TooManyAtOnce):
        await turns.take(ADA, AT_ONCE)


class Leaping(asyncio.SelectorEventLoop):
    """An event loop whose clock can be put forward."""

    ahead = 0.0

    def time(self):
        return super().time() + self.ahead


async def pass_by(seconds):
    """So many seconds pass, and what is due then happens."""
    asyncio.get_running_loop().ahead += seconds
    for _ in range(3):  # the timer, the one who waits, the end of their task
        await until_others_ran()


@pytest.fixture
def leap():
    """Runs something in a loop in which `pass_by` may be called."""
    with asyncio.Runner(loop_factory=Leaping) as runner:
        yield runner.run


def test_a_line_that_moves_is_waited_in(leap, turns):
    async def wait():
        for _ in range(2):
            await turns.take(ADA)
        first, second = await waiting(turns, ADA), await waiting(turns, ADA)
        await pass_by(PATIENCE_SECONDS * 0.75)
        turns.give_back(ADA)
        await first
        await pass_by(PATIENCE_SECONDS * 0.75)
        assert not second.done()
        await pass_by(PATIENCE_SECONDS * 0.5)
        with pytest.raises(TooManyAtOnce, match="did not come"):
            second.result()

    leap(wait())


def test_the_end_of_a_long_line_is_turned_away(leap, turns):
    async def wait():
        for _ in range(2):
            await turns.take(ADA)
        line = [await waiting(turns, ADA) for _ in range(20)]
        passed = 0.0
        while not line[-1].done():
            await pass_by(1.0)
            passed += 1.0
            turns.give_back(ADA)
        ended = await asyncio.gather(*line, return_exceptions=True)
        assert LONGEST_SECONDS <= passed <= LONGEST_SECONDS + 1.0
        assert [type(each) for each in ended[:9]] == [type(None)] * 9
        assert {type(each) for each in ended[10:]} == {TooManyAtOnce}

    leap(wait())
