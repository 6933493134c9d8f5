"""Values of parsed JSON, taken as what they should be; anything else counts as missing."""

from collections.abc import Mapping
from typing import Any

from shared.interchange.drafts import short_id


def text_of(value: Mapping[str, Any], name: str) -> str:
    """The text there, or an empty one."""
    found = value.get(name)
    return found if isinstance(found, str) else ""


def id_of(value: Mapping[str, Any], name: str) -> str | None:
    """The id there, be it text or a number; None for none, which 0 means to some."""
    found = value.get(name)
    if isinstance(found, bool) or not isinstance(found, str | int) or found in ("", 0, "0"):
        return None
    return short_id(str(found))


def int_of(value: Mapping[str, Any], name: str, default: int = 0) -> int:
    """The whole number there, or the default."""
    found = value.get(name)
    is_number = isinstance(found, int) and not isinstance(found, bool)
    return found if is_number and isinstance(found, int) and abs(found) < 2**53 else default


def object_of(value: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The object there, or an empty one."""
    found = value.get(name)
    return found if isinstance(found, dict) else {}


def objects_of(value: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The objects of the list there."""
    found = value.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def texts_of(value: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """The texts of the list there."""
    found = value.get(name)
    return tuple(one for one in found if isinstance(one, str)) if isinstance(found, list) else ()
