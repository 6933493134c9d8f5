"""From rows to a message that any channel can send. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from shared.core.links import LinkAction, LinkSigner, claims_for
from shared.db.repositories.deliveries import DeliveryKey
from shared.db.repositories.due_rows import DueRow
from shared.domain.reminder_words import nag_words
from shared.domain.zones import is_known, readable_zone
from workers.notifications.channels.channel import MessageAction, OutgoingMessage
from workers.notifications.schedule_line import schedule_line
from workers.notifications.wording import Occasion, words_for

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_ACTIONS = (
    (LinkAction.DONE, "Done"),
    (LinkAction.SNOOZE_10M, "Snooze 10 min"),
    (LinkAction.SNOOZE_1H, "Snooze 1 hour"),
    (LinkAction.SNOOZE_TOMORROW, "Snooze until tomorrow"),
)


@dataclass(frozen=True, slots=True)
class Links:
    """Where messages point to; `public_url` is that of the web app.

    Without a signer messages carry no actions.
    """

    public_url: str
    signer: LinkSigner | None = None

    def task(self, key: DeliveryKey, row: DueRow) -> str:
        """Where the task can be seen: without signing in, if links are signed."""
        if self.signer is None:
            return f"{self.public_url.rstrip('/')}/tasks/{row.task_id}"
        return self._signed(self.signer, LinkAction.OPEN, key, row)

    def actions(self, key: DeliveryKey, row: DueRow) -> tuple[MessageAction, ...]:
        """What the reader can do; the same links in every attempt at this delivery."""
        signer = self.signer
        if signer is None:
            return ()
        return tuple(
            MessageAction(action.name.lower(), label, self._signed(signer, action, key, row))
            for action, label in _ACTIONS
        )

    def _signed(self, signer: LinkSigner, action: LinkAction, key: DeliveryKey, row: DueRow) -> str:
        claims = claims_for(action, row.user_id, row.task_id, row.reminder_id, key.fire_at)
        return f"{self.public_url.rstrip('/')}/l/{signer.sign(claims)}"

    def page(self, user_id: UUID, task_id: UUID, reminder_id: UUID, fire_at: datetime) -> str:
        """Where a task of a message about many can be seen; as `task`."""
        if self.signer is None:
            return f"{self.public_url.rstrip('/')}/tasks/{task_id}"
        claims = claims_for(LinkAction.OPEN, user_id, task_id, reminder_id, fire_at)
        return f"{self.public_url.rstrip('/')}/l/{self.signer.sign(claims)}"

    def all_tasks(self) -> str:
        """Where all tasks can be seen, by who is signed in."""
        return f"{self.public_url.rstrip('/')}/tasks"

    def settings(self) -> str:
        """Where people choose what they are told."""
        return f"{self.public_url.rstrip('/')}/settings/notifications"


def key_text(key: DeliveryKey) -> str:
    """The delivery's name for the world outside; the same in every attempt."""
    micros = (key.fire_at - _EPOCH) // _MICROSECOND
    return f"{key.reminder_id.hex}.{micros}.{key.channel}"


def occasion_of(row: DueRow, planned_at: datetime, now: datetime) -> Occasion:
    """The reminder as it leaves at `now`; what is planned for `planned_at` is late after it."""
    return Occasion(
        title=row.title,
        due_on=row.due_on,
        due_at=row.due_at,
        zone=readable_zone(row.zone),
        task_zone=row.task_zone if row.task_zone and is_known(row.task_zone) else None,
        fire_at=planned_at,
        now=now,
        clock=row.time_format,
    )


def _again(row: DueRow) -> str:
    if row.nag_every is None or row.nag_max is None:
        return ""
    words = nag_words(row.nag_every, row.nag_max, row.nag_sent)
    return f"{words[:1].upper()}{words[1:]}."


def message_for(
    key: DeliveryKey, row: DueRow, address: str, now: datetime, links: Links
) -> OutgoingMessage:
    """The message of this delivery as it leaves at `now` to `address`, in its channel's terms."""
    occasion = occasion_of(row, key.fire_at, now)
    return OutgoingMessage(
        key=key_text(key),
        address=address,
        name=row.name,
        words=words_for(occasion),
        notes=row.notes,
        priority=row.priority,
        task_url=links.task(key, row),
        settings_url=links.settings(),
        user_id=row.user_id,
        task_id=row.task_id,
        reminder_id=row.reminder_id,
        fire_at=key.fire_at,
        sent_at=now,
        actions=links.actions(key, row),
        schedule=schedule_line(row, occasion.zone, now),
        again=_again(row),
    )
