"""A search among many tasks: ranked up to a bound, then the newest first, each task once."""

from datetime import timedelta
from uuid import UUID

import pytest

from shared.core.ids import new_uuid7
from shared.db.repositories.search_sql import FEW_TASKS, LOOKED_BACK, MOST_RANKED
from shared.db.repositories.task_list_sql import TaskFilter
from shared.db.repositories.task_queries import count_tasks, list_tasks
from shared.domain.search_words import search_words
from shared.domain.task_orders import BEST_FIRST
from tests.factories.users import make_user
from tests.integration.filters.world import NOW

MANY = 3_000
TYPO = "common".replace("mm", "mmm")
INSERT = """
    INSERT INTO tasks (id, user_id, title, notes, status, created_at, updated_at)
    SELECT t.id, $1, t.title, t.notes, 'open', $2, $2
    FROM unnest($3::uuid[], $4::text[], $5::text[]) AS t (id, title, notes)
"""


def texts_of(number):
    """Title and notes of the task that was made as the `number`th."""
    title, notes = ["thing"], ["about it"]
    if number % 2 == 0:
        (title if number % 6 == 0 else notes).append("common")
    if 100 <= number < 100 + 2 * MOST_RANKED:
        (title if number % 4 == 0 else notes).append("earlier")
    if number in {3, 1_500, 2_900}:
        (title if number == 3 else notes).append("zanzibar")
    if number in {5, MANY - 5}:
        title.append("kilimandscharo")
    return " ".join(title), " ".join(notes)


@pytest.fixture(scope="module")
async def tasks(database):
    """A user with many tasks; the ids, the oldest first."""
    user = (await make_user(database)).user_id
    ids = [new_uuid7(NOW + timedelta(seconds=n)) for n in range(MANY)]
    async with database.driver() as connection:
        await store(connection, user, ids, [texts_of(n) for n in range(MANY)])
        await connection.execute("ANALYZE tasks")
    return user, ids


async def store(connection, user, ids, texts):
    titles, notes = zip(*texts, strict=True)
    await connection.execute(INSERT, user, NOW, ids, list(titles), list(notes))


async def found_by(connection, user, text, *, limit=200, pages=100, after=None):
    """The ids of these pages, and where the next begins."""
    wanted = TaskFilter(words=search_words(text), sort=BEST_FIRST)
    found = []
    for _ in range(pages):
        page = await list_tasks(connection, user, wanted, limit=limit, after=after)
        found += [UUID(str(task.id)) for task in page.tasks]
        after = page.following
        if after is None:
            break
    return found, after


async def count(connection, user, text):
    wanted = TaskFilter(words=search_words(text), sort=BEST_FIRST)
    return await count_tasks(connection, user, wanted)


def best_first(ids, word):
    """What is found: of the newest those with the word in the title first, then the others."""
    matches = [n for n in reversed(range(MANY)) if word in " ".join(texts_of(n))]
    ranked, rest = matches[:MOST_RANKED], matches[MOST_RANKED:]
    ranked.sort(key=lambda number: word not in texts_of(number)[0])
    return [ids[number] for number in ranked + rest]


@pytest.mark.parametrize("word", ["common", "earlier", "zanzibar"])
@pytest.mark.parametrize("limit", [37, 200])
async def test_pages_meet_however_many_match(database, tasks, word, limit):
    user, ids = tasks
    expected = best_first(ids, word)
    async with database.driver() as connection:
        found, _ = await found_by(connection, user, word, limit=limit)
        assert found == expected
        assert await count(connection, user, word) == len(expected)


async def test_the_words_of_this_test_are_as_common_as_they_should_be(tasks):
    _, ids = tasks
    assert len(ids) > max(FEW_TASKS, LOOKED_BACK)
    assert len(best_first(ids, "common")) > 2 * MOST_RANKED
    assert len(best_first(ids, "earlier")) > MOST_RANKED


async def test_what_comes_and_goes_between_pages_moves_nothing_else(database):
    user = (await make_user(database)).user_id
    ids = [new_uuid7(NOW + timedelta(seconds=n)) for n in range(MANY)]
    async with database.driver() as connection:
        await store(connection, user, ids, [texts_of(n) for n in range(MANY)])
        expected = best_first(ids, "common")
        found, after = await found_by(connection, user, "common", pages=2)
        new = [new_uuid7(NOW + timedelta(days=1, seconds=n)) for n in range(60)]
        await store(connection, user, new, [("thing", "about it common")] * len(new))
        gone = [*found[10:20], *expected[450:460]]
        await connection.execute("UPDATE tasks SET deleted_at = $1 WHERE id = ANY($2)", NOW, gone)
        more, _ = await found_by(connection, user, "common", after=after)
    assert len(set(found + more)) == len(found + more)
    assert [each for each in found + more if each not in new] == [
        each for each in expected if each not in gone or each in found
    ]


async def test_what_is_only_alike_is_found_anywhere_if_its_letters_are_rare(database, tasks):
    user, ids = tasks
    async with database.driver() as connection:
        found, _ = await found_by(connection, user, "kilimandjaro")
        assert found == [ids[MANY - 5], ids[5]]
        assert await count(connection, user, "kilimandjaro") == len(found)


async def test_what_is_only_alike_is_found_among_the_newest_if_its_letters_are_common(
    database, tasks
):
    user, ids = tasks
    near = {*best_first(ids, "common")} & {*ids[-LOOKED_BACK:]}
    expected = sorted(near)[-MOST_RANKED:]
    async with database.driver() as connection:
        found, _ = await found_by(connection, user, TYPO, limit=170)
        assert sorted(found) == expected
        assert await count(connection, user, TYPO) == len(found)


async def test_operators_work_among_many_tasks(database, tasks):
    user, ids = tasks
    async with database.driver() as connection:
        found, _ = await found_by(connection, user, "common -earlier")
        phrase, _ = await found_by(connection, user, '"it zanzibar"')
    expected = {*best_first(ids, "common")} - {*best_first(ids, "earlier")}
    assert (len(found), set(found)) == (len(expected), expected)
    assert phrase == [ids[1_500]]
