"""Two versions of a type at once: the older one reads as the newer."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from shared.events.base import EventData
from shared.events.catalog import EventType, OlderVersion, schema_uri
from shared.events.envelope import Decoder, UndecodableEvent, decode
from shared.events.topics import TASK_EVENTS

USER = UUID(int=7)


class Weighed(EventData):
    """Version 2: grams."""

    grams: int


class WeighedBefore(EventData):
    """Version 1: kilograms."""

    kilograms: int


def upcast(old: WeighedBefore) -> Weighed:
    return Weighed(user_id=old.user_id, grams=1000 // old.kilograms * old.kilograms**2)


ENTRY = EventType(
    "task.weighed", Weighed, TASK_EVENTS, 2, older=(OlderVersion(1, WeighedBefore, upcast),)
)
DECODER = Decoder([ENTRY])


def headers(version):
    return [
        ("ce_specversion", b"1.0"),
        ("ce_type", b"task.weighed"),
        ("ce_dataschema", schema_uri("task.weighed", version).encode()),
        ("ce_id", str(UUID(int=1)).encode()),
        ("ce_time", datetime(2026, 3, 2, tzinfo=UTC).isoformat().encode()),
    ]


def test_the_newest_version_is_read_as_it_is():
    event = DECODER.decode(headers(2), b'{"user_id": "%s", "grams": 5}' % str(USER).encode())
    assert event.data == Weighed(user_id=USER, grams=5)
    assert event.type is ENTRY


def test_the_older_version_is_read_as_the_newest():
    event = DECODER.decode(headers(1), b'{"user_id": "%s", "kilograms": 2}' % str(USER).encode())
    assert event.data == Weighed(user_id=USER, grams=2000)
    assert event.type is ENTRY


def test_an_older_version_drops_fields_that_it_does_not_know():
    body = b'{"user_id": "%s", "kilograms": 2, "colour": "red"}' % str(USER).encode()
    assert DECODER.decode(headers(1), body).data == Weighed(user_id=USER, grams=2000)


@pytest.mark.parametrize("version", [0, 3])
def test_a_version_that_is_not_accepted_is_undecodable(version):
    with pytest.raises(UndecodableEvent, match="schema"):
        DECODER.decode(headers(version), b"{}")


def test_data_of_one_version_under_the_name_of_the_other_are_undecodable():
    with pytest.raises(UndecodableEvent, match="does not fit"):
        DECODER.decode(headers(2), b'{"user_id": "%s", "kilograms": 2}' % str(USER).encode())


def test_an_upcast_that_fails_is_the_fault_of_this_record_alone():
    with pytest.raises(UndecodableEvent, match="former version"):
        DECODER.decode(headers(1), b'{"user_id": "%s", "kilograms": 0}' % str(USER).encode())


def test_a_type_of_another_catalogue_is_undecodable():
    with pytest.raises(UndecodableEvent, match="not in the catalogue"):
        decode(headers(1), b"{}")
