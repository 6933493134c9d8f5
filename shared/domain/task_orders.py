"""In which order tasks are listed: keys by name, the first decides, the next among equals. Pure."""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from shared.core.errors import InvalidInput

SORTS: Final = {
    "created": "the newest first",
    "updated": "the last changed first",
    "completed": "the last done first",
    "due": "by wall time",
    "start": "by wall time",
    "priority": "the most urgent first",
    "title": "by the alphabet, in any case",
    "manual": "as they were moved by hand",
}
"""What each key means; with a minus before it the other way round. Unset comes last in both."""

RELEVANCE: Final = "relevance"
MOST_KEYS: Final = 5
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class SortKey:
    """One key; `is_reversed`: the other way round."""

    name: str
    is_reversed: bool = False


NEWEST_FIRST: Final = (SortKey("created"),)
BEST_FIRST: Final = (SortKey(RELEVANCE),)
"""Of a search in words: by what fits best."""


def parse_sort(text: str, *, pointer: str = "/sort") -> tuple[SortKey, ...]:
    """The keys that `text` names.

    >>> parse_sort("priority,-due")
    (SortKey(name='priority', is_reversed=False), SortKey(name='due', is_reversed=True))

    Raises:
        InvalidInput: a key is unknown or named twice, or there are too many.
    """
    keys = [_key(part.strip(), pointer) for part in text[:_LONGEST].split(",")]
    names = [key.name for key in keys]
    if len(keys) > MOST_KEYS or len(text) > _LONGEST:
        raise InvalidInput(pointer, "sort_too_long", f"At most {MOST_KEYS} keys.")
    if len(set(names)) < len(names):
        raise InvalidInput(pointer, "sort_twice", "Each key is named once.")
    return tuple(keys)


def _key(text: str, pointer: str) -> SortKey:
    name = text.removeprefix("-").lower()
    if name in SORTS:
        return SortKey(name, text.startswith("-"))
    similar = get_close_matches(name[:40], SORTS, n=1)
    hint = f" Did you mean {similar[0]}?" if similar else ""
    message = f"“{text[:40]}” is none of {', '.join(SORTS)}.{hint}"
    raise InvalidInput(pointer, "sort_unknown", message)


def sort_text(keys: tuple[SortKey, ...]) -> str:
    """The keys as they are written.

    >>> sort_text(parse_sort("title, -created"))
    'title,-created'
    """
    return ",".join(("-" if key.is_reversed else "") + key.name for key in keys)
