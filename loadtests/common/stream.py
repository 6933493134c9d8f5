"""An open stream of live updates; Locust has made the standard library's sockets cooperative."""

import http.client
from collections.abc import Iterator
from urllib.parse import urlsplit

from loadtests.common.frames import Frame, read_frames

_SILENCE_SECONDS = 60.0  # the API sends a comment every 15 s


class StreamRefused(Exception):
    """The API did not open the stream."""


class LiveStream:
    """`GET /api/events` of one account."""

    def __init__(self, api_url: str, token: str) -> None:
        parts = urlsplit(api_url)
        kind = (
            http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        )
        self._connection = kind(parts.hostname or "", parts.port, timeout=_SILENCE_SECONDS)
        self._token = token

    def frames(self) -> Iterator[Frame]:
        """What comes, until the API ends the stream.

        Raises:
            StreamRefused: it was not opened.
            OSError: it broke.
        """
        headers = {"Authorization": f"Bearer {self._token}", "Accept": "text/event-stream"}
        self._connection.request("GET", "/api/events", headers=headers)
        answer = self._connection.getresponse()
        if answer.status != http.client.OK:
            raise StreamRefused(f"status {answer.status}")
        yield from read_frames(answer)

    def close(self) -> None:
        """Nothing is open any more."""
        self._connection.close()
