"""Tool calls, put together from the pieces that servers send. Pure.

OpenAI numbers the calls of a message and sends name and id first, then the arguments in pieces.
Others send whole calls, without numbers or with the same one for all, without ids or with the same
one, or repeat the name in each piece.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson

from api.assistant.model.chunks import CallPiece

MOST_ARGUMENT_CHARACTERS: Final = 20_000
_NOT_IN_NAMES: Final = re.compile("[^A-Za-z0-9_-]+")
_MOST_NAME: Final = 64


@dataclass(slots=True)
class WantedCall:
    """A call, as far as it was said."""

    index: int | None = None
    id: str = ""
    name: str = ""
    raw: str = ""

    @property
    def plain_name(self) -> str:
        """The name, as all servers take it back."""
        return _NOT_IN_NAMES.sub("_", self.name)[:_MOST_NAME] or "unnamed"

    @property
    def arguments(self) -> dict[str, Any] | None:
        """The arguments; None if they are no JSON object."""
        return arguments_of(self.raw)

    def add(self, piece: CallPiece) -> None:
        """The piece belongs to this call."""
        self.id = self.id or _id_of(piece)
        name = piece.function.name or ""
        if name != self.name:  # some servers repeat it in each piece
            self.name += name
        self.raw += _raw(piece)


class Calls:
    """The calls of one message."""

    def __init__(self) -> None:
        self._calls: list[WantedCall] = []

    @property
    def all(self) -> Sequence[WantedCall]:
        """The calls, in the order in which they began."""
        return self._calls

    @property
    def size(self) -> int:
        """Characters of all names and arguments so far."""
        return sum(len(each.name) + len(each.raw) for each in self._calls)

    def add(self, piece: CallPiece) -> None:
        """The piece belongs to its call, or begins one."""
        call = self._call_of(piece)
        if call is None:
            call = WantedCall(index=piece.index)
            self._calls.append(call)
        call.add(piece)

    def _call_of(self, piece: CallPiece) -> WantedCall | None:
        for call in reversed(self._calls):
            if piece.index is not None and call.index is not None and piece.index != call.index:
                continue
            return None if _begins_another(call, piece) else call
        return None


def _begins_another(call: WantedCall, piece: CallPiece) -> bool:
    """Whether a piece with the number of this call is a new call all the same."""
    if not piece.function.name:
        return False
    if _id_of(piece) and call.id and _id_of(piece) != call.id:
        return True
    return bool(call.raw) and call.arguments is not None and bool(_raw(piece))


def arguments_of(raw: str) -> dict[str, Any] | None:
    """The JSON object; nothing at all stands for no arguments. None if it is anything else.

    >>> arguments_of('{"text": "Pay rent"}'), arguments_of(""), arguments_of("[1]")
    ({'text': 'Pay rent'}, {}, None)
    """
    if not raw.strip():
        return {}
    try:
        found = orjson.loads(raw)
        orjson.dumps(found)  # what is nested deeper than can be told further is none, either
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):
        return None
    return found if isinstance(found, dict) else None


def _id_of(piece: CallPiece) -> str:
    return "" if piece.id is None else str(piece.id)


def _raw(piece: CallPiece) -> str:
    arguments = piece.function.arguments
    if isinstance(arguments, dict):
        return json.dumps(
            arguments, default=str
        )  # takes halves of characters, which orjson refuses
    return arguments or ""
