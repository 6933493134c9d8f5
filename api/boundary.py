"""The one layer around all routes: identity of the request, problems, headers, log and metrics."""

import re
from functools import partial
from time import perf_counter
from typing import Final

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from api.addresses import TrustedProxies, parse_networks
from api.answer_headers import AnswerHeaders
from api.cross_origin import ASKED_BY, Head, Origins, RawHeaders
from api.errors import Internal, RateLimited, TooManyAtOnce
from api.link_pages import AWAY, PAGES, answer, too_many
from api.mcp.refusals import refusal_response
from api.paths import MCP_PATH
from api.problems import error_of, problem_response
from api.rate_limits import RATE_HEADERS
from api.resources import RESOURCES, Resources
from shared.core.errors import DomainError, Unavailable
from shared.observability.logging import get_logger
from shared.observability.spans import Span
from shared.observability.tracing import within_work

CLIENT_GONE: Final = 499
"""What the log says when the client went away before there was an answer."""

_SERVER_ERROR: Final = 500
_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_QUIET = frozenset({"/livez", "/readyz", "/health", "/metrics", "/assets/{name}"})
"""What is asked for all the time and tells nothing."""

_READ = frozenset({b"x-request-id", b"traceparent", *ASKED_BY})


class Boundary:
    """Answers every HTTP request exactly once, whatever happens inside.

    A raised error becomes a problem document; only an error after the first byte of an answer
    breaks the connection. Plain ASGI: no task, no copy of the body.
    """

    def __init__(self, app: ASGIApp, resources: Resources) -> None:
        self._app = app
        self._resources = resources
        self._log = get_logger()
        settings = resources.settings
        self._headers = AnswerHeaders(settings.public_url)
        self._origins = Origins(settings.public_url, settings.origins)
        self._proxies = TrustedProxies(
            parse_networks(settings.trusted_proxies), settings.proxy_header
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await WebSocketClose()(scope, receive, send)  # there is none here
            return
        scope.setdefault(RESOURCES, self._resources)  # a batch brings its own
        self._proxies.settle(scope)
        scope["body_limit"] = self._resources.settings.body_limit_bytes
        head = {name: value for name, value in scope["headers"] if name in _READ}
        given = head.get(b"traceparent", b"").decode("latin-1") or None
        traceparent, span = self._resources.tracer.request(given)
        request_id = scope["request_id"] = _request_id(head, traceparent)
        spans: dict[object, Span] = {} if span is None else {request_id: span}
        with within_work(traceparent, spans, partial(_fields_of, scope)):
            await self._exchange(head, scope, receive, send, span)

    async def _exchange(
        self, head: Head, scope: Scope, receive: Receive, send: Send, span: Span | None
    ) -> None:
        identity = (b"x-request-id", scope["request_id"].encode())
        more = (identity, *self._origins.shown(scope, head))
        exchange = _Exchange(self._headers, more, scope, receive, send)
        app = self._origins.instead(scope, head) or self._app
        started = perf_counter()
        try:
            await exchange.run(app)
        finally:
            seconds = perf_counter() - started
            self._observe(scope, exchange.status, seconds, is_stream=exchange.is_stream)
            if span is not None and not exchange.is_stream:
                _end_span(span, scope, exchange.status)

    def _observe(self, scope: Scope, status: int, seconds: float, *, is_stream: bool) -> None:
        route = getattr(scope.get("route"), "path_format", "unmatched")
        method = scope["method"] if scope["method"] in _METHODS else "other"
        if not is_stream:  # its length is the listener's patience, not ours
            self._resources.metrics.observe(
                "http_request_duration_seconds",
                seconds,
                method=method,
                route=route,
                status=str(status),
            )
        write = self._log.debug if route in _QUIET else self._log.info
        write(
            "http_request",
            method=method,
            route=route,
            status=status,
            duration_ms=round(seconds * 1000, 2),
        )


def _end_span(span: Span, scope: Scope, status: int) -> None:
    """The span of a request is named after its route: addresses hold ids and secrets."""
    route = getattr(scope.get("route"), "path_format", "unmatched")
    if route in _QUIET:
        return
    method = scope["method"] if scope["method"] in _METHODS else "other"
    span.name = f"{method} {route}"
    span.set("http.request.method", method)
    span.set("http.route", route)
    span.set("http.response.status_code", status)
    span.set("request_id", scope["request_id"])
    if status >= _SERVER_ERROR or not status:
        span.fail(str(status))
    span.end()


class _Exchange:
    """One request and the answer to it."""

    def __init__(
        self, headers: AnswerHeaders, more: RawHeaders, scope: Scope, receive: Receive, send: Send
    ) -> None:
        self._headers = headers
        self._more = more
        self._scope = scope
        self._receive = receive
        self._send = send
        self.status = 0
        self.is_stream = False

    async def run(self, app: ASGIApp) -> None:
        try:
            await app(self._scope, self._receive, self._decorated)
        except ClientDisconnect:
            self.status = CLIENT_GONE
        except Exception as raised:  # noqa: BLE001 - logged, and answered as `internal`
            await self._answer_problem(raised)

    async def _decorated(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.is_stream = (b"content-type", b"text/event-stream") in message["headers"]
            self._headers.add(message, *self._more, *self._scope.get(RATE_HEADERS, ()))
        await self._send(message)

    async def _answer_problem(self, raised: Exception) -> None:
        error = error_of(raised, self._scope)
        if isinstance(error, Internal) or self.status:
            get_logger().error("request_failed", exc_info=raised)
        elif error.retryable:
            cause = type(raised).__name__
            get_logger().warning("request_refused", code=error.code, cause=cause, detail=str(error))
        if self.status:
            raise raised  # the answer has begun; breaking it off is all that is left
        await self._answer(error)

    async def _answer(self, error: DomainError) -> None:
        is_page = self._scope["path"].startswith(PAGES)  # somebody reads it, no program does
        if is_page and isinstance(error, RateLimited):
            response = too_many(error.retry_after_seconds)
        elif is_page and isinstance(error, TooManyAtOnce | Unavailable):
            response = answer(AWAY)
        elif self._scope["path"] == MCP_PATH:
            response = refusal_response(error, self._scope["request_id"])
        else:
            response = problem_response(error, self._scope["request_id"])
        await response(self._scope, self._receive, self._decorated)


def _fields_of(scope: Scope) -> dict[str, object]:
    """What each log line of a request says."""
    principal = scope.get("principal")
    known = {} if principal is None else {"user_id": str(principal.user_id)}
    return {"request_id": scope["request_id"], **known}


def _request_id(head: Head, traceparent: str) -> str:
    """The id of the request, taken over from the client if it is a sane one; else its span's."""
    given = head.get(b"x-request-id", b"")
    return given.decode("ascii") if _REQUEST_ID.fullmatch(given) else traceparent.split("-")[2]
