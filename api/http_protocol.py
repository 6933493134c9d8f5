"""HTTP as uvicorn speaks it, with ends to what a client may take its time for.

uvicorn has a limit for silence between requests and none for anything else: a head that trickles,
or the body of it, keeps a connection for ever, and a head may be of any size (uvicorn#157). ASGI
cannot help, since an application is called when the head is complete. So it is done here: times for
head, body and answer, sizes of head and address, and a number of connections, beyond which the one
goes that has waited longest without a request.
"""

import asyncio
from asyncio import AbstractEventLoop, TimerHandle, Transport
from collections import OrderedDict
from typing import Any, ClassVar, Final

from starlette.responses import Response
from typing_extensions import override
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from api.errors import HeadTooLarge, NotHttp, RequestTooSlow, TooManyConnections, UrlTooLong
from api.problems import problem_response
from api.settings import ConnectionSettings
from shared.core.errors import DomainError

LARGEST_HEAD: Final = 64 * 1024
LARGEST_URL: Final = 32 * 1024
MOST_HEADERS: Final = 200

_LINGER_SECONDS: Final = 1.0

Waiting = OrderedDict["PatientProtocol", None]
"""Connections without a complete request, the longest first."""


class Farewell:
    """The end of a server's connections: each gets one more answer, which asks to connect anew.

    A connection that is kept open and is just closed takes a request with it that was on its way;
    behind a balancer that would be the only failure of a rolling update. Answers with `connection:
    close` move clients away without any.
    """

    def __init__(self) -> None:
        self.is_said = False
        self.all_gone = asyncio.Event()


class PatientProtocol(HttpToolsProtocol):
    """One connection, whose client is waited for as long as the settings say."""

    _settings: ClassVar[ConnectionSettings]
    _waiting: ClassVar[Waiting]
    _farewell: ClassVar[Farewell]

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._head_timer: TimerHandle | None = None
        self._body_timer: TimerHandle | None = None
        self._write_timer: TimerHandle | None = None
        self._end_timer: TimerHandle | None = None
        self._head_bytes = 0
        self._received = 0
        self._body_begun_at = 0.0
        self._segment_bytes = 0
        self._is_in_head = self._is_in_body = False
        self._is_silent = True
        """Whether nothing of a request came about since the segment began."""
        self._refused: DomainError | None = None

    @override
    def connection_made(self, transport: Transport) -> None:  # type: ignore[override] # as uvicorn
        is_full = len(self.connections) >= self._settings.most
        super().connection_made(transport)
        if is_full and not self._make_room():
            self._refuse(TooManyConnections("Try again in a moment."))
            return
        self._waiting[self] = None
        self._head_timer = self.loop.call_later(self._settings.head_seconds, self._give_up_head)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._waiting.pop(self, None)
        timers = (self._head_timer, self._body_timer, self._write_timer, self._end_timer)
        for timer in timers:
            if timer is not None:
                timer.cancel()
        super().connection_lost(exc)
        if self._farewell.is_said and not self.connections:
            self._farewell.all_gone.set()

    def say_farewell(self) -> None:
        """A request that has no answer yet gets the last one of this connection."""
        cycle: RequestResponseCycle | None = self.cycle  # none before the first request
        if cycle is not None and not cycle.response_started:
            cycle.keep_alive = False

    @override
    def data_received(self, data: bytes) -> None:
        if self._rejected() is not None:
            return
        self._received += len(data)
        self._segment_bytes = len(data)
        self._is_silent = True
        super().data_received(data)
        # Trailers and extensions of chunks are no part of a body: they have the bound of a head.
        if self._is_in_head or self._is_silent:
            self._head_bytes += len(data)
            self._look_at_head(self._head_bytes)
        else:
            self._head_bytes = 0
        if (error := self._rejected()) is not None:
            self._refuse(error)
        else:
            self._set_timers()

    def _look_at_head(self, size: int) -> None:
        """Of what there is of a head, in so many bytes, or of what belongs to none."""
        if self._is_in_head:
            if len(self.url) > LARGEST_URL:
                self._reject(UrlTooLong(LARGEST_URL))
            if len(self.headers) > MOST_HEADERS:
                self._reject(HeadTooLarge(LARGEST_HEAD))
        if size > LARGEST_HEAD:
            self._reject(HeadTooLarge(LARGEST_HEAD))

    def _set_timers(self) -> None:
        """For what is still to come; most requests come whole, and need none."""
        if self._is_in_body and self._body_timer is None:
            self._watch_body()
        # An empty line begins no request, and yet uvicorn waits for silence no longer.
        if self._head_timer is None and (self._is_in_head or self in self._waiting):
            self._head_timer = self.loop.call_later(self._settings.head_seconds, self._give_up_head)

    @override
    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._is_in_head, self._head_bytes = True, 0

    @override
    def on_headers_complete(self) -> None:
        self._waiting.pop(self, None)
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None
        size = self._head_bytes + self._segment_bytes
        if size > LARGEST_HEAD:  # or a body begins in the segment
            size = sum(len(name) + len(value) for name, value in self.headers)
        self._look_at_head(size)
        if self._refused is None:
            self._is_in_head = self._is_silent = False
            self._is_in_body = True
            super().on_headers_complete()
            self.headers = []  # of trailers, which must not pass for headers (RFC 9110 §6.5.1)
            if self._farewell.is_said:
                self.say_farewell()

    @override
    def on_body(self, body: bytes) -> None:
        self._is_silent = False
        if self._refused is None:
            super().on_body(body)

    @override
    def on_message_complete(self) -> None:
        self._is_silent = self._is_in_body = False
        if self._body_timer is not None:
            self._body_timer.cancel()
            self._body_timer = None
        if self._refused is None:
            super().on_message_complete()

    @override
    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.cycle.response_complete and not self.transport.is_closing():
            self._waiting[self] = None
            self._waiting.move_to_end(self)

    @override
    def pause_writing(self) -> None:
        super().pause_writing()
        seconds = self._settings.write_seconds
        self._write_timer = self.loop.call_later(seconds, self.transport.abort)

    @override
    def resume_writing(self) -> None:
        super().resume_writing()
        if self._write_timer is not None:
            self._write_timer.cancel()
            self._write_timer = None

    @override
    def send_400_response(self, msg: str) -> None:
        self._refuse(NotHttp(msg))

    def _make_room(self) -> bool:
        """The one that has waited longest without a request is gone; False if none waits."""
        if not self._waiting:
            return False
        oldest, _ = self._waiting.popitem(last=False)
        oldest.transport.abort()
        return True

    def _give_up_head(self) -> None:
        self._head_timer = None
        if self._is_in_head:
            self._refuse(RequestTooSlow("The head of the request took too long."))
        else:
            self.transport.close()

    def _watch_body(self) -> None:
        self._received, self._body_begun_at = 0, self.loop.time()
        seconds = self._settings.body_grace_seconds
        self._body_timer = self.loop.call_later(seconds, self._look_at_body)

    def _look_at_body(self) -> None:
        """A body that comes too slowly ends; what we do not read yet is not the client's fault."""
        if self.flow.read_paused:
            self._watch_body()
            return
        grace = self._settings.body_grace_seconds
        needed = (self.loop.time() - self._body_begun_at) * self._settings.body_bytes_a_second
        if self._received < needed:
            self._body_timer = None
            self._refuse(RequestTooSlow("The body of the request came too slowly."))
        else:
            self._body_timer = self.loop.call_later(grace, self._look_at_body)

    def _may_answer(self) -> bool:
        """Whether it would stand neither in the middle of an answer nor behind the one it got."""
        cycle: RequestResponseCycle | None = self.cycle  # none before the first request
        if cycle is None:
            return True
        return cycle.response_complete if self._is_in_head else not cycle.response_started

    def _rejected(self) -> DomainError | None:
        return self._refused

    def _reject(self, error: DomainError) -> None:
        """The request will not be taken, for the first reason that was found."""
        if self._refused is None:
            self._refused = error

    def _refuse(self, error: DomainError) -> None:
        """The problem is the answer, if none was begun, and the connection ends."""
        self._refused = error
        if self.transport.is_closing() or self._end_timer is not None:
            return
        if self._may_answer():
            self.transport.write(_on_the_wire(problem_response(error, "unread")))
        self._hang_up()

    def _hang_up(self) -> None:
        """Nothing more is said, and the client has a moment to read what was.

        A connection that is closed with bytes unread is reset, and the answer is lost with it.
        """
        cycle: RequestResponseCycle | None = self.cycle
        if cycle is not None and not cycle.response_complete:
            cycle.disconnected = True
            cycle.message_event.set()
        self.flow.resume_reading()
        self.transport.write_eof()
        self._end_timer = self.loop.call_later(_LINGER_SECONDS, self.transport.abort)


def protocol_with(settings: ConnectionSettings, farewell: Farewell) -> type[PatientProtocol]:
    """The protocol of one server."""

    class Configured(PatientProtocol):
        _settings = settings
        _farewell = farewell
        _waiting: ClassVar[Waiting] = OrderedDict()

    return Configured


def _on_the_wire(response: Response) -> bytes:
    lines = [f"HTTP/1.1 {response.status_code} -".encode()]
    lines += [name + b": " + value for name, value in response.raw_headers]
    return b"\r\n".join([*lines, b"connection: close", b"", bytes(response.body)])
