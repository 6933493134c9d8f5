"""The title: what of a sentence is left."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from shared.domain.words.tokens import Span

_SPACE: Final = re.compile(r"\s+")
_HANGING: Final = " \t\r\n,;:-–—"
_ENDING: Final = ".?!"
_JOINING: Final = tuple(",;:.?!)]")
_BRACKETS: Final = "()[]"
_EMPTY: Final = re.compile(r"\(\s*\)|\[\s*\]")


def title_of(text: str, taken: Sequence[Span], quotes: Sequence[Span]) -> str:
    """The text without what was taken, and without the quotes around what is literal."""
    kept = _joined(_parts(text, sorted(taken, key=lambda span: span.start)))
    for span in quotes:
        written = text[span.start : span.end]
        kept = kept.replace(written, written[1:-1], 1)
    kept = _SPACE.sub(" ", _EMPTY.sub("", kept)).strip()
    return kept.strip(_HANGING) if taken else kept


def _parts(text: str, taken: Sequence[Span]) -> Iterator[str]:
    start = 0
    for span in taken:
        yield text[start : span.start]
        start = span.end
    yield text[start:]


def _joined(parts: Iterator[str]) -> str:
    """What stands between pieces, without the signs that hung on what was taken."""
    whole = ""
    for index, part in enumerate(parts):
        if index and not any(char.isalnum() for char in part):
            part = "".join(char for char in part if char in _BRACKETS)
        if not whole.strip():
            whole = part.lstrip(_HANGING + _ENDING) if index else part
            continue
        whole = whole.rstrip(_HANGING)
        bare = part.lstrip()
        whole += bare if bare[:1] in _JOINING else f" {bare}"
    return whole
