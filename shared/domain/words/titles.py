"""The title: what of a sentence is left."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from shared.domain.words.tokens import Span

_SPACE: Final = re.compile(r"\s+")
_HANGING: Final = " \t\r\n,;:-–—"
_EMPTY: Final = re.compile(r"\(\s*\)|\[\s*\]")


def title_of(text: str, taken: Sequence[Span], quotes: Sequence[Span]) -> str:
    """The text without what was taken, and without the quotes around what is literal."""
    kept = " ".join(part for part in _parts(text, sorted(taken, key=lambda span: span.start)))
    for span in quotes:
        written = text[span.start : span.end]
        kept = kept.replace(written, written[1:-1], 1)
    kept = _SPACE.sub(" ", _EMPTY.sub("", kept)).strip()
    return kept if any(char.isalnum() for char in kept) or not taken else kept.strip(_HANGING + ".!?")


def _parts(text: str, taken: Sequence[Span]) -> Iterator[str]:
    """What stands between the pieces, without the commas and colons that hang on them."""
    start = 0
    for span in taken:
        part = text[start : span.start].rstrip(_HANGING)
        yield part.lstrip(_HANGING) if start else part
        start = span.end
    rest = text[start:]
    yield rest.lstrip(_HANGING).removeprefix(".") if start and taken else rest
