"""The story of a person, a task, a reminder or an event, put together from what is known of it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from shared.core.errors import NotFound
from shared.db.connection import Connection
from shared.db.repositories import timeline as known
from shared.db.repositories import timeline_effects as effects
from shared.db.repositories.timeline import END, Before, EventEntry, Kind
from shared.db.repositories.timeline_effects import (
    ActEntry,
    DeadLetterEntry,
    DeliveryEntry,
    WaitingJob,
)
from shared.db.session import Database
from shared.events.topics import partition_of

Entry = EventEntry | DeliveryEntry | DeadLetterEntry | ActEntry

MOST_JOBS: Final = 50
HINT: Final = (
    "Nothing is on record. Events are remembered for as many days as the activity worker is told "
    "(RONDEL_ACTIVITY_DAYS), from its first start on; what is older is gone."
)
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"']+@[^\s<>()\[\],;:\"']+")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a timeline is about. `email` is the address it was asked by, if it was."""

    kind: Kind
    id: UUID
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of what happened, oldest first, and what waits for its time.

    Mail addresses are left out of every text, but for the one that was asked for.
    """

    subject: Subject
    entries: Sequence[Entry]
    waiting: Sequence[WaitingJob]
    earlier: Before | None
    """Where the page of what happened before begins, if there is one."""
    hint: str | None
    waits_more: bool = False
    """Whether more reminders wait than are here: at most as many as entries, and 50, are."""


async def find_account(db: Database, email: str) -> Subject:
    """The account of this address, in whatever case it is written.

    Raises:
        NotFound: there is none.
    """
    address = email.strip().lower()
    async with db.read() as connection:
        user_id = await known.find_user_id(connection, address)
    if user_id is None:
        raise NotFound("account", address)
    return Subject("user", user_id, address)


async def read_timeline(
    db: Database, subject: Subject, *, limit: int, before: Before | None = None
) -> Timeline:
    """The newest `limit` entries about the subject, from before that place on.

    Raises:
        NotFound: nothing here knows, or remembers, such an id.
    """
    async with db.read() as connection:
        owner = await known.find_owner(connection, subject.kind, subject.id)
        if not owner:
            raise NotFound("account" if subject.kind == "user" else subject.kind, subject.id)
        reader = _Reader(connection, subject, owner[0], limit + 1, before or END, db.partitions)
        found = sorted(await reader.entries(), key=_before, reverse=True)
        page = found[:limit]
        entries = await _with_handlers(connection, page)
        most = min(limit, MOST_JOBS)
        waiting = await reader.waiting(most + 1) if before is None else []
    clean = _cleaner(subject.email)
    return Timeline(
        subject=subject,
        entries=[_cleaned(entry, clean) for entry in reversed(entries)],
        waiting=waiting[:most],
        waits_more=len(waiting) > most,
        earlier=_before(page[-1]) if len(found) > limit else None,
        hint=None if page or waiting or before else HINT,
    )


@dataclass(slots=True)
class _Reader:
    """Asks every source for its part, one statement each."""

    connection: Connection
    subject: Subject
    owner: UUID | None
    limit: int
    before: Before
    partitions: int
    reminders: Sequence[UUID] = ()

    async def entries(self) -> list[Entry]:
        """Up to `limit` of each kind."""
        if self.subject.kind == "task":
            self.reminders = await known.reminders_of_task(self.connection, self.subject.id)
        elif self.subject.kind == "reminder":
            self.reminders = [self.subject.id]
        events = await self._events()
        if self.subject.kind == "event":
            self.reminders = [UUID(each.reminder_id) for each in events if each.reminder_id]
        dead = await self._dead_letters()
        return [*events, *await self._deliveries(events), *dead, *await self._acts(dead)]

    async def waiting(self, most: int) -> list[WaitingJob]:
        """The next reminders of the subject."""
        if self.subject.kind == "user":
            return await effects.jobs_of_user(self.connection, self.subject.id, most)
        jobs = await effects.jobs_of_reminders(self.connection, self.reminders, most)
        if self.subject.kind == "event":
            return [job for job in jobs if job.event_id == str(self.subject.id)]
        return jobs

    @property
    def _subjects(self) -> list[str] | None:
        """What the events are about, as they say themselves; None for all of the user."""
        if self.subject.kind == "user":
            return None
        return [str(self.subject.id), *map(str, self.reminders)]

    async def _events(self) -> list[EventEntry]:
        if self.subject.kind == "event":
            return await self._event()
        # The outbox first, so that what is published in between is not missed.
        waiting = await self._waiting_events()
        return list({event.id: event for event in (*waiting, *await self._recorded())}.values())

    async def _event(self) -> list[EventEntry]:
        """It, wherever it is; the outbox, which has no index for that, is asked only if need be."""
        return (
            await self._recorded()
            or await known.waiting_event(self.connection, self.subject.id, self.before)
            or await self._recorded()
        )

    async def _recorded(self) -> list[EventEntry]:
        return await known.recorded_events(
            self.connection, self.subject.kind, self.subject.id, self.before, self.limit
        )

    async def _waiting_events(self) -> list[EventEntry]:
        if self.owner is None:
            return []
        return await known.waiting_events(
            self.connection,
            self.owner,
            self._subjects,
            self.before,
            partition=partition_of(self.owner, self.partitions),
            limit=self.limit,
        )

    async def _deliveries(self, events: Sequence[EventEntry]) -> list[DeliveryEntry]:
        if self.subject.kind != "event":
            return await effects.deliveries_of(
                self.connection, self.subject.kind, self.subject.id, self.before, self.limit
            )
        due = next((event for event in events if event.type == "reminder.due"), None)
        if due is None or due.reminder_id is None:
            return []
        return await effects.deliveries_of(
            self.connection,
            "reminder",
            UUID(due.reminder_id),
            self.before,
            self.limit,
            fire_at=due.at,
        )

    async def _dead_letters(self) -> list[DeadLetterEntry]:
        if self.subject.kind == "event":
            return await effects.dead_letters_of_event(
                self.connection, self.subject.id, self.before, self.limit
            )
        if self.owner is None:
            return []
        return await effects.dead_letters_of(
            self.connection, self.owner, self._subjects, self.before, self.limit
        )

    async def _acts(self, dead: Sequence[DeadLetterEntry]) -> list[ActEntry]:
        """What was done to the subject or its dead letters; of a user also what they did."""
        targets = [str(self.subject.id), *(letter.id for letter in dead)]
        actor = self.subject.id if self.subject.kind == "user" else None
        return await effects.acts_on(self.connection, targets, actor, self.before, self.limit)


async def _with_handlers(connection: Connection, entries: Sequence[Entry]) -> list[Entry]:
    """The entries, events with the groups that have handled them."""
    ids = [entry.id for entry in entries if isinstance(entry, EventEntry)]
    handled = await known.handled_events(connection, ids)
    return [
        replace(entry, handled=handled.get(entry.id, ()))
        if isinstance(entry, EventEntry)
        else entry
        for entry in entries
    ]


def _before(entry: Entry) -> Before:
    return Before(entry.at, UUID(entry.id))


Clean = Callable[[str], str]


def _cleaner(allowed: str | None) -> Clean:
    def clean(text: str) -> str:
        return _ADDRESS.sub(lambda found: found[0] if found[0].lower() == allowed else "***", text)

    return clean


def _cleaned(entry: Entry, clean: Clean) -> Entry:
    def text(value: str | None) -> str | None:
        return value and clean(value)

    match entry:
        case EventEntry():
            return replace(entry, data=_cleaned_document(entry.data, clean))
        case DeliveryEntry():
            return replace(entry, reason=text(entry.reason), answer=text(entry.answer))
        case DeadLetterEntry():
            return replace(entry, close_reason=text(entry.close_reason))
        case ActEntry():
            details = _cleaned_document(entry.details, clean)
            return replace(entry, reason=text(entry.reason), details=details)


def _cleaned_document(document: Mapping[str, Any], clean: Clean) -> dict[str, Any]:
    return {key: _cleaned_value(value, clean) for key, value in document.items()}


def _cleaned_value(value: Any, clean: Clean) -> Any:
    match value:
        case str():
            return clean(value)
        case list():
            return [_cleaned_value(each, clean) for each in value]
        case dict():
            return _cleaned_document(value, clean)
        case _:
            return value
