"""The description of the API as a page: Swagger UI, served from here, in a policy of its own."""

from functools import cache
from importlib.resources import files

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from api.errors import RouteNotFound
from api.routing import LeanRoute

router = APIRouter(include_in_schema=False, route_class=LeanRoute)

# Swagger UI styles its elements and draws its icons inline; scripts come from here alone.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_PAGE = "docs.html"
_FILES = {
    _PAGE: ("api.pages", "text/html; charset=utf-8"),
    "docs.css": ("api.pages", "text/css"),
    "docs.js": ("api.pages", "text/javascript"),
    "swagger-ui.css": ("fastapi_swagger.resources", "text/css"),
    "swagger-ui-bundle.js": ("fastapi_swagger.resources", "text/javascript"),
    "favicon-32x32.png": ("fastapi_swagger.resources", "image/png"),
}


@router.get("/docs")
async def show_docs() -> Response:
    """Show the page."""
    return _answer(_PAGE)


@router.get("/docs/")
async def go_to_docs_without_slash() -> Response:
    """Lead to the page: its address has no slash at its end."""
    return RedirectResponse("/docs")


@router.get("/docs/{name}")
async def get_docs_file(name: str) -> Response:
    """Give what the page is made of."""
    if name not in _FILES or name == _PAGE:
        raise RouteNotFound("The page is made of no such file.")
    return _answer(name)


def _answer(name: str) -> Response:
    _, kind = _FILES[name]
    headers = {"content-security-policy": _POLICY, "cache-control": "max-age=3600"}
    return Response(_content(name), media_type=kind, headers=headers)


@cache
def _content(name: str) -> bytes:
    package, _ = _FILES[name]
    return files(package).joinpath(name).read_bytes()
