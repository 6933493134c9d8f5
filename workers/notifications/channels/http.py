"""What all channels over HTTP share: settings opened, the request sent, the answer understood."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final, Protocol
from uuid import UUID

import orjson
from typing_extensions import override

from shared.commands.channels import open_settings
from shared.core.clock import Clock
from shared.core.egress import Refused
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
    Unwritten,
)
from workers.runtime.answers import seconds_asked
from workers.runtime.outbound import Answer, NotSent, Outbound, Request, Unanswered

_AT_ONCE: Final = 32
_REST_SECONDS: Final = 30.0
_RESTS_KEPT: Final = 10_000
_LONGEST_RETRY: Final = 86_400.0
_TRY_AGAIN: Final = frozenset({408, 425, 429})
_SERVER_ERRORS: Final = 500
_REDIRECTS: Final = range(300, 400)
_TEXT_CHARS: Final = 2000


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of channel: how a message looks in its protocol, and what its answers say."""

    name: str
    request: Callable[[ChannelSettings, OutgoingMessage], Request]
    said: Callable[[Mapping[str, Any]], str]
    """The words of an error, from the JSON of the answer; empty if it has none."""


class ContactBook(Protocol):
    """Where channels note what the last message came to, for their owners to see."""

    async def note(self, contact: Contact) -> None:
        """It can be seen soon; never fails."""
        ...


def address_text(channel_id: UUID, sealed: bytes) -> str:
    """A channel's row as the address of a message: still sealed."""
    return f"{channel_id} {sealed.decode('ascii')}"


class HttpChannel(Channel):
    """All channels of one kind, whoever they belong to.

    One that did not answer in time rests for half a minute: what comes meanwhile fails at once
    instead of keeping places from the channels of others.
    """

    def __init__(
        self, kind: Kind, sealer: Sealer, outbound: Outbound, clock: Clock, contacts: ContactBook
    ) -> None:
        self._kind = kind
        self._sealer = sealer
        self._outbound = outbound
        self._clock = clock
        self._contacts = contacts
        self._resting: dict[UUID, float] = {}

    @property
    @override
    def name(self) -> str:
        return self._kind.name

    @property
    @override
    def concurrency(self) -> int:
        return _AT_ONCE

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
            accepted = await self._send(channel_id, settings, message)
        except DeliveryError as error:
            is_permanent = isinstance(error, PermanentDelivery)
            is_gone = isinstance(error, _Gone)
            await self._contacts.note(
                Contact(channel_id, self._clock.now(), error.reason, is_permanent, is_gone)
            )
            raise
        await self._contacts.note(Contact(channel_id, self._clock.now()))
        return accepted

    async def _send(
        self, channel_id: UUID, settings: ChannelSettings, message: OutgoingMessage
    ) -> Accepted:
        try:
            request = self._kind.request(settings, message)
        except Refused as refused:
            raise PermanentDelivery(self._reason(str(refused))) from None
        except Exception as error:
            raise Unwritten(error) from error
        try:
            answer = await self._outbound.post(request)
        except Refused as refused:
            raise PermanentDelivery(self._reason(str(refused))) from None
        except Unanswered as error:
            if error.was_slow:
                self._rest(channel_id)
            raise self._unanswered(error) from None
        except asyncio.CancelledError:
            self._rest(channel_id)
            raise
        return self._understood(answer, settings)

    def _unanswered(self, error: Unanswered) -> TransientDelivery:
        if isinstance(error, NotSent):
            return TransientDelivery(self._reason(f"cannot connect: {error}"))
        return TransientDelivery(self._reason(str(error)), in_doubt=True)

    def _understood(self, answer: Answer, settings: ChannelSettings) -> Accepted:
        """What the answer means.

        Raises:
            TransientDelivery, PermanentDelivery: it was not taken.
        """
        status = answer.status
        document = _document(answer.body)
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return Accepted(f"{status} {_phrase(status)}".strip())
        if status in _REDIRECTS:
            raise PermanentDelivery(self._reason(f"{status}: redirects are not followed"))
        said = self._kind.said(document) if document else _plain(answer)
        for secret in settings.secrets:
            said = said.replace(secret, "…")
        reason = self._reason(f"{status} {said or _phrase(status)}")
        if status in _TRY_AGAIN or status >= _SERVER_ERRORS:
            raise TransientDelivery(
                reason, retry_after_seconds=_retry_after(answer, document, self._clock.now())
            )
        raise (_Gone if status == HTTPStatus.GONE else PermanentDelivery)(reason)

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


class _Gone(PermanentDelivery):
    """The other side wants nothing more (410)."""


def _document(body: bytes) -> Mapping[str, Any]:
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def _plain(answer: Answer) -> str:
    """The body, if it is text; pages of HTML say nothing that fits in a line."""
    if not answer.headers.get("content-type", "").startswith("text/plain"):
        return ""
    return answer.body[:_TEXT_CHARS].decode("utf-8", "replace")


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _retry_after(answer: Answer, document: Mapping[str, Any], now: datetime) -> float | None:
    """How long to wait (RFC 9110 §10.2.3; Telegram says it in the body)."""
    text = answer.headers.get("retry-after", "").strip()
    inner = document.get("parameters")
    if not text and isinstance(inner, dict):
        text = str(inner.get("retry_after", ""))
    seconds = seconds_asked(text, now)
    return None if seconds is None else min(seconds, _LONGEST_RETRY)


def text_of(document: Mapping[str, Any], *names: str) -> str:
    """The first of these members that is a text with something in it."""
    found = (document.get(name) for name in names)
    return next((value for value in found if isinstance(value, str) and value.strip()), "")
