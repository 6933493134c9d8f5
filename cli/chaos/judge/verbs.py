"""What people put off, held back or took back."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from cli.chaos.evidence import DeliveryRow, Evidence
from cli.chaos.judge.mails import copies_of
from cli.chaos.judge.reminders import PLANNED, fire_at_of, furthest_ahead, reminder_of
from cli.chaos.judge.violation import Violation

_WAITING = frozenset({"scheduled", "deferred"})
_SUMMARIES = frozenset({"digest", "review"})
_SLACK = timedelta(seconds=5)
"""What comes due later than this before the scheduler stopped may wait."""


def nothing_is_orphaned(evidence: Evidence) -> Iterator[Violation]:
    """What waits has a task that is open and not put away; a snooze has its original.

    So after everything that can end a task, and after everything that takes the end back.
    """
    for row in evidence.reminders:
        if row.state not in _WAITING:
            continue
        if row.snooze_of is not None and row.snooze_of not in evidence.reminders_by_id:
            yield Violation("nothing is orphaned", "a snooze without its reminder", {"row": row})
        if row.task_id is None:
            continue
        task = evidence.tasks_by_id.get(row.task_id)
        if task is None or task.status != "open" or task.is_deleted or task.is_archived:
            text = f"a reminder is {row.state}, and its task cannot be told of"
            yield Violation("nothing is orphaned", text, {"row": row, "task": task}, row.fire_at)


def undo_stops_nothing(evidence: Evidence) -> Iterator[Violation]:
    """Only what a change had stopped is left out as `undone_past` when the change is undone."""
    before: dict[UUID, Mapping[str, Any]] = {}
    for change in evidence.reminder_changes:
        row = change.row
        known = before.get(UUID(row["id"]))
        before[UUID(row["id"])] = row
        if known is None or row.get("reason") != "undone_past":
            continue
        if known["state"] in _WAITING and known["fire_at"] == row["fire_at"]:
            about = {"before": known, "after": row}
            text = "an undo stopped a reminder that was on its way"
            yield Violation("undo stops nothing", text, about, change.at)


def held_back_comes_after_quiet_hours(evidence: Evidence) -> Iterator[Violation]:
    """What quiet hours deferred is settled after them; if it was sent, with a mail of its bundle.

    A bundle may be early by as much as a clock that fires it was ahead.
    """
    name = "held back comes after"
    copies = copies_of(evidence)
    bundles = {(row.reminder_id, row.message_id) for row in evidence.deliveries if row.message_id}
    for row in evidence.deliveries:
        if row.carried_by is None or row.carried_at is None:
            continue
        about = {"delivery": row}
        if row.state == "deferred" and row.carried_at < evidence.quiet_at - _SLACK:
            text = "a reminder was held back by quiet hours, and is lost"
            yield Violation(name, text, about, row.carried_at)
        if row.state != "sent":
            continue
        if (row.carried_by, row.message_id) not in bundles:
            text = "a reminder was held back, and its mail is not that of its bundle"
            yield Violation(name, text, about, row.carried_at)
        for mail in copies.get(row.message_id or "", ()):
            if mail.at < row.carried_at - furthest_ahead(evidence, mail.at):
                text = "a reminder that was held back came in the quiet hours"
                yield Violation(name, text, {**about, "mail": mail}, mail.at)


def one_digest_a_day(evidence: Evidence) -> Iterator[Violation]:
    """A person has one digest a day and channel at most; what was planned came to something."""
    name = "one digest a day"
    kinds = {row.id: row.kind for row in evidence.reminders}
    told: dict[tuple[object, ...], list[DeliveryRow]] = defaultdict(list)
    for row in evidence.deliveries:
        if kinds.get(row.reminder_id) in _SUMMARIES:
            told[row.reminder_id, row.channel, row.fire_at.date()].append(row)
    for rows in told.values():
        if len(rows) > 1:
            text = f"{len(rows)} digests on one day"
            yield Violation(name, text, {"deliveries": rows}, rows[-1].fire_at)
    settled = {(row.reminder_id, row.fire_at) for row in evidence.deliveries}
    for reminder_id, planned in _plans(evidence, kinds).items():
        for fire_at in planned:
            due = fire_at < evidence.quiet_at - _SLACK
            if due and (reminder_id, fire_at) not in settled:
                text = "a digest came due, and nothing became of it"
                yield Violation(name, text, {"digest": reminder_id}, fire_at)


def _plans(evidence: Evidence, kinds: dict[UUID, str]) -> dict[UUID, list[datetime]]:
    """The instants of each digest; those that were moved before they came are left out."""
    found: dict[UUID, list[datetime]] = defaultdict(list)
    for event in evidence.events:
        if event.event_type in PLANNED and kinds.get(reminder_of(event)) in _SUMMARIES:
            planned = found[reminder_of(event)]
            if planned and planned[-1] > event.at:
                planned.pop()
            planned.append(fire_at_of(event))
    return found
