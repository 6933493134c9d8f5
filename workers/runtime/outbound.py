"""Requests to addresses that users chose: past the rules of egress, or not at all.

httpcore is used bare. It knows no redirects, cookies, proxies of the environment or decoding of
bodies, so none of them has to be switched off; and a connection is made by `CheckedNetwork` alone,
to an address that was checked. Host header, SNI and certificate go by the name.
"""

import asyncio
import ssl
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from socket import SOCK_STREAM, gaierror, getaddrinfo
from typing import Any, Final, Protocol

import httpcore
from typing_extensions import override

from shared.core.egress import EgressRules, IPAddress, Refused, Target

LARGEST_ANSWER: Final = 64 * 1024
_ADDRESSES_TRIED: Final = 3
_LOOKUPS_AT_ONCE: Final = 8
_CONNECTIONS: Final = 128
_USER_AGENT: Final = b"Rondel"


@dataclass(frozen=True, slots=True)
class Request:
    """A POST of JSON. `extra` headers hold secrets and are never shown."""

    target: Target
    body: bytes
    extra: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said; of the body the first 64 KB."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Unanswered(Exception):
    """There was no answer. `was_slow`: it took all the time that there was to find out."""

    def __init__(self, reason: str, *, was_slow: bool) -> None:
        super().__init__(reason)
        self.was_slow = was_slow


class NotSent(Unanswered):
    """No byte of the request has left."""


class NoAnswer(Unanswered):
    """The request has left, or a part of it, and nobody knows what became of it."""


class Resolve(Protocol):
    """What a name stands for at this moment; it may take its time, in a thread of its own."""

    def __call__(self, host: str, port: int, /) -> Sequence[IPAddress]:
        """Its addresses, the best first.

        Raises:
            gaierror, UnicodeError: it has none.
        """
        ...


def system_addresses(host: str, port: int) -> list[IPAddress]:
    """What this machine's resolver says."""
    found = getaddrinfo(host, port, type=SOCK_STREAM)
    texts = dict.fromkeys(str(entry[4][0]) for entry in found)
    return [ip_address(text.partition("%")[0]) for text in texts]


class Outbound:
    """Sends requests, each over a connection of its own, within `total_seconds`.

    A connection of its own, because one that was left open may be closed by the other side in the
    moment in which it is used again, and then nobody knows whether the request was read.
    """

    def __init__(
        self,
        rules: EgressRules,
        *,
        tls: ssl.SSLContext | None = None,
        resolve: Resolve = system_addresses,
        connect_seconds: float = 5,
        total_seconds: float = 10,
        body_seconds: float = 2,
    ) -> None:
        self.rules = rules
        self._connect_seconds = connect_seconds
        self._total_seconds = total_seconds
        self._body_seconds = body_seconds
        self.network = CheckedNetwork(rules, resolve)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls or ssl.create_default_context(),
            max_connections=_CONNECTIONS,
            max_keepalive_connections=0,
            network_backend=self.network,
        )

    async def close(self) -> None:
        """Every connection is closed."""
        await self._pool.aclose()
        self.network.close()

    async def post(self, request: Request) -> Answer:
        """The answer, whatever its status.

        Raises:
            Refused: the rules forbid an address that the name leads to. Nothing was sent.
            NotSent: nothing was sent.
            NoAnswer: nobody knows.
        """
        trace = _Trace()
        try:
            async with asyncio.timeout(self._total_seconds):
                return await self._exchange(request, trace)
        except TimeoutError as error:
            reason = f"no answer within {self._total_seconds:g} s"
            raise trace.failure(reason, was_slow=True) from error
        except httpcore.TimeoutException as error:
            raise trace.failure("no connection in time", was_slow=True) from error
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            raise trace.failure(_words(error), was_slow=False) from error

    async def _exchange(self, request: Request, trace: "_Trace") -> Answer:
        timeouts = {
            "connect": self._connect_seconds,
            "read": self._total_seconds,
            "write": self._total_seconds,
            "pool": self._total_seconds,
        }
        async with self._pool.stream(
            "POST",
            _url_of(request.target),
            headers=_headers_of(request),
            content=request.body,
            extensions={"timeout": timeouts, "trace": trace},
        ) as response:
            body = await self._body_of(response)
            return Answer(response.status, _decoded(response.headers), body)

    async def _body_of(self, response: httpcore.Response) -> bytes:
        """As much of the body as comes in time: the status has said what became of the request."""
        body = bytearray()
        with suppress(TimeoutError, httpcore.NetworkError, httpcore.ProtocolError):
            async with asyncio.timeout(self._body_seconds):
                async for chunk in response.aiter_stream():
                    body += chunk
                    if len(body) >= LARGEST_ANSWER:
                        break
        return bytes(body[:LARGEST_ANSWER])


class _Trace:
    """Knows whether a byte of the request may have left; httpcore calls it."""

    def __init__(self) -> None:
        self.has_begun = False

    async def __call__(self, name: str, _info: Mapping[str, Any]) -> None:
        if name.startswith("http11.send_request_headers"):
            self.has_begun = True

    def failure(self, reason: str, *, was_slow: bool) -> Unanswered:
        """What a failure at this point means."""
        return (NoAnswer if self.has_begun else NotSent)(reason, was_slow=was_slow)


class CheckedNetwork(httpcore.AsyncNetworkBackend):
    """Resolves a name once, checks every address, and connects to those addresses and no others."""

    def __init__(self, rules: EgressRules, resolve: Resolve) -> None:
        self._rules = rules
        self._look_up = resolve
        self._backend = httpcore.AnyIOBackend()
        # Threads of its own: slow name servers of strangers must not hold up other look-ups.
        self._threads = ThreadPoolExecutor(_LOOKUPS_AT_ONCE, thread_name_prefix="egress-dns")

    def close(self) -> None:
        """No name is looked up any more."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    @override
    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        addresses = self._rules.reachable(host, await self._resolve(host, port, timeout))
        last: Exception | None = None
        for address in addresses[:_ADDRESSES_TRIED]:
            try:
                return await self._backend.connect_tcp(
                    str(address), port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
        raise last or httpcore.ConnectError("the name has no address")

    @override
    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        raise Refused("url_scheme", "No request goes to a socket of this machine.")

    @override
    async def sleep(self, seconds: float) -> None:
        await self._backend.sleep(seconds)

    async def _resolve(self, host: str, port: int, seconds: float | None) -> Sequence[IPAddress]:
        loop = asyncio.get_running_loop()
        looked_up = loop.run_in_executor(self._threads, self._look_up, host, port)
        try:
            return await asyncio.wait_for(looked_up, seconds)
        except TimeoutError:
            raise httpcore.ConnectTimeout("the name server does not answer") from None
        except (gaierror, UnicodeError):
            raise httpcore.ConnectError("the name has no address") from None


def _url_of(target: Target) -> httpcore.URL:
    return httpcore.URL(
        scheme=target.scheme, host=target.host, port=target.port, target=target.path
    )


def _headers_of(request: Request) -> list[tuple[bytes, bytes]]:
    host = request.target.origin.partition("://")[2]
    plain = [
        (b"Host", host.encode("ascii")),
        (b"User-Agent", _USER_AGENT),
        (b"Accept", b"application/json"),
        (b"Accept-Encoding", b"identity"),
        (b"Content-Type", b"application/json"),
        (b"Content-Length", str(len(request.body)).encode()),
        (b"Connection", b"close"),
    ]
    return plain + [(name.encode("ascii"), value.encode("ascii")) for name, value in request.extra]


def _decoded(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in headers}


def _words(error: Exception) -> str:
    cause = error.args[0] if error.args else None  # the pool of httpcore 1.0 hides __cause__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate is not to be trusted: {cause.verify_message.rstrip('.')}"
    return str(error) or type(error).__name__
