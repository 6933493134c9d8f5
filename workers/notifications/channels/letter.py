"""A reminder or a listing as a mail: the templates filled in, and the parts put together."""

from dataclasses import dataclass
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, select_autoescape

from shared.core.plain import many_lines, shortened
from shared.db.repositories.due_rows import NOTES_CHARS
from workers.notifications.channels.channel import OutgoingMessage, PermanentDelivery
from workers.notifications.channels.mime import (
    Address,
    MailParts,
    UnusableAddress,
    build_mail,
    parse_address,
    parse_sender,
)

_PRIORITIES: Final = {1: "High priority", 2: "Medium priority", 3: "Low priority", 4: ""}
_OF_A_TASK: Final = "You asked Rondel to remind you of this task."
_OF_A_TEST: Final = "You asked Rondel for this test message."


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail ready to go, and to whom."""

    to: Address
    content: bytes


@dataclass(frozen=True, slots=True)
class _Templates:
    """A mail's body, twice."""

    text: Template
    html: Template

    @classmethod
    def of(cls, environment: Environment, name: str) -> "_Templates":
        return cls(
            environment.get_template(f"{name}.txt"), environment.get_template(f"{name}.html")
        )


class LetterWriter:
    """Writes reminders as mails from one sender.

    Raises:
        InvalidInput: `sender` has no usable address.
    """

    def __init__(self, sender: str) -> None:
        self._from, self._sender = parse_sender(sender)
        self._domain = self._sender.rpartition("@")[2]
        environment = Environment(
            loader=PackageLoader("workers.notifications"),
            autoescape=select_autoescape(["html"]),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            undefined=StrictUndefined,
        )
        self._reminder = _Templates.of(environment, "reminder")
        self._listing = _Templates.of(environment, "listing")
        self._notice = _Templates.of(environment, "notice")

    @property
    def sender(self) -> str:
        """The bare address that mails come from."""
        return self._sender

    @property
    def domain(self) -> str:
        """The sender's domain; Message-IDs end in it."""
        return self._domain

    def write(self, message: OutgoingMessage) -> Letter:
        """The mail for this message. Its Message-ID depends on the message's key alone.

        Raises:
            PermanentDelivery: the address is none.
        """
        try:
            to = parse_address(message.address)
        except UnusableAddress as error:
            raise PermanentDelivery(f"address: {error}") from error
        fields = {
            "words": message.words,
            "notes": shortened(many_lines(message.notes), NOTES_CHARS - 1),
            "priority": _PRIORITIES[message.priority],
            "task_url": message.task_url,
            "actions": message.actions,
            "settings_url": message.settings_url,
            "listing": message.listing,
            "notice": message.notice,
            "schedule": message.schedule,
            "purpose": _purpose_of(message),
            "again": message.again,
            "is_task": message.task_id is not None,
            "is_urgent": message.priority == 1,
        }
        templates = self._templates_for(message)
        parts = MailParts(
            sender=self._from,
            to=to,
            to_name=message.name,
            subject=message.words.subject,
            date=message.sent_at,
            message_id=f"{message.key}@{self._domain}",
            unsubscribe_url=message.settings_url,
            text=templates.text.render(fields),
            html=templates.html.render(fields),
        )
        return Letter(to, build_mail(parts))

    def _templates_for(self, message: OutgoingMessage) -> _Templates:
        if message.notice is not None:
            return self._notice
        return self._reminder if message.listing is None else self._listing


def _purpose_of(message: OutgoingMessage) -> str:
    """Why this mail comes, for its foot."""
    if message.notice is not None:
        return message.notice.purpose
    if message.listing is not None:
        return message.listing.purpose
    return _OF_A_TASK if message.task_id is not None else _OF_A_TEST
