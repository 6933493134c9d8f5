"""The web app: its files, and its page at every address that nothing else has."""

from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import Scope
from typing_extensions import override

from api.deps import ResourcesDep
from api.errors import RouteNotFound
from api.link_pages import Page, Way, answer
from api.resources import resources_of
from api.routing import LeanRoute
from api.spa import PAGE, WebFile

RESERVED: Final = frozenset(
    {
        ".well-known",
        "a",
        "api",
        "assets",
        "docs",
        "feeds",
        "health",
        "l",
        "livez",
        "mcp",
        "metrics",
        "problems",
        "readyz",
    }
)
"""First parts of the paths that are the server's, and never a page of the app."""

_READING: Final = ["GET", "HEAD"]
_FRONT: Final = frozenset({"/", f"/{PAGE}"})
_NOT_BUILT: Final = Page(
    503,
    "The web app is not built here",
    "",
    (
        "Whoever runs this server builds it with “make web” and starts Rondel again.",
        "The API, its documentation and the links of mails work without it.",
    ),
    tone="note",
    ways=(Way("The API and its documentation", "/docs"),),
)
"""503 and no redirect: what somebody came for is not there now, a monitor that asks for `/` is told
so, and neither a cache nor the app's service worker keeps it in place of the page."""


class PageRoute(LeanRoute):
    """Has the addresses of pages and root files alone: all else is as unknown as without it."""

    @override
    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        is_of_app = scope["type"] == "http" and _is_of_app(scope)
        return super().matches(scope) if is_of_app else (Match.NONE, {})


router = APIRouter(include_in_schema=False, route_class=LeanRoute)
pages = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.api_route("/assets/{name:path}", methods=_READING)
async def get_asset(name: str, request: Request, resources: ResourcesDep) -> Response:
    """Give what the app is made of; its name changes when it does, so that it is kept."""
    file = resources.web and resources.web.files.get(f"/assets/{name}")
    if not file:
        raise RouteNotFound("The web app has no such file. After an update, load its page again.")
    return _answer_file(file, request)


@pages.api_route("/{page:path}", methods=_READING)
async def show_page(request: Request, resources: ResourcesDep) -> Response:
    """Show the app, which finds by the address what to show; or give a file of the root."""
    web = resources.web
    if web is None:
        return answer(_NOT_BUILT)
    file = web.files.get(request.scope["path"])
    return web.page() if file is None else _answer_file(file, request)


def is_page(path: str) -> bool:
    """Whether a page of the app can have this path: no file, no server's, nothing to climb with.

    >>> [is_page(path) for path in ("/", "/tasks/7", "/today/", "/sw.js", "/api/x", "/../x", "//x")]
    [True, True, True, False, False, False, False]
    """
    parts = path.removeprefix("/").removesuffix("/").split("/")
    if path in _FRONT:
        return True
    return (
        parts[0] not in RESERVED
        and "." not in parts[-1]
        and not any(part in {"", ".", ".."} or "\\" in part for part in parts)
    )


def _answer_file(file: WebFile, request: Request) -> Response:
    asked = request.headers
    return file.answer(asked.get("accept-encoding"), asked.get("if-none-match"))


def _is_of_app(scope: Scope) -> bool:
    path = scope["path"]
    web = resources_of(scope).web
    if web is not None and path in web.files:
        return True
    if not is_page(path):
        return False
    return path in _FRONT or scope["method"] not in _READING or _is_for_a_page(scope)


def _is_for_a_page(scope: Scope) -> bool:
    """Whether somebody wants to look at it: a program that mistook an address is told so."""
    return any(
        (name == b"accept" and b"text/html" in value)
        or (name == b"sec-fetch-mode" and value == b"navigate")
        for name, value in scope["headers"]
    )
