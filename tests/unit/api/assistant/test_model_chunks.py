"""Chunks of many servers are read; what is none is refused, whatever it is."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.assistant.model.calls import Calls
from api.assistant.model.chunks import Chunk, read_chunk
from api.assistant.model.failures import ModelFailed

NAMES = st.sampled_from(
    [
        "choices",
        "delta",
        "content",
        "tool_calls",
        "index",
        "id",
        "function",
        "name",
        "arguments",
        "usage",
        "total_tokens",
        "finish_reason",
        "reasoning",
        "type",
        "text",
    ]
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | NAMES
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4)
)
FUNCTIONS = st.fixed_dictionaries({}, optional={"name": VALUES, "arguments": VALUES})
CALLS = st.fixed_dictionaries({}, optional={"index": VALUES, "id": VALUES, "function": FUNCTIONS})
DELTAS = st.fixed_dictionaries(
    {}, optional={"content": VALUES, "tool_calls": st.lists(CALLS | VALUES), "reasoning": VALUES}
)
CHOICES = st.fixed_dictionaries({"delta": DELTAS}, optional={"finish_reason": VALUES})
CHUNKS = st.fixed_dictionaries({"choices": st.lists(CHOICES)}, optional={"usage": VALUES})


def choice(**delta):
    return {"choices": [{"index": 0, "delta": delta, "finish_reason": None}]}


@given(st.lists(CHUNKS | VALUES, max_size=4))
def test_any_document_is_a_chunk_or_is_refused(documents):
    calls = Calls()
    for document in documents:
        try:
            chunk = read_chunk(document)
        except ModelFailed as failed:
            assert failed.reason == "chunk_malformed"  # noqa: PT017 - one of two good ends
            continue
        assert isinstance(chunk.text, str)
        for piece in chunk.calls:
            calls.add(piece)
    for call in calls.all:
        assert call.plain_name.isascii()
        assert orjson.dumps(call.arguments)


@pytest.mark.parametrize(
    ("document", "chunk"),
    [
        ({}, Chunk()),
        ({"choices": None, "usage": None}, Chunk()),
        ({"choices": []}, Chunk()),
        ({"choices": [{"delta": None, "finish_reason": "stop"}]}, Chunk(finish="stop")),
        (choice(content="Yes"), Chunk(text="Yes")),
        (choice(content=None), Chunk()),
        (choice(content=[{"type": "text", "text": "Yes"}]), Chunk(text="Yes")),
        (choice(content=[{"type": "thinking", "thinking": []}]), Chunk()),
        (choice(reasoning_content="hm"), Chunk(thoughts=2)),
        (choice(reasoning="hm", content="Y"), Chunk(text="Y", thoughts=2)),
        ({"usage": {"prompt_tokens": 3, "completion_tokens": 4}}, Chunk(tokens=7)),
        ({"usage": {"total_tokens": 9}, **choice(content="Y")}, Chunk(text="Y", tokens=9)),
    ],
)
def test_servers_leave_out_what_they_like(document, chunk):
    assert read_chunk(document) == chunk


@pytest.mark.parametrize("count", [-5, 0, 10**12, True, "9", None, [], 1.5])
def test_a_count_that_cannot_be_is_none(count):
    assert read_chunk({"usage": {"total_tokens": count}}).tokens is None
