"""Pages in any order: each task once, unset last in either direction."""

import pytest

from shared.db.repositories.task_list_sql import TaskFilter
from shared.db.repositories.task_queries import count_tasks, list_tasks
from shared.domain.search_words import search_words
from shared.domain.task_orders import BEST_FIRST, SORTS, parse_sort
from tests.factories.users import make_user
from tests.integration.filters.world import make_world, store

WORLD = make_world()
FACTS = {task.id: task for task in WORLD.tasks}
ORDERS = [
    *SORTS,
    *(f"-{name}" for name in SORTS),
    "priority,-due",
    "-priority,start,title",
    "completed,-priority",
    "-start,-due,-completed,-title",
    "priority,created",
    "created,priority",
    "due,-created",
    "title,-updated",
]


@pytest.fixture(scope="module")
async def user(database):
    principal = await make_user(database)
    async with database.driver() as connection:
        await store(connection, principal.user_id, WORLD)
    return principal.user_id


async def walk(database, user, wanted, limit):
    """The ids of all pages."""
    found, after = [], None
    async with database.driver() as connection:
        while True:
            page = await list_tasks(connection, user, wanted, limit=limit, after=after)
            found += [task.id for task in page.tasks]
            if page.following is None:
                return found
            after = page.following


def value_of(name, task):
    """What is compared; None where the database's own order of letters counts."""
    due = task.due_local.isoformat() if task.due_local else None
    return {
        "due": due or (f"{task.due_on}T00:00:00" if task.due_on else ""),
        "start": task.start.isoformat() if task.start else "",
        "priority": str(task.priority),
        "completed": task.completed.isoformat() if task.completed else "",
        "updated": task.updated.isoformat(),
        "created": str(task.id),
        "title": task.title.lower(),
        "manual": str(task.id),  # nothing of this world was moved
    }[name]


def assert_ordered(found, keys, place=0):
    """The values of the first key run one way, unset last; the next among those that are equal."""
    if place == len(keys):
        return
    key = keys[place]
    values = [value_of(key.name, FACTS[each]) for each in found]
    runs = list(dict.fromkeys(values))
    descends = (key.name in {"created", "updated", "completed"}) != key.is_reversed
    if key.name != "title":
        given = [value for value in runs if value]
        assert given == sorted(given, reverse=descends)
        assert "" not in runs[:-1]
    for run in runs:
        same = [each for each, value in zip(found, values, strict=True) if value == run]
        start = values.index(run)
        assert found[start : start + len(same)] == same
        assert_ordered(same, keys, place + 1)


@pytest.mark.parametrize("order", ORDERS)
async def test_pages_meet_in_any_order(database, user, order):
    sort = parse_sort(order)
    wanted = TaskFilter(sort=sort, with_skipped=True)
    found = await walk(database, user, wanted, 500)
    assert sorted(found) == sorted(FACTS)
    assert_ordered(found, sort)
    assert await walk(database, user, wanted, 7) == found


async def test_pages_of_a_search_meet(database, user):
    wanted = TaskFilter(words=search_words("milk"), sort=BEST_FIRST, with_skipped=True)
    found = await walk(database, user, wanted, 500)
    assert await walk(database, user, wanted, 3) == found
    with_milk = {task.id for task in WORLD.tasks if "milk" in f"{task.title} {task.notes}".lower()}
    assert set(found) == with_milk
    in_title = [("milk" in FACTS[each].title.lower()) for each in found]
    assert in_title == sorted(in_title, reverse=True)
    async with database.driver() as connection:
        assert await count_tasks(connection, user, wanted) == len(found)
