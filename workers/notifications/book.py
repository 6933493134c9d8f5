"""Where a delivery goes: from what the ledger calls a channel to one that can send, and an address.

Deliveries name their channel by a text: `email` for the mail address of the account, or the id of a
row of `channels`, which has its kind, its sealed settings, and whether its owner has switched it
off. The handler knows nothing of that: it asks a `ChannelBook`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, Protocol
from uuid import UUID

from typing_extensions import override

from workers.notifications.channels.channel import Channel

EMAIL: Final = "email"
"""How reminders and the ledger name the mail address of the account."""

NoWay = Literal["channel_unavailable", "channel_disabled"]
"""Why a delivery has nowhere to go; the receipt's reason. Unavailable: unknown, another's, gone."""


def kind_of(channel: str) -> str:
    """What metrics call the channel of a delivery that was not looked up: their labels are few."""
    return channel if channel == EMAIL else "other"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whose message it is; `email` is the address of the account as it is now."""

    user_id: UUID
    email: str


@dataclass(frozen=True, slots=True)
class Way:
    """A channel, and the address in its own terms that `OutgoingMessage.address` will carry."""

    channel: Channel
    address: str


class ChannelBook(Protocol):
    """Knows the ways of everybody. Safe to use from many tasks at once.

    To add kinds of channels: a book that answers `email` at once, as `MailBook` does, and any other
    name from its row. It is asked once a delivery, right before the delivery is claimed, so a
    loader that goes to the database gathers what is asked together into one statement
    (`workers.runtime.coalesce.Coalescer`). It trusts neither name nor owner: a row of somebody
    else, or a text that is no id, is `channel_unavailable`. Nothing may be kept for longer than a
    batch: an owner who switches a channel off is obeyed by the next delivery.

    `Way.channel.name` is the kind (`email`, `webhook`, ...): the label in metrics, and what the
    slots of `Channel.concurrency` are counted by. So one `Channel` serves all rows of its kind, and
    what is particular to a row is in the address.
    """

    async def find(self, name: str, recipient: Recipient) -> Way | NoWay:
        """The way that this recipient calls `name`, or why there is none.

        Raises:
            Unavailable: PostgreSQL does not answer.
        """
        ...


class MailBook(ChannelBook):
    """Channels that reach everybody at the address of the account, each by its own name."""

    def __init__(self, channels: Iterable[Channel]) -> None:
        self._channels = {channel.name: channel for channel in channels}

    @override
    async def find(self, name: str, recipient: Recipient) -> Way | NoWay:
        channel = self._channels.get(name)
        return Way(channel, recipient.email) if channel else "channel_unavailable"
