"""The page and the JSON of the mail sink. Mail content is hostile: it is escaped or locked up."""

import asyncio
import contextlib
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from cli.embedded.smtp_sink.messages import iterate_headers, read_bodies
from cli.embedded.smtp_sink.store import Mail, MailStore

_PAGES = Path(__file__).with_name("pages")
_PAGE_MAILS = 100
_LIST_DEFAULT = 100
_LIST_MAX = 5_000
_WAIT_MAX_SECONDS = 60.0
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# No script, no form, nothing from the network: a mail cannot even tell that it was read.
_MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'self'"
)
_OPENING = re.compile(r"\s*(<!doctype[^>]*>)?\s*(<html[^>]*>)?\s*(<head[^>]*>)?", re.IGNORECASE)
_TABS = ("html", "text", "headers", "raw")

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Wanted:
    """Which mails a caller asks for."""

    to: str = ""
    subject: str = ""
    query: str = ""
    since: datetime | None = None
    before: int | None = None

    def matches(self, mail: Mail) -> bool:
        """`to` is a whole address; `subject` and `query` may be part of the text."""
        text = f"{mail.subject} {mail.sender} {' '.join(mail.to)}".lower()
        return (
            (not self.to or self.to in (address.lower() for address in mail.to))
            and self.subject in mail.subject.lower()
            and self.query in text
            and (self.since is None or datetime.fromisoformat(mail.received_at) > self.since)
            and (self.before is None or mail.id < self.before)
        )


class BadQuery(Exception):
    """A query parameter makes no sense; the message names it."""


def create_app(store: MailStore) -> Starlette:
    """The web side of a store. Only requests to this machine's own names are answered."""
    return Starlette(
        routes=_routes(store),
        exception_handlers={BadQuery: _refuse},
        # A foreign page cannot read mails through a name of its own that points here.
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])],
    )


def _routes(store: MailStore) -> list[Route | Mount]:
    api, pages = _Api(store), _Pages(store)
    return [
        Route("/", pages.show),
        Route("/mails/{id:int}", pages.show),
        Route("/mails/{id:int}/html", pages.html_part),
        Route("/mails/{id:int}/raw", pages.raw),
        Route("/api/mails", api.find, methods=["GET"]),
        Route("/api/mails", api.clear, methods=["DELETE"]),
        Route("/api/mails/{id:int}", api.read),
        Route("/livez", api.live),
        Mount("/static", StaticFiles(directory=_PAGES / "static")),
    ]


class _Api:
    def __init__(self, store: MailStore) -> None:
        self._store = store

    async def find(self, request: Request) -> Response:
        wanted = _wanted(request)
        limit = _number(request, "limit", _LIST_DEFAULT, _LIST_MAX)
        wait = _number(request, "wait", 0, int(_WAIT_MAX_SECONDS))
        if wait:
            await _wait_for(self._store, wanted, _number(request, "at_least", 1, _LIST_MAX), wait)
        found = _take(self._store, wanted, limit)
        mails = [_describe(mail, self._store.read(mail)) for mail in found]
        return _json({"total": len(self._store), "items": mails})

    async def read(self, request: Request) -> Response:
        mail = self._store.get(request.path_params["id"])
        if mail is None:
            return _json({"error": "There is no such mail."}, status=404)
        raw = self._store.read(mail)
        bodies = read_bodies(raw)
        return _json(
            _describe(mail, raw)
            | {
                "text": bodies.text,
                "html": bodies.html,
                "attachments": bodies.attachments,
                "raw": raw.decode("utf-8", "replace"),
            }
        )

    async def clear(self, _request: Request) -> Response:
        self._store.clear()
        return Response(status_code=204)

    async def live(self, _request: Request) -> Response:
        newest = next(self._store.newest(), None)
        return _json({"status": "ok", "mails": len(self._store), "newest": newest and newest.id})


class _Pages:
    def __init__(self, store: MailStore) -> None:
        self._store = store
        self._templates = Environment(
            loader=FileSystemLoader(_PAGES), autoescape=select_autoescape(default=True)
        )

    async def show(self, request: Request) -> Response:
        """The list and, if one is chosen, the mail."""
        wanted = _wanted(request)
        found = _take(self._store, wanted, _PAGE_MAILS + 1)
        chosen = self._store.get(request.path_params.get("id", 0))
        page = self._templates.get_template("page.html").render(
            mails=found[:_PAGE_MAILS],
            older=found[_PAGE_MAILS - 1].id if len(found) > _PAGE_MAILS else None,
            total=len(self._store),
            query=request.query_params.get("q", ""),
            chosen=chosen,
            missing="id" in request.path_params and chosen is None,
            **(self._details(chosen, request) if chosen else {}),
        )
        status = 404 if "id" in request.path_params and chosen is None else 200
        return HTMLResponse(page, status, _headers(_PAGE_POLICY))

    async def html_part(self, request: Request) -> Response:
        """The HTML of a mail, alone and powerless; its links open in a new tab."""
        mail = self._store.get(request.path_params["id"])
        content = read_bodies(self._store.read(mail)).html if mail else None
        if content is None:
            return PlainTextResponse("There is no HTML part.", 404, _headers(_MAIL_POLICY))
        return HTMLResponse(_opening_tabs(content), 200, _headers(_MAIL_POLICY))

    async def raw(self, request: Request) -> Response:
        """The mail as a file."""
        mail = self._store.get(request.path_params["id"])
        if mail is None:
            return PlainTextResponse("There is no such mail.", 404, _headers(_MAIL_POLICY))
        name = {"Content-Disposition": f'attachment; filename="mail-{mail.id}.eml"'}
        headers = _headers(_MAIL_POLICY) | name
        return Response(self._store.read(mail), 200, headers, "message/rfc822")

    def _details(self, mail: Mail, request: Request) -> dict[str, Any]:
        raw = self._store.read(mail)
        bodies = read_bodies(raw)
        parts = {"html": bodies.html is not None, "text": bodies.text is not None}
        tabs = [name for name in _TABS if parts.get(name, True)]
        view = request.query_params.get("view", tabs[0])
        return {
            "tabs": tabs,
            "view": view if view in tabs else tabs[0],
            "headers": list(iterate_headers(raw)),
            "bodies": bodies,
            "raw": raw.decode("utf-8", "replace"),
        }


async def _wait_for(store: MailStore, wanted: Wanted, at_least: int, seconds: float) -> None:
    """Return when that many mails match, or when the time is over."""
    enough = asyncio.Event()
    count = len(_take(store, wanted, at_least))

    def hear(mail: Mail) -> None:
        nonlocal count
        count += wanted.matches(mail)
        if count >= at_least:
            enough.set()

    if count >= at_least:
        return
    stop_listening = store.listen(hear)
    try:
        with contextlib.suppress(TimeoutError):  # the answer then says what there is
            await asyncio.wait_for(enough.wait(), seconds)
    finally:
        stop_listening()


def _take(store: MailStore, wanted: Wanted, limit: int) -> list[Mail]:
    found: list[Mail] = []
    for mail in store.newest():
        if len(found) == limit:
            break
        if wanted.matches(mail):
            found.append(mail)
    return found


def _describe(mail: Mail, raw: bytes) -> dict[str, Any]:
    headers: dict[str, str] = {}
    for name, value in iterate_headers(raw):
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return {
        "id": mail.id,
        "received_at": mail.received_at,
        "from": mail.sender or mail.envelope_from,
        "envelope_from": mail.envelope_from,
        "to": mail.to,
        "subject": mail.subject,
        "message_id": mail.message_id,
        "size": mail.size,
        "headers": headers,
    }


def _wanted(request: Request) -> Wanted:
    query = request.query_params
    before = _number(request, "before", 0, 1 << 62)
    return Wanted(
        to=query.get("to", "").strip().lower(),
        subject=query.get("subject", "").lower(),
        query=query.get("q", "").strip().lower(),
        since=_instant(query["since"]) if query.get("since") else None,
        before=before or None,
    )


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text.replace(" ", "+"))  # an unescaped "+" arrives as " "
    except ValueError as error:
        raise BadQuery("since is not an RFC 3339 time") from error
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _number(request: Request, name: str, default: int, most: int) -> int:
    text = request.query_params.get(name, "")
    if not text:
        return default
    if not text.isascii() or not text.isdigit():
        raise BadQuery(f"{name} is not a number")
    return min(int(text[:20]), most)


async def _refuse(_request: Request, error: Exception) -> Response:
    return _json({"error": str(error)}, status=400)


def _headers(policy: str) -> dict[str, str]:
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
    }


def _json(content: object, status: int = 200) -> Response:
    headers = _headers("default-src 'none'; frame-ancestors 'none'")
    return Response(orjson.dumps(content), status, headers, "application/json")


def _opening_tabs(html: str) -> str:
    """The same document with links that open in a new tab.

    The element stands behind what has to come first: before a doctype it would change the layout.

    >>> _opening_tabs("<!doctype html><html><head><title>A</title>")
    '<!doctype html><html><head><base target="_blank"><title>A</title>'
    >>> _opening_tabs("<p>Hello</p>")
    '<base target="_blank"><p>Hello</p>'
    """
    opening = _OPENING.match(html)
    end = opening.end() if opening else 0
    return f'{html[:end]}<base target="_blank">{html[end:]}'
