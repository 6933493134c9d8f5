"""The SQL of a filter finds what Python finds, on PostgreSQL, for filters made up at random."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.db.connection import Connection
from shared.db.repositories.filter_owners import find_owner
from shared.db.repositories.filter_sql import FilterSql
from shared.domain.filters import FIELDS, Among, Compare, FilterInvalid, Not, Or
from tests.factories.filters import EVERY_COMPARISON, FILTERS, comparisons_of
from tests.factories.users import make_user
from tests.integration.filters.evaluator import holds
from tests.integration.filters.world import NOW, make_world, store

WORLD = make_world()
NAMING = (Compare("project", "=", "Work"), Compare("section", "=", "Now"))
AT_ONCE = 10
QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]


@pytest.fixture(scope="module")
async def user(database):
    principal = await make_user(database)
    async with database.driver() as connection:
        await store(connection, principal.user_id, WORLD)
    return principal.user_id


async def found_by(database, user, nodes):
    """What each filter says of each task, in the order of the world."""
    async with database.driver() as connection:
        owner = await find_owner(Connection(connection), user, NOW, *NAMING)
        arguments = [user]

        def argument(value):
            arguments.append(value)
            return f"${len(arguments)}"

        columns = ", ".join(FilterSql(argument, owner).condition(node) for node in nodes)
        rows = await connection.fetch(
            f"SELECT t.id, {columns} FROM tasks t LEFT JOIN series s ON s.id = t.series_id "
            "WHERE t.user_id = $1",
            *arguments,
        )
    said = {row["id"]: list(row.values())[1:] for row in rows}
    return [[said[task.id][place] for task in WORLD.tasks] for place in range(len(nodes))]


async def assert_as_in_python(database, user, nodes):
    for node, said in zip(nodes, await found_by(database, user, nodes), strict=True):
        assert said == [holds(node, task, WORLD) for task in WORLD.tasks], node


@pytest.mark.parametrize(
    ("field", "operator"), EVERY_COMPARISON, ids=[f"{f.name} {o}" for f, o in EVERY_COMPARISON]
)
@given(data=st.data())
@settings(max_examples=3, suppress_health_check=QUIET, database=None)
async def test_every_operator_of_every_field_finds_what_python_finds(
    database, user, field, operator, data
):
    comparisons = comparisons_of(field, operator)
    nodes = data.draw(st.lists(comparisons, min_size=AT_ONCE, max_size=AT_ONCE))
    await assert_as_in_python(database, user, nodes)


@given(st.lists(FILTERS, min_size=AT_ONCE, max_size=AT_ONCE))
@settings(max_examples=100, suppress_health_check=QUIET)
async def test_any_filter_finds_what_python_finds(database, user, nodes):
    await assert_as_in_python(database, user, nodes)


@given(st.lists(FILTERS, min_size=AT_ONCE, max_size=AT_ONCE))
@settings(max_examples=30, suppress_health_check=QUIET)
async def test_a_filter_or_its_negation_finds_everything_once(database, user, nodes):
    asked = [part for node in nodes for part in (node, Not(node), Or((node, Not(node))))]
    found = await found_by(database, user, asked)
    for place in range(0, len(asked), 3):
        is_in, is_out, is_any = found[place : place + 3]
        assert all(is_any)
        assert all(isinstance(each, bool) for each in is_in)
        assert is_out == [not each for each in is_in]


@pytest.mark.parametrize("name", ["home", "nowhere"])
async def test_a_negated_label_keeps_the_unlabelled(database, user, name):
    nodes = [
        Not(Compare("labels", "=", name)),
        Compare("labels", "!=", name),
        Among("labels", (name,), negated=True),
        Compare("labels", "not like", name),
    ]
    for said in await found_by(database, user, nodes):
        unlabelled = [
            found for task, found in zip(WORLD.tasks, said, strict=True) if not task.labels
        ]
        assert unlabelled
        assert all(unlabelled)


async def test_pain_31_no_date_is_asked_for_and_or_takes_a_project(database, user):
    undated, either = await found_by(
        database,
        user,
        [
            Compare("due", "=", None),
            Or((Compare("project", "=", "Work"), Compare("due", "=", None))),
        ],
    )
    has_no_date = [task.due_on is None and task.due_local is None for task in WORLD.tasks]
    is_of_work = [task.project == "Work" for task in WORLD.tasks]
    assert undated == has_no_date
    assert either == [any(pair) for pair in zip(has_no_date, is_of_work, strict=True)]
    assert any(has_no_date)
    assert [pair for pair in zip(has_no_date, is_of_work, strict=True) if pair == (False, True)]


@pytest.mark.parametrize("field", [name for name, each in FIELDS.items() if each.can_be_unset])
@given(data=st.data())
@settings(max_examples=3, database=None)
async def test_unset_is_found_by_inequality_alone(database, user, field, data):
    has_value = [
        data.draw(comparisons_of(FIELDS[field], operator).filter(_has_value))
        for operator in FIELDS[field].operators
    ]
    unset, *found = await found_by(database, user, [Compare(field, "=", None), *has_value])
    assert any(unset)
    for node, said in zip(has_value, found, strict=True):
        negated = isinstance(node, Among) and node.negated
        includes = negated or getattr(node, "operator", "") in {"!=", "not like"}
        assert {each for each, is_unset in zip(said, unset, strict=True) if is_unset} == {includes}


def _has_value(node):
    return isinstance(node, Among) or node.value is not None


async def test_a_name_that_is_not_there_is_an_error(database, user):
    with pytest.raises(FilterInvalid, match="no project") as caught:
        await found_by(database, user, [Compare("project", "=", "Worrk")])
    assert caught.value.suggestion == "Work"


def test_the_world_has_both_sides_of_everything():
    sides = {
        field: {bool(holds(Compare(field, "=", None), task, WORLD)) for task in WORLD.tasks}
        for field, each in FIELDS.items()
        if each.can_be_unset
    }
    assert all(both == {True, False} for both in sides.values()), sides
