"""What quiet hours held back, as one message a channel when they are over."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from shared.commands.digests import announce_digests
from shared.core.plain import isolated, one_line, shortened
from shared.db.repositories import bundles as repository
from shared.db.repositories import digests
from shared.db.repositories.bundles import Carried
from shared.db.repositories.deliveries import DeliveryKey
from shared.db.repositories.digests import DigestDueRow
from shared.db.session import Database
from shared.domain.quiet_hours import end_of_quiet
from shared.domain.zones import readable_zone
from workers.notifications.channels.channel import OutgoingMessage
from workers.notifications.decide import Rules, reason_to_drop
from workers.notifications.due import Due
from workers.notifications.ledger import Ledger
from workers.notifications.listing import Line, Listing, Section
from workers.notifications.messages import Links, key_text, message_for, occasion_of
from workers.notifications.outcomes import Entry, Skipped, carried_entry
from workers.notifications.wording import detail_for, words_for

MOST_LINES: Final = 200
"""As many deliveries go with one bundle; the rest follows with the next one at once."""
AGAIN_AFTER: Final = timedelta(hours=1)
"""How long a bundle that was given up waits; what it carries is missed after the late grace."""

_TITLE_CHARS: Final = 200
_INTRO: Final = "These reminders came due in your quiet hours."
_PURPOSE: Final = "You asked Rondel to hold your reminders back in quiet hours."


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one channel has to bring; at least one delivery."""

    carried: tuple[Carried, ...]

    def message(
        self, key: DeliveryKey, address: str, now: datetime, links: Links
    ) -> OutgoingMessage:
        """The bundle's message as it leaves at `now`; an ordinary one if it carries one reminder.

        Late is what comes after the end of the quiet hours, not what they held back.
        """
        first = self.carried[0]
        message = message_for(first.key, first.row, address, now, links)
        words = words_for(occasion_of(first.row, first.carried_at, now))
        # A chain may have gone on since, so what its reminder says of it is not of this message.
        message = replace(message, key=key_text(key), words=words, again="")
        if len(self.carried) == 1:
            return message
        title = f"{len(self.carried)} reminders from your quiet hours"
        subject = f"{title} ({words.late})" if words.late else title
        overview = f"{links.public_url.rstrip('/')}/tasks"
        return replace(
            message,
            words=replace(words, subject=subject, title=title, due="", moment="", elsewhere=""),
            notes="",
            priority=min(each.row.priority for each in self.carried),
            task_url=overview,
            task_id=None,
            reminder_id=key.reminder_id,
            fire_at=key.fire_at,
            actions=(),
            schedule="",
            listing=self._listing(now, links, overview),
        )

    def _listing(self, now: datetime, links: Links, url: str) -> Listing:
        lines = tuple(_line_of(each, now, links) for each in self.carried)
        return Listing(_INTRO, (Section("", lines),), _PURPOSE, url)


def _line_of(carried: Carried, now: datetime, links: Links) -> Line:
    row = carried.row
    title = isolated(shortened(one_line(row.title), _TITLE_CHARS))
    detail = detail_for(occasion_of(row, carried.carried_at, now))
    return Line(title, detail, links.task(carried.key, row))


class Bundles:
    """Opens the bundle whose instant has come, and closes it when its messages have left."""

    def __init__(self, db: Database, ledger: Ledger, rules: Rules) -> None:
        self._db = db
        self._ledger = ledger
        self._rules = rules

    async def open(self, due: Due) -> dict[str, Parcel] | None:
        """What is to be sent, by channel; None if the event is not about this bundle any more.

        What is not to be sent any more is in the ledger with its reason.
        """
        now = self._db.clock.now()
        async with self._db.read() as connection:
            found = await digests.read_digests(connection, [due.reminder_id], now)
            bundle = found.get(due.reminder_id)
            if bundle is None or not _is_meant(bundle, due):
                return None
            carried = await repository.read_carried(connection, bundle.id, now, MOST_LINES)
        if await self._is_postponed(bundle, now):
            return {}
        return await self._sort(due, carried, now)

    async def finish(self, due: Due) -> None:
        """What is still deferred to this version of the bundle waits for the next one.

        To be called when no message of it is under way. It came while the messages left, or was
        too much for one.
        """
        await self._end(due, self._db.clock.now())

    async def give_up(self, due: Due) -> None:
        """What the bundle carries is not lost: another one tries it in an hour."""
        await self._end(due, self._db.clock.now() + AGAIN_AFTER)

    async def _end(self, due: Due, earliest: datetime) -> None:
        async with self._db.unit_of_work() as uow:
            if await uow.lock_users([due.user_id], even_disabled=True):
                rows = await repository.end_bundle(
                    uow.connection,
                    due.user_id,
                    due.reminder_id,
                    due.version,
                    now=uow.now,
                    earliest=earliest,
                )
                announce_digests(uow, rows)

    async def _is_postponed(self, bundle: DigestDueRow, now: datetime) -> bool:
        """Whether it lies in quiet hours again, as its reader has changed them, and waits on."""
        if bundle.quiet_from is None or bundle.quiet_until is None:
            return False
        zone = readable_zone(bundle.zone)
        until = end_of_quiet(now, zone, bundle.quiet_from, bundle.quiet_until)
        if until is None:
            return False
        async with self._db.unit_of_work() as uow:
            await uow.lock_users([bundle.user_id], even_disabled=True)
            rows = await repository.postpone_bundle(
                uow.connection, bundle.id, bundle.version, until, uow.now
            )
            announce_digests(uow, rows)
        return bool(rows)

    async def _sort(self, due: Due, carried: Sequence[Carried], now: datetime) -> dict[str, Parcel]:
        kept: defaultdict[str, list[Carried]] = defaultdict(list)
        dropped: list[Entry] = []
        for each in carried:
            reason = reason_to_drop(each, now, self._rules)
            if reason is None:
                kept[each.key.channel].append(each)
            else:
                bundle = DeliveryKey(due.reminder_id, due.fire_at, each.key.channel)
                dropped.append(carried_entry(bundle, each, Skipped(reason)))
        await self._ledger.drop(dropped)
        return {channel: Parcel(tuple(rows)) for channel, rows in kept.items()}


def _is_meant(bundle: DigestDueRow, due: Due) -> bool:
    """Whether the event is about this very version, and about its owner."""
    known: tuple[UUID, int, datetime] = (bundle.user_id, bundle.version, bundle.fire_at)
    return known == (due.user_id, due.version, due.fire_at) and bundle.state != "cancelled"
