"""Once under a key: effect and answer stand or fall together."""

import pytest

from shared.commands.idempotency import IdempotencyKeyReused, OnceRequest, run_once
from shared.commands.labels import LabelExists, create_label
from shared.core.errors import Unauthenticated, Unavailable
from shared.core.ids import UserId, new_uuid7
from shared.core.principal import Principal
from shared.db.repositories.idempotency import LIFE
from shared.db.repositories.labels import list_labels
from tests.factories.users import make_user

ASKED = OnceRequest("key-1", (b"1" * 32,))


@pytest.fixture
async def ada(db):
    return await make_user(db)


async def names(db, principal):
    async with db.read() as connection:
        found = await list_labels(connection, principal.user_id, after="", limit=50)
        return [each.label.name for each in found]


def making(principal, *labels, error=None):
    """An effect that makes these labels, each in a transaction of its own as far as it knows."""

    async def effect(db):
        for name in labels:
            await create_label(db, principal, name, None, is_favorite=False)
        if error is not None:
            raise error
        return 201, b"made"

    return effect


async def test_an_effect_happens_once_and_its_answer_comes_again(db, ada):
    first, was_there = await run_once(db, ada, ASKED, making(ada, "a"))
    again, is_there = await run_once(db, ada, ASKED, making(ada, "b"))
    assert (was_there, is_there) == (False, True)
    assert (first.status, first.response) == (again.status, again.response) == (201, b"made")
    assert await names(db, ada) == ["a"]


@pytest.mark.parametrize("error", [LabelExists("x"), RuntimeError("x")], ids=["refused", "broken"])
async def test_what_was_committed_before_an_error_is_taken_back(db, ada, error):
    with pytest.raises(type(error)):
        await run_once(db, ada, ASKED, making(ada, "a", "b", error=error))
    assert await names(db, ada) == []
    _, was_there = await run_once(db, ada, ASKED, making(ada, "a"))
    assert not was_there


async def test_a_refusal_that_the_effect_lives_with_takes_back_its_own_part_alone(db, ada):
    async def effect(within):
        await create_label(within, ada, "a", None, is_favorite=False)
        async with within.unit_of_work() as uow:
            await uow.lock_users([ada.user_id])
        with pytest.raises(LabelExists):
            await create_label(within, ada, "a", None, is_favorite=False)
        assert await names(within, ada) == ["a"]
        assert await names(db, ada) == []
        await create_label(within, ada, "b", None, is_favorite=False)
        return 200, b""

    await run_once(db, ada, ASKED, effect)
    assert await names(db, ada) == ["a", "b"]


async def test_a_database_that_goes_away_inside_is_told_as_such(db, ada):
    async def effect(within):
        async with within.read():
            raise ConnectionResetError

    with pytest.raises(Unavailable):
        await run_once(db, ada, ASKED, effect)
    assert not (await run_once(db, ada, ASKED, making(ada, "a")))[1]


async def test_a_request_is_known_by_any_of_its_hashes(db, ada):
    await run_once(db, ada, ASKED, making(ada, "a"))
    later = OnceRequest("key-1", (b"2" * 32, b"1" * 32))
    assert (await run_once(db, ada, later, making(ada, "b")))[1]
    with pytest.raises(IdempotencyKeyReused):
        await run_once(db, ada, OnceRequest("key-1", (b"2" * 32,)), making(ada, "b"))


async def test_a_key_is_free_again_after_a_day(db, clock, ada):
    await run_once(db, ada, ASKED, making(ada, "a"))
    clock.advance(LIFE.total_seconds() + 1)
    assert not (await run_once(db, ada, ASKED, making(ada, "b")))[1]
    assert await names(db, ada) == ["a", "b"]


async def test_nobody_has_no_keys(db):
    nobody = Principal(UserId(new_uuid7(db.clock.now())))
    with pytest.raises(Unauthenticated):
        await run_once(db, nobody, ASKED, making(nobody, "a"))
