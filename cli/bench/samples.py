"""The event that the relay is measured with: a task's title was changed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from shared.core.ids import new_uuid7
from shared.events.envelope import Headers, dump_data, make_headers, type_of
from shared.events.tasks import TaskUpdated
from shared.events.topics import partition_of

SAMPLE_TYPE = "task.updated"


def sample_event(user_id: UUID, now: datetime) -> TaskUpdated:
    """An event about a task that no other sample is about; its subject tells it apart."""
    return TaskUpdated.model_construct(
        user_id=user_id,
        task_id=new_uuid7(now),
        task_version=2,
        series_id=None,
        slot=None,
        changed=("title",),
    )


def sample_records(
    user_ids: Sequence[UUID], count: int, now: datetime, partitions: int
) -> list[tuple[int, bytes, bytes, Headers]]:
    """Partition, key, value and headers of `count` samples, as the relay would publish them."""
    records = []
    for number in range(count):
        user_id = user_ids[number % len(user_ids)]
        event = sample_event(user_id, now)
        headers = make_headers(
            event_type=type_of(event).name,
            event_id=new_uuid7(now),
            user_id=user_id,
            subject=event.subject,
            occurred_at=now,
            traceparent=None,
        )
        key = str(user_id).encode()
        records.append((partition_of(user_id, partitions), key, dump_data(event), headers))
    return records
