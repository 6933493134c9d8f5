"""Digests and reviews: what they say is read at the moment when they are to leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final, Literal
from uuid import UUID

from shared.db.repositories.deliveries import DeliveryKey
from shared.db.repositories.digests import DigestDueRow, read_digests
from shared.db.repositories.summaries import SummaryContent, WantedSummary, read_summaries
from shared.db.session import Database
from shared.domain.zones import readable_zone, to_instant, to_local
from workers.notifications.channels.channel import OutgoingMessage
from workers.notifications.decide import Rules
from workers.notifications.due import Due
from workers.notifications.messages import Links, key_text
from workers.notifications.summary_wording import Setting, digest_words, review_words
from workers.runtime.coalesce import Coalescer
from workers.runtime.handler import PermanentError

SkipReason = Literal[
    "switched_off",
    "stale",
    "account_disabled",
    "missed",
    "vacation",
    "nothing_to_say",
    "not_written",
]

_READ_AT_ONCE: Final = 50
_WEEK: Final = timedelta(days=7)
_LOWEST_PRIORITY: Final = 4


@dataclass(frozen=True, slots=True)
class Summary:
    """A digest or review as it is now, with what there is to say."""

    row: DigestDueRow
    content: SummaryContent

    @property
    def channels(self) -> Sequence[str]:
        """How its channels are called."""
        return self.row.channels

    @property
    def user_id(self) -> UUID:
        """Whose it is."""
        return self.row.user_id

    @property
    def email(self) -> str:
        """The address of the account."""
        return self.row.email

    def reason_to_skip(self, due: Due, now: datetime, rules: Rules) -> SkipReason | None:
        """Why nothing is to be sent; None if it is to be sent.

        One that was given up was followed by the next version; its event may have been redriven.
        """
        row = self.row
        is_current = (row.version, row.fire_at) == (due.version, due.fire_at)
        is_redriven = due.version < row.version and due.fire_at in row.given_up
        found: tuple[tuple[bool, SkipReason], ...] = (
            (row.state == "cancelled", "switched_off"),
            (not (is_current or is_redriven), "stale"),
            (row.is_disabled, "account_disabled"),
            (now - due.fire_at > rules.late_grace, "missed"),
            (to_local(now, _zone_of(row)).date() in row.days_off, "vacation"),
            (not self.content.totals, "nothing_to_say"),
        )
        return next((reason for applies, reason in found if applies), None)

    def message(
        self, key: DeliveryKey, address: str, now: datetime, links: Links
    ) -> OutgoingMessage:
        """The message of this delivery as it leaves at `now`."""
        row = self.row

        def page_of(task_id: UUID) -> str:
            return links.page(row.user_id, task_id, row.id, key.fire_at)

        zone = _zone_of(row)
        setting = Setting(zone, row.time_format, key.fire_at, now, page_of, links.all_tasks())
        speak = review_words if row.kind == "review" else digest_words
        words, listing = speak(self.content, setting)
        return OutgoingMessage(
            key=key_text(key),
            address=address,
            name=row.name,
            words=words,
            notes="",
            priority=_LOWEST_PRIORITY,
            task_url=listing.url,
            settings_url=links.settings(),
            user_id=row.user_id,
            task_id=None,
            reminder_id=row.id,
            fire_at=key.fire_at,
            sent_at=now,
            listing=listing,
        )


class Summaries:
    """Reads digests and reviews with their contents, many in two statements."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._reads = Coalescer(self._read_all, _READ_AT_ONCE)

    async def read(self, due: Due) -> Summary | None:
        """The digest as it is now; None if it, or its reader, is gone.

        Raises:
            PermanentError: it is of a kind that is not told here.
        """
        if due.digest not in {"digest", "review"}:
            raise PermanentError(f"a message of kind {due.digest} is not handled here")
        return await self._reads.ask(due)

    async def _read_all(self, wanted: Sequence[Due]) -> Sequence[Summary | None]:
        now = self._db.clock.now()
        async with self._db.read() as connection:
            rows = await read_digests(connection, {due.reminder_id for due in wanted}, now)
            asked = {(due.reminder_id, due.fire_at) for due in wanted}
            live = [
                _wanted(rows[digest_id], fire_at, now)
                for digest_id, fire_at in asked
                if digest_id in rows and rows[digest_id].state != "cancelled"
            ]
            contents = await read_summaries(connection, live, now)

        def answer(due: Due) -> Summary | None:
            row = rows.get(due.reminder_id)
            if row is None or (row.user_id, row.kind) != (due.user_id, due.digest):
                return None
            return Summary(row, contents.get((row.id, due.fire_at)) or SummaryContent())

        return [answer(due) for due in wanted]


def _zone_of(row: DigestDueRow) -> str:
    return readable_zone(row.zone)


def _wanted(row: DigestDueRow, fire_at: datetime, now: datetime) -> WantedSummary:
    zone, is_review = _zone_of(row), row.kind == "review"
    today = to_local(now, zone).date()
    beyond = today + (_WEEK if is_review else timedelta(days=1))
    return WantedSummary(
        id=row.id,
        user_id=row.user_id,
        is_review=is_review,
        fire_at=fire_at,
        today=today,
        last_day=beyond - timedelta(days=1),
        ends_at=to_instant(datetime.combine(beyond, time()), zone),
        since=to_instant(to_local(fire_at, zone).replace(tzinfo=None) - _WEEK, zone),
    )
