"""Questions to issuers over HTTP: small answers, soon, from the address that was asked.

The addresses are the operator's, or come from the discovery document of a provider that they
named, so that no rule about internal networks is needed; TLS is, but on the machine itself.
"""

import asyncio
import ssl
from collections.abc import Mapping
from http import HTTPStatus
from types import TracebackType
from typing import Any, Final, Self

import httpx
import orjson

SECONDS: Final = 5.0
LARGEST_BYTES: Final = 256 * 1024

_HEADERS: Final = {"accept": "application/json", "accept-encoding": "identity"}


class NotFetched(Exception):
    """The issuer does not answer, or not with what was asked for. Says why, for the log."""


class Refused(NotFetched):
    """The issuer answers that it will not; `code` is its OAuth error code, if it gave one."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"answered {status} {code}".strip())
        self.status = status
        self.code = code


class Fetcher:
    """Asks for JSON. Redirects are not followed: another address is another issuer."""

    def __init__(self, seconds: float = SECONDS, tls: ssl.SSLContext | None = None) -> None:
        self._seconds = seconds
        self._client = httpx.AsyncClient(
            headers=_HEADERS,
            timeout=seconds,
            follow_redirects=False,
            trust_env=False,
            verify=tls or ssl.create_default_context(),
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """No connection is open."""
        await self._client.aclose()

    async def get(self, url: str, *, bearer: str | None = None) -> Mapping[str, Any]:
        """The JSON object at this address.

        Raises:
            NotFetched: there is none, or not in time.
        """
        headers = {"authorization": f"Bearer {bearer}"} if bearer else {}
        return await self._object(self._client.build_request("GET", url, headers=headers))

    async def post(
        self, url: str, form: Mapping[str, str], basic: tuple[str, str] | None
    ) -> Mapping[str, Any]:
        """The JSON object that this form is answered with.

        Raises:
            NotFetched: there is none, or not in time.
        """
        request = self._client.build_request("POST", url, data=dict(form))
        if basic is not None:
            request = next(httpx.BasicAuth(*basic).auth_flow(request))
        return await self._object(request)

    async def _object(self, request: httpx.Request) -> Mapping[str, Any]:
        try:
            async with asyncio.timeout(self._seconds):
                status, body = await self._answer(request)
        except TimeoutError:
            raise NotFetched(f"did not answer within {self._seconds:g} s") from None
        except httpx.HTTPError as error:
            raise NotFetched(f"cannot be asked: {type(error).__name__}") from error
        try:
            found = orjson.loads(body)
        except orjson.JSONDecodeError:
            found = None
        if status != HTTPStatus.OK:
            code = found.get("error") if isinstance(found, dict) else None
            raise Refused(status, code if isinstance(code, str) and code.isprintable() else "")
        if not isinstance(found, dict):
            raise NotFetched("answered with something that is no JSON object")
        return found

    async def _answer(self, request: httpx.Request) -> tuple[int, bytes]:
        response = await self._client.send(request, stream=True)
        try:
            if response.headers.get("content-encoding", "identity") != "identity":
                raise NotFetched("answered in an encoding that was not asked for")
            body = bytearray()
            async for piece in response.aiter_raw():
                body += piece
                if len(body) > LARGEST_BYTES:
                    raise NotFetched(f"answered with more than {LARGEST_BYTES} bytes")
            return response.status_code, bytes(body)
        finally:
            await response.aclose()
