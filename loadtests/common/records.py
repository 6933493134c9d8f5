"""Records as the relay writes them: CloudEvents in binary mode, keyed by user. Pure."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4, uuid5

_USERS = UUID("7f9c2ba4-e88f-427d-8b5e-2f1b7c4a9d10")
_TYPE = "task.updated"


@dataclass(frozen=True)
class LoadRecord:
    """One record that is ready to be produced."""

    key: bytes
    value: bytes
    headers: list[tuple[str, bytes]]

    @property
    def event_id(self) -> str:
        """What tells it apart."""
        return id_in(self.headers)


def make_record(number: int, users: int, now: datetime) -> LoadRecord:
    """The `number`th record; `users` take turns."""
    user_id, task_id = str(uuid5(_USERS, str(number % users))), str(uuid4())
    data = {
        "user_id": user_id,
        "task_id": task_id,
        "task_version": 2,
        "series_id": None,
        "slot": None,
        "changed": ["title"],
    }
    attributes = {
        "ce_specversion": "1.0",
        "ce_type": _TYPE,
        "ce_source": "/loadtests",
        "ce_dataschema": f"urn:rondel:event:{_TYPE}:v1",
        "content-type": "application/json",
        "ce_id": str(uuid4()),
        "ce_time": now.isoformat(),
        "ce_subject": task_id,
        "ce_userid": user_id,
    }
    headers = [(name, value.encode()) for name, value in attributes.items()]
    return LoadRecord(user_id.encode(), json.dumps(data).encode(), headers)


def id_in(headers: list[tuple[str, bytes]]) -> str:
    """The id of the event with these headers."""
    return dict(headers)["ce_id"].decode()


def age_ms(headers: list[tuple[str, bytes]], now: datetime) -> float:
    """Milliseconds since the record with these headers was made."""
    made = datetime.fromisoformat(dict(headers)["ce_time"].decode())
    return (now - made).total_seconds() * 1000
