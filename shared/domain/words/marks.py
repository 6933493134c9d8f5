"""Signs with a meaning: #project, @label, p1, !2."""

from collections.abc import Sequence
from typing import Final

from shared.domain.words.reader import Found, Reader
from shared.domain.words.tokens import Kind
from shared.domain.words.tree import Marked

_HIGHEST: Final = 1
_LOWEST: Final = 4


def read_mark(reader: Reader, place: int, projects: Sequence[str] = ()) -> Found[Marked] | None:
    """A project, a label or a priority; of known projects with several words the longest."""
    token = reader.at(place)
    if token.kind is Kind.MARK:
        return _named(reader, place, projects)
    is_letter = reader.word(place) == "p" or reader.is_symbol(place, "!")
    number = reader.number(place + 1)
    if not is_letter or number is None or not reader.is_glued(place + 1):
        return None
    if not _HIGHEST <= number <= _LOWEST or len(reader.at(place + 1).text) != 1:
        return None
    return Found(Marked("priority", number=number), place + 2)


def _named(reader: Reader, place: int, projects: Sequence[str]) -> Found[Marked] | None:
    sign, name = reader.at(place).text[0], reader.at(place).text[1:].strip('"')
    if not any(char.isalpha() for char in name):
        return None
    if sign == "@":
        return Found(Marked("label"), place + 1)
    for known in sorted(projects, key=len, reverse=True):
        words = known.lower().split()
        said = [name, *(reader.word(place + offset) for offset in range(1, len(words)))]
        if said == words or name == known.lower():
            end = place + 1 if name == known.lower() else place + len(words)
            return Found(Marked("project", known), end)
    return Found(Marked("project"), place + 1)
