"""The one layer around all routes: identity of the request, problems, headers, log and metrics."""

import re
import secrets
from collections.abc import Sequence
from time import perf_counter
from typing import Final

import structlog
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import Internal
from api.problems import error_of, problem_response
from api.resources import RESOURCES, Resources
from shared.core.errors import DomainError
from shared.observability.logging import get_logger
from shared.observability.tracing import child_of, trace_id_of, within_trace

RawHeaders = Sequence[tuple[bytes, bytes]]

CLIENT_GONE: Final = 499
"""What the log says when the client went away before there was an answer."""

_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_PROBES = frozenset({"/livez", "/readyz", "/health", "/metrics"})
_POLICY_HEADER = b"content-security-policy"
_ONE_YEAR = b"max-age=31536000; includeSubDomains"

_SECURITY_HEADERS: RawHeaders = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (_POLICY_HEADER, b"default-src 'none'; frame-ancestors 'none'"),
)


class Boundary:
    """Answers every HTTP request exactly once, whatever happens inside.

    A raised error becomes a problem document; only an error after the first byte of an answer
    breaks the connection. Plain ASGI: no task, no copy of the body.
    """

    def __init__(self, app: ASGIApp, resources: Resources) -> None:
        self._app = app
        self._resources = resources
        self._log = get_logger()
        https = resources.settings.public_url.startswith("https://")
        transport = ((b"strict-transport-security", _ONE_YEAR),) if https else ()
        self._headers = (*_SECURITY_HEADERS, *transport)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope.setdefault(RESOURCES, self._resources)  # a batch brings its own
        scope["body_limit"] = self._resources.settings.body_limit_bytes
        request_id, traceparent = _identity(scope["headers"])
        scope["request_id"] = request_id
        span = child_of(traceparent)
        bound = structlog.contextvars.bind_contextvars(
            request_id=request_id, trace_id=trace_id_of(span)
        )
        try:
            with within_trace(span):
                await self._exchange(request_id, scope, receive, send)
        finally:
            structlog.contextvars.reset_contextvars(**bound)

    async def _exchange(self, request_id: str, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = _Exchange(self._headers, request_id, scope, receive, send)
        started = perf_counter()
        try:
            await exchange.run(self._app)
        finally:
            seconds = perf_counter() - started
            self._observe(scope, exchange.status, seconds, is_stream=exchange.is_stream)

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
        write = self._log.debug if route in _PROBES else self._log.info
        principal = scope.get("principal")
        write(
            "http_request",
            method=method,
            route=route,
            status=status,
            duration_ms=round(seconds * 1000, 2),
            user_id=str(principal.user_id) if principal else None,
        )


class _Exchange:
    """One request and the answer to it."""

    def __init__(
        self, headers: RawHeaders, request_id: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        self._headers = (*headers, (b"x-request-id", request_id.encode()))
        self._request_id = request_id
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
            headers = message["headers"]
            self.is_stream = (b"content-type", b"text/event-stream") in headers
            ours = self._headers
            if any(name == _POLICY_HEADER for name, _ in headers):  # a page with one of its own
                ours = tuple(each for each in ours if each[0] != _POLICY_HEADER)
            message["headers"] = [*headers, *ours]
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
        response = problem_response(error, self._request_id)
        await response(self._scope, self._receive, self._decorated)


def _identity(headers: RawHeaders) -> tuple[str, str | None]:
    """The request id, taken over from the client if it is a sane one, and its traceparent."""
    request_id, traceparent = None, None
    for name, value in headers:
        if name == b"x-request-id" and _REQUEST_ID.fullmatch(value):
            request_id = value.decode("ascii")
        elif name == b"traceparent":
            traceparent = value.decode("latin-1")
    return request_id or secrets.token_hex(8), traceparent
