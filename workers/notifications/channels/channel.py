"""What a way to reach people has to offer; the worker knows channels by this alone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from shared.core.plain import one_line, shortened
from workers.notifications.listing import Listing
from workers.notifications.notice import Notice
from workers.notifications.wording import Wording

REASON_CHARS: Final = 300
"""As much as the ledger keeps of an answer or a reason."""


@dataclass(frozen=True, slots=True)
class MessageAction:
    """Something that the reader can do from the message, by a link that works once."""

    name: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """One message for one person; each channel shows of it what it can.

    `key` is the same in every attempt at the same delivery, so that a receiver can tell a second
    copy. `address` is in the channel's own terms. A message about many tasks has a `listing`, no
    `task_id`, and of `words` only `subject`, `title`, and `late` with `planned` if it is late.
    """

    key: str
    address: str
    name: str
    words: Wording
    notes: str
    priority: int
    task_url: str
    settings_url: str
    user_id: UUID
    task_id: UUID | None
    reminder_id: UUID
    fire_at: datetime
    sent_at: datetime
    actions: tuple[MessageAction, ...] = ()
    listing: Listing | None = None
    notice: Notice | None = None
    """A mail about the account; then there are no task, no listing and no late words."""
    again: str = ""
    """Whether more of its kind follow until the task is done; empty if it does not nag."""
    schedule: str = ""
    """How the task comes back, as one sentence; empty if it does not."""

    @property
    def title(self) -> str:
        """One line, for channels that show a title above a body."""
        return self.words.title if self.listing is None else self.words.subject

    @property
    def body_lines(self) -> list[str]:
        """The body as lines of plain text, for channels that show no more; may be empty."""
        words = self.words
        late = [f"This comes {words.late}."] if words.late else []
        if self.listing is not None:
            return [*late, *self.listing.texts()]
        due = f"{words.due}: {words.moment}" if words.due and words.moment else words.due
        return [line for line in (due, words.elsewhere, *late, self.schedule) if line]


@dataclass(frozen=True, slots=True)
class Accepted:
    """The other side has taken the message; `answer` is what it said."""

    answer: str


class DeliveryError(Exception):
    """The message was not taken; `reason` is shown to the user."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TransientDelivery(DeliveryError):
    """It may be taken later. `in_doubt`: it may have been taken already, nobody said."""

    def __init__(
        self, reason: str, *, in_doubt: bool = False, retry_after_seconds: float | None = None
    ) -> None:
        super().__init__(reason)
        self.in_doubt = in_doubt
        self.retry_after_seconds = retry_after_seconds


class ChannelAway(TransientDelivery):
    """Not this message but the way itself is shut: nothing gets through at the moment."""


class PermanentDelivery(DeliveryError):
    """It will never be taken as it is."""


class Unwritten(Exception):
    """Our own bug kept the message from being written: surely nothing was sent."""

    def __init__(self, bug: Exception) -> None:
        super().__init__(str(bug))
        self.bug = bug


class Channel(Protocol):
    """A way to reach people. Safe to use from many tasks at once."""

    @property
    def name(self) -> str:
        """The name that reminders and the ledger use."""
        ...

    @property
    def concurrency(self) -> int:
        """How many messages may be on their way at once."""
        ...

    async def ready(self) -> None:
        """A delivery may be begun. Costs nothing unless the last contact found the way shut.

        Raises:
            ChannelAway: the way is still shut.
        """
        ...

    async def deliver(self, message: OutgoingMessage) -> Accepted:
        """The other side has taken the message.

        Raises:
            TransientDelivery: it was not taken, or nobody knows; try again. `ChannelAway` if
                that is true of every message.
            PermanentDelivery: it will never be taken.
            Unwritten: a bug, before anything was sent. After any other bug nobody knows.
        """
        ...


def answer_text(code: int, said: str | bytes) -> str:
    """What a server answered, fit for the ledger: one line, printable, not long."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return shortened(f"{code} {one_line(text)}".strip(), REASON_CHARS)
