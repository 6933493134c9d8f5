"""The web app as it was built: its files in memory, and the page that every address begins with.

Read once, when the process starts, so that a request opens no file: what it names is looked up, and
there is no path that could lead out of the folder. A new build is served after the next start.
"""

import gzip
import hashlib
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from starlette.responses import Response

from api.preconditions import is_unchanged

PAGE: Final = "index.html"
ASSETS: Final = "/assets/"
NONCE: Final = "__CSP_NONCE__"
"""Stands in the page where each answer has a nonce of its own."""

LARGEST_BYTES: Final = 64 * 1024 * 1024
"""Of all files together; a folder that holds more is no build."""

_PLACES: Final = (
    Path(__file__).with_name("web"),  # in the wheel, see tools/package_web.py
    Path(__file__).resolve().parents[1] / "frontend" / "dist",
)
_KINDS: Final[Mapping[str, str]] = {
    ".css": "text/css",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".json": "application/json",
    ".map": "application/json",
    ".mjs": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
"""Not the system's table, which differs from machine to machine."""

_PACKED_ALREADY: Final = frozenset({"image/jpeg", "image/png", "image/webp", "font/woff2"})
_WORTH_PACKING_BYTES: Final = 512
_NONCE_BYTES: Final = 18
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types rondel-sw"
)
"""Styles need the nonce: Radix keeps the page behind a dialog still by a style of its own."""

_SCRIPT_POLICY: Final = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
"""A worker is bound by what its own script came with, and has to fetch what it keeps."""

_FOR_EVER: Final = "public, max-age=31536000, immutable"
_WORKER: Final = "/sw.js"


class NotBuilt(ValueError):
    """There is no web app in this folder."""


@dataclass(frozen=True, slots=True)
class _Body:
    """One form of a file, and the tag of exactly this form."""

    content: bytes
    etag: str


@dataclass(frozen=True, slots=True)
class WebFile:
    """A file of the app: as it is, and packed where that is shorter."""

    plain: _Body
    packed: _Body | None
    kind: str
    headers: Mapping[str, str]

    def answer(self, accept_encoding: str | None, if_none_match: str | None) -> Response:
        """The file, in the form that the client takes; 304 if it has that form already."""
        body, headers = self.plain, dict(self.headers)
        if self.packed is not None:
            headers["vary"] = "accept-encoding"
            if takes_gzip(accept_encoding):
                body = self.packed
                headers["content-encoding"] = "gzip"
        headers["etag"] = body.etag
        if is_unchanged(if_none_match, body.etag):
            headers.pop("content-encoding", None)
            return Response(status_code=304, headers=headers)
        return Response(body.content, headers=headers, media_type=self.kind)


@dataclass(frozen=True, slots=True)
class WebApp:
    """One build of the app. `files` are all but the page, by the paths they are asked for by."""

    folder: Path
    files: Mapping[str, WebFile]
    _page: str

    def page(self) -> Response:
        """The page, whose styles may have the nonce that this answer alone has."""
        nonce = secrets.token_urlsafe(_NONCE_BYTES)
        return Response(
            self._page.replace(NONCE, nonce),
            headers={
                "content-security-policy": _POLICY.format(nonce=nonce),
                "cache-control": "no-store",
            },
            media_type="text/html",
        )


def open_web_app(folder: Path | None) -> WebApp | None:
    """The app in `folder`, else the one that came with this program; None if that is not built.

    Raises:
        NotBuilt: `folder`, or what was built, is no web app.
    """
    if folder is None:
        folder = next((place for place in _PLACES if (place / PAGE).is_file()), None)
    return None if folder is None else read_web_app(folder)


def read_web_app(folder: Path) -> WebApp:
    """The app that was built into this folder.

    Raises:
        NotBuilt: there is none.
    """
    page = read_page(folder)
    found = {
        "/" + path.relative_to(folder).as_posix(): path.read_bytes() for path in _files_in(folder)
    }
    files = {path: _file(path, content) for path, content in found.items()}
    return WebApp(folder, files, page)


def read_page(folder: Path) -> str:
    """The page of the app in this folder, as it was built.

    Raises:
        NotBuilt: there is none.
    """
    try:
        page = (folder / PAGE).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NotBuilt(f"{folder} has no {PAGE} that can be read; build it: make web") from error
    if NONCE not in page:
        raise NotBuilt(f"{PAGE} in {folder} has no {NONCE}: the web app is built by make web")
    return page


def takes_gzip(accept_encoding: str | None) -> bool:
    """Whether the client can unpack it (RFC 9110 §12.5.3).

    >>> [takes_gzip(each) for each in ("br;q=1.0, gzip;q=0.8", "gzip;q=0, *", "*", None)]
    [True, False, True, False]
    """
    weights: dict[str, bool] = {}
    for each in (accept_encoding or "").lower().split(","):
        name, *parameters = (part.strip() for part in each.split(";"))
        weights[name] = not any(_is_zero(parameter) for parameter in parameters)
    return weights.get("gzip", weights.get("*", False))


def _is_zero(parameter: str) -> bool:
    name, _, value = parameter.partition("=")
    return name.strip() == "q" and not value.strip().strip("0.")


def _files_in(folder: Path) -> Iterator[Path]:
    """Every file but the page, and but what has a hidden part in its path."""
    size = 0
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if any(part.startswith(".") for part in parts) or parts == (PAGE,) or not path.is_file():
            continue
        size += path.stat().st_size
        if size > LARGEST_BYTES:
            raise NotBuilt(f"{folder} holds more than {LARGEST_BYTES >> 20} MB: it is no web app")
        yield path


def _file(path: str, content: bytes) -> WebFile:
    kind = _KINDS.get(Path(path).suffix, "application/octet-stream")
    tag = hashlib.sha256(content).hexdigest()[:32]
    packed = None
    if kind not in _PACKED_ALREADY and len(content) >= _WORTH_PACKING_BYTES:
        shorter = gzip.compress(content, mtime=0)
        packed = _Body(shorter, f'"{tag}-gz"') if len(shorter) < len(content) else None
    headers = {"cache-control": _FOR_EVER if path.startswith(ASSETS) else "no-cache"}
    if kind == "text/javascript":
        headers["content-security-policy"] = _SCRIPT_POLICY
    if path == _WORKER:
        headers["service-worker-allowed"] = "/"
    return WebFile(_Body(content, f'"{tag}"'), packed, kind, headers)
