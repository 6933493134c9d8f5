"""Values of a filter, checked against the kind of their field."""

import re
from typing import TypeVar
from uuid import UUID

from shared.domain.filters.fields import Field, Kind
from shared.domain.filters.problems import FilterInvalid, nearest, quoted
from shared.domain.filters.times import DAY_WORDS, TIME_FORMS, parse_moment
from shared.domain.filters.tokens import Token
from shared.domain.filters.tree import Value

T = TypeVar("T")

_FLAGS = {"true": True, "false": False, "yes": True, "no": False, "1": True, "0": False}
_NUMBER = re.compile(r"-?\d{1,9}", re.ASCII)
_PRIORITIES = {"high": 1, "medium": 2, "low": 3, "none": 4, "p1": 1, "p2": 2, "p3": 3, "p4": 4}


def value_of(field: Field, token: Token, text: str) -> Value:
    """What `text` means for the field; `token` is where it stands.

    Raises:
        FilterInvalid: it is no value of that kind.
    """
    match field.kind:
        case Kind.FLAG:
            return _chosen(field, token, text, _FLAGS, ("true", "false"))
        case Kind.CHOICE:
            choices = {choice: choice for choice in field.choices}
            return _chosen(field, token, text, choices, field.choices)
        case Kind.NUMBER:
            return _number(field, token, text)
        case Kind.WALL | Kind.INSTANT:
            found = parse_moment(text)
            if found is None:
                message = f"{quoted(text)} is no date or time."
                suggestion = nearest(text, DAY_WORDS)
                raise _wrong(token, message, TIME_FORMS, suggestion)
            return found
        case Kind.ID:
            return _identifier(field, token, text)
        case Kind.TEXT | Kind.NAME:
            if not text.strip():
                raise _wrong(token, f"{field.name} is compared with an empty text.", ("null",))
            return text


def _chosen(
    field: Field, token: Token, text: str, known: dict[str, T], expected: tuple[str, ...]
) -> T:
    try:
        return known[text.lower()]
    except KeyError:
        message = f"{quoted(text)} is no value of {field.name}."
        raise _wrong(token, message, expected, nearest(text, expected)) from None


def _number(field: Field, token: Token, text: str) -> int:
    if field.name == "priority":
        expected: tuple[str, ...] = ("1", "2", "3", "4", "high", "medium", "low", "none")
        known = _PRIORITIES | {str(number): number for number in range(1, 5)}
        return _chosen(field, token, text, known, expected)
    if _NUMBER.fullmatch(text) is None:
        raise _wrong(token, f"{field.name} is a number.", ("a number",))
    return int(text)


def _identifier(field: Field, token: Token, text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        message = f"{field.name} is compared with the id of a task."
        raise _wrong(token, message, ("an id", "null")) from None


def _wrong(
    token: Token, message: str, expected: tuple[str, ...], suggestion: str | None = None
) -> FilterInvalid:
    return FilterInvalid(
        "filter_value", message, token.span, expected=expected, suggestion=suggestion
    )
