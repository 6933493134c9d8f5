"""Tool calls come in the pieces of many servers, and are the same calls."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.assistant.model.calls import Calls, arguments_of
from api.assistant.model.chunks import CallPiece

TEXT = '{"text":"Pay rent"}'


def piece(name=None, arguments=None, index=0, identifier=None):
    function = {"name": name, "arguments": arguments}
    return CallPiece.model_validate({"index": index, "id": identifier, "function": function})


def found(*pieces):
    """Names and arguments of the calls that these pieces make."""
    calls = Calls()
    for each in pieces:
        calls.add(each)
    return [(call.name, call.arguments) for call in calls.all]


ADD = ("add_task", {"text": "Pay rent"})
FIND = ("find_tasks", {"filter": "today"})
FILTER = '{"filter":"today"}'

CASES = {
    "openai": (
        [
            piece("add_task", "", 0, "call_a"),
            piece(None, TEXT[:8]),
            piece(None, TEXT[8:]),
            piece("find_tasks", "", 1, "call_b"),
            piece(None, FILTER, 1),
        ],
        [ADD, FIND],
    ),
    "pieces of two calls take turns": (
        [
            piece("add_task", TEXT[:5], 0, "a"),
            piece("find_tasks", FILTER[:5], 1, "b"),
            piece(None, TEXT[5:], 0),
            piece(None, FILTER[5:], 1),
        ],
        [ADD, FIND],
    ),
    "whole calls": (
        [piece("add_task", TEXT, 0, "a"), piece("find_tasks", FILTER, 1, "b")],
        [ADD, FIND],
    ),
    "no numbers": (
        [piece("add_task", TEXT, None, "a"), piece("find_tasks", FILTER, None, "b")],
        [ADD, FIND],
    ),
    "no numbers and no ids": (
        [piece("add_task", TEXT, None), piece("find_tasks", FILTER, None)],
        [ADD, FIND],
    ),
    "no numbers, in pieces": (
        [
            piece("add_task", "", None, "a"),
            piece(None, TEXT[:4], None),
            piece(None, TEXT[4:], None),
        ],
        [ADD],
    ),
    "all numbered 0": (
        [piece("add_task", TEXT, 0, "a"), piece("find_tasks", FILTER, 0, "b")],
        [ADD, FIND],
    ),
    "all numbered 0 without ids": (
        [piece("add_task", TEXT, 0), piece("add_task", TEXT, 0)],
        [ADD, ADD],
    ),
    "all with one id": (
        [piece("add_task", TEXT, 0, "x"), piece("find_tasks", FILTER, 1, "x")],
        [ADD, FIND],
    ),
    "all with one number and id": (
        [piece("add_task", TEXT, 0, "x"), piece("find_tasks", FILTER, 0, "x")],
        [ADD, FIND],
    ),
    "id and name in each piece": (
        [piece("add_task", TEXT[:6], 0, "a"), piece("add_task", TEXT[6:], 0, "a")],
        [ADD],
    ),
    "name in pieces": ([piece("add_", None, 0, "a"), piece("task", ""), piece(None, TEXT)], [ADD]),
    "arguments as an object": ([piece("add_task", {"text": "Pay rent"}, 0)], [ADD]),
    "an object with half a character": (
        [piece("add_task", {"text": "\ud800"}, 0)],
        [("add_task", None)],
    ),
    "no arguments": ([piece("undo", "", 0)], [("undo", {})]),
    "null": ([piece("undo", None, 0)], [("undo", {})]),
    "numbers as ids": (
        [CallPiece.model_validate({"id": 7, "function": {"name": "add_task", "arguments": TEXT}})],
        [ADD],
    ),
    "cut": ([piece("add_task", TEXT[:9], 0)], [("add_task", None)]),
    "nobody's name": ([piece(None, TEXT, 0)], [("", {"text": "Pay rent"})]),
}


@pytest.mark.parametrize(("pieces", "calls"), CASES.values(), ids=CASES)
def test_calls_of_many_servers(pieces, calls):
    assert found(*pieces) == calls


@given(st.dictionaries(st.text(), st.text() | st.integers(-99, 99) | st.none()), st.data())
def test_any_cut_of_the_arguments_gives_the_same(arguments, data):
    raw = json.dumps(arguments)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(raw)), max_size=6)))
    pieces = [raw[a:b] for a, b in zip([0, *cuts], [*cuts, len(raw)], strict=True)]
    first, rest = piece("add_task", "", 0, "a"), [piece(None, each) for each in pieces]
    assert found(first, *rest) == [("add_task", arguments)]


@pytest.mark.parametrize(
    "raw",
    [
        "[]",
        "1",
        '"a"',
        "null",
        "{",
        "{'a': 1}",
        '{"a": NaN}',
        '{"a": "\\ud800"}',
        "\ud800",
        '{"a":' * 9_000,
        '{"a":' * 300 + "1" + "}" * 300,
    ],
)
def test_what_is_no_object_is_no_arguments(raw):
    assert arguments_of(raw) is None


def test_names_go_back_as_servers_take_them():
    calls = Calls()
    calls.add(piece("add\u202e task\x00" + "x" * 99, "{}"))
    calls.add(piece(None, "{}", 1))
    assert [call.plain_name for call in calls.all] == ["add_task_" + "x" * 55, "unnamed"]
