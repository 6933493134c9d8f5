"""Documents for columns of JSONB, which holds less than JSON does."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

import orjson

_NOT_STORABLE: Final = re.compile("[\x00\ud800-\udfff]")
_DEEPEST: Final = 200
"""As in requests; what is nested deeper becomes null."""


def document_text(value: object) -> str:
    r"""The value as JSON that a column takes: no text in it has NUL or half a character.

    PostgreSQL can keep neither (§8.14 of its manual), and what a model says may have them. Nor may
    it be nested without end.

    >>> document_text([{"text": "a\x00b", "n": 1}])
    '[{"text":"ab","n":1}]'
    """
    return orjson.dumps(_storable(value, _DEEPEST), default=str).decode()


def _storable(value: object, depth: int) -> object:
    if isinstance(value, str):
        return _NOT_STORABLE.sub("", value)
    if isinstance(value, Mapping):
        return {
            _NOT_STORABLE.sub("", str(name)): _storable(each, depth - 1) if depth else None
            for name, each in value.items()
        }
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [_storable(each, depth - 1) if depth else None for each in value]
    return value
