"""The hottest statements use the index they should, among 20,000 tasks of one person."""

from functools import partial
from uuid import UUID

import pytest

from shared.db.connection import Connection
from shared.db.repositories.filter_owners import find_owner
from shared.db.repositories.search_sql import MOST_RANKED, WHOLE, Reach
from shared.db.repositories.task_list_sql import After, ListSql, TaskFilter
from shared.db.repositories.view_counts import counts_statement
from shared.domain.filters import parse_filter
from shared.domain.search_words import search_words
from shared.domain.task_orders import BEST_FIRST, NEWEST_FIRST, parse_sort
from tests.factories.users import make_user
from tests.integration.filters.world import NOW

FILL = """
    INSERT INTO tasks (id, user_id, title, notes, priority, status, completed_at, due_on,
        project_id, created_at, updated_at)
    SELECT gen_random_uuid(), $1, 'Task number ' || n || ' ' || md5(n::text),
           CASE WHEN n % 3 = 0 THEN 'about ' || md5((n + 7)::text) ELSE '' END,
           1 + n % 4, CASE WHEN n % 5 < 3 THEN 'open' ELSE 'done' END,
           CASE WHEN n % 5 >= 3 THEN $2::timestamptz END,
           CASE WHEN n % 2 = 0 THEN $2::date + n % 400 END,
           CASE WHEN n % 50 = 0 THEN $3::uuid END, $2, $2
    FROM generate_series(1, $4::int) AS n
"""
LABEL = """
    WITH made AS (
        INSERT INTO labels (id, user_id, name)
        SELECT gen_random_uuid(), $1, 'label ' || n FROM generate_series(1, 100) AS n
        RETURNING id, name
    )
    INSERT INTO task_labels (task_id, label_id)
    SELECT t.id, made.id FROM tasks t
    JOIN made ON made.name = 'label ' || (1 + abs(hashtext(t.title)) % 100)
    WHERE t.user_id = $1
"""
MANY = 20_000
MANY_TIMES, PLANNED_WITH_VALUES = 12, 5  # PostgreSQL compares before the sixth
OTHERS = 5


async def plan(connection, statement, arguments, *, options=""):
    row = await connection.fetchrow(f"EXPLAIN (FORMAT JSON{options}) {statement}", *arguments)
    return row["QUERY PLAN"][0]["Plan"]


async def run(connection, user, kind, text):
    """The plan of a search as it ran, of letters or of common words."""
    asked = TaskFilter(search=text)
    if kind == "q":
        asked = TaskFilter(words=search_words(text), sort=BEST_FIRST)
    query = ListSql(user, asked)
    query.reach = Reach(is_walked=True, has_rest=True, is_near=True)
    statement = query.page("t.id", asked.sort, None, 51)
    return await plan(connection, statement, query.arguments, options=", ANALYZE")


async def measured(connection, user, text):
    """The plan of the statement that measures how common the words are."""
    query = ListSql(user, TaskFilter(words=search_words(text), sort=BEST_FIRST))
    return await plan(connection, query.search.measure(), query.arguments)


async def kept_plans(connection, user):
    """How often the plan of the newest tasks was used again, in many times."""
    query = ListSql(user, TaskFilter())
    statement = query.page("t.id", NEWEST_FIRST, None, 51)
    for _ in range(MANY_TIMES):
        await connection.fetch(statement, *query.arguments)
    row = await connection.fetchrow(
        "SELECT generic_plans FROM pg_prepared_statements WHERE statement = $1", statement
    )
    return row["generic_plans"]


@pytest.fixture(scope="module")
async def explain(database):
    """The plan of a statement, as text."""
    principal = await make_user(database)
    async with database.driver() as connection:
        user = principal.user_id
        project = await connection.fetchrow(
            "INSERT INTO projects (id, user_id, name, created_at, updated_at) "
            "VALUES (gen_random_uuid(), $1, 'Work', $2, $2) RETURNING id",
            user,
            NOW,
        )
        await connection.execute(FILL, user, NOW, project["id"], MANY)
        for _ in range(OTHERS):
            other = await make_user(database)
            await connection.execute(FILL, other.user_id, NOW, None, MANY // 4)
        await connection.execute(LABEL, user)
        await connection.execute("VACUUM ANALYZE")

        plan_of = partial(plan, connection)

        async def listed(**wanted):
            text = wanted.pop("filter", None)
            after = wanted.pop("after", None)
            if text is not None:
                node = parse_filter(text)
                owner = await find_owner(Connection(connection), user, NOW, node)
                wanted["matching"] = (node, owner)
            reach = wanted.pop("reach", WHOLE)
            asked = TaskFilter(**wanted)
            query = ListSql(user, asked)
            query.reach = reach
            return await plan_of(query.page("t.id", asked.sort, after, 51), query.arguments)

        async def counted(*filters):
            nodes = {number: parse_filter(text) for number, text in enumerate(filters)}
            owner = await find_owner(Connection(connection), user, NOW)
            return await plan_of(*counts_statement(user, owner, nodes))

        listed.run = partial(run, connection, user)
        listed.measured = partial(measured, connection, user)
        listed.kept_plans = partial(kept_plans, connection, user)
        listed.counted = counted
        listed.last = await connection.fetchrow(
            "SELECT id FROM tasks WHERE user_id = $1 ORDER BY id DESC OFFSET 1000 LIMIT 1", user
        )
        yield listed


def nodes_of(plan):
    """Every node of a plan."""
    return [plan, *(node for part in plan.get("Plans", []) for node in nodes_of(part))]


def indexes_of(plan):
    """The indexes that tasks are found by, and whether the whole table is read."""
    found = {node["Index Name"] for node in nodes_of(plan) if "Index Name" in node}
    whole = {node["Relation Name"] for node in nodes_of(plan) if node["Node Type"] == "Seq Scan"}
    return {name for name in found if name.startswith("ix_tasks")}, "tasks" in whole


CREATED, LETTERS, WORDS = "ix_tasks_user_created", "ix_tasks_letters", "ix_tasks_words"
OPEN_DUE = "ix_tasks_open_due"
BY_USER = {CREATED, LETTERS, WORDS, OPEN_DUE}


@pytest.mark.parametrize(
    ("wanted", "indexes"),
    [
        ({}, {CREATED}),
        ({"completed": False, "priority": 1}, {CREATED}),
        ({"filter": "done = false && priority <= 2 && !@label 7"}, {CREATED}),
        ({"search": "abc"}, {CREATED, LETTERS}),
        ({"search": "number 777"}, {CREATED, LETTERS}),
        ({"search": "ab"}, {CREATED}),
        ({"filter": "search: 9e107d9d372"}, {LETTERS}),
        ({"filter": "title like 9e107*"}, {LETTERS}),
        ({"words": search_words("task 777"), "sort": BEST_FIRST}, {LETTERS, WORDS}),
        ({"words": search_words('"number 777" -about'), "sort": BEST_FIRST}, {WORDS}),
    ],
    ids=[
        "all",
        "open-urgent",
        "filter",
        "search-3-letters",
        "search-more",
        "search-2-letters",
        "search-in-filter",
        "like",
        "words",
        "words-of-a-phrase",
    ],
)
async def test_a_list_uses_its_index(explain, wanted, indexes):
    used, reads_all = indexes_of(await explain(**wanted))
    assert (used, reads_all) == (indexes, False)


async def test_the_plan_of_the_newest_is_made_once(explain):
    assert await explain.kept_plans() == MANY_TIMES - PLANNED_WITH_VALUES


@pytest.mark.parametrize(
    "text",
    ["open & today", "overdue", "open & 14 days", "open & due < now+1h", "open & p1"],
    ids=["today", "overdue", "upcoming", "hour", "by-due"],
)
async def test_what_is_open_is_found_by_when_it_is_due(explain, text):
    plan = await explain(filter=text, sort=parse_sort("due"))
    assert indexes_of(plan) == ({OPEN_DUE}, False)
    assert not any("Sort" in node["Node Type"] for node in nodes_of(plan))


@pytest.mark.parametrize(
    "wanted",
    [
        {"filter": "open & (today | overdue)", "sort": parse_sort("due,priority")},
        {"sort": parse_sort("priority,-due")},
    ],
    ids=["filter", "plain"],
)
async def test_what_has_to_be_sorted_is_one_persons(explain, wanted):
    used, reads_all = indexes_of(await explain(**wanted))
    assert used
    assert used <= BY_USER
    assert not reads_all


async def test_the_next_page_begins_in_the_index(explain):
    plan = await explain(after=After((explain.last["id"],)))
    assert indexes_of(plan) == ({CREATED}, False)
    assert not any(node["Node Type"] == "Sort" for node in nodes_of(plan))
    scan = next(node for node in nodes_of(plan) if node.get("Index Name") == CREATED)
    assert scan["Scan Direction"] == "Backward"
    assert "id <" in scan["Index Cond"]


async def test_a_project_is_read_by_its_own_index(explain):
    used, reads_all = indexes_of(await explain(filter="#Work & p1", sort=parse_sort("due")))
    assert (used, reads_all) == ({"ix_tasks_project_id"}, False)


async def test_a_label_is_read_by_its_own_index(explain):
    plan = await explain(filter="@label 7", sort=parse_sort("due"))
    assert not indexes_of(plan)[1]
    used = {node.get("Index Name") for node in nodes_of(plan)}
    assert "ix_task_labels_label_id" in used


@pytest.mark.parametrize(
    "filters", [(), ("@label 7 & p1", "#Work", "missed >= 2")], ids=["views", "all"]
)
async def test_counts_read_one_persons_tasks(explain, filters):
    used, reads_all = indexes_of(await explain.counted(*filters))
    assert used & BY_USER
    assert used <= {*BY_USER, "ix_tasks_project_id", "ix_tasks_open_of_series"}
    assert not reads_all


async def test_each_filter_is_counted_by_its_own_index(explain):
    plan = await explain.counted("@label 7 & p1", "#Work", "overdue & p1")
    used = {node.get("Index Name") for node in nodes_of(plan)}
    assert {"ix_task_labels_label_id", "ix_tasks_project_id", OPEN_DUE} <= used


@pytest.mark.parametrize(
    ("reach", "indexes"),
    [
        (Reach(is_walked=True, has_rest=True, is_near=True), {CREATED, WORDS}),
        (Reach(has_rest=True), {WORDS}),
        (Reach(is_near=True), {CREATED, WORDS}),
    ],
    ids=["common-words", "many-matches", "common-letters"],
)
@pytest.mark.parametrize("after", [None, After((UUID(int=9), UUID(int=5), 0.1, 0.5, UUID(int=7)))])
async def test_a_search_ranks_what_it_has_bounded(explain, reach, indexes, after):
    words = search_words("task number")
    plan = await explain(words=words, sort=BEST_FIRST, reach=reach, after=after)
    assert indexes_of(plan) == (indexes, False)
    limits = [node["Plan Rows"] for node in nodes_of(plan) if node["Node Type"] == "Limit"]
    assert max(limits) <= 5 * MOST_RANKED


async def test_how_common_words_are_is_measured_by_indexes(explain):
    assert indexes_of(await explain.measured("task number")) == ({CREATED, LETTERS, WORDS}, False)


async def test_a_search_takes_no_more_than_its_bound_however_many_match(explain):
    """Every task has the words; read are those to be ranked, the sample, and the page again."""
    plan = await explain.run("q", "task number")
    read = sum(
        node["Actual Rows"] * node["Actual Loops"]
        for node in nodes_of(plan)
        if node.get("Relation Name") == "tasks"
    )
    assert MOST_RANKED <= read <= 3 * MOST_RANKED


async def test_letters_that_are_everywhere_are_found_by_going_back(explain):
    plan = await explain.run("search", "number")
    used = {
        node["Index Name"]
        for node in nodes_of(plan)
        if node.get("Actual Loops") and "Index Name" in node
    }
    assert used == {CREATED, "pk_tasks"}
    assert (
        sum(node["Actual Rows"] for node in nodes_of(plan) if node.get("Index Name") == CREATED)
        < 400
    )


async def test_rare_letters_are_found_by_their_index(explain):
    plan = await explain.run("search", "number 777 ")
    used = {
        node["Index Name"]
        for node in nodes_of(plan)
        if node.get("Actual Loops") and "Index Name" in node
    }
    assert LETTERS in used
    assert (
        sum(node["Actual Rows"] for node in nodes_of(plan) if node.get("Index Name") == CREATED)
        <= 200
    )
