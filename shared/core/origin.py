"""Where the events of running code come from: an operation of the API, a worker, the CLI."""

from contextvars import ContextVar, Token
from types import TracebackType
from typing import Final

PROJECT: Final = "/rondel"
"""What an event says that nothing more is known of; every other source begins with it."""

_current: ContextVar[str] = ContextVar("source", default=PROJECT)


def source_of(*parts: str) -> str:
    """The CloudEvents `source` of this part of Rondel.

    >>> source_of("api", "complete_task"), source_of("recurrence")
    ('/rondel/api/complete_task', '/rondel/recurrence')
    """
    return "/".join((PROJECT, *parts))


def current_source() -> str:
    """What the running code says its events come from."""
    return _current.get()


class Within:
    """Everything in the block, and every task begun there, is of this source.

    A class, because a generator would cost a request three times as much.
    """

    __slots__ = ("_source", "_token")

    def __init__(self, source: str) -> None:
        self._source = source
        self._token: Token[str] | None = None

    def __enter__(self) -> None:
        self._token = _current.set(self._source)

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        if self._token is not None:
            _current.reset(self._token)


def within_source(source: str) -> Within:
    """A block whose events are of this source."""
    return Within(source)
