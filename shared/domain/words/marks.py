"""Signs with a meaning: #project, @label, p1, !2."""

from typing import Final

from shared.domain.words.reader import Found, Reader
from shared.domain.words.tokens import Kind
from shared.domain.words.tree import Marked

_HIGHEST: Final = 1
_LOWEST: Final = 4


def read_mark(reader: Reader, place: int) -> Found[Marked] | None:
    """A project, a label or a priority."""
    token = reader.at(place)
    if token.kind is Kind.MARK:
        name = token.text[1:].strip('"')
        if not name or name.isdigit() or not any(char.isalnum() for char in name):
            return None
        return Found(Marked("project" if token.text[0] == "#" else "label", name), place + 1)
    is_letter = reader.word(place) == "p" or reader.is_symbol(place, "!")
    number = reader.number(place + 1)
    if not is_letter or number is None or not reader.is_glued(place + 1):
        return None
    if not _HIGHEST <= number <= _LOWEST or len(reader.at(place + 1).text) != 1:
        return None
    return Found(Marked("priority", number=number), place + 2)


def known_name(text: str, known: tuple[str, ...]) -> str | None:
    """The longest of the known names that `text` begins with, as it is written there."""
    lower = text.lower()
    names = [name for name in known if lower.startswith(name.lower())]
    fitting = [name for name in names if not lower[len(name) : len(name) + 1].isalnum()]
    return max(fitting, key=len, default=None)
