"""Preconditions, cursors and times on the wire."""

from base64 import urlsafe_b64encode
from datetime import UTC, date, datetime
from uuid import UUID

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from api.errors import RequestInvalid
from api.pagination import task_cursors
from api.preconditions import expected_version, is_unchanged
from api.schemas.common import AnyInstant, Day, DueBoundIn, Instant, LocalTime
from shared.db.repositories.task_list_sql import After, key_types
from shared.domain.task_orders import BEST_FIRST, SORTS, parse_sort

_KINDS = ((Day, "day"), (LocalTime, "local"), (Instant, "instant"))


def _short(value):
    """An id for a parameter that is the same in every process."""
    return next((name for kind, name in _KINDS if kind is value), repr(value)[:40])


@pytest.mark.parametrize(
    ("if_match", "in_body", "expected"),
    [
        (None, None, None),
        (None, 3, 3),
        ("*", None, None),
        (' "3.1" ', None, 3),
        ('"3"', 3, 3),
    ],
)
def test_the_expected_version(if_match, in_body, expected):
    assert expected_version(if_match, in_body) == expected


@pytest.mark.parametrize(
    ("if_match", "in_body"), [("3", None), ('"a"', None), ('"3.1"', 4), ('"-1"', None), ("", None)]
)
def test_a_precondition_that_cannot_be(if_match, in_body):
    with pytest.raises(RequestInvalid):
        expected_version(if_match, in_body)


@pytest.mark.parametrize(
    ("given_tags", "is_same"),
    [
        ('"2.0"', True),
        ('W/"2.0"', True),
        ('"1.0" , "2.0"', True),
        ("*", True),
        ('"2.1"', False),
        ("2.0", False),
        ("", False),
        (None, False),
    ],
)
def test_if_none_match(given_tags, is_same):
    assert is_unchanged(given_tags, '"2.0"') == is_same


DUE = task_cursors(parse_sort("due"))
VALUES = {
    "uuid": st.uuids(),
    "int": st.integers(1, 4),
    "timestamp": st.none() | st.datetimes(max_value=datetime(9998, 1, 1)),
    "timestamptz": st.none()
    | st.datetimes(datetime(1900, 1, 1), datetime(9998, 1, 1), timezones=st.sampled_from([UTC])),
    "text": st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=500),
}


@given(st.lists(st.sampled_from(sorted(SORTS)), unique=True, min_size=1, max_size=5), st.data())
def test_a_cursor_comes_back_as_it_went(names, data):
    sort = parse_sort(",-".join(names))
    place = After(tuple(data.draw(VALUES[kind]) for kind in key_types(sort)))
    cursors = task_cursors(sort)
    assert cursors.decode(cursors.encode(place.values)) == place


def test_the_cursor_of_a_search_comes_back_to_the_last_bit():
    place = After((UUID(int=5), UUID(int=0), 0.1 + 0.2, 1 / 3, UUID(int=7)))
    cursors = task_cursors(BEST_FIRST)
    assert cursors.decode(cursors.encode(place.values)) == place


@given(st.text(max_size=400) | st.binary(max_size=300).map(lambda b: urlsafe_b64encode(b).decode()))
def test_any_other_text_is_refused(text):
    with pytest.raises(RequestInvalid, match="next_cursor"):
        DUE.decode(text)


@pytest.mark.parametrize(
    "content",
    [
        [],
        {},
        None,
        ["due"],
        ["due", None],
        ["due", 7],
        ["due", []],
        ["due", [None]],
        ["due", [None, None]],
        ["due", [None, "x"]],
        ["due", [7, str(UUID(int=1))]],
        ["due", ["9999-12-31T09:00:00", str(UUID(int=1))]],
        ["due", ["2026-11-27T09:00:00Z", str(UUID(int=1))]],
        ["-due", [None, str(UUID(int=1))]],
        ["created", [str(UUID(int=1))]],
        ["due", [None, str(UUID(int=1)), 1]],
        ["due", [None, str(UUID(int=1))], 1],
    ],
    ids=repr,
)
def test_a_forged_cursor_is_refused(content):
    with pytest.raises(RequestInvalid):
        DUE.decode(urlsafe_b64encode(orjson.dumps(content)).decode())


@pytest.mark.parametrize("value", [2**31, -(2**31), True, "1", 1.0, None, [], "x"])
def test_forged_numbers_are_refused(value):
    cursors = task_cursors(parse_sort("priority"))
    content = orjson.dumps(["priority", [value, str(UUID(int=1))]])
    if value is None:
        assert cursors.decode(urlsafe_b64encode(content).decode()).values[0] is None
    else:
        with pytest.raises(RequestInvalid):
            cursors.decode(urlsafe_b64encode(content).decode())


def read(kind, value):
    return TypeAdapter(kind).validate_python(value)


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (Day, "2028-02-29", date(2028, 2, 29)),
        (LocalTime, "2026-11-27T09:00", datetime(2026, 11, 27, 9)),
        (LocalTime, "2026-11-27 09:00:30.999", datetime(2026, 11, 27, 9, 0, 30)),
        (Instant, "2026-11-27t09:00:00z", datetime(2026, 11, 27, 9, tzinfo=UTC)),
        (Instant, "2026-11-27T09:00:00.5-05:30", datetime(2026, 11, 27, 14, 30, tzinfo=UTC)),
        (AnyInstant, "2026-11-27T09:00:00", datetime(2026, 11, 27, 9)),
        (AnyInstant, "2026-11-27T09:00:00Z", datetime(2026, 11, 27, 9, tzinfo=UTC)),
        (DueBoundIn, "2026-11-27", date(2026, 11, 27)),
        (DueBoundIn, "2026-11-27T09:00", datetime(2026, 11, 27, 9)),
    ],
)
def test_times_that_are_taken(kind, value, expected):
    found = read(kind, value)
    assert (type(found), found) == (type(expected), expected)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Day, "2027-02-29"),
        (Day, "2026-11-27T00:00"),
        (Day, "20261127"),
        (Day, "2026-W48-5"),
        (Day, 20261127),
        (Day, None),
        (LocalTime, "2026-11-27"),
        (LocalTime, "2026-11-27T09"),
        (LocalTime, "2026-11-27T09:00+01:00"),
        (LocalTime, "0000-01-01T00:00"),
        (LocalTime, datetime(2026, 11, 27)),
        (LocalTime, True),
        (Instant, "2026-11-27T09:00:00"),
        (Instant, "2026-11-27T09:00:00+25:00"),
        (Instant, "9999-12-31T23:59:59-01:00"),
        (Instant, "2026-11-27T09:00:00 +01:00"),
        (AnyInstant, "x" * 10_000),
        (DueBoundIn, ""),
    ],
    ids=_short,
)
def test_times_that_are_refused(kind, value):
    with pytest.raises(ValidationError):
        read(kind, value)
