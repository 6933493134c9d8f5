"""What all streamed answers have in common."""

from collections.abc import Iterable
from typing import Final

from starlette.types import Receive

EVENT_STREAM_HEADERS: Final[Iterable[tuple[bytes, bytes]]] = (
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # nginx would hold the frames back
)


async def client_left(receive: Receive) -> None:
    """The client has gone; what it still sends before that is passed over."""
    while (await receive())["type"] != "http.disconnect":
        continue
