"""Server-sent events out of lines. Pure."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Frame:
    """One event of a stream."""

    event: str = "message"
    data: Any = None
    lines: list[str] = field(default_factory=list)


def read_frames(lines: Iterable[bytes]) -> Iterator[Frame]:
    """The events in the lines of a stream, comments left out; data is JSON."""
    frame = Frame()
    for raw in lines:
        line = raw.decode().rstrip("\r\n")
        name, _, value = line.partition(":")
        match name:
            case "event":
                frame.event = value.removeprefix(" ")
            case "data":
                frame.lines.append(value.removeprefix(" "))
            case "" if not line and frame.lines:
                frame.data = json.loads("\n".join(frame.lines))
                yield frame
                frame = Frame()
            case "" if not line:
                frame = Frame()
