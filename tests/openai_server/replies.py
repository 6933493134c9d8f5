"""What a model may answer: streams of chat completions, good ones and broken ones, as bytes."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any, Literal

JSON = "application/json"
STREAM = "text/event-stream"
End = Literal["close", "cut", "hang"]


@dataclass(frozen=True)
class Reply:
    """One answer over HTTP: its pieces are sent one by one, then it ends as told.

    close: as HTTP has it. cut: the connection breaks within a piece. hang: nothing more comes.
    """

    pieces: Iterable[bytes] = ()
    status: int = 200
    content_type: str = STREAM
    headers: dict[str, str] = field(default_factory=dict)
    end: End = "close"
    says_nothing: bool = False
    """It hangs, or is cut, before the first byte of the answer."""


def event(document: object) -> bytes:
    return b"data: " + json.dumps(document).encode() + b"\n\n"


DONE = b"data: [DONE]\n\n"


def chunk(delta: object = None, *, finish: str | None = None, **more: Any) -> bytes:
    choice = {"index": 0, "delta": {} if delta is None else delta, "finish_reason": finish}
    return event(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "scripted",
            "choices": [choice],
            **more,
        }
    )


def counted(tokens: int) -> bytes:
    """The chunk with the tokens that follows the answer."""
    usage = {"prompt_tokens": tokens - 1, "completion_tokens": 1, "total_tokens": tokens}
    return event(
        {"id": "chatcmpl-1", "object": "chat.completion.chunk", "choices": [], "usage": usage}
    )


def stream(
    *deltas: object,
    finish: str | None = "stop",
    tokens: int | None = 9_000,
    done: bool = True,
    end: End = "close",
) -> Reply:
    """These deltas, then whatever ends a stream."""
    pieces = [chunk({"role": "assistant", "content": ""}), *(chunk(delta) for delta in deltas)]
    pieces += [chunk(finish=finish)] if finish is not None else []
    pieces += [counted(tokens)] if tokens is not None else []
    return Reply([*pieces, DONE] if done else pieces, end=end)


def says(*texts: str, **more: Any) -> Reply:
    return stream(*({"content": text} for text in texts), **more)


def call_delta(
    name: str | None,
    arguments: object,
    *,
    index: int | None = 0,
    identifier: str | None = "call_1",
) -> dict[str, Any]:
    """One piece of a call, or a whole one."""
    function = {"name": name, "arguments": arguments}
    call = {
        "index": index,
        "id": identifier,
        "type": "function",
        "function": {key: value for key, value in function.items() if value is not None},
    }
    return {"tool_calls": [{key: value for key, value in call.items() if value is not None}]}


def calls(*wanted: tuple[str, object], finish: str = "tool_calls", **more: Any) -> Reply:
    """The calls, each in three pieces, as OpenAI sends them."""
    deltas: list[dict[str, Any]] = []
    for index, (name, arguments) in enumerate(wanted):
        raw = arguments if isinstance(arguments, str) else json.dumps(arguments)
        half = len(raw) // 2
        deltas += [
            call_delta(name, "", index=index, identifier=f"call_{index}"),
            call_delta(None, raw[:half], index=index, identifier=None),
            call_delta(None, raw[half:], index=index, identifier=None),
        ]
    return stream(*deltas, finish=finish, **more)


def refuses(status: int, message: str = "no", **headers: str) -> Reply:
    error = {"error": {"message": message, "type": "error", "code": None}}
    return Reply([json.dumps(error).encode()], status, JSON, headers)


def page(status: int = 200) -> Reply:
    return Reply([b"<!doctype html><title>Welcome</title><p>data is here"], status, "text/html")


def unstreamed(text: str) -> Reply:
    """A server that does not stream."""
    message = {"role": "assistant", "content": text}
    document = {"choices": [{"index": 0, "message": message, "finish_reason": "stop"}]}
    return Reply([json.dumps(document).encode()], content_type=JSON)


def endless(delta: object) -> Reply:
    """It never stops."""
    return Reply(repeat(chunk(delta)))


def endless_comments() -> Reply:
    """It is alive and says nothing."""
    return Reply(repeat(b": thinking\n\n"))


def giant(size: int) -> Reply:
    """One chunk of so many bytes, whose line never ends."""

    def pieces() -> Iterator[bytes]:
        yield b'data: {"choices": [{"delta": {"content": "'
        for _ in range(size // 65_536):
            yield b"a" * 65_536

    return Reply(pieces())


HANGS = Reply(end="hang", says_nothing=True)
DROPS = Reply(end="cut", says_nothing=True)
EMPTY = Reply()
ONLY_DONE = Reply([DONE])
HALF_JSON = Reply([chunk({"content": "Half "}), b'data: {"choices": [{"delta": {"con\n\n', DONE])
NOT_JSON = Reply([b"data: hello\n\n", DONE])
HANGS_WITHIN = Reply([chunk({"content": "So far "})], end="hang")
CUT_WITHIN = Reply([chunk({"content": "So far "})], end="cut")
CUT_AT_ONCE = Reply([b""], end="cut")
ERROR_WITHIN = Reply(
    [chunk({"content": "So far "}), event({"error": {"message": "overloaded", "code": 500}})]
)
