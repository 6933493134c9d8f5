"""What all channels of rows share: settings opened, health noted, silence left alone."""

import asyncio
from abc import abstractmethod
from datetime import datetime
from http import HTTPStatus
from typing import Final, Protocol
from uuid import UUID

from typing_extensions import override

from shared.commands.channels import open_settings
from shared.core.clock import Clock
from shared.core.plain import one_line, shortened
from shared.core.sealing import CannotOpen, NoSecretsKey, Sealer
from shared.db.repositories.channels import Contact
from shared.domain.channels import ChannelSettings
from workers.notifications.channels.channel import (
    REASON_CHARS,
    Accepted,
    Channel,
    DeliveryError,
    OutgoingMessage,
    PermanentDelivery,
    TransientDelivery,
)
from workers.runtime.answers import seconds_asked
from workers.runtime.outbound import NotSent, Unanswered

_REST_SECONDS: Final = 30.0
_RESTS_KEPT: Final = 10_000
_LONGEST_RETRY: Final = 86_400.0
_TRY_AGAIN: Final = frozenset({408, 425, 429})
_SERVER_ERRORS: Final = 500
_REDIRECTS: Final = range(300, 400)


class ContactBook(Protocol):
    """Where channels note what the last message came to, for their owners to see."""

    async def note(self, contact: Contact) -> None:
        """It can be seen soon; never fails."""
        ...


def address_text(channel_id: UUID, sealed: bytes) -> str:
    """A channel's row as the address of a message: still sealed."""
    return f"{channel_id} {sealed.decode('ascii')}"


class SealedChannel(Channel):
    """All channels of one kind, whoever they belong to; how one sends, `_send` says.

    One that did not answer in time rests for half a minute: what comes meanwhile fails at once
    instead of keeping places from the channels of others.
    """

    def __init__(
        self, name: str, at_once: int, sealer: Sealer, clock: Clock, contacts: ContactBook
    ) -> None:
        self._name = name
        self._at_once = at_once
        self._sealer = sealer
        self._clock = clock
        self._contacts = contacts
        self._resting: dict[UUID, float] = {}

    @property
    @override
    def name(self) -> str:
        return self._name

    @property
    @override
    def concurrency(self) -> int:
        return self._at_once

    @override
    async def ready(self) -> None:
        """There is no server in common that could be away."""

    @override
    async def deliver(self, message: OutgoingMessage) -> Accepted:
        id_text, _, sealed = message.address.partition(" ")
        channel_id = UUID(id_text)
        try:
            settings = open_settings(self._sealer, channel_id, sealed.encode("ascii"))
        except (NoSecretsKey, CannotOpen) as error:
            raise TransientDelivery(f"{self.name}: cannot read its settings: {error}") from None
        self._check_rest(channel_id)
        try:
            accepted = await self._send_or_rest(channel_id, settings, message)
        except DeliveryError as error:
            is_permanent = isinstance(error, PermanentDelivery)
            is_gone = isinstance(error, Gone)
            await self._contacts.note(
                Contact(channel_id, self._clock.now(), error.reason, is_permanent, is_gone)
            )
            raise
        await self._contacts.note(Contact(channel_id, self._clock.now()))
        return accepted

    async def _send_or_rest(
        self, channel_id: UUID, settings: ChannelSettings, message: OutgoingMessage
    ) -> Accepted:
        try:
            return await self._send(settings, message)
        except Unanswered as error:
            if error.was_slow:
                self._rest(channel_id)
            raise self._unanswered(error) from None
        except asyncio.CancelledError:
            self._rest(channel_id)
            raise

    @abstractmethod
    async def _send(self, settings: ChannelSettings, message: OutgoingMessage) -> Accepted:
        """The other side has taken it.

        Raises:
            DeliveryError, Unanswered: it has not, or nobody knows.
        """

    def _unanswered(self, error: Unanswered) -> TransientDelivery:
        if isinstance(error, NotSent):
            return TransientDelivery(self._reason(f"cannot connect: {error}"))
        return TransientDelivery(self._reason(str(error)), in_doubt=True)

    def _reason(self, text: str) -> str:
        return shortened(f"{self.name}: {one_line(text)}", REASON_CHARS)

    def _rest(self, channel_id: UUID) -> None:
        if len(self._resting) >= _RESTS_KEPT:
            self._resting.clear()
        self._resting[channel_id] = self._clock.monotonic() + _REST_SECONDS

    def _check_rest(self, channel_id: UUID) -> None:
        left = self._resting.get(channel_id, 0.0) - self._clock.monotonic()
        if left > 0:
            reason = self._reason("did not answer a moment ago and is left alone for a while")
            raise TransientDelivery(reason, retry_after_seconds=left)
        self._resting.pop(channel_id, None)


class Gone(PermanentDelivery):
    """The other side wants nothing more (410)."""


def is_redirect(status: int) -> bool:
    """The answer leads elsewhere, where nothing is sent."""
    return status in _REDIRECTS


def refusal(status: int, reason: str, retry_after: float | None) -> DeliveryError:
    """What an answer with this status, which is none of 2xx, means."""
    if status in _TRY_AGAIN or status >= _SERVER_ERRORS:
        return TransientDelivery(reason, retry_after_seconds=retry_after)
    return (Gone if status == HTTPStatus.GONE else PermanentDelivery)(reason)


def status_phrase(status: int) -> str:
    """What the status is called; empty if it has no name."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def wait_asked(text: str, now: datetime) -> float | None:
    """The seconds that a Retry-After asks for (RFC 9110 §10.2.3), a day at most."""
    seconds = seconds_asked(text, now)
    return None if seconds is None else min(seconds, _LONGEST_RETRY)
