"""What a model says, made plain text piece by piece. Pure."""

import re
from typing import Final

from shared.core.plain import plain_breaks, without_directions

_BEGIN, _END = "<think>", "</think>"
_TAG: Final = re.compile(f"({_BEGIN}|{_END})")
_IMAGE: Final = re.compile(r"!+\[")
_GONE: Final = (*range(9), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0))
_SURROGATES: Final = range(0xD800, 0xE000)
_WAITS: Final = "!\r" + "".join(map(chr, (*_GONE, *_SURROGATES)))
"""What may go on with what comes next: signs of an image or a line end, and what is cut out."""


class Thoughts:
    """Takes the blocks out in which local models think aloud, wherever the pieces are cut.

    A block that begins the text is hidden even if it never ends. Elsewhere a tag that is never
    closed is text like any other: somebody's task may be called so.
    """

    def __init__(self) -> None:
        self._held = ""
        self._hidden: list[str] | None = None
        """The block that is open, from its tag on."""
        self._has_shown = False

    def feed(self, piece: str) -> str:
        """What of the text so far can be shown now."""
        *settled, rest = _TAG.split(self._held + piece)
        shown = []
        for text, tag in zip(settled[::2], settled[1::2], strict=True):
            shown.append(self._take(text))
            self._turn(tag)
        cut = len(rest) - max(_overlap(rest, tag) for tag in (_BEGIN, _END))
        self._held = rest[cut:]
        return "".join([*shown, self._take(rest[:cut])])

    def end(self) -> str:
        """What was held back and turned out to be text."""
        rest, self._held = self._take(self._held), ""
        return "".join(self._hidden) if self._hidden and self._has_shown else rest

    def _turn(self, tag: str) -> None:
        if tag == _END:
            self._hidden = None
        elif self._hidden is None:
            self._hidden = [tag]
        else:
            self._hidden.append(tag)

    def _take(self, text: str) -> str:
        if self._hidden is not None:
            self._hidden.append(text)
            return ""
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
        cut = len(text) if is_last else len(text.rstrip(_WAITS))
        self._held = text[cut:]
        return _IMAGE.sub("[", plain_breaks(text[:cut]))


def _overlap(text: str, tag: str) -> int:
    """How much of the end of the text begins the tag.

    >>> _overlap("a <th", "<think>"), _overlap("a < b", "<think>")
    (3, 0)
    """
    return next((size for size in range(len(tag) - 1, 0, -1) if text.endswith(tag[:size])), 0)
