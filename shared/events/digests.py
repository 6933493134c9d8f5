"""Events about messages that speak of many tasks: digests, reviews, what quiet hours held up."""

from typing import Literal
from uuid import UUID

from pydantic import Field
from typing_extensions import override

from shared.events.base import EventData, Instant

DigestKind = Literal["digest", "review", "bundle"]


class DigestEvent(EventData):
    """Something happened to one digest; a stale `digest_version` is dropped by every handler."""

    digest_id: UUID
    digest_version: int = Field(ge=1)
    kind: DigestKind

    @property
    @override
    def subject(self) -> str:
        return str(self.digest_id)


class DigestScheduled(DigestEvent):
    """A digest waits for `fire_at`; replaces every older version of it.

    Emitted when somebody asks for digests, after each of them for the next one, and when quiet
    hours hold up the first reminder of a night.
    """

    fire_at: Instant


class DigestCancelled(DigestEvent):
    """A digest will not be sent, up to and including `digest_version`.

    Emitted when its reader wants none any more.
    """


class DigestDue(DigestEvent):
    """The instant has come; `fire_at` is the planned one.

    Sent by the reminders worker at the instant, never before it; again by the next owner of the
    partition if a worker died meanwhile, then with the same `ce_id`.
    """

    fire_at: Instant


class DigestSent(DigestEvent):
    """A channel has taken the message.

    Emitted with the delivery's row, once for each channel.
    """

    fire_at: Instant
    channel: str
    lateness_ms: int


class DigestFailed(DigestEvent):
    """A channel has refused the message for good.

    Emitted with the delivery's row; `reason` is what the channel said.
    """

    fire_at: Instant
    channel: str
    reason: str


class DigestSkipped(DigestEvent):
    """Nothing was sent, and `reason` says why.

    Emitted instead of a delivery: there was nothing to say, or it is too late.
    """

    fire_at: Instant
    channel: str
    reason: str
