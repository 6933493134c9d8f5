"""Events about channels."""

from uuid import UUID

from typing_extensions import override

from shared.events.base import EventData


class ChannelTestAsked(EventData):
    """A person wants to see whether a channel works.

    Emitted with the row of the test, which the notifications worker fills in. `channel` is `email`
    or the id of a channel.
    """

    test_id: UUID
    channel: str

    @property
    @override
    def subject(self) -> str:
        return str(self.test_id)
