"""What the beginning of a file says about all of it."""

from itertools import islice

from shared.interchange.formats import read
from shared.interchange.records import ReadOptions

_IN_LINES = frozenset({"rondel"})
"""Formats of which the first line says what they are; others have to be seen whole."""


def check_head(name: str, head: bytes, options: ReadOptions, *, is_whole: bool) -> None:
    """The file may be of this format, as far as its beginning says.

    Raises:
        InterchangeError: it is not.
    """
    if is_whole or name in _IN_LINES:
        list(islice(read(name, [head], options), 1))
