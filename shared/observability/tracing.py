"""Which trace the running code belongs to, as W3C trace context, and what is recorded of it.

The ids travel whether anything is recorded or not (https://www.w3.org/TR/trace-context/). Spans are
made in `spans.py`, and only for traces whose sampled flag is set.
"""

import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Generic, TypeGuard, TypeVar
from uuid import UUID

if TYPE_CHECKING:  # logs need this module, and the command line has no use for OpenTelemetry
    from shared.observability.spans import Span

_VALID = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
_NO_SPANS: "Mapping[object, Span]" = {}

_MOST_PARENTS = 3

T = TypeVar("T")

Cause = tuple[Mapping[str, Any], str | None]
"""What an event was about, its ids by name, and the context that it brought."""

_current: ContextVar[str | None] = ContextVar("traceparent", default=None)
_spans: "ContextVar[Mapping[object, Span]]" = ContextVar("spans", default=_NO_SPANS)
_causes: ContextVar["Causes | None"] = ContextVar("causes", default=None)
_about: ContextVar[Callable[[], Mapping[str, object]] | None] = ContextVar("about", default=None)


def current_traceparent() -> str | None:
    """The trace that the running request or message belongs to."""
    return _current.get()


def child_of(traceparent: str | None) -> str:
    """A new span of the given trace, or of a new trace if there is none or it is malformed.

    A new trace is not recorded: who wants that begins it (`Tracer.root`, `Tracer.request`).
    """
    span = secrets.token_hex(8)
    if is_traceparent(traceparent):
        _, trace, _, flags = traceparent.split("-")
        return f"00-{trace}-{span}-{flags}"
    return f"00-{secrets.token_hex(16)}-{span}-00"


def is_traceparent(text: str | None) -> TypeGuard[str]:
    """Whether this is a well-formed `traceparent` of the version that is known."""
    return text is not None and _VALID.fullmatch(text) is not None


def is_sampled(text: str | None) -> TypeGuard[str]:
    """Whether this belongs to a trace that is recorded; cheap for all the others.

    >>> is_sampled("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"), is_sampled("x01")
    (False, False)
    """
    return text is not None and text.endswith("-01") and _VALID.fullmatch(text) is not None


def trace_id_of(traceparent: str) -> str:
    """The 32 hexadecimal digits that name the trace."""
    return traceparent.split("-")[1]


class _Within(Generic[T]):
    """A context variable with a value inside; at a quarter of what a generator for it costs."""

    __slots__ = ("_token", "_value", "_variable")

    def __init__(self, variable: ContextVar[T], value: T) -> None:
        self._variable = variable
        self._value = value

    def __enter__(self) -> None:
        self._token = self._variable.set(self._value)

    def __exit__(self, *_raised: object) -> None:
        self._variable.reset(self._token)


class _WithinWork:
    """All three variables at once."""

    __slots__ = ("_describe", "_spans", "_tokens", "_traceparent")

    def __init__(
        self,
        traceparent: str | None,
        spans: "Mapping[object, Span]",
        describe: Callable[[], Mapping[str, object]],
    ) -> None:
        self._traceparent = traceparent
        self._spans = spans
        self._describe = describe

    def __enter__(self) -> None:
        self._tokens = (
            _current.set(self._traceparent),
            _spans.set(self._spans),
            _about.set(self._describe),
        )

    def __exit__(self, *_raised: object) -> None:
        trace, spans, fields = self._tokens
        _about.reset(fields)
        _spans.reset(spans)
        _current.reset(trace)


def within_work(
    traceparent: str | None,
    spans: "Mapping[object, Span]",
    describe: Callable[[], Mapping[str, object]],
) -> AbstractContextManager[None]:
    """What `within_trace`, `within_spans` and `about` do, at half the cost."""
    return _WithinWork(traceparent, spans, describe)


def within_trace(traceparent: str | None) -> AbstractContextManager[None]:
    """Everything inside belongs to this trace."""
    return _Within(_current, traceparent)


# --- spans that are open ---


def current_spans() -> "Mapping[object, Span]":
    """The recorded spans that the running code works for, by request or event; mostly none."""
    return _spans.get()


def within_spans(spans: "Mapping[object, Span]") -> AbstractContextManager[None]:
    """Everything inside works for these."""
    return _Within(_spans, spans)


@contextmanager
def within_event(key: object, traceparent: str | None) -> Iterator[None]:
    """Everything inside works for one event of the batch that is under way."""
    spans = _spans.get()
    own = spans.get(key)
    with within_trace(traceparent if own is None else own.traceparent):
        if not spans:
            yield
            return
        with within_spans({} if own is None else {key: own}):
            yield


@contextmanager
def step(name: str, peer: str | None = None) -> "Iterator[Sequence[Span]]":
    """What happens inside is a span below each of those that are open; mostly there is none.

    `peer` is who is asked for it, if anybody is. What is done for many at once is left out: it
    would say of each what their own spans say, and cost as much again.
    """
    parents = _spans.get()
    if not parents or len(parents) > _MOST_PARENTS:
        yield ()
        return
    children = [span.child(name, peer) for span in parents.values()]
    try:
        yield children
    except BaseException as error:
        for child in children:
            child.fail(type(error).__name__)
        raise
    finally:
        for child in children:
            child.end()


# --- what caused what ---


class Causes:
    """Finds the event of a batch that caused another one, by the ids that both are about.

    What is caused passes its own ids on: the reminder of a new task belongs to the trace of the
    event that brought the task.
    """

    def __init__(self, causes: Iterable[Cause]) -> None:
        self._causes = list(causes)
        self._by_id: dict[UUID, str] | None = None
        self._fallback: str | None = None

    def of(self, emitted: Sequence[Mapping[str, Any]]) -> list[str]:
        """The contexts of what caused events about these ids, in their order.

        Without an id in common it is that of the first event of the same user, then of any.
        """
        if len(self._causes) == 1:
            return [self._only()] * len(emitted)
        by_id = self._index()
        found: dict[int, str] = {}
        open_ones = dict(enumerate(map(_ids_in, emitted)))
        while related := {
            place: by_id[known]
            for place, own in open_ones.items()
            if (known := next((each for each in own if each in by_id), None)) is not None
        }:
            found |= related
            for place, traceparent in related.items():
                for each in open_ones.pop(place):
                    by_id.setdefault(each, traceparent)
        for place in open_ones:
            found[place] = by_id.get(emitted[place]["user_id"]) or self._only()
        return [found[place] for place in range(len(emitted))]

    def _only(self) -> str:
        if self._fallback is None:
            given = self._causes[0][1]
            self._fallback = given if is_traceparent(given) else child_of(None)
        return self._fallback

    def _index(self) -> dict[UUID, str]:
        if self._by_id is None:
            self._by_id = {}
            for ids, traceparent in self._causes:
                if is_traceparent(traceparent):
                    for each in (*_ids_in(ids), ids["user_id"]):
                        self._by_id.setdefault(each, traceparent)
        return self._by_id


def _ids_in(fields: Mapping[str, Any]) -> list[UUID]:
    found = (value for name, value in fields.items() if name != "user_id")
    return [value for value in found if isinstance(value, UUID)]  # asyncpg has a class of its own


def caused_by(causes: Iterable[Cause]) -> AbstractContextManager[None]:
    """Events that are emitted inside belong each to the trace of what caused it."""
    return _Within(_causes, Causes(causes))


def traceparents_for(emitted: Sequence[Mapping[str, Any]]) -> Sequence[str | None]:
    """The contexts that events about these ids are emitted in."""
    causes = _causes.get()
    return [_current.get()] * len(emitted) if causes is None else causes.of(emitted)


# --- what log lines say ---


def about(describe: Callable[[], Mapping[str, object]]) -> AbstractContextManager[None]:
    """Log lines inside carry these fields; they are worked out only when a line is written."""
    return _Within(_about, describe)


def log_fields() -> Mapping[str, object]:
    """What a log line says of the request or message that it belongs to."""
    describe, traceparent = _about.get(), _current.get()
    found: dict[str, object] = dict(describe()) if describe is not None else {}
    if traceparent is not None:
        _, found["trace_id"], found["span_id"], _ = traceparent.split("-", 3)
    return found
