"""Filters made up at random: every field with every operator it has, nested."""

from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

from hypothesis import strategies as st

from shared.domain.filters import FIELDS, Among, And, Compare, Kind, Moment, Not, Or
from shared.domain.filters.sugar import PHRASES
from shared.domain.filters.times import DAY_WORDS
from shared.domain.filters.tree import Step

PROJECTS = ("Work", "home", "One Off: 100%")
SECTIONS = ("Now", "later_on")
LABELS = ("home", "waiting on", "a_b", "50%", 'say "x"', "not")
WORDS = ("milk", "Buy Milk", "a_b", "axb", "100%", "back\\slash", "it's", "日本語", "null", "x")
PATTERNS = (*WORDS, "m*k", "*milk", "b*", "*", "a_*", "%", "uy m", "MIL", "* *", "o*f")
PARENTS = tuple(UUID(int=number) for number in range(1, 6))
DAYS = st.dates(date(2026, 3, 20), date(2026, 4, 8))
WALL_TIMES = st.builds(
    datetime.combine,
    DAYS,
    st.times().map(lambda each: each.replace(minute=each.minute % 2 * 30, second=0, microsecond=0)),
)
INSTANTS = st.tuples(WALL_TIMES, st.sampled_from([UTC, timezone(timedelta(hours=-5))])).map(
    lambda pair: pair[0].replace(tzinfo=pair[1])
)


def _steps(units):
    step = st.builds(Step, st.sampled_from("+-"), st.sampled_from(units), st.integers(0, 9))
    rounding = st.builds(Step, st.just("/"), st.sampled_from(units))
    return st.lists(step | rounding, max_size=2).map(tuple)


MOMENTS = (
    st.builds(Moment, st.sampled_from([*DAY_WORDS, "next week", "next friday"]), _steps("dwM"))
    | st.builds(Moment, DAYS, _steps("dwMy"))
    | st.builds(Moment, st.just("now"), _steps("smhdwM"))
    | st.builds(Moment, WALL_TIMES | INSTANTS, _steps("hd"))
)


def values_of(field):
    """Values that the field can be compared with; names are those of the world of the tests."""
    if field.name == "priority":
        return st.integers(1, 4)
    if field.kind in {Kind.WALL, Kind.INSTANT}:
        return MOMENTS
    names = {"project": PROJECTS, "section": SECTIONS, "labels": (*LABELS, "nowhere")}
    kinds = {
        Kind.FLAG: (True, False),
        Kind.CHOICE: field.choices,
        Kind.NUMBER: range(-1, 7),
        Kind.ID: PARENTS,
        Kind.TEXT: WORDS,
        Kind.NAME: names.get(field.name, ()),
    }
    return st.sampled_from(kinds[field.kind])


def comparisons_of(field, operator):
    """Comparisons of the field by this operator."""
    if operator in {"in", "not in"}:
        values = st.lists(values_of(field), min_size=1, max_size=3).map(tuple)
        return st.builds(Among, st.just(field.name), values, st.just(operator == "not in"))
    values = st.sampled_from(PATTERNS) if "like" in operator else values_of(field)
    if operator in {"=", "!="} and field.can_be_unset:
        values = st.none() | values
    return st.builds(Compare, st.just(field.name), st.just(operator), values)


EVERY_COMPARISON = [(field, operator) for field in FIELDS.values() for operator in field.operators]
COMPARISONS = st.sampled_from(EVERY_COMPARISON).flatmap(lambda pair: comparisons_of(*pair))
FILTERS = st.recursive(
    COMPARISONS,
    lambda parts: (
        st.builds(Not, parts)
        | st.builds(And, st.lists(parts, min_size=2, max_size=3).map(tuple))
        | st.builds(Or, st.lists(parts, min_size=2, max_size=3).map(tuple))
    ),
    max_leaves=6,
)
PIECES = st.sampled_from(
    [
        *FIELDS,
        *PHRASES,
        *("=", "!=", "<", "<=", ">", ">=", "&&", "||", "&", "|", "!", "(", ")", ","),
        *("and", "or", "not", "in", "like", "null", "#", "##", "@", "/", '"', "'", "\\", "*"),
        *("now", "now/d", "next", "friday", "2031-11-27", "-30", "days", "7", "true", '"a b"'),
    ]
)
SOUP = st.lists(PIECES, max_size=30).map(" ".join) | st.lists(PIECES, max_size=30).map("".join)
