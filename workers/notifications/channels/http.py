"""What all channels over HTTP share: the request sent, the answer understood."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final

import orjson
from typing_extensions import override

from shared.core.clock import Clock
from shared.core.egress import Refused
from shared.core.sealing import Sealer
from shared.domain.channels import ChannelSettings
from workers.notifications.channels.channel import (
    Accepted,
    OutgoingMessage,
    PermanentDelivery,
    Unwritten,
)
from workers.notifications.channels.sealed import (
    ContactBook,
    SealedChannel,
    is_redirect,
    refusal,
    status_phrase,
    wait_asked,
)
from workers.runtime.outbound import Answer, Outbound, Request

_AT_ONCE: Final = 32
_TEXT_CHARS: Final = 2000


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of channel: how a message looks in its protocol, and what its answers say."""

    name: str
    request: Callable[[ChannelSettings, OutgoingMessage], Request]
    said: Callable[[Mapping[str, Any]], str]
    """The words of an error, from the JSON of the answer; empty if it has none."""


class HttpChannel(SealedChannel):
    """All channels of one kind that is a single request."""

    def __init__(
        self, kind: Kind, sealer: Sealer, outbound: Outbound, clock: Clock, contacts: ContactBook
    ) -> None:
        super().__init__(kind.name, _AT_ONCE, sealer, clock, contacts)
        self._kind = kind
        self._outbound = outbound

    @override
    async def _send(self, settings: ChannelSettings, message: OutgoingMessage) -> Accepted:
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
        return self._understood(answer, settings)

    def _understood(self, answer: Answer, settings: ChannelSettings) -> Accepted:
        """What the answer means.

        Raises:
            TransientDelivery, PermanentDelivery: it was not taken.
        """
        status = answer.status
        document = _document(answer.body)
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return Accepted(f"{status} {status_phrase(status)}".strip())
        if is_redirect(status):
            raise PermanentDelivery(self._reason(f"{status}: redirects are not followed"))
        said = self._kind.said(document) if document else _plain(answer)
        for secret in settings.secrets:
            said = said.replace(secret, "…")
        reason = self._reason(f"{status} {said or status_phrase(status)}")
        raise refusal(status, reason, _retry_after(answer, document, self._clock.now()))


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


def _retry_after(answer: Answer, document: Mapping[str, Any], now: datetime) -> float | None:
    """How long to wait; Telegram says it in the body."""
    text = answer.headers.get("retry-after", "").strip()
    inner = document.get("parameters")
    if not text and isinstance(inner, dict):
        text = str(inner.get("retry_after", ""))
    return wait_asked(text, now)


def text_of(document: Mapping[str, Any], *names: str) -> str:
    """The first of these members that is a text with something in it."""
    found = (document.get(name) for name in names)
    return next((value for value in found if isinstance(value, str) and value.strip()), "")
