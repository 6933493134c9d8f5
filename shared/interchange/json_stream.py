"""JSON documents read piece by piece, with bounds on depth and on the size of each piece.

The parts of a document are found by a scan for quotes and brackets; each part alone is parsed. So a
document of any length takes the memory of its longest part.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

import orjson
from typing_extensions import override

from shared.interchange.errors import InterchangeError

DEPTH_MAX: Final = 64
PART_BYTES_MAX: Final = 4 * 1024 * 1024
_MARK = re.compile(rb'["\\{}\[\],:]')
_BOM = b"\xef\xbb\xbf"
_CHUNK = 256 * 1024


class Broken:
    """A part that is not JSON; `text` is how it begins."""

    def __init__(self, raw: bytes) -> None:
        self.text = raw[:300].decode("utf-8", "replace")

    @override
    def __str__(self) -> str:
        return self.text


def parts(source: Iterable[bytes], *, most: int = PART_BYTES_MAX) -> Iterator[tuple[str, Any]]:
    """Members of the outermost object, arrays in it element by element, with the member's name.

    Of an outermost array: its elements, with the name "". A part that cannot be parsed is `Broken`.

    >>> list(parts([b'{"a":[1,{"b":2}],"c":"d"}']))
    [('a', 1), ('a', {'b': 2}), ('c', 'd')]
    >>> list(parts([b'[{"a":1}, {"b":2}]']))
    [('', {'a': 1}), ('', {'b': 2})]

    Raises:
        InterchangeError: `json_syntax`, `json_truncated`, `json_too_deep`, `part_too_large`.
    """
    scan = _Scan(most)
    for piece in _without_bom(source):
        for start in range(0, len(piece), _CHUNK):
            yield from scan.feed(piece[start : start + _CHUNK])
    scan.finish()


def load(raw: bytes) -> Any:
    """The value that `raw` is, or `Broken`."""
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        return Broken(raw)


def _without_bom(source: Iterable[bytes]) -> Iterator[bytes]:
    begun = b""
    pieces = iter(source)
    for piece in pieces:
        begun += piece
        if len(begun) >= len(_BOM):
            break
    if begun[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise InterchangeError("encoding", "JSON is written in UTF-8; this file is in UTF-16.")
    yield begun.removeprefix(_BOM)
    yield from pieces


class _Scan:
    """Where a scan of a document stands."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._part = bytearray()
        self._is_in_string = False
        self._is_escaped = False
        self._stack = bytearray()
        self._outer: bytes = b""
        self._name: str | None = None
        self._is_array_member = False
        self._has_ended = False

    def feed(self, data: bytes) -> Iterator[tuple[str, Any]]:
        position = 0
        if self._is_escaped and data:
            position, self._is_escaped = 1, False
            self._part += data[:1]
        while (match := _MARK.search(data, position)) is not None:
            mark, at = match[0], match.start()
            self._part += data[position:at]
            position = at + 1
            if self._is_in_string:
                self._part += mark
                if mark == b"\\":
                    if position == len(data):
                        self._is_escaped = True
                    self._part += data[position : position + 1]
                    position += 1
                elif mark == b'"':
                    self._is_in_string = False
            else:
                yield from self._mark(mark)
        self._part += data[position:]
        if len(self._part) > self._most:
            raise InterchangeError(
                "part_too_large", f"One item of the file is larger than {self._most:,} bytes."
            )
        if self._has_ended and self._part.strip():
            raise InterchangeError("json_syntax", "The file goes on after the end of its document.")

    def finish(self) -> None:
        if not self._has_ended:
            code = "json_truncated" if self._outer else "json_syntax"
            raise InterchangeError(code, "The file ends before its JSON document does.")

    def _mark(self, mark: bytes) -> Iterator[tuple[str, Any]]:
        if self._has_ended:
            raise InterchangeError("json_syntax", "The file goes on after the end of its document.")
        if not self._outer:
            self._open_outer(mark)
        elif mark == b'"':
            self._is_in_string = True
            self._part += mark
        elif mark in b"{[":
            self._open(mark)
        elif mark in b"}]":
            yield from self._close(mark)
        elif len(self._stack) > self._level:
            self._part += mark
        elif mark == b",":
            yield from self._take()
            if self._outer == b"{" and not self._is_array_member:
                self._name = None
        else:
            self._take_name()

    @property
    def _level(self) -> int:
        return 2 if self._is_array_member else 1

    def _open_outer(self, mark: bytes) -> None:
        if mark not in b"{[" or self._part.strip():
            raise InterchangeError("json_syntax", "This is not a JSON object or array.")
        self._outer = mark
        self._stack += mark
        self._part.clear()
        self._name = "" if mark == b"[" else None

    def _open(self, mark: bytes) -> None:
        is_member = self._outer == b"{" and len(self._stack) == 1 and self._name is not None
        self._stack += mark
        if len(self._stack) > DEPTH_MAX:
            raise InterchangeError("json_too_deep", f"It is nested deeper than {DEPTH_MAX} levels.")
        if is_member and mark == b"[" and not self._part.strip():
            self._is_array_member = True
            self._part.clear()
        else:
            self._part += mark

    def _close(self, mark: bytes) -> Iterator[tuple[str, Any]]:
        if bytes(self._stack[-1:]) != (b"{" if mark == b"}" else b"["):
            raise InterchangeError("json_syntax", "A bracket is closed that was not opened.")
        if len(self._stack) > self._level:
            self._part += mark
            del self._stack[-1]
            return
        yield from self._take()
        del self._stack[-1]
        if self._is_array_member:
            self._is_array_member = False
            self._name = None
        if not self._stack:
            self._has_ended = True

    def _take(self) -> Iterator[tuple[str, Any]]:
        raw = bytes(self._part).strip()
        self._part.clear()
        if raw and self._name is None:
            raise InterchangeError("json_syntax", "A member of the document has no name.")
        if raw:
            yield self._name or "", load(raw)

    def _take_name(self) -> None:
        name = load(bytes(self._part))
        self._part.clear()
        if self._name is not None or not isinstance(name, str):
            raise InterchangeError("json_syntax", "The name of a member cannot be read.")
        self._name = name
