"""Bytes of a foreign file to text and to rows of a table, within bounds."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final

from shared.interchange.errors import InterchangeError
from shared.interchange.rows import Loss

FOREIGN_BYTES_MAX: Final = 32 * 1024 * 1024
ROWS_MAX: Final = 100_000
COLUMNS_MAX: Final = 200
_END = "\x1eend of file\x1e"


def bounded(source: Iterable[bytes], most: int = FOREIGN_BYTES_MAX) -> Iterator[bytes]:
    """The pieces of `source`.

    Raises:
        InterchangeError: `file_too_large`, as soon as there are more than `most` bytes.
    """
    size = 0
    for piece in source:
        size += len(piece)
        if size > most:
            message = f"A file of this format may have {most // 2**20} MB."
            raise InterchangeError("file_too_large", message)
        yield piece


def decoded(source: Iterable[bytes]) -> tuple[str, list[Loss]]:
    """The text of a file in UTF-8, UTF-16 with a mark, or else Windows-1252, which is a loss.

    Raises:
        InterchangeError: `file_too_large`, `encoding`, `file_is_archive`.
    """
    raw = b"".join(bounded(source))
    if raw[:4] == b"PK\x03\x04":
        raise InterchangeError("file_is_archive", "This is a ZIP archive; unpack it first.")
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return raw.decode("utf-16"), []
        except UnicodeDecodeError as error:
            raise InterchangeError("encoding", "It begins as UTF-16, but is not.") from error
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        message = "The file is not in UTF-8; it was read as Windows-1252."
        return raw.decode("cp1252", "replace"), [Loss("encoding_guessed", "", message)]


def table(text: str, delimiter: str = ",") -> Iterator[tuple[int, list[str] | Loss]]:
    """The rows of a CSV text that have anything in them; a Loss for one that cannot be read.

    Each with its number in a spreadsheet: the first one is 1, and empty ones count.

    Raises:
        InterchangeError: `too_many_rows`.
    """
    reader = csv.reader(io.StringIO(f"{text}\n{_END}\n", newline=""), delimiter=delimiter)
    for number in range(1, ROWS_MAX + 3):
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, Loss("csv_syntax", "", f"This row cannot be read: {error}.")
            continue
        if fields == [_END]:
            return
        problem = _problem(fields)
        if problem is not None:
            yield number, problem
        elif any(field.strip() for field in fields):
            yield number, fields
    raise InterchangeError("too_many_rows", f"A file may have {ROWS_MAX:,} rows.")


def _problem(fields: list[str]) -> Loss | None:
    if fields and _END in fields[-1]:
        return Loss("truncated", "", "The file ends within a quoted field.")
    if len(fields) > COLUMNS_MAX:
        return Loss("too_many_columns", "", f"A row has at most {COLUMNS_MAX} columns.")
    return None


def sniffed(text: str) -> str:
    """The delimiter that the first line uses most: comma, semicolon, tab or bar.

    >>> sniffed("a;b;c,d")
    ';'
    """
    first = text.lstrip().partition("\n")[0][:10_000]
    return max(",;\t|", key=first.count)
