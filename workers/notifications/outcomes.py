"""What can become of one delivery, and what that means for ledger, reminder and outbox. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, assert_never
from uuid import UUID

from shared.commands.digests import SettledDigest
from shared.db.repositories import punctuality
from shared.db.repositories.bundles import Carried, CarriedSettlement
from shared.db.repositories.deliveries import DeliveryKey, Settlement
from shared.db.repositories.punctuality import Tally
from shared.db.repositories.reminder_results import NextNag, ReminderResult
from shared.domain.delivery_reasons import GAVE_UP
from shared.domain.nagging import next_nag
from shared.domain.punctuality import bucket_of
from shared.events.base import EventData
from shared.events.digests import DigestFailed, DigestSent, DigestSkipped
from shared.events.reminders import ReminderFailed, ReminderSent, ReminderSkipped
from shared.observability.spans import Span
from shared.observability.tracing import Cause, current_spans, current_traceparent
from workers.notifications.due import Due

_RANK: Final = {"skipped": 0, "failed": 1, "deferred": 2, "sent": 3}
_QUIET: Final = "quiet_hours"
_LONGEST_MS: Final = 2**31 - 1  # what the column holds: 24 days


@dataclass(frozen=True, slots=True)
class Sent:
    """The channel has taken the message."""

    attempt: int
    answer: str
    sent_at: datetime
    lateness_ms: int


@dataclass(frozen=True, slots=True)
class Failed:
    """The channel has refused it for good."""

    attempt: int
    reason: str


@dataclass(frozen=True, slots=True)
class GivenBack:
    """Not yet: whoever gets the event next tries again. `in_doubt`: it may have arrived."""

    attempt: int
    reason: str
    in_doubt: bool


@dataclass(frozen=True, slots=True)
class Skipped:
    """Nothing was sent, and `reason` says why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Deferred:
    """Nothing was sent yet: a bundle brings it at the end of quiet hours, or later."""

    until: datetime


Attempted = Sent | Failed | GivenBack
Outcome = Attempted | Skipped | Deferred


@dataclass(frozen=True, slots=True)
class Chain:
    """How often a reminder nags, and by whose clocks."""

    every: str
    zone: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one delivery of one event.

    A bundle's has `carried`, what its message speaks of; each of those becomes an entry with
    `carried_by`. One that is not `is_latest` says nothing of its reminder, which was planned anew.
    """

    due: Due
    key: DeliveryKey
    outcome: Outcome
    chain: Chain | None = None
    carried: tuple[Carried, ...] = ()
    carried_by: DeliveryKey | None = None
    is_latest: bool = True
    traceparent: str | None = field(default_factory=current_traceparent, compare=False)
    spans: Mapping[object, Span] = field(default_factory=current_spans, compare=False)


def lateness_ms(fire_at: datetime, now: datetime) -> int:
    """Milliseconds from the planned instant to `now`, as the ledger can hold them."""
    return min(round((now - fire_at).total_seconds() * 1000), _LONGEST_MS)


def settlement_of(key: DeliveryKey, outcome: Attempted) -> Settlement:
    """The ledger's row after this attempt."""
    match outcome:
        case Sent(attempt, answer, sent_at, lateness):
            return Settlement(
                key, attempt, "sent", answer=answer, sent_at=sent_at, lateness_ms=lateness
            )
        case Failed(attempt, reason):
            return Settlement(key, attempt, "failed", reason=reason)
        case GivenBack(attempt, reason, in_doubt):
            return Settlement(key, attempt, "sending", reason=reason, in_doubt=in_doubt)
    assert_never(outcome)


def carried_entry(bundle: DeliveryKey, carried: Carried, outcome: Outcome) -> Entry:
    """What that outcome of its bundle means for a deferred delivery."""
    row = carried.row
    if isinstance(outcome, Sent):
        late = max(0, lateness_ms(carried.carried_at, outcome.sent_at))
        outcome = replace(outcome, lateness_ms=late)
    due = Due(row.reminder_id, row.version, carried.key.fire_at, row.user_id, row.task_id)
    return Entry(due, carried.key, outcome, carried_by=bundle, is_latest=carried.is_latest)


def brought_by(entry: Entry) -> list[Entry]:
    """What became of the deliveries that this one carries; nothing of what is still tried."""
    if isinstance(entry.outcome, GivenBack):
        return []
    return [carried_entry(entry.key, each, entry.outcome) for each in entry.carried]


def carried_settlement(entry: Entry, message_id: str) -> CarriedSettlement:
    """The ledger's row of what a bundle carried, in its message of that id."""
    match entry.outcome:
        case Sent(_, answer, sent_at, lateness):
            return CarriedSettlement(
                entry.key, "sent", _QUIET, message_id, answer, sent_at, lateness
            )
        case Failed(reason=reason):
            return CarriedSettlement(entry.key, "failed", reason, message_id)
        case Skipped(reason):
            return CarriedSettlement(entry.key, "skipped", reason)
        case _:
            raise TypeError(f"{type(entry.outcome).__name__} settles nothing")


def results_of(entries: Iterable[Entry]) -> list[ReminderResult]:
    """What these make of their reminders: the best news of each, none of what is still tried."""
    best: dict[UUID, ReminderResult] = {}
    for entry in entries:
        result = _result_of(entry) if entry.is_latest else None
        known = best.get(entry.key.reminder_id)
        if result and (known is None or _RANK[known.state] < _RANK[result.state]):
            best[result.reminder_id] = result
    return list(best.values())


def _result_of(entry: Entry) -> ReminderResult | None:
    reminder_id, version = entry.key.reminder_id, entry.due.version
    carried = entry.carried_by is not None
    match entry.outcome:
        case Sent():
            return ReminderResult(reminder_id, version, "sent", None, carried)
        case Failed(reason=reason):
            return ReminderResult(reminder_id, version, "failed", reason, carried)
        case Skipped(reason):
            return ReminderResult(reminder_id, version, "skipped", reason, carried)
        case Deferred():
            return ReminderResult(reminder_id, version, "deferred", _QUIET)
        case GivenBack():
            return None
    assert_never(entry.outcome)


def nags_of(entries: Iterable[Entry], now: datetime) -> list[NextNag]:
    """When the chains among these would come again after what left now, or is held back.

    After what was given up, too; not after what was refused for good.
    """
    found: dict[UUID, NextNag] = {}
    for entry in entries:
        if entry.chain is not None and _goes_on(entry.outcome):
            due = entry.due
            after = entry.outcome.until if isinstance(entry.outcome, Deferred) else now
            at = next_nag(due.fire_at, entry.chain.every, after, entry.chain.zone)
            found[due.reminder_id] = NextNag(due.reminder_id, due.version, at)
    return list(found.values())


def _goes_on(outcome: Outcome) -> bool:
    if isinstance(outcome, Failed):
        return outcome.reason.startswith(GAVE_UP)
    return isinstance(outcome, Sent | Deferred)


def settled_digests_of(entries: Iterable[Entry]) -> list[SettledDigest]:
    """The digests among these that something became of; each once."""
    found: dict[UUID, SettledDigest] = {}
    for entry in entries:
        if not isinstance(entry.outcome, GivenBack):
            found |= {each.id: each for each in settled_digest(entry.due)}
    return list(found.values())


def settled_digest(due: Due) -> list[SettledDigest]:
    """What is due as a digest that is settled; nothing if it is a reminder."""
    if due.digest is None:
        return []
    return [SettledDigest(due.reminder_id, due.version, due.user_id, due.digest, due.fire_at)]


def cause_of(entry: Entry) -> Cause:
    """What the events about this entry are caused by."""
    due = entry.due
    ids = {"user_id": due.user_id, "reminder_id": due.reminder_id, "task_id": due.task_id}
    return ids, entry.traceparent


def event_of(entry: Entry) -> EventData | None:
    """What the rest of the system learns of it; None of what is still to come."""
    match entry.outcome:
        case Sent(lateness_ms=lateness):
            return _sent(entry, lateness)
        case Failed(reason=reason):
            return _failed(entry, reason)
        case Skipped(reason):
            return _skipped(entry, reason)
        case GivenBack() | Deferred():
            return None
    assert_never(entry.outcome)


def _sent(entry: Entry, lateness: int) -> EventData:
    if entry.due.digest is not None:
        return DigestSent.model_construct(**_about(entry), lateness_ms=lateness)
    return ReminderSent.model_construct(**_about(entry), lateness_ms=lateness)


def _failed(entry: Entry, reason: str) -> EventData:
    if entry.due.digest is not None:
        return DigestFailed.model_construct(**_about(entry), reason=reason)
    return ReminderFailed.model_construct(**_about(entry), reason=reason)


def _skipped(entry: Entry, reason: str) -> EventData:
    if entry.due.digest is not None:
        return DigestSkipped.model_construct(**_about(entry), reason=reason)
    return ReminderSkipped.model_construct(**_about(entry), reason=reason)


def _about(entry: Entry) -> dict[str, Any]:
    due = entry.due
    found = {"user_id": due.user_id, "fire_at": due.fire_at, "channel": entry.key.channel}
    if due.digest is not None:
        about = {"digest_id": due.reminder_id, "digest_version": due.version, "kind": due.digest}
    else:
        about = {
            "reminder_id": due.reminder_id,
            "task_id": due.task_id,
            "reminder_version": due.version,
        }
    return found | about


def tallies_of(outcomes: Iterable[Outcome]) -> list[Tally]:
    """What these add to the counts of punctuality; nothing for what is still to come."""
    counts: Counter[tuple[punctuality.Outcome, int]] = Counter()
    longest: dict[int, int] = {}
    for outcome in outcomes:
        name, lateness = _count_of(outcome)
        if name == "sent":
            bucket = bucket_of(lateness)
            counts["sent", bucket] += 1
            longest[bucket] = max(longest.get(bucket, 0), lateness)
        elif name is not None:
            counts[name, 0] += 1
    return [
        Tally(name, bucket, count, longest.get(bucket, 0) if name == "sent" else 0)
        for (name, bucket), count in counts.items()
    ]


def _count_of(outcome: Outcome) -> tuple[punctuality.Outcome | None, int]:
    match outcome:
        case Sent(lateness_ms=lateness):
            return "sent", lateness
        case Failed():
            return "failed", 0
        case Skipped(reason):
            return "missed" if reason == "missed" else "skipped", 0
        case GivenBack() | Deferred():
            return None, 0
    assert_never(outcome)
