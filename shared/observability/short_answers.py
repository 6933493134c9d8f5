"""A collector's answer is read as far as answers go; nothing is done with it but its status."""

from typing import Any, Final

import requests
from typing_extensions import override

from shared.core.clock import Clock

_MOST_BYTES: Final = 64 * 1024


class ShortAnswers(requests.Session):
    """A session that an answer without end takes no memory and no thread of.

    `requests` 2.34 reads an answer to its end, and its timeout is for each piece of it.
    """

    def __init__(self, clock: Clock, seconds: float) -> None:
        super().__init__()
        self._clock = clock
        self._seconds = seconds

    @override
    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        """The answer, its body left out; one that is too long or too slow costs its connection."""
        until = self._clock.monotonic() + self._seconds
        answer = super().send(request, **{**options, "stream": True})
        left = _MOST_BYTES
        while left > 0 and self._clock.monotonic() < until:
            # Undecoded: a small one could be unpacked into any size.
            piece = answer.raw.read1(left, decode_content=False)
            if not piece:
                break
            left -= len(piece)
        answer._content = b""  # noqa: SLF001 - what `content` gives from now on
        answer.close()
        return answer
