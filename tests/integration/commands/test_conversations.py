"""Conversations: what was said is kept, once, for its owner alone."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from shared.commands.assistant_usage import add_tokens, tokens_used
from shared.commands.conversations import (
    BYTES_AT_ONCE,
    HISTORY,
    MOST_CONVERSATIONS,
    MOST_MESSAGES,
    ConversationFull,
    MessageExists,
    delete_conversation,
    keep_answer,
    list_conversations,
    open_message,
    read_conversation,
    rename_conversation,
)
from shared.commands.transfers import order_erasure
from shared.core.errors import InvalidInput, NotFound, Unauthenticated
from shared.core.ids import UserId, new_uuid7
from shared.core.principal import Principal
from shared.db.repositories.erasing import erase_some
from tests.factories.users import make_user

SAID = UUID("7b6ef4f6-8c0f-4f0e-9a52-5a6d2c1b0a01")
ANSWER = [{"type": "text", "text": "Done."}]


@pytest.fixture
async def ada(db):
    return await make_user(db)


@pytest.fixture
async def eve(db):
    return await make_user(db, name="Eve")


async def messages(db, principal, conversation_id):
    _, found, _ = await read_conversation(db, principal, conversation_id, limit=200)
    return found


async def titles(db, principal):
    rows, _ = await list_conversations(db, principal, after=None, limit=100)
    return [row.title for row in rows]


async def fill(db, principal, conversation_id, count):
    """As many messages are in the conversation."""
    async with db.unit_of_work() as uow:
        await uow.connection.execute(
            text(
                """
                INSERT INTO messages (user_id, id, conversation_id, number, role, parts, state,
                                      created_at)
                SELECT :user_id, gen_random_uuid(), :conversation_id, n, 'user', '[]', 'complete',
                    :now
                FROM generate_series(2, :count) n
                """
            ),
            {
                "user_id": principal.user_id,
                "conversation_id": conversation_id,
                "now": uow.now,
                "count": count,
            },
        )


async def test_a_first_message_makes_its_conversation(db, clock, ada):
    opened = await open_message(db, ada, None, SAID, "Move the rent\nto Friday")
    assert (opened.message_id, opened.history, opened.is_new) == (SAID, [], True)
    row, (said,), following = await read_conversation(db, ada, opened.conversation_id, limit=50)
    assert (row.title, row.updated_at, following) == ("Move the rent to Friday", clock.now(), None)
    assert (said.id, said.role, said.state, said.number) == (SAID, "user", "complete", 1)
    assert said.parts == [{"type": "text", "text": "Move the rent\nto Friday"}]


async def test_a_long_first_message_gives_its_first_words(db, ada):
    await open_message(db, ada, None, None, "remind me " * 20)
    await open_message(db, ada, None, None, "x" * 300)
    assert await titles(db, ada) == ["x" * 79 + "…", ("remind me " * 8)[:79] + "…"]


async def test_a_message_without_a_word_makes_nothing(db, ada):
    with pytest.raises(InvalidInput):
        await open_message(db, ada, None, None, " \n\u200e ")
    assert await titles(db, ada) == []


async def test_answers_and_questions_stand_in_their_order_whatever_their_ids(db, clock, ada):
    high, low = UUID(int=2**127), UUID(int=7)
    opened = await open_message(db, ada, None, high, "One")
    place = opened.conversation_id
    answer = await keep_answer(db, ada, place, ANSWER, "complete")
    clock.advance(60)
    again = await open_message(db, ada, place, low, "Two")
    assert [each.id for each in again.history] == [high, answer]
    assert not again.is_new
    found = await messages(db, ada, place)
    assert [(each.id, each.role, each.number) for each in found] == [
        (high, "user", 1),
        (answer, "assistant", 2),
        (low, "user", 3),
    ]
    row, _, _ = await read_conversation(db, ada, place, limit=1)
    assert (row.title, row.updated_at) == ("One", clock.now())


async def test_a_message_that_comes_twice_changes_nothing_twice(db, ada):
    opened = await open_message(db, ada, None, SAID, "One")
    for place in (None, opened.conversation_id):
        with pytest.raises(MessageExists) as refused:
            await open_message(db, ada, place, SAID, "One")
        assert refused.value.members["conversation_id"] == str(opened.conversation_id)
    assert len(await messages(db, ada, opened.conversation_id)) == 1
    assert await titles(db, ada) == ["One"]


async def test_of_one_message_sent_eight_times_at_once_one_is_kept(db, ada):
    asked = (open_message(db, ada, None, SAID, "One") for _ in range(8))
    results = await asyncio.gather(*asked, return_exceptions=True)
    assert sum(isinstance(each, MessageExists) for each in results) == 7
    assert await titles(db, ada) == ["One"]


async def test_messages_at_the_same_time_have_numbers_of_their_own(db, ada):
    place = (await open_message(db, ada, None, None, "0")).conversation_id
    said = [open_message(db, ada, place, None, str(each)) for each in range(1, 5)]
    answers = [keep_answer(db, ada, place, ANSWER, "complete") for _ in range(4)]
    await asyncio.gather(*said, *answers)
    assert [each.number for each in await messages(db, ada, place)] == list(range(1, 10))


async def test_two_people_may_choose_one_id(db, ada, eve):
    mine = await open_message(db, ada, None, SAID, "Mine")
    theirs = await open_message(db, eve, None, SAID, "Theirs")
    assert mine.conversation_id != theirs.conversation_id
    assert len(await messages(db, ada, mine.conversation_id)) == 1


async def test_nobody_reaches_the_conversation_of_another(db, ada, eve):
    place = (await open_message(db, ada, None, None, "Mine")).conversation_id
    with pytest.raises(NotFound):
        await open_message(db, eve, place, None, "Theirs")
    with pytest.raises(NotFound):
        await read_conversation(db, eve, place, limit=1)
    with pytest.raises(NotFound):
        await rename_conversation(db, eve, place, "Theirs")
    with pytest.raises(NotFound):
        await delete_conversation(db, eve, place)
    assert await keep_answer(db, eve, place, ANSWER, "complete") is None
    assert await titles(db, eve) == []
    assert [each.role for each in await messages(db, ada, place)] == ["user"]
    assert await titles(db, ada) == ["Mine"]


async def test_an_answer_to_a_deleted_conversation_is_not_kept(db, ada):
    place = (await open_message(db, ada, None, None, "One")).conversation_id
    await delete_conversation(db, ada, place)
    assert await keep_answer(db, ada, place, ANSWER, "complete") is None
    assert await titles(db, ada) == []


async def test_an_answer_to_nobody_is_not_kept(db, ada):
    place = (await open_message(db, ada, None, None, "One")).conversation_id
    async with db.unit_of_work() as uow:
        await order_erasure(uow, ada.user_id)
    assert await keep_answer(db, ada, place, ANSWER, "complete") is None
    with pytest.raises(Unauthenticated):
        await open_message(db, ada, place, None, "Two")


async def test_an_answer_that_broke_off_says_so_and_keeps_what_can_be_kept(db, ada):
    place = (await open_message(db, ada, None, None, "One")).conversation_id
    parts = [{"type": "text", "text": "a\x00b\ud800c\\u0000"}, {"k\x00": [1, None, "\x00"]}]
    await keep_answer(db, ada, place, parts, "interrupted")
    answer = (await messages(db, ada, place))[-1]
    assert answer.state == "interrupted"
    assert answer.parts == [{"type": "text", "text": "abc\\u0000"}, {"k": [1, None, ""]}]


async def test_an_answer_that_is_nested_without_end_is_kept_to_some_depth(db, ada):
    place = (await open_message(db, ada, None, None, "One")).conversation_id
    deep = "bottom"
    for _ in range(900):
        deep = {"in": [deep]}
    await keep_answer(db, ada, place, [{"type": "tool", "arguments": deep}], "complete")
    (kept,) = (await messages(db, ada, place))[-1].parts
    levels, inner = 0, kept["arguments"]
    while inner is not None:
        inner, levels = inner["in"] if isinstance(inner, dict) else inner[0], levels + 1
    assert (kept["type"], 150 < levels <= 200) == ("tool", True)


async def test_history_is_the_last_forty(db, ada):
    place = (await open_message(db, ada, None, None, "One")).conversation_id
    await fill(db, ada, place, 100)
    opened = await open_message(db, ada, place, None, "Next")
    assert [each.number for each in opened.history] == list(range(101 - HISTORY, 101))


async def test_a_full_conversation_takes_no_question(db, ada):
    place = (await open_message(db, ada, None, None, "One")).conversation_id
    await fill(db, ada, place, MOST_MESSAGES - 2)
    await open_message(db, ada, place, None, "The last")
    with pytest.raises(ConversationFull):
        await open_message(db, ada, place, SAID, "One more")
    assert await keep_answer(db, ada, place, ANSWER, "complete") is not None
    with pytest.raises(ConversationFull):
        await open_message(db, ada, place, SAID, "One more")
    _, found, _ = await read_conversation(db, ada, place, after=MOST_MESSAGES - 2, limit=200)
    assert [each.number for each in found] == [MOST_MESSAGES - 1, MOST_MESSAGES]


async def test_the_conversation_used_longest_ago_makes_way(db, clock, ada, eve):
    await open_message(db, eve, None, None, "Theirs")
    first = await open_message(db, ada, None, None, "First")
    clock.advance(1)
    await open_message(db, ada, None, None, "Second")
    clock.advance(1)
    async with db.unit_of_work() as uow:
        await uow.connection.execute(
            text(
                """
                INSERT INTO conversations (id, user_id, title, created_at, updated_at)
                SELECT gen_random_uuid(), :user_id, 'x', :now, :now
                FROM generate_series(3, :count)
                """
            ),
            {"user_id": ada.user_id, "now": uow.now, "count": MOST_CONVERSATIONS},
        )
    await open_message(db, ada, first.conversation_id, None, "Used again")
    await open_message(db, ada, None, None, "New")
    async with db.read() as connection:
        rows = await connection.execute(
            text("SELECT title FROM conversations WHERE user_id = :user_id"),
            {"user_id": ada.user_id},
        )
        left = rows.scalars()
    assert len(left) == MOST_CONVERSATIONS
    assert ("First" in left, "Second" in left, "New" in left) == (True, False, True)
    assert await titles(db, eve) == ["Theirs"]


async def test_conversations_are_listed_the_last_used_first_page_by_page(db, clock, ada):
    for number in range(5):
        await open_message(db, ada, None, None, f"{number}")
        clock.advance(60 * (number % 2))  # some of one time
    found, after = [], None
    for _ in range(3):
        rows, after = await list_conversations(db, ada, after=after, limit=2)
        found += [row.title for row in rows]
    assert (found, after) == (["4", "3", "2", "1", "0"], None)


async def test_messages_are_read_page_by_page_oldest_first(db, ada):
    place = (await open_message(db, ada, None, None, "One")).conversation_id
    await fill(db, ada, place, 250)
    _, first, following = await read_conversation(db, ada, place, limit=500)
    assert ([each.number for each in first], following) == (list(range(1, 201)), 200)
    _, rest, following = await read_conversation(db, ada, place, after=200, limit=50)
    assert ([each.number for each in rest], following) == (list(range(201, 251)), None)


async def test_long_messages_come_a_few_at_a_time(db, ada):
    opened = await open_message(db, ada, None, None, "Hello")
    place, long = opened.conversation_id, [{"type": "text", "text": "x" * (BYTES_AT_ONCE // 4)}]
    for _ in range(9):
        await keep_answer(db, ada, place, long, "complete")
    pages, after = [], 0
    while after is not None:
        _, found, after = await read_conversation(db, ada, place, after=after, limit=200)
        pages.append([each.number for each in found])
    assert pages == [[1, 2, 3, 4, 5], [6, 7, 8, 9], [10]]
    history = (await open_message(db, ada, place, None, "And now?")).history
    assert [each.number for each in history] == [7, 8, 9, 10]


async def test_a_title_can_be_changed_and_does_not_count_as_use(db, clock, ada):
    place = (await open_message(db, ada, None, None, "One")).conversation_id
    began = clock.now()
    clock.advance(60)
    row = await rename_conversation(db, ada, place, "  Rent ")
    assert (row.title, row.updated_at) == ("Rent", began)
    for bad in ("", "  ", "x" * 81, "a\nb", "a\x00b"):
        with pytest.raises(InvalidInput):
            await rename_conversation(db, ada, place, bad)
    assert await titles(db, ada) == ["Rent"]


async def test_what_an_account_said_goes_with_it(db, ada, eve):
    place = (await open_message(db, ada, None, None, "One")).conversation_id
    await keep_answer(db, ada, place, ANSWER, "complete")
    await add_tokens(db, ada, db.clock.now().date(), 5)
    theirs = (await open_message(db, eve, None, None, "Theirs")).conversation_id
    async with db.unit_of_work() as uow:
        await erase_some(uow.connection, ada.user_id, 1_000)
    with pytest.raises(NotFound):
        await read_conversation(db, ada, place, limit=1)
    async with db.read() as connection:
        count = await connection.execute(
            text("SELECT count(*) FROM messages WHERE user_id = :id"), {"id": ada.user_id}
        )
    assert count.scalar_one() == 0
    assert await tokens_used(db, ada, db.clock.now().date()) == 0
    assert len(await messages(db, eve, theirs)) == 1


async def test_tokens_add_up_by_day_and_account(db, ada, eve):
    today = db.clock.now().date()
    assert await tokens_used(db, ada, today) == 0
    await asyncio.gather(*(add_tokens(db, ada, today, 100) for _ in range(8)))
    assert await add_tokens(db, ada, today, 1) == 801
    assert await tokens_used(db, ada, today) == 801
    assert await tokens_used(db, ada, today - timedelta(days=1)) == 0
    assert await tokens_used(db, eve, today) == 0


async def test_nobody_uses_no_tokens(db):
    nobody = Principal(UserId(new_uuid7(db.clock.now())))
    assert await add_tokens(db, nobody, db.clock.now().date(), 5) == 0
    assert await tokens_used(db, nobody, db.clock.now().date()) == 0
