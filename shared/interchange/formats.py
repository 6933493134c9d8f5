"""Which formats can be read, each by one function from bytes to rows."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from shared.interchange import (
    generic_csv,
    ics,
    microsoft,
    native,
    native_tasks,
    ticktick,
    todoist_csv,
    todoist_json,
    vikunja,
)
from shared.interchange.errors import InterchangeError
from shared.interchange.records import ReadOptions
from shared.interchange.rows import Row, skipped

_SNIFFED: Final = 4096


def _read_own(source: Iterable[bytes], options: ReadOptions) -> Iterator[Row]:
    """Our own JSON, the present form or the older one."""
    del options  # says everything itself
    pieces = iter(source)
    begun = b""
    for piece in pieces:
        begun += piece
        if len(begun) >= _SNIFFED:
            break
    whole = _joined(begun, pieces)
    is_lines = native.sniff_format(begun.partition(b"\n")[0]) == native.FORMAT
    yield from _once(native.read(whole) if is_lines else native_tasks.read(whole))


def _once(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows; one that brings an id for the second time is left out.

    Two rows that are one thing here would overwrite each other, in this import and in each one to
    come.
    """
    seen: set[tuple[str, str]] = set()
    for row in rows:
        keys = [
            (record.kind, source_id)
            for record in row.records
            if (source_id := getattr(record, "source_id", None)) is not None
        ]
        if seen.isdisjoint(keys):
            seen.update(keys)
            yield row
        else:
            message = "Another row has the same id; this one was left out."
            yield skipped(row.number, "id_repeated", message, row.excerpt or keys[-1][1])


def _joined(begun: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    yield begun
    yield from rest


FORMATS: Final[dict[str, Callable[[Iterable[bytes], ReadOptions], Iterator[Row]]]] = {
    "rondel": _read_own,
    "todoist_csv": todoist_csv.read,
    "todoist_json": todoist_json.read,
    "ticktick": ticktick.read,
    "microsoft": microsoft.read,
    "vikunja": vikunja.read,
    "csv": generic_csv.read,
    "ics": ics.read,
}


def read(name: str, source: Iterable[bytes], options: ReadOptions) -> Iterator[Row]:
    """The rows of a file in the format of this name, in pieces of any size.

    Except for `rondel`, parents come before their children. The same bytes and options give the
    same rows in the same order, so that an import can go on where it was.

    Raises:
        InterchangeError: `format_unknown`, or the file is none of this format; perhaps only
            after some rows, when what is wrong stands further down.
    """
    reader = FORMATS.get(name)
    if reader is None:
        known = ", ".join(FORMATS)
        raise InterchangeError("format_unknown", f"There is no format “{name[:40]}”: {known}.")
    return reader(source, options)
