"""What was planned, what became of it, and when.

The last word of the topic on a reminder, `reminder.scheduled` or `reminder.cancelled` with the
highest version, says what has to be found in the database.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from cli.chaos.evidence import DeliveryRow, Evidence, ReminderRow, Seen
from cli.chaos.judge.violation import Violation
from shared.events.catalog import SENT_DIRECTLY

_OUTCOMES = frozenset({"sent", "skipped", "failed"})
_DUE_TO_SETTLE = timedelta(seconds=5)
"""What comes due later than this before the scheduler stopped may be settled, or wait."""

_PACKING = timedelta(seconds=1)
"""From looking at the clock to packing the record, when the clock is set back in between."""

_WHOLE_MILLISECOND = timedelta(milliseconds=1)
PLANNED = frozenset({"reminder.scheduled", "digest.scheduled"})
_CANCELLED = frozenset({"reminder.cancelled", "digest.cancelled"})
_SENT = frozenset({"reminder.sent", "digest.sent"})
_OUTCOME_TYPES = frozenset(
    {*_SENT, *(f"{what}.{end}" for what in ("reminder", "digest") for end in ("failed", "skipped"))}
)
_ONE_OUTCOME = "each reminder has one outcome"


@dataclass(frozen=True, slots=True)
class LastWord:
    """The plan with the highest version; `fire_at` None means cancelled."""

    reminder_id: UUID
    version: int
    fire_at: datetime | None


def last_words(evidence: Evidence) -> dict[UUID, LastWord]:
    """What each reminder of the topic is to come to."""
    found: dict[UUID, LastWord] = {}
    for event in evidence.events:
        if event.event_type not in PLANNED | _CANCELLED:
            continue
        reminder_id, version = reminder_of(event), planned_version_of(event)
        known = found.get(reminder_id)
        if known is None or known.version < version:
            fire_at = fire_at_of(event) if event.event_type in PLANNED else None
            found[reminder_id] = LastWord(reminder_id, version, fire_at)
    return found


def each_reminder_has_one_outcome(evidence: Evidence) -> Iterator[Violation]:
    """What was planned last and came due is sent, skipped with a reason, or failed; once."""
    ledger = {(row.reminder_id, row.fire_at): row for row in evidence.deliveries}
    waiting = {job.reminder_id: job.version for job in evidence.jobs}
    for word in last_words(evidence).values():
        row = evidence.reminders_by_id.get(word.reminder_id)
        text = None
        if word.fire_at is None:
            text = _wrong_with_cancelled(row)
        elif row is None:
            text = _wrong_with_gone(evidence, word.reminder_id)
        else:
            delivery = ledger.get((word.reminder_id, word.fire_at))
            is_ahead = word.fire_at > evidence.quiet_at - _DUE_TO_SETTLE
            is_waiting = waiting.get(word.reminder_id) == word.version
            if not (is_ahead and is_waiting):
                text = _wrong_with_due(row, delivery, evidence.quiet_at)
        if text is not None:
            about = {"reminder": word, "row": row, "delivery": _deliveries(evidence, word)}
            yield Violation(_ONE_OUTCOME, text, about, word.fire_at)
    yield from _wrong_with_rows(evidence)
    yield from _told_twice(evidence)


def _wrong_with_cancelled(row: ReminderRow | None) -> str | None:
    if row is not None and row.state == "scheduled":
        return "a cancelled reminder is planned in the database"
    return None


def _wrong_with_gone(evidence: Evidence, reminder_id: UUID) -> str | None:
    """Reopening a task takes back the next occurrence, and what it had been reminded of with it."""
    row = evidence.deleted_reminders.get(reminder_id)
    if row is None or row["state"] not in _OUTCOMES:
        return "a reminder that was planned is gone, and had no outcome"
    return None


def _wrong_with_due(
    row: ReminderRow, delivery: DeliveryRow | None, quiet_at: datetime
) -> str | None:
    """What quiet hours hold back may wait as long as they go on."""
    if delivery is None:
        return "a reminder has no outcome: it is lost"
    held_until = delivery.carried_at if delivery.state == "deferred" else None
    if held_until is not None and held_until > quiet_at - _DUE_TO_SETTLE:
        return None
    if delivery.state not in _OUTCOMES:
        return f"a reminder has no outcome: its delivery is {delivery.state}"
    if delivery.state != "sent" and not delivery.reason:
        return f"a reminder was {delivery.state} without a reason"
    if row.fire_at == delivery.fire_at and row.state != delivery.state:
        return f"the ledger says {delivery.state}, the reminder says {row.state}"
    return None


def _deliveries(evidence: Evidence, word: LastWord) -> list[DeliveryRow]:
    return [row for row in evidence.deliveries if row.reminder_id == word.reminder_id]


def _wrong_with_rows(evidence: Evidence) -> Iterator[Violation]:
    """What the database calls planned was announced under that very version."""
    words = last_words(evidence)
    for row in evidence.reminders:
        word = words.get(row.id)
        if row.state == "scheduled" and (word is None or word.version != row.version):
            text = "a reminder is planned in the database and was not announced so"
            yield Violation(_ONE_OUTCOME, text, {"row": row, "announced": word}, row.fire_at)


def _told_twice(evidence: Evidence) -> Iterator[Violation]:
    """One event at most says what became of one plan through one channel; two never say sent."""
    told: dict[tuple[object, ...], Seen] = {}
    for event in evidence.events:
        if event.event_type not in _OUTCOME_TYPES:
            continue
        data = event.data
        plan = (reminder_of(event), data["fire_at"], data["channel"])
        keys: list[tuple[object, ...]] = [(*plan, planned_version_of(event))]
        if event.event_type in _SENT:
            keys.append((*plan, "sent"))
        for key in keys:
            if key in told:
                about = {"first": told[key], "second": event}
                text = "two events tell the outcome of one plan"
                yield Violation(_ONE_OUTCOME, text, about, event.at)
            told[key] = event


def no_job_without_its_reminder(evidence: Evidence) -> Iterator[Violation]:
    """A row of the job store stands for a planned reminder in its version; none is parked."""
    for job in evidence.jobs:
        row = evidence.reminders_by_id.get(job.reminder_id)
        current = row is not None and row.state == "scheduled" and row.version == job.version
        if job.parked_reason is not None or not current:
            text = "a job waits for a reminder that is not planned so"
            about = {"job": job, "row": row}
            yield Violation("no job without its reminder", text, about, job.run_at)


def none_fires_early(evidence: Evidence) -> Iterator[Violation]:
    """No `reminder.due` or `digest.due` is packed before its instant by the true clock.

    Except while the clock of a process that fires reminders was set forward: it is early by as much
    as that at most, which no program can know. Which process a record came from is not known
    either, so the furthest clock of the moment counts for all of them.
    """
    for record in evidence.records:
        if record.event_type not in SENT_DIRECTLY or record.event_id is None:
            continue
        early = fire_at_of(record) - record.at - _WHOLE_MILLISECOND
        if early > furthest_ahead(evidence, record.at):
            text = f"a reminder fired {early.total_seconds():.3f} s early"
            yield Violation("none fires early", text, {"record": record}, record.at)


def furthest_ahead(evidence: Evidence, at: datetime) -> timedelta:
    """How far ahead a clock of the reminders worker was, at most, at that true instant."""
    ahead = [
        step.seconds
        for step in evidence.steps
        if step.instance.startswith("reminders") and step.began_at <= at <= step.ended_at + _PACKING
    ]
    return timedelta(seconds=max([0.0, *ahead]))


def reminder_of(event: Seen) -> UUID:
    """The reminder, or the digest, that an event is about."""
    return UUID(event.data.get("reminder_id") or event.data["digest_id"])


def planned_version_of(event: Seen) -> int:
    """The version of the reminder or the digest."""
    return int(event.data.get("reminder_version") or event.data["digest_version"])


def fire_at_of(event: Seen) -> datetime:
    """The planned instant in an event."""
    return datetime.fromisoformat(event.data["fire_at"])
