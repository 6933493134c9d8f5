"""W3C trace context (https://www.w3.org/TR/trace-context/): made or taken over, and passed on."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeGuard

_VALID = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
_current: ContextVar[str | None] = ContextVar("traceparent", default=None)


def current_traceparent() -> str | None:
    """The trace that the running request or message belongs to."""
    return _current.get()


def child_of(traceparent: str | None) -> str:
    """A new span of the given trace, or of a new trace if there is none or it is malformed."""
    span = secrets.token_hex(8)
    if is_traceparent(traceparent):
        _, trace, _, flags = traceparent.split("-")
        return f"00-{trace}-{span}-{flags}"
    return f"00-{secrets.token_hex(16)}-{span}-01"


def is_traceparent(text: str | None) -> TypeGuard[str]:
    """Whether this is a well-formed `traceparent` of the version that is known."""
    return text is not None and _VALID.fullmatch(text) is not None


def trace_id_of(traceparent: str) -> str:
    """The 32 hexadecimal digits that name the trace."""
    return traceparent.split("-")[1]


@contextmanager
def within_trace(traceparent: str | None) -> Iterator[None]:
    """Everything inside belongs to this trace."""
    token = _current.set(traceparent)
    try:
        yield
    finally:
        _current.reset(token)
