"""A mail server that can be told to misbehave, and remembers every mail that it took.

It belongs to the chaos runs alone; people read their mails in the sink of the development stack.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from zlib import crc32

from aiosmtpd.smtp import SMTP, Envelope, Session

from cli.embedded.ports import HOST, choose_port
from cli.embedded.smtp_sink.messages import summarise
from cli.embedded.smtp_sink.protocol import MAX_MAIL_BYTES, SinkProtocol
from shared.core.clock import Clock

Mode = Literal["ok", "refuse", "busy", "reject", "hang", "drop"]
"""ok: takes mail. refuse: nobody listens. busy: 451. reject: 550 for a third of the mails.
hang: no answer to a mail, which is thrown away. drop: the mail is taken, and the connection cut
before the answer."""

Watcher = Callable[[int], None]
"""Gets the port that the client of a mail has on its side."""

_REJECTED_ONE_IN = 3


@dataclass(frozen=True, slots=True)
class Taken:
    """One copy of a mail that counts as received; `answered` says whether its sender knows."""

    message_id: str
    """What stands before the @ of its Message-ID."""
    recipients: tuple[str, ...]
    at: datetime
    answered: bool


class FaultyMailServer:
    """Serves on one port, in one of its modes at a time.

    A mail is left in doubt (hang, drop) at most once: the ledger waits a minute after the first
    doubt, ten after the second, and a run has to come to its end.
    """

    def __init__(self, clock: Clock) -> None:
        self.port = choose_port()
        self.taken: list[Taken] = []
        self.applied: dict[str, int] = {}
        """How many mails or connections met each mode but ok."""
        self._clock = clock
        self._mode: Mode = "ok"
        self._server: asyncio.Server | None = None
        self._sessions: set[SMTP] = set()
        self._over = asyncio.Event()
        self._watchers: set[Watcher] = set()
        self._doubted: set[str] = set()
        logging.getLogger("mail.log").setLevel(logging.ERROR)  # it would log each command

    @property
    def mode(self) -> Mode:
        """How it behaves now."""
        return self._mode

    async def start(self) -> None:
        """The port answers."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._session, HOST, self.port)

    async def stop(self) -> None:
        """The port is closed and every connection cut."""
        if self._server is not None:
            self._server.close()
            self._cut_all()
            await self._server.wait_closed()
            self._server = None

    @contextmanager
    def watched(self, watcher: Watcher) -> Iterator[None]:
        """`watcher` is called in the moment between taking a mail and saying so."""
        self._watchers.add(watcher)
        try:
            yield
        finally:
            self._watchers.discard(watcher)

    async def misbehave(self, mode: Mode) -> None:
        """It is in this mode from now on; what hung in the one before is cut off."""
        self._mode = mode
        self._over.set()
        self._over = asyncio.Event()
        if mode == "refuse":
            self._note()
            await self.stop()
        elif self._server is None:
            await self.start()

    def _session(self) -> SMTP:
        session = SinkProtocol(
            self,
            hostname="chaos",
            ident="chaos",
            data_size_limit=MAX_MAIL_BYTES,
            enable_SMTPUTF8=True,
            loop=asyncio.get_running_loop(),
        )
        self._sessions = {each for each in self._sessions if _is_open(each)} | {session}
        return session

    def _cut_all(self) -> None:
        for session in self._sessions:
            _cut(session)
        self._sessions.clear()

    def _note(self) -> None:
        self.applied[self._mode] = self.applied.get(self._mode, 0) + 1

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        """A busy server sends some away here and the others after the mail; the rest are taken."""
        if self._mode == "busy" and crc32(address.encode()) % 2:
            self._note()
            return "451 4.3.2 Busy, come again"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """The mail has met the mode that the server is in."""
        content = envelope.content
        assert isinstance(content, bytes)
        message_id = summarise(content).message_id.strip("<>").partition("@")[0]
        recipients = tuple(envelope.rcpt_tos)
        match self._mode:
            case "busy":
                self._note()
                return "451 4.3.2 Busy, come again"
            case "reject" if crc32(message_id.encode()) % _REJECTED_ONE_IN == 0:
                self._note()
                return "550 5.7.1 Not wanted here"
            case "hang" if self._doubt(message_id):
                await self._over.wait()
                return _cut(server)
            case "drop" if self._doubt(message_id):
                self._take(message_id, recipients, answered=False)
                return _cut(server)
            case _:
                self._take(message_id, recipients, answered=True)
                self._tell_watchers(session)
                return "250 2.0.0 Taken"

    def _tell_watchers(self, session: Session) -> None:
        port = int(session.peer[1]) if session.peer else 0
        for watcher in tuple(self._watchers):
            watcher(port)

    def _doubt(self, message_id: str) -> bool:
        """Whether this mail may be left in doubt; it is from now on."""
        if message_id in self._doubted:
            return False
        self._doubted.add(message_id)
        self._note()
        return True

    def _take(self, message_id: str, recipients: tuple[str, ...], *, answered: bool) -> None:
        self.taken.append(Taken(message_id, recipients, self._clock.now(), answered))


def _is_open(session: SMTP) -> bool:
    return session.transport is None or not session.transport.is_closing()


def _cut(server: SMTP) -> str:
    if isinstance(server.transport, asyncio.Transport):
        server.transport.abort()
    return "421 4.3.0 Cut off"
