"""The title: what of a sentence is left."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from shared.domain.words.tokens import Span

_SPACE: Final = re.compile(r"[\s\x00-\x1f\x7f]+")
_HANGING: Final = " \t\r\n,;:-–—"
_ENDING: Final = ".?!"
_JOINING: Final = tuple(",;:.?!)]")
_BRACKETS: Final = "()[]"
_EMPTY: Final = re.compile(r"(?<!\w)(?:\(\s*\)|\[\s*\])")
"""What is left of (tomorrow); the brackets of f() are its own."""


def title_of(text: str, taken: Sequence[Span], quotes: Sequence[Span]) -> str:
    """The text without what was taken, and without the quotes around what is literal.

    Linear in the length of the text, in whatever number of pieces.
    """
    unquoted = _without_quotes(text, quotes)
    kept = _joined(_parts(unquoted, sorted(taken, key=lambda span: span.start)))
    kept = _SPACE.sub(" ", _EMPTY.sub("", kept).replace(_GONE, "")).strip()
    return kept.strip(_HANGING) if taken else kept


_GONE: Final = "\x00"
"""Stands where a quote stood, so that all places stay what they are."""


def _without_quotes(text: str, quotes: Sequence[Span]) -> str:
    letters = list(text.replace(_GONE, " "))
    for span in quotes:
        letters[span.start] = letters[span.end - 1] = _GONE
    return "".join(letters)


def _parts(text: str, taken: Sequence[Span]) -> Iterator[str]:
    start = 0
    for span in taken:
        yield text[start : span.start]
        start = span.end
    yield text[start:]


def _joined(parts: Iterator[str]) -> str:
    """What stands between pieces, without the signs that hung on what was taken."""
    kept: list[str] = []
    for index, part in enumerate(parts):
        written = part
        if index and not any(char.isalnum() for char in part):
            written = "".join(char for char in part if char in _BRACKETS)
        if not kept:
            written = written.lstrip(_HANGING + _ENDING) if index else written
            kept += [written] if written.strip() else []
            continue
        bare = written.lstrip()
        if not bare:
            continue
        kept[-1] = kept[-1].rstrip(_HANGING)
        kept.append(bare if bare.startswith(_JOINING) else f" {bare}")
    return "".join(kept)
