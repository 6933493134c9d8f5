"""Mail through one SMTP server, over connections that stay open. The only user of aiosmtplib."""

import asyncio
import ipaddress
import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import aiosmtplib
from typing_extensions import override

from shared.core.clock import Clock
from shared.core.plain import one_line, shortened
from shared.core.settings import SmtpSettings
from shared.observability.logging import get_logger
from workers.notifications.channels.channel import (
    REASON_CHARS,
    Accepted,
    Channel,
    ChannelAway,
    DeliveryError,
    OutgoingMessage,
    PermanentDelivery,
    TransientDelivery,
    Unwritten,
    answer_text,
)
from workers.notifications.channels.letter import Letter, LetterWriter
from workers.runtime.health import ComponentHealth

_SMTPS_PORT: Final = 465
_PERMANENT_FROM: Final = 500
_CLOSING: Final = 421
# Refusals of ours, not of the message: bad sequence, and what concerns signing in (RFC 4954 §6).
_NOT_THE_MESSAGE: Final = frozenset({_CLOSING, 503, 530, 534, 535, 538})
_ANY: Final = (aiosmtplib.SMTPException, OSError)
_AWAY_SECONDS: Final = 2.0
_PROBE_AFTER_SECONDS: Final = 30.0
_PROBE_TIMEOUT_SECONDS: Final = 3.0
_QUIT_SECONDS: Final = 1.0


class _Dropped(Exception):
    """The connection ended before any content was sent: nothing can have arrived."""

    def __init__(self, reason: str, *, at_recipient: bool = False) -> None:
        super().__init__(reason)
        self.at_recipient = at_recipient


@dataclass(slots=True)
class _Line:
    """A signed-in connection that no mail is on."""

    client: aiosmtplib.SMTP
    used_at: float
    is_fresh: bool


class EmailChannel(Channel):
    """Sends each message as a mail, `settings.connections` of them side by side.

    A server that does not answer is left alone for two seconds: who waits for a connection then
    fails at once instead of waiting for another time-out each.
    """

    name = "email"

    def __init__(
        self, settings: SmtpSettings, clock: Clock, tls: ssl.SSLContext | None = None
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._tls = tls or ssl.create_default_context()
        self._writer = LetterWriter(settings.sender)
        self._idle: list[_Line] = []
        self._away_until = clock.monotonic()
        self._closing = False
        self._one_probe = asyncio.Lock()
        self._last_accepted_at: datetime | None = None
        self._trouble: str | None = None
        self._is_silent = False
        self._log = get_logger()

    async def open(self) -> None:
        """One connection is ready if the server is; if not, `health` and the log say why."""
        with suppress(ChannelAway):  # deliveries will meet it again and say so in the ledger
            await self._probe()

    async def look_again(self) -> None:
        """A server that was in trouble is known to be back, even if no mail is waiting for it."""
        with suppress(ChannelAway):
            await self.ready()

    async def close(self) -> None:
        """Every idle connection is closed; those in use are when their mail has ended."""
        self._closing = True
        idle, self._idle = self._idle, []
        await asyncio.gather(*(self._hang_up(line) for line in idle))

    def health(self) -> ComponentHealth:
        """What the last contact with the server showed; no new contact is made."""
        details = {"last_accepted_at": self._last_accepted_at, "trouble": self._trouble}
        if self._trouble is None:
            return ComponentHealth("ok", details)
        return ComponentHealth("degraded", details, is_away=True)

    @property
    def is_silent(self) -> bool:
        """Whether there is trouble, and it is that no answer came in time."""
        return self._trouble is not None and self._is_silent

    @property
    @override
    def concurrency(self) -> int:
        return self._settings.connections

    @override
    async def ready(self) -> None:
        if self._trouble is not None:
            async with self._one_probe:
                if self._trouble is not None:
                    await self._probe()

    @override
    async def deliver(self, message: OutgoingMessage) -> Accepted:
        accepted = await self._send_once(self._written(message))
        self._last_accepted_at = self._clock.now()
        return accepted

    def _written(self, message: OutgoingMessage) -> Letter:
        try:
            return self._writer.write(message)
        except DeliveryError:
            raise
        except Exception as error:
            raise Unwritten(error) from error

    async def _probe(self) -> None:
        """The server would take a mail from our sender; no mail is sent.

        Raises:
            ChannelAway: it would not, or said so a moment ago.
        """
        line = await self._connect()
        try:
            await self._introduce(line.client, [])
        except _Dropped as dropped:
            raise ChannelAway(self._note_trouble(dropped)) from dropped
        finally:
            self._keep(line, is_usable=await _is_reset(line.client))

    async def _send_once(self, letter: Letter) -> Accepted:
        """As `deliver`; a connection that the server dropped while it was idle costs one more."""
        line = await self._idle_line() or await self._connect()
        while True:
            try:
                return await self._send(line, letter)
            except _Dropped as dropped:
                if line.is_fresh and dropped.at_recipient:
                    raise TransientDelivery(_reason(dropped)) from dropped
                if line.is_fresh:
                    raise ChannelAway(self._note_trouble(dropped)) from dropped
            line = await self._connect()

    async def _send(self, line: _Line, letter: Letter) -> Accepted:
        """The server has taken the mail.

        Raises:
            _Dropped: the connection was gone, or went, before the content.
            DeliveryError: otherwise.
        """
        is_usable = False
        try:
            accepted = await self._transmit(line.client, letter)
            is_usable = True
        except DeliveryError:
            is_usable = await _is_reset(line.client)
            raise
        finally:
            self._keep(line, is_usable=is_usable)
        return accepted

    async def _transmit(self, client: aiosmtplib.SMTP, letter: Letter) -> Accepted:
        await self._address(client, letter)
        try:
            answer = await client.data(letter.content)
        except aiosmtplib.SMTPDataError as error:
            raise _refusal(error) from error
        except TimeoutError as error:
            reason = self._note_trouble(error, "no answer to the mail")
            raise TransientDelivery(reason, in_doubt=True) from error
        except _ANY as error:
            reason = _reason(error, "cut off before the answer to the mail")
            raise TransientDelivery(reason, in_doubt=True) from error
        return Accepted(answer_text(*answer))

    async def _address(self, client: aiosmtplib.SMTP, letter: Letter) -> None:
        """Sender and recipient are accepted; content may follow."""
        needs_utf8 = letter.to.needs_utf8
        if needs_utf8 and not client.supports_extension("smtputf8"):
            raise PermanentDelivery("smtp: the server takes no addresses outside ASCII")
        await self._introduce(client, ["SMTPUTF8"] if needs_utf8 else [])
        try:
            await client.rcpt(letter.to.mailbox, encoding="utf-8" if needs_utf8 else "ascii")
        except aiosmtplib.SMTPRecipientRefused as error:
            if error.code == _CLOSING:
                raise _Dropped(_text_of(error), at_recipient=True) from error
            raise _refusal(error) from error
        except TimeoutError as error:
            raise TransientDelivery(_reason(error, "no answer for the address")) from error
        except _ANY as error:
            raise _Dropped(_text_of(error), at_recipient=True) from error

    async def _introduce(self, client: aiosmtplib.SMTP, options: list[str]) -> None:
        """The server takes mail from our sender."""
        try:
            await client.mail(self._writer.sender, options=options)
        except aiosmtplib.SMTPSenderRefused as error:
            if error.code == _CLOSING:
                raise _Dropped(_text_of(error)) from error
            raise ChannelAway(self._note_trouble(error, "sender refused")) from error
        except TimeoutError as error:
            raise ChannelAway(self._note_trouble(error, "no answer")) from error
        except _ANY as error:
            raise _Dropped(_text_of(error)) from error
        self._trouble = None

    async def _idle_line(self) -> _Line | None:
        """The connection used last, if it still answers."""
        while self._idle:
            line = self._idle.pop()
            if await self._is_alive(line):
                return line
            line.client.close()
        return None

    async def _is_alive(self, line: _Line) -> bool:
        if not line.client.is_connected:
            return False
        if self._clock.monotonic() - line.used_at < _PROBE_AFTER_SECONDS:
            return True
        try:
            await line.client.noop(timeout=_PROBE_TIMEOUT_SECONDS)
        except _ANY:
            return False
        return line.client.is_connected

    def _keep(self, line: _Line, *, is_usable: bool) -> None:
        """The connection waits for the next mail, or is closed if it cannot carry one."""
        if is_usable and not self._closing:
            line.used_at, line.is_fresh = self._clock.monotonic(), False
            self._idle.append(line)
        else:
            line.client.close()

    async def _connect(self) -> _Line:
        """A new connection, encrypted and signed in as the settings say.

        Raises:
            ChannelAway: it could not be made, or was tried in vain just now.
        """
        wait = self._away_until - self._clock.monotonic()
        if wait > 0:
            reason = self._trouble or "smtp: the server did not answer just now"
            raise ChannelAway(reason, retry_after_seconds=wait)
        client = self._new_client()
        try:
            await client.connect()
            await self._sign_in(client)
        except _ANY as error:
            client.close()
            reason = self._note_trouble(error, "cannot connect")
            raise ChannelAway(reason, retry_after_seconds=_AWAY_SECONDS) from error
        except asyncio.CancelledError:
            client.close()
            raise
        return _Line(client, self._clock.monotonic(), is_fresh=True)

    def _new_client(self) -> aiosmtplib.SMTP:
        settings = self._settings
        use_tls = settings.security == "tls" or (
            settings.security == "auto" and settings.port == _SMTPS_PORT
        )
        start_tls = {"starttls": True, "auto": None}.get(settings.security, False)
        return aiosmtplib.SMTP(
            hostname=settings.host,
            port=settings.port,
            local_hostname=self._writer.domain,
            timeout=settings.timeout_seconds,
            use_tls=use_tls,
            start_tls=False if use_tls else start_tls,
            tls_context=self._tls,
        )

    async def _sign_in(self, client: aiosmtplib.SMTP) -> None:
        username, password = self._settings.username, self._settings.password
        if username is None or password is None:
            return
        is_encrypted = client.get_transport_info("sslcontext") is not None
        if not (is_encrypted or self._settings.security == "none" or self._is_loopback()):
            raise aiosmtplib.SMTPException("the server offers no TLS; the password was not sent")
        await client.login(username, password.get_secret_value())

    def _is_loopback(self) -> bool:
        try:
            return ipaddress.ip_address(self._settings.host).is_loopback
        except ValueError:
            return self._settings.host == "localhost"

    def _note_trouble(self, error: Exception, what: str = "") -> str:
        """Health and log know of it, and the server is left alone; answers the reason."""
        reason = _reason(error, what)
        if self._trouble is None:
            self._log.warning("smtp_trouble", reason=reason)
        self._trouble, self._is_silent = reason, isinstance(error, TimeoutError)
        self._away_until = self._clock.monotonic() + _AWAY_SECONDS
        return reason

    async def _hang_up(self, line: _Line) -> None:
        try:
            await line.client.quit(timeout=_QUIT_SECONDS)
        except _ANY:
            line.client.close()


async def _is_reset(client: aiosmtplib.SMTP) -> bool:
    """Whether the connection is ready for another mail after a refused one."""
    if not client.is_connected:
        return False
    try:
        await client.rset()
    except _ANY:
        return False
    return True


def _refusal(error: aiosmtplib.SMTPResponseException) -> DeliveryError:
    if error.code >= _PERMANENT_FROM and error.code not in _NOT_THE_MESSAGE:
        return PermanentDelivery(_reason(error))
    return TransientDelivery(_reason(error))


def _reason(error: Exception, what: str = "") -> str:
    """What the ledger and the log say: one short line."""
    text = f"smtp: {what}: {_text_of(error)}" if what else f"smtp: {_text_of(error)}"
    return shortened(one_line(text), REASON_CHARS)


def _text_of(error: Exception) -> str:
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return answer_text(error.code, error.message)
    return str(error) or type(error).__name__
