"""The refresh token of a browser: in a cookie that no script and no other site can use.

The access token is in the memory of the page and travels as a header, which other sites cannot
make a browser send. The cookie is asked for by two routes alone, and counts only for requests that
come from our own pages.
"""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from api.cross_origin import ForeignOrigin, origin_of

_SECONDS_A_DAY: Final = 86_400


class RefreshCookie:
    """Sets, reads and clears the cookie. `__Host-` (RFC 6265bis) on TLS, which a browser needs."""

    def __init__(self, public_url: str, days: int) -> None:
        self._origin = origin_of(public_url)
        self._secure = self._origin.startswith("https://")
        self._seconds = days * _SECONDS_A_DAY
        self.name = "__Host-rondel_refresh" if self._secure else "rondel_refresh"

    def set(self, response: Response, token: str) -> None:
        """The browser keeps the token until its device is signed out or not used for too long."""
        self._write(response, token, self._seconds)

    def clear(self, response: Response) -> None:
        """The browser forgets the token."""
        self._write(response, "", 0)

    def read(self, request: Request) -> str | None:
        """The token that the browser sent; None if it has none.

        Raises:
            ForeignOrigin: it sent one, from a page that is not ours.
        """
        token = request.cookies.get(self.name)
        if token is not None and not self._is_ours(request):
            raise ForeignOrigin("Only pages of this server may use its cookie.")
        return token

    def _write(self, response: Response, value: str, seconds: int) -> None:
        response.set_cookie(
            self.name,
            value,
            max_age=seconds,
            path="/",
            secure=self._secure,
            httponly=True,
            samesite="strict",
        )

    def _is_ours(self, request: Request) -> bool:
        """By what a browser says itself, and no page can change (Fetch Metadata, RFC 6454)."""
        site = request.headers.get("sec-fetch-site")
        if site is not None:
            return site == "same-origin"
        return request.headers.get("origin") == self._origin
