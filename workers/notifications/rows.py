"""The book of all channels: mail at the account's address, the others from their rows."""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from typing_extensions import override

from shared.db.repositories import channels as repository
from shared.db.repositories.channels import ChannelRow, Contact
from shared.db.session import Database
from shared.observability.logging import get_logger
from workers.notifications.book import EMAIL, ChannelBook, NoWay, Recipient, Way
from workers.notifications.channels.channel import Channel
from workers.notifications.channels.sealed import ContactBook, address_text
from workers.runtime.coalesce import Coalescer

MOST_FAILURES: Final = 20
"""Refusals for good, one after the other, until a channel is switched off."""
_AT_ONCE: Final = 200


class RowBook(ChannelBook):
    """Finds a channel by its id, many in one statement, anew for each delivery."""

    def __init__(self, db: Database, email: Channel, others: Iterable[Channel]) -> None:
        self._db = db
        self._email = email
        self._kinds = {channel.name: channel for channel in others}
        self._rows = Coalescer(self._read, _AT_ONCE)

    @override
    async def find(self, name: str, recipient: Recipient) -> Way | NoWay:
        if name == EMAIL:
            return Way(self._email, recipient.email)
        try:
            channel_id = UUID(name)
        except ValueError:
            return "channel_unavailable"
        row = await self._rows.ask(channel_id)
        if row is None or row.user_id != recipient.user_id or row.kind not in self._kinds:
            return "channel_unavailable"
        if not row.is_enabled:
            return "channel_disabled"
        return Way(self._kinds[row.kind], address_text(row.id, row.sealed))

    async def _read(self, ids: Sequence[UUID]) -> Sequence[ChannelRow | None]:
        async with self._db.read() as connection:
            found = await repository.find_channels(connection, set(ids))
        return [found.get(each) for each in ids]


class RowContacts(ContactBook):
    """Notes in the channels' rows, many in one statement."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._notes = Coalescer(self._write, _AT_ONCE)
        self._log = get_logger()

    @override
    async def note(self, contact: Contact) -> None:
        try:
            await self._notes.ask(contact)
        except Exception as error:  # noqa: BLE001 - the message has left: it must not be sent again
            self._log.warning(
                "contact_not_noted",
                channel_id=str(contact.channel_id),
                error=type(error).__name__,
            )

    async def _write(self, contacts: Sequence[Contact]) -> Sequence[None]:
        last: dict[UUID, Contact] = {}
        async with self._db.statement() as connection:
            for each in contacts:
                if each.channel_id in last:  # two of one channel: each counts, so each is written
                    await repository.note_contacts(connection, list(last.values()), MOST_FAILURES)
                    last = {}
                last[each.channel_id] = each
            await repository.note_contacts(connection, list(last.values()), MOST_FAILURES)
        return [None] * len(contacts)
