"""Which format a file is of, told from its beginning; where two could be meant, none is."""

import re
from itertools import islice
from pathlib import PurePath
from typing import Final

from shared.interchange.errors import InterchangeError
from shared.interchange.formats import read
from shared.interchange.records import ReadOptions

HEAD_BYTES: Final = 256 * 1024
_ZIP: Final = b"PK\x03\x04"
_BOM: Final = b"\xef\xbb\xbf"
_OWN: Final = re.compile(rb'"format"\s*:\s*"rondel\.')
_MEMBERS: Final = {
    "microsoft": re.compile(rb'"(importance|wellknownListName)"\s*:'),
    "todoist_json": re.compile(rb'"(added_at|child_order|section_id|sync_token)"\s*:'),
    "vikunja": re.compile(rb'"(hex_color|repeat_after)"\s*:'),
}
"""Members that only one of the JSON formats has."""
_KNOWN_BY_HEADER: Final = ("ics", "todoist_csv", "ticktick")
_TABLES: Final = (".csv", ".tsv")


def guess_format(head: bytes, file_name: str) -> str | None:
    """The only format that a file with this beginning can be of; None if none or several.

    >>> guess_format(b'{"format": "rondel.account.v1"}', "x"), guess_format(b"hello", "notes.txt")
    ('rondel', None)
    """
    if head.startswith(_ZIP):
        return "vikunja"
    start = head.removeprefix(_BOM).lstrip()
    if start[:1] in (b"{", b"["):
        return _guess_json(start)
    for name in _KNOWN_BY_HEADER:
        if _can_begin(name, head):
            return name
    return "csv" if PurePath(file_name).suffix.lower() in _TABLES else None


def _guess_json(start: bytes) -> str | None:
    if _OWN.search(start[:200]):
        return "rondel"
    found = [name for name, member in _MEMBERS.items() if member.search(start)]
    return found[0] if len(found) == 1 else None


def _can_begin(name: str, head: bytes) -> bool:
    """Whether the reader of a format takes the beginning; a last line that is cut is left out."""
    whole = head if len(head) < HEAD_BYTES else head[: head.rfind(b"\n") + 1]
    try:
        list(islice(read(name, [whole], ReadOptions()), 1))
    except InterchangeError:
        return False
    return True
