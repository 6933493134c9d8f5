from datetime import UTC, datetime, timedelta

from loadtests.common.records import age_ms, id_in, make_record
from shared.events.envelope import decode
from shared.events.tasks import TaskUpdated

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def test_a_record_is_one_that_consumers_can_read():
    record = make_record(7, 100, NOW)
    event = decode(record.headers, record.value)
    assert isinstance(event.data, TaskUpdated)
    assert str(event.data.user_id).encode() == record.key
    assert str(event.id) == record.event_id == id_in(record.headers)


def test_users_take_turns():
    keys = [make_record(number, 3, NOW).key for number in range(6)]
    assert keys[:3] == keys[3:]
    assert len(set(keys)) == 3


def test_age_counts_from_the_making():
    headers = make_record(1, 1, NOW).headers
    assert age_ms(headers, NOW + timedelta(milliseconds=12.5)) == 12.5
