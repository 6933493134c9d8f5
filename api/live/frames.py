"""Server-sent events as bytes (https://html.spec.whatwg.org/multipage/server-sent-events.html)."""

import re

from api.live.ring import Change

PING = b": ping\n\n"
RESYNC = b"event: resync\ndata: {}\n\n"
"""Some changes may have been missed: read the lists again."""

_RETRY_MS = 3000
_ID = re.compile(r"(\d{1,5}):(\d{1,18})", re.ASCII)


def ready_frame(partition: int, newest: int | None) -> bytes:
    """The stream has begun, after `newest`; how long to wait before coming back."""
    identifier = b"" if newest is None else b"id: %d:%d\n" % (partition, newest)
    return b"retry: %d\n%sevent: ready\ndata: {}\n\n" % (_RETRY_MS, identifier)


def change_frame(partition: int, change: Change) -> bytes:
    r"""The change as an event.

    >>> change_frame(3, Change(7, b"u", "task.changed", b'{"a":1}'))
    b'id: 3:7\nevent: task.changed\ndata: {"a":1}\n\n'
    """
    data = change.data.replace(b"\r", b" ").replace(b"\n", b" ")  # both end a line of the stream
    name = change.name.encode()
    return b"id: %d:%d\nevent: %s\ndata: %s\n\n" % (partition, change.offset, name, data)


def parse_id(text: str | None) -> tuple[int, int] | None:
    """Partition and offset of a Last-Event-ID; None if it is none of ours.

    >>> parse_id("3:7"), parse_id("seven")
    ((3, 7), None)
    """
    found = _ID.fullmatch(text or "")
    return (int(found[1]), int(found[2])) if found else None
