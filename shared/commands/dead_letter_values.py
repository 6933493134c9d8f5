"""Whether what an operator wrote is data of a dead letter's event."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from shared.db.repositories.dead_letters import Letter
from shared.events.envelope import UndecodableEvent, decode


def value_errors(letter: Letter, value: bytes) -> list[dict[str, str]]:
    """What keeps `value` from being the data of the letter's event: place, code, and words."""
    headers = [(name.decode("utf-8", "replace"), each) for name, each in letter.headers]
    try:
        event = decode(headers, value)
    except UndecodableEvent as error:
        if isinstance(error.__cause__, ValidationError):
            return [_field_error(each) for each in error.__cause__.errors(include_url=False)]
        return [{"pointer": "/value", "code": "undecodable", "message": str(error)}]
    if letter.listed.user_id not in {None, event.data.user_id}:
        message = "It belongs to another user than the record."
        return [{"pointer": "/value/user_id", "code": "user_changed", "message": message}]
    return []


def _field_error(error: Mapping[str, Any]) -> dict[str, str]:
    pointer = "".join(f"/{part}" for part in ("value", *error["loc"]))
    return {"pointer": pointer[:200], "code": error["type"], "message": error["msg"]}
