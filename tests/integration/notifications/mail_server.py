"""A real SMTP server inside the test, which can be told to misbehave."""

import asyncio
import ssl
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

CREDENTIALS = LoginPassword(b"rondel", b"correct horse")


@dataclass(frozen=True)
class Mail:
    """A mail that was taken, or at least read to its end."""

    recipient: str
    content: bytes
    smtp_options: list[str]

    @property
    def parsed(self) -> EmailMessage:
        return message_from_bytes(self.content, policy=policy.SMTPUTF8)

    @property
    def subject(self) -> str:
        return self.parsed["Subject"]


@dataclass
class MailServer:
    """Answers as told. An answer of None hangs; "drop" cuts the connection instead of answering."""

    mails: list[Mail] = field(default_factory=list)
    connections: int = 0
    sender_answers: list[str | None] = field(default_factory=list)
    """For the next senders; 250 when used up."""
    refused: dict[str, str | None] = field(default_factory=dict)
    """Recipient to the answer it gets."""
    data_answers: list[str | None] = field(default_factory=list)
    """For the next mails; 250 when used up."""
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    """Mails are answered once it is set."""
    arrived: asyncio.Queue[Mail] = field(default_factory=asyncio.Queue)
    tls: ssl.SSLContext | None = None
    utf8: bool = False
    noops: int = 0
    logins: list[tuple[bytes, bool]] = field(default_factory=list)
    """User name, and whether the connection was encrypted."""
    port: int = 0
    sessions: list[SMTP] = field(default_factory=list)

    def __post_init__(self):
        self.gate.set()
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._session, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
            await self.drop_connections()
            await self._server.wait_closed()
            self._server = None

    async def drop_connections(self) -> None:
        """Every client sees the end of its connection."""
        tasks = [s._handler_coroutine for s in self.sessions if s._handler_coroutine]
        for session in self.sessions:
            if session.transport is not None:
                session.transport.abort()
        if tasks:
            await asyncio.wait(tasks)

    def _session(self) -> SMTP:
        self.connections += 1
        session = SMTP(
            self,
            hostname="test",
            ident="test",
            enable_SMTPUTF8=self.utf8,
            tls_context=self.tls,
            authenticator=self._authenticate,
            auth_require_tls=False,
            loop=asyncio.get_running_loop(),
        )
        self.sessions.append(session)
        return session

    def _authenticate(self, _server, session, _envelope, _mechanism, given):
        self.logins.append((given.login, session.ssl is not None))
        return AuthResult(success=given == CREDENTIALS, handled=False)

    async def handle_MAIL(self, server, _session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        answers = self.sender_answers
        return await _answer(server, answers.pop(0) if answers else "250 OK")

    async def handle_RCPT(self, server, _session, envelope, address, _options):  # noqa: N802 - aiosmtpd's name
        answer = self.refused.get(address, "250 OK")
        if answer == "250 OK":
            envelope.rcpt_tos.append(address)
        return await _answer(server, answer)

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        mail = Mail(envelope.rcpt_tos[0], envelope.content, list(envelope.mail_options))
        answer = self.data_answers.pop(0) if self.data_answers else "250 queued as 42"
        if answer is None or answer == "drop" or answer.startswith("250"):
            self.mails.append(mail)
            self.arrived.put_nowait(mail)
        await self.gate.wait()
        return await _answer(server, answer)

    async def handle_NOOP(self, _server, _session, _envelope, _argument):  # noqa: N802 - aiosmtpd's name
        self.noops += 1
        return "250 OK"


async def _answer(server: SMTP, answer: str | None) -> str:
    if answer is None:
        await asyncio.Event().wait()
    if answer == "drop":
        server.transport.abort()
        return "421 gone"
    return answer
