"""The SMTP side: aiosmtpd, with the two places that cost most done in a cheaper way.

Measured with mails of 140 lines over kept connections: 1,070 µs of CPU a mail with aiosmtpd 1.4.6
as it is, 380 µs with both changes.
"""

import asyncio
import re
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session
from typing_extensions import override

from cli.embedded.smtp_sink.store import MailStore
from shared.core.clock import Clock

MAX_MAIL_BYTES = 16 << 20
_END = b"\r\n.\r\n"
_PLAIN_ADDRESS = re.compile(r"<([\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]{1,255})>(?: (.*))?")


class SinkHandler:
    """Stores what aiosmtpd receives."""

    def __init__(self, store: MailStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """The mail is stored before the client hears so."""
        received_at = self._clock.now().isoformat(timespec="microseconds")
        content = envelope.content
        if not isinstance(content, bytes):
            return "554 No mail"
        try:
            mail = self._store.add(
                received_at=received_at.replace("+00:00", "Z"),
                sender=(envelope.mail_from or "").removeprefix("<>"),  # a bounce has no sender
                recipients=envelope.rcpt_tos,
                raw=content,
            )
        except OSError as error:
            return f"452 4.3.1 Cannot store it: {error.strerror or error}"
        return f"250 2.0.0 Kept as {mail.id}"


class SinkProtocol(SMTP):
    """One connection of a client."""

    # The reader takes its limit from here, and the end of a mail is found in one read.
    line_length_limit = MAX_MAIL_BYTES

    @override
    async def smtp_DATA(self, arg: str | None) -> None:
        """Reads the mail at once; aiosmtpd reads it line by line."""
        if await self.check_helo_needed():
            return
        if self.envelope is None or not self.envelope.rcpt_tos:
            await self.push("503 5.5.1 Error: need RCPT command")
            return
        if arg:
            await self.push("501 5.5.4 Syntax: DATA")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        try:
            content = await self._read_mail()
        except asyncio.LimitOverrunError:
            await self.push("552 5.3.4 The mail is too large")
            self._writer.close()
            return
        self.envelope.content = content
        status = await self._call_handler_hook("DATA")
        self.envelope = self._create_envelope()
        await self.push(status)

    async def _read_mail(self) -> bytes:
        """What stands before the line with a single dot (RFC 5321 §4.5.2)."""
        content = bytearray(b"\r\n")  # stands for the end of the DATA line
        while not content.endswith(_END):
            content += await self._reader.readuntil(b".\r\n")
            if len(content) > MAX_MAIL_BYTES:
                raise asyncio.LimitOverrunError("too large", len(content))
        return bytes(content[:-3]).replace(b"\r\n.", b"\r\n")[2:]

    @override
    def _getaddr(self, arg: str) -> Any:
        """Ordinary addresses by one pattern; the others by aiosmtpd's full parser."""
        plain = _PLAIN_ADDRESS.fullmatch(arg)
        return (plain[1], plain[2] or "") if plain else super()._getaddr(arg)
