"""Text that other people wrote, made safe to stand in a line of ours. Pure."""

import re
import unicodedata
from typing import Final

_ELLIPSIS: Final = "…"
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"  # FIRST STRONG ISOLATE, POP DIRECTIONAL ISOLATE

# Everything that may end a line or is no character at all; then runs of any white space.
_NOT_IN_A_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_NOT_IN_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"\s+")
# Marks, embeddings, overrides and isolates (UAX #9 §2.8): left open in a title, they would turn
# the words after it backwards.
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})


def one_line(text: str) -> str:
    r"""The text as one line, without control, line-break or direction characters.

    >>> one_line("Pay rent\r\nBcc: eve@example.com")
    'Pay rent Bcc: eve@example.com'
    """
    if text.isascii() and text.isprintable():
        return _SPACES.sub(" ", text).strip()
    return _SPACES.sub(" ", _NOT_IN_A_LINE.sub(" ", _DIRECTION.sub("", text))).strip()


def without_directions(text: str) -> str:
    r"""The text without the characters that turn what stands beside them around.

    >>> without_directions("invoice\u202efdp.exe")
    'invoicefdp.exe'
    """
    return text if text.isascii() else _DIRECTION.sub("", text)


def many_lines(text: str) -> str:
    """The text with plain newlines and no other control character."""
    return plain_breaks(text).strip()


def plain_breaks(text: str) -> str:
    r"""As `many_lines`, with the white space around it.

    >>> plain_breaks(" one\u2028two\x07 ")
    ' one\ntwo '
    """
    return _NOT_IN_TEXT.sub("", _LINE_BREAK.sub("\n", text))


def undirected_lines(text: str) -> str:
    r"""As `many_lines`, without direction characters, for whoever shows it among other text.

    >>> undirected_lines("a\u202eb\r\nc\x07")
    'ab\nc'
    """
    return many_lines(_DIRECTION.sub("", text))


def shortened(text: str, limit: int) -> str:
    """At most `limit` characters; what is cut off shows as an ellipsis.

    >>> shortened("Submit the report", 11)
    'Submit the…'
    """
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    while cut and unicodedata.combining(text[len(cut)]):  # an accent stays with its letter
        cut = cut[:-1]
    return cut.rstrip() + _ELLIPSIS


def isolated(text: str) -> str:
    """The text such that its direction cannot reach the words around it (UAX #9 §2.7)."""
    if text.isascii() or not any(unicodedata.bidirectional(c) in _RIGHT_TO_LEFT for c in text):
        return text
    return f"{_ISOLATE}{text}{_END_ISOLATE}"
