"""Dead letters for tests."""

from datetime import UTC, datetime
from itertools import count
from uuid import UUID
from weakref import WeakKeyDictionary

from shared.core.ids import new_uuid7
from shared.db.repositories.dead_letter_mirror import MirroredLetter, insert_letters
from shared.events.envelope import dump_data, make_headers
from shared.events.tasks import TaskCompleted

SOMEBODY = UUID(int=7)
_offset = count(1)
DIED_AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def data_of(user_id, *, version=1):
    """Data of a task.completed."""
    return dump_data(
        TaskCompleted(
            user_id=user_id, task_id=UUID(int=1), task_version=version, completed_at=DIED_AT
        )
    )


async def make_letter(
    db,
    *,
    user_id=SOMEBODY,
    event_type="task.completed",
    group="recurrence",
    error_class="PermanentError",
    error="no such series",
    fingerprint="aaaa",
    redrives=0,
    died_at=DIED_AT,
    value=None,
    key=b"k",
    headers=None,
):
    """An open dead letter; its id."""
    letter_id = _next_id(db.clock)
    letter = MirroredLetter(
        id=letter_id,
        topic=f"dlq.{event_type}",
        partition=0,
        record_offset=next(_offset),
        recorded_at=died_at,
        event_type=event_type,
        record_key=key,
        record_value=data_of(user_id) if value is None else value,
        event_id=str(letter_id),
        user_id=user_id,
        consumer_group=group,
        failure_kind="permanent",
        error_class=error_class,
        error=error,
        fingerprint=fingerprint,
        attempts=4,
        redrives=redrives,
    )
    if headers is None:
        own = make_headers(
            event_type="task.completed",
            event_id=letter_id,
            user_id=user_id,
            subject="a task",
            occurred_at=died_at,
            traceparent=None,
        )
        headers = [(name.encode(), each) for name, each in own]
    async with db.unit_of_work() as uow:
        await insert_letters(uow.connection, [(letter, headers)])
    return letter_id


_given = WeakKeyDictionary()
"""The last id by clock: another clock may be days behind."""


def _next_id(clock):
    """An id after all that this clock gave: those of one millisecond come in any order."""
    last = _given.get(clock, UUID(int=0))
    while (fresh := new_uuid7(clock.now())) <= last:
        pass
    _given[clock] = fresh
    return fresh
