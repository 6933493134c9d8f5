"""Keys of a manual order: texts compared byte by byte, between any two of which fits another.

A key is a fraction with the digits of `DIGITS`; ids are keys, too, so what nobody moved stands in
the order of creation. No key ends with the lowest digit, or nothing would fit before it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from shared.core.errors import InvalidInput
from shared.core.ids import new_uuid7

DIGITS: Final = "-0123456789abcdefghijklmnopqrstuvwxyz"
KEY_MAX: Final = 200
"""Longer keys are not kept: the tasks beside get new ones."""


def check_key(key: str | None) -> None:
    """The key can be stored, and another fits before it; None is the id.

    Raises:
        InvalidInput: otherwise.
    """
    if key is None:
        return
    if not key or len(key) > KEY_MAX or set(key) - set(DIGITS) or key[-1] == DIGITS[0]:
        message = f"1 to {KEY_MAX} of the characters {DIGITS}, the last one no hyphen."
        raise InvalidInput("/position", "position_invalid", message)


def key_between(low: str, high: str | None) -> str:
    """A key above `low` ("" is below all) and below `high` (None is above all).

    >>> key_between("", None), key_between("a", "c"), key_between("a", "b")
    ('h', 'b', 'ah')
    """
    if high is not None and low >= high:
        raise ValueError(f"nothing is between {low!r} and {high!r}")
    found: list[str] = []
    place = 0
    while True:
        lowest = DIGITS.index(low[place]) if place < len(low) else 0
        highest = len(DIGITS)
        if high is not None:
            highest = DIGITS.index(high[place]) if place < len(high) else 0
        if highest - lowest > 1:
            return "".join([*found, DIGITS[(lowest + highest) // 2]])
        found.append(DIGITS[lowest])
        if highest > lowest:  # from here on only `low` bounds it
            high = None
        place += 1


def fresh_keys(count: int, now: datetime) -> Sequence[str]:
    """So many keys, ascending, above those of all that was made before `now`."""
    return [str(new_uuid7(now)) for _ in range(count)]


def key_for(low: str, high: str | None, now: datetime, *, most: int = KEY_MAX) -> str | None:
    """A key between these; None if only a longer one than `most` fits, or none.

    What goes behind everything (`high` None) stands as if it were made now, so that what is made
    later stands behind it.
    """
    if high is None:
        (fresh,) = fresh_keys(1, now)
        if low < fresh:
            return fresh
    if high is not None and low >= high:
        return None
    key = key_between(low, high)
    return key if len(key) <= most else None
