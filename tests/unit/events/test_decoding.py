"""Whatever a record holds, it is an event or undecodable: nothing else comes out of `decode`."""

import json
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shared.events.catalog import CATALOG
from shared.events.envelope import Event, UndecodableEvent, decode, header_text, make_headers

GOLDEN = Path(__file__).parents[2] / "contract" / "golden"
TYPE = "task.changed"
BODY = (GOLDEN / f"{TYPE}.v1.json").read_bytes()
HEADERS = make_headers(
    event_type=TYPE,
    event_id=UUID(int=5),
    user_id=UUID(int=7),
    subject="s",
    occurred_at=datetime(2026, 3, 2, tzinfo=UTC),
    traceparent="00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
)

names = st.sampled_from([name for name, _ in HEADERS]) | st.text(max_size=20)
values = st.none() | st.binary(max_size=60) | st.sampled_from([value for _, value in HEADERS])
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)


def read(headers, value):
    """The event, or None for what cannot be decoded."""
    try:
        return decode(headers, value)
    except UndecodableEvent:
        return None


def with_header(name, value):
    return [(key, value if key == name else old) for key, old in HEADERS]


@given(st.lists(st.tuples(names, values), max_size=15), st.none() | st.binary(max_size=200))
@example([("", b""), ("\ufffd", None)], None)
def test_any_headers_and_bytes(headers, value):
    found = read(headers, value)
    assert found is None or isinstance(found, Event)


@given(st.sampled_from([name for name, _ in HEADERS]), values)
def test_any_value_in_one_header(name, value):
    found = read(with_header(name, value), BODY)
    assert found is None or isinstance(found, Event)


@given(st.sampled_from(sorted(orjson.loads(BODY)["task"])), anything)
@settings(max_examples=300)
def test_any_json_in_one_field(field, value):
    body = orjson.loads(BODY)
    body["task"][field] = value
    found = read(HEADERS, json.dumps(body).encode())
    assert found is None or isinstance(found, Event)


@given(st.data())
def test_any_byte_changed(data):
    at = data.draw(st.integers(0, len(BODY) - 1))
    found = read(HEADERS, BODY[:at] + data.draw(st.binary(max_size=3)) + BODY[at + 1 :])
    assert found is None or isinstance(found, Event)


@pytest.mark.parametrize("name", ["ce_type", "ce_dataschema", "ce_id", "ce_time"])
def test_a_null_or_empty_attribute_is_undecodable(name):
    assert read(HEADERS, BODY) is not None
    assert read(with_header(name, None), BODY) is None
    assert read(with_header(name, b""), BODY) is None


@pytest.mark.parametrize("name", ["ce_type", "ce_dataschema", "ce_id", "ce_time", "ce_subject"])
def test_an_attribute_that_is_there_twice_is_undecodable(name):
    """Some readers take the first, others the last."""
    assert read([*HEADERS, (name, dict(HEADERS)[name])], BODY) is None


def test_foreign_headers_may_repeat():
    assert read([*HEADERS, ("baggage", b"a=1"), ("baggage", b"b=2"), ("", None)], BODY)


def test_a_time_without_zone_is_undecodable():
    assert read(with_header("ce_time", b"2026-03-02T00:00:00"), BODY) is None
    assert read(with_header("ce_time", b"2026-03-02T00:00:00Z"), BODY) is not None


def test_a_due_instant_without_zone_is_undecodable():
    """It would be taken for a time of this machine's zone."""
    body = orjson.loads(BODY)
    body["task"]["due_at"] = "2026-11-24T08:00:00"
    assert read(HEADERS, orjson.dumps(body)) is None


@pytest.mark.parametrize("garbage", [b"", b"\xff\xfe", b"00-zz", b"x" * 100_000, None])
def test_a_traceparent_of_garbage_costs_only_the_trace(garbage):
    found = read(with_header("traceparent", garbage), BODY)
    assert found is not None
    assert found.data.user_id == UUID("01932f00-0000-7000-8000-0000000000aa")


@pytest.mark.parametrize(
    "value",
    [
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"task_version": NaN}',
        b'{"task_version": ' + b"9" * 10_000 + b"}",
        b'{"task_version": 1e999999}',
        b'"\xed\xa0\x80"',
        b'"\\ud800"',
        b"\x00" * 1_000_000,
        b"\xef\xbb\xbf{}",
        b"{}" * 2,
    ],
    ids=["lists", "objects", "nan", "digits", "exponent", "bytes", "text", "nul", "bom", "two"],
)
def test_hostile_json_is_undecodable(value):
    assert read(HEADERS, value) is None


def test_not_a_number_does_not_pass_for_one():
    assert read(HEADERS, BODY.replace(b'"task_version": 2', b'"task_version": NaN')) is None


def test_of_a_repeated_json_key_the_last_counts():
    body = BODY.replace(b'"task_version": 2', b'"task_version": 1, "task_version": 9')
    found = read(HEADERS, body)
    assert found is not None
    assert found.data.model_dump()["task_version"] == 9


def test_a_large_payload_is_read():
    body = orjson.loads(BODY)
    body["task"]["title"] = "x" * 1_000_000
    found = read(HEADERS, orjson.dumps(body))
    assert found is not None
    assert len(found.data.model_dump()["task"]["title"]) == 1_000_000


def test_an_unknown_field_at_any_depth_is_dropped():
    body = orjson.loads(BODY) | {"later": [1]}
    body["task"]["later"] = {"deep": True}
    found = read(HEADERS, orjson.dumps(body))
    assert found is not None
    assert "later" not in found.data.model_dump()["task"]


def test_a_null_header_reads_as_missing():
    assert header_text([("a", None), ("a", b"x")], "a") is None


def test_type_and_schema_have_to_agree():
    other = next(entry for entry in CATALOG.values() if entry.name != TYPE)
    assert read(with_header("ce_type", other.name.encode()), BODY) is None
