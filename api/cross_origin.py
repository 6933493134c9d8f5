"""Which pages may ask: our own, and those of `RONDEL_CORS_ORIGINS`.

A browser says of each request which page it comes from (Fetch Metadata, RFC 6454), and no page can
change that. What could change something is refused to pages of others, whatever cookies or tokens
it carries; programs, which say nothing of the kind, are not concerned. Pages of the setting may
read the answers, too (CORS). They sign in with tokens alone: no cookie is ever shared with them.
"""

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.paths import MCP_PATH
from shared.core.errors import Forbidden

RawHeaders = Sequence[tuple[bytes, bytes]]
Head = Mapping[bytes, bytes]

ASKED_BY: Final = frozenset(
    {b"origin", b"sec-fetch-site", b"host", b"access-control-request-method"}
)
"""The headers of a request that are looked at."""

UNSAFE: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})

_API: Final = "/api/"
_OUR_SITE: Final = (b"same-origin", b"none")  # none: typed by the user, or a program
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_VARY: Final = (b"vary", b"origin")
_SHOWN: Final = (
    b"ETag, Idempotent-Replayed, Location, RateLimit, RateLimit-Policy, Retry-After, Undo-Id, "
    b"WWW-Authenticate, X-Request-Id"
)
_ALLOWED: Final = {
    "access-control-allow-methods": "DELETE, GET, HEAD, PATCH, POST, PUT",
    "access-control-allow-headers": "Authorization, Content-Type, Idempotency-Key, If-Match, "
    "If-None-Match, Last-Event-ID, Mcp-Method, Mcp-Name, Mcp-Protocol-Version, Traceparent, "
    "X-Request-Id",
    "access-control-max-age": "600",
}


class ForeignOrigin(Forbidden):
    """A page of another site asks with our cookie, or a program with one that is not its own.

    What could change something is refused to any page of another site; `RONDEL_CORS_ORIGINS` names
    those that may.
    """

    code = "auth.foreign_origin"
    title = "This request does not come from a page of this server"


def origin_of(url: str) -> str:
    """The origin of a page, written as browsers write it.

    >>> origin_of("https://Tasks.Example.com:443/app/"), origin_of("http://localhost:8000")
    ('https://tasks.example.com', 'http://localhost:8000')
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    port = "" if parts.port in {None, _DEFAULT_PORTS.get(parts.scheme)} else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"


class Origins:
    """The pages that may ask."""

    def __init__(self, public_url: str, others: Sequence[str]) -> None:
        self._own = origin_of(public_url).encode()
        self._others = {
            origin.encode(): (
                (b"access-control-allow-origin", origin.encode()),
                (b"access-control-expose-headers", _SHOWN),
                _VARY,
            )
            for origin in others
        }
        self._to_rest: RawHeaders = (_VARY,) if others else ()

    def instead(self, scope: Scope, head: Head) -> ASGIApp | None:
        """What answers in place of the application; None for what the application answers."""
        method = scope["method"]
        if method == "OPTIONS":
            asks = b"access-control-request-method" in head and head.get(b"origin") in self._others
            return _may(scope) if asks else None
        if method in UNSAFE and self._is_refused(scope["path"], head):
            return _refuse
        return None

    def shown(self, scope: Scope, head: Head) -> RawHeaders:
        """The headers that let the page of this request read the answer, if it may."""
        if not self._others or not _is_ours(scope["path"]):
            return ()
        return self._others.get(head.get(b"origin", b""), self._to_rest)

    def _is_refused(self, path: str, head: Head) -> bool:
        if path == MCP_PATH and head.get(b"origin", self._own) not in {self._own, *self._others}:
            return True  # its protocol asks for it: a name that leads here may be another's
        return _is_ours(path) and self._is_foreign(head)

    def _is_foreign(self, head: Head) -> bool:
        origin = head.get(b"origin")
        if origin in self._others:
            return False
        site = head.get(b"sec-fetch-site")
        if site is not None:
            return site not in _OUR_SITE
        if origin is None or origin == self._own:
            return False
        return origin.partition(b"://")[2] != head.get(b"host")  # reached by another name


async def _refuse(_scope: Scope, _receive: Receive, _send: Send) -> None:
    raise ForeignOrigin("A page of another site may not do this with your browser.")


def _may(scope: Scope) -> ASGIApp | None:
    """The answer to a preflight, which is asked without signing in and says nothing of data."""
    return Response(status_code=204, headers=_ALLOWED) if _is_ours(scope["path"]) else None


def _is_ours(path: str) -> bool:
    return path.startswith(_API) or path == MCP_PATH
