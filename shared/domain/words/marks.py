"""Signs with a meaning: #project, @label, p1, !2."""

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from shared.domain.words.reader import Found, Reader
from shared.domain.words.tokens import Kind
from shared.domain.words.tree import Marked

Projects: TypeAlias = Mapping[str, Sequence[tuple[tuple[str, ...], str]]]
_HIGHEST: Final = 1
_LOWEST: Final = 4


def read_mark(reader: Reader, place: int, projects: Projects) -> Found[Marked] | None:
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


def _named(reader: Reader, place: int, projects: Projects) -> Found[Marked] | None:
    sign, name = reader.at(place).text[0], reader.at(place).text[1:].strip('"')
    if not any(char.isalpha() for char in name):
        return None
    if sign == "@":
        return Found(Marked("label"), place + 1)
    for words, known in projects.get(name, ()):
        end = reader.phrase(place + 1, *words)
        if end is not None:
            return Found(Marked("project", known), end)
    return Found(Marked("project"), place + 1)


def known_projects(names: Sequence[str]) -> Projects:
    """The names by what stands behind the sign: the first word, or the whole name in quotes."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name in sorted(names, key=len, reverse=True):
        first, *others = name.lower().split() or [""]
        found.setdefault(first, []).append((tuple(others), name))
        if others:
            found.setdefault(name.lower(), []).append(((), name))
    return found
