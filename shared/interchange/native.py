"""`rondel.account.v1`: everything of an account, without loss, a line of JSON a record.

The first line says what the file is, the last one how many records stand between them, so a file
that was cut off is known as such. Reading and writing need the memory of one line.
"""

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, Final

import orjson
from pydantic import TypeAdapter, ValidationError

from shared.core.errors import InvalidInput
from shared.interchange.cleaning import cleaned
from shared.interchange.errors import InterchangeError
from shared.interchange.records import (
    FilterRecord,
    LabelRecord,
    PreferencesRecord,
    ProjectRecord,
    Record,
    SectionRecord,
    SeriesRecord,
    SlotRecord,
    TaskRecord,
    VacationRecord,
)
from shared.interchange.rows import Loss, Row, failed, taken
from shared.interchange.storing import check_year, in_utc

FORMAT: Final = "rondel.account.v1"
LINE_BYTES_MAX: Final = 4 * 1024 * 1024
_BOM = b"\xef\xbb\xbf"

_KINDS: Final[dict[str, type[Record]]] = {
    "preferences": PreferencesRecord,
    "vacation": VacationRecord,
    "label": LabelRecord,
    "project": ProjectRecord,
    "section": SectionRecord,
    "filter": FilterRecord,
    "series": SeriesRecord,
    "slot": SlotRecord,
    "task": TaskRecord,
}
_ADAPTERS: Final[dict[str, TypeAdapter[Record]]] = {
    kind: TypeAdapter(model) for kind, model in _KINDS.items()
}
_NAMES: Final = {kind: {f.name for f in fields(model)} for kind, model in _KINDS.items()}


def write(records: Iterable[Record], exported_at: datetime) -> Iterator[bytes]:
    """Lines of the file, in the order of the records; memory for one of them.

    Order of need is best: preferences, labels, projects, sections, filters, series, tasks, slots.
    """
    writer = NativeWriter(exported_at)
    yield writer.head()
    for record in records:
        yield writer.line(record)
    yield writer.end()


class NativeWriter:
    """The same for a caller that gets its records page by page."""

    def __init__(self, exported_at: datetime) -> None:
        self._exported_at = exported_at
        self._written = 0

    def head(self) -> bytes:
        """The first line."""
        head = {"format": FORMAT, "exported_at": in_utc(self._exported_at)}
        return orjson.dumps(head) + b"\n"

    def line(self, record: Record) -> bytes:
        """The line of one record."""
        self._written += 1
        return _ADAPTERS[record.kind].dump_json(record) + b"\n"

    def end(self) -> bytes:
        """The last line; nothing may follow."""
        return orjson.dumps({"kind": "end", "records": self._written}) + b"\n"


def read(source: Iterable[bytes]) -> Iterator[Row]:
    """A row for each record of the file, in its order; one more that failed if the end is missing.

    Tasks may come before what they point at.

    Raises:
        InterchangeError: `format_unknown`, `encoding`.
    """
    lines = _lines(source)
    _check_head(next(lines, b""))
    number = 0
    has_ended = False
    for line in lines:
        if not line.strip():
            continue
        number += 1
        if has_ended:
            yield failed(number, "after_end", "", "It stands after the end.", _excerpt(line))
            continue
        end = _end(line)
        if end is None:
            yield _row(number, line)
            continue
        has_ended = True
        number -= 1
        if end != number:
            number += 1
            message = f"The file says it has {end} records; it has {number - 1}."
            yield failed(number, "records_missing", "", message)
    if not has_ended:
        yield failed(number + 1, "truncated", "", "The file was cut off: its last line is missing.")


def sniff_format(head: bytes) -> str | None:
    """What the first line of a file says that it is."""
    try:
        value = orjson.loads(head.removeprefix(_BOM))
    except orjson.JSONDecodeError:
        return None
    found = value.get("format") if isinstance(value, dict) else None
    return found if isinstance(found, str) else None


def _check_head(line: bytes) -> None:
    if line[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise InterchangeError("encoding", "The file is in UTF-16; this format is UTF-8.")
    if sniff_format(line) != FORMAT:
        raise InterchangeError("format_unknown", f"The first line does not say {FORMAT}.")


def _lines(source: Iterable[bytes]) -> Iterator[bytes]:
    """Lines without their ends; of one that is too long, only its beginning."""
    kept = bytearray()
    for piece in source:
        *whole, rest = piece.split(b"\n")
        for line in whole:
            _keep(kept, line)
            yield bytes(kept)
            kept.clear()
        _keep(kept, rest)
    if kept:
        yield bytes(kept)


def _keep(kept: bytearray, more: bytes) -> None:
    kept += more[: max(0, LINE_BYTES_MAX + 1 - len(kept))]


def _end(line: bytes) -> int | None:
    if len(line) > 100 or b'"end"' not in line:  # noqa: PLR2004 - an end line is short
        return None
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(value, dict) or value.get("kind") != "end":
        return None
    records = value.get("records")
    return records if isinstance(records, int) else -1


def _row(number: int, line: bytes) -> Row:
    if len(line) > LINE_BYTES_MAX:
        message = f"A line has at most {LINE_BYTES_MAX:,} bytes."
        return failed(number, "line_too_long", "", message, _excerpt(line))
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError:
        return failed(number, "json_syntax", "", "This line is not JSON.", _excerpt(line))
    kind = value.get("kind") if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in _KINDS:
        return failed(number, "kind_unknown", "kind", "Nothing is of this kind.", _excerpt(line))
    try:
        return _record_row(number, kind, value, line)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = "/".join(map(str, first["loc"]))
        return failed(number, "value_invalid", place, first["msg"], _excerpt(line))
    except InvalidInput as error:
        field = error.pointer.lstrip("/")
        return failed(number, error.reason_code, field, str(error), _excerpt(line))


def _record_row(number: int, kind: str, value: dict[str, Any], line: bytes) -> Row:
    losses = [
        Loss("field_unknown", name[:60], "This version does not know this field.")
        for name in sorted(value.keys() - _NAMES[kind])
    ]
    record = _ADAPTERS[kind].validate_json(line)
    record = cleaned(_with_utc(record), losses)
    return taken(number, (record,), losses, _excerpt(line) if losses else "")


def _with_utc(record: Record) -> Record:
    """Its instants are in UTC, whatever offset they were written with."""
    changed: dict[str, Any] = {}
    for f in fields(record):
        value = getattr(record, f.name)
        if f.name.endswith("_at") and isinstance(value, datetime):
            check_year(value, f.name)
            changed[f.name] = in_utc(value)
    return replace(record, **changed)


def _excerpt(line: bytes) -> str:
    return line[:2000].decode("utf-8", "replace")
