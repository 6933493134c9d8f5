"""What a model says, made plain text piece by piece. Pure."""

import re
from typing import Final

from shared.core.plain import plain_breaks, without_directions

_BEGIN, _END = "<think>", "</think>"
_IMAGE: Final = re.compile(r"!+\[")


class Thoughts:
    """Takes the blocks out in which local models think aloud, wherever the pieces are cut.

    A block that begins the text is hidden even if it never ends. Elsewhere a tag that is never
    closed is text like any other: somebody's task may be called so.
    """

    def __init__(self) -> None:
        self._held = ""
        self._is_inside = False
        self._has_shown = False

    def feed(self, piece: str) -> str:
        """What of the text so far can be shown now."""
        self._held += piece
        shown = ""
        while True:
            tag = self._next_tag()
            if tag is None:
                return shown + self._take()
            before, self._held = self._held.split(tag, 1)
            if self._is_inside:
                self._is_inside = False
                continue
            shown += self._show(before)
            self._is_inside = tag == _BEGIN

    def end(self) -> str:
        """What was held back and turned out to be text."""
        rest, self._held = self._held, ""
        if not self._is_inside:
            return rest
        return _BEGIN + rest if self._has_shown else ""

    def _next_tag(self) -> str | None:
        if self._is_inside:
            return _END if _END in self._held else None
        found = [(self._held.find(tag), tag) for tag in (_BEGIN, _END) if tag in self._held]
        return min(found)[1] if found else None

    def _take(self) -> str:
        """The held text but for what may be the beginning of a tag."""
        if self._is_inside:
            if not self._has_shown:
                self._held = self._held[-len(_END) :]
            return ""
        keep = max(_overlap(self._held, tag) for tag in (_BEGIN, _END))
        cut = len(self._held) - keep
        taken, self._held = self._held[:cut], self._held[cut:]
        return self._show(taken)

    def _show(self, text: str) -> str:
        self._has_shown = self._has_shown or bool(text.strip())
        return text


class PlainText:
    """Text without control and direction characters, thoughts, and images in Markdown.

    Clients show it as it is. One that takes it for Markdown all the same must not be made to load
    an address, in which a model could be talked into sending tasks to a stranger.
    """

    def __init__(self) -> None:
        self._thoughts = Thoughts()
        self._held = ""

    def feed(self, piece: str) -> str:
        """What of the text so far can be shown now."""
        return self._clean(self._thoughts.feed(piece), is_last=False)

    def end(self) -> str:
        """The rest."""
        return self._clean(self._thoughts.end(), is_last=True)

    def _clean(self, piece: str, *, is_last: bool) -> str:
        text = without_directions(self._held + piece)
        cut = len(text) if is_last else len(text.rstrip("!\r"))
        self._held = text[cut:]
        return _IMAGE.sub("[", plain_breaks(text[:cut]))


def _overlap(text: str, tag: str) -> int:
    """How much of the end of the text begins the tag.

    >>> _overlap("a <th", "<think>"), _overlap("a < b", "<think>")
    (3, 0)
    """
    return next((size for size in range(len(tag) - 1, 0, -1) if text.endswith(tag[:size])), 0)
