"""The shortest sentence that still shows something."""

from collections.abc import Callable
from typing import Final

_MOST_TRIES: Final = 2_000


def shortened(text: str, shows: Callable[[str], bool]) -> str:
    """The text without whatever can be left out: halves, then words, then letters.

    >>> shortened("a long sentence with an x in it", lambda text: "x" in text)
    'x'
    """
    size, tries = max(1, len(text) // 2), 0
    while size >= 1:
        place, is_shorter = 0, False
        while place < len(text) and tries < _MOST_TRIES:
            without = text[:place] + text[place + size :]
            tries += 1
            if shows(without):
                text, is_shorter = without, True
            else:
                place += size
        if not is_shorter or size > 1:
            size //= 2
    return text
