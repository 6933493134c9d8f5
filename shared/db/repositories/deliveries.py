"""The delivery ledger: what is being sent, what was, and why nothing was.

How long a claim holds is judged by the database's clock alone, as with leases. Rows are written
in the order of their keys, so that two writers never wait for each other.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection

NOTES_CHARS = 600
"""As much of a task's notes as is read for a message; one that is as long was cut."""


class DeliveryKey(NamedTuple):
    """One message to one person through one channel, whatever the number of attempts."""

    reminder_id: UUID
    fire_at: datetime
    channel: str


@dataclass(frozen=True, slots=True)
class DueRow:
    """A reminder with its task and its owner, as they are now."""

    reminder_id: UUID
    version: int
    state: str
    fire_at: datetime | None
    channels: Sequence[str]
    task_id: UUID
    title: str
    notes: str
    priority: int
    is_done: bool
    is_deleted: bool
    due_on: date | None
    due_at: datetime | None
    task_zone: str | None
    user_id: UUID
    email: str
    name: str
    zone: str


_READ_DUE = text(
    """
    SELECT r.id, r.version, r.state, r.fire_at, r.channels, t.id, t.title,
           left(t.notes, :notes_chars), t.priority, t.status = 'done',
           t.deleted_at IS NOT NULL, t.due_on, t.due_at, t.zone, u.id, u.email, u.name, u.zone
    FROM unnest(CAST(:ids AS uuid[]), CAST(:user_ids AS uuid[])) AS w (id, user_id)
    JOIN reminders r ON r.id = w.id AND r.user_id = w.user_id
    JOIN tasks t ON t.id = r.task_id
    JOIN users u ON u.id = r.user_id
    """
)


async def read_due(
    connection: Connection, reminders: Collection[tuple[UUID, UUID]]
) -> dict[UUID, DueRow]:
    """What is known of each (reminder, user); those that are gone, or another's, are left out."""
    parameters = {
        "ids": [reminder_id for reminder_id, _ in reminders],
        "user_ids": [user_id for _, user_id in reminders],
        "notes_chars": NOTES_CHARS,
    }
    rows = await connection.execute(_READ_DUE, parameters)
    return {row[0]: DueRow(*row) for row in rows}


@dataclass(frozen=True, slots=True)
class WantedDelivery:
    """A message that is about to be sent; `id` is used if the row does not exist yet.

    `version` is that of the reminder as it was read.
    """

    key: DeliveryKey
    version: int
    id: UUID
    task_id: UUID
    user_id: UUID
    message_id: str


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to send. `attempt` fences it; a resend may be the second copy of the message."""

    attempt: int
    is_resend: bool


# The unique index on the key finds the row. One that was only skipped is taken over: the plan it
# was skipped under is an older one. Joining the reminder drops what was cancelled or planned anew
# since it was read: waiting for another's claim, a mail server or a frozen process may take long.
# Locking it keeps one that is being deleted from failing, by its foreign key, all others here.
_CLAIM = text(
    """
    INSERT INTO deliveries AS d (id, reminder_id, task_id, user_id, channel, fire_at, state,
                                 attempts, message_id, claimed_at, claimed_until)
    SELECT w.id, w.reminder_id, w.task_id, w.user_id, w.channel, w.fire_at, 'sending',
           1, w.message_id, :now, clock_timestamp() + make_interval(secs => :seconds)
    FROM unnest(CAST(:ids AS uuid[]), CAST(:reminder_ids AS uuid[]), CAST(:task_ids AS uuid[]),
                CAST(:user_ids AS uuid[]), CAST(:channels AS text[]),
                CAST(:fire_ats AS timestamptz[]), CAST(:message_ids AS text[]),
                CAST(:versions AS int[]))
         AS w (id, reminder_id, task_id, user_id, channel, fire_at, message_id, version)
    JOIN reminders r ON r.id = w.reminder_id AND r.version = w.version AND r.state <> 'cancelled'
    ORDER BY w.reminder_id, w.fire_at, w.channel FOR KEY SHARE OF r
    ON CONFLICT (reminder_id, fire_at, channel) DO UPDATE
    SET state = 'sending', reason = NULL, attempts = d.attempts + 1,
        message_id = excluded.message_id, claimed_at = excluded.claimed_at,
        claimed_until = excluded.claimed_until,
        resends = d.resends + CASE WHEN d.claimed_until IS NULL THEN 0 ELSE 1 END,
        resent_at = CASE WHEN d.claimed_until IS NULL THEN d.resent_at
                         ELSE excluded.claimed_at END
    WHERE d.state = 'skipped'
       OR (d.state = 'sending'
           AND (d.claimed_until IS NULL OR d.claimed_until <= clock_timestamp()))
    RETURNING d.reminder_id, d.fire_at, d.channel, d.attempts,
              d.resent_at IS NOT DISTINCT FROM d.claimed_at
    """
)


async def claim(
    connection: Connection,
    wanted: Iterable[WantedDelivery],
    now: datetime,
    seconds: float,
) -> dict[DeliveryKey, Claim]:
    """The deliveries that are now the caller's to send, for `seconds`; each key once.

    Left out: what is settled, what somebody else holds, and reminders that are gone or not what
    they were when they were read.
    """
    rows = list(wanted)
    parameters = {
        **_columns_of([row.key for row in rows]),
        "ids": [row.id for row in rows],
        "task_ids": [row.task_id for row in rows],
        "user_ids": [row.user_id for row in rows],
        "message_ids": [row.message_id for row in rows],
        "versions": [row.version for row in rows],
        "now": now,
        "seconds": seconds,
    }
    result = await connection.execute(_CLAIM, parameters)
    return {DeliveryKey(*row[:3]): Claim(row[3], row[4]) for row in result}


_OBSTACLES = text(
    """
    SELECT d.reminder_id, d.fire_at, d.channel,
           CASE WHEN d.state = 'sending'
                THEN extract(epoch FROM d.claimed_until - clock_timestamp())::float8 END
    FROM deliveries d
    JOIN unnest(CAST(:reminder_ids AS uuid[]), CAST(:fire_ats AS timestamptz[]),
                CAST(:channels AS text[])) AS w (reminder_id, fire_at, channel)
    USING (reminder_id, fire_at, channel)
    WHERE d.state IN ('sent', 'failed')
       OR (d.state = 'sending' AND d.claimed_until > clock_timestamp())
    """
)


async def find_obstacles(
    connection: Connection, keys: Collection[DeliveryKey]
) -> dict[DeliveryKey, float | None]:
    """Those of these that nobody may claim now: the seconds until one may, None if never."""
    result = await connection.execute(_OBSTACLES, _columns_of(keys))
    return {DeliveryKey(*row[:3]): row[3] for row in result}


# A reminder that was cancelled and planned again for the same instant while its message left: the
# message is the one of the new plan, too. One that failed may still be sent by another channel.
_ADOPT = text(
    """
    UPDATE reminders AS r SET state = d.state, reason = d.reason, updated_at = :now
    FROM deliveries d
    JOIN unnest(CAST(:reminder_ids AS uuid[]), CAST(:fire_ats AS timestamptz[]),
                CAST(:channels AS text[]), CAST(:versions AS int[]))
         AS w (reminder_id, fire_at, channel, version)
    USING (reminder_id, fire_at, channel)
    WHERE d.state IN ('sent', 'failed') AND r.id = d.reminder_id AND r.fire_at = d.fire_at
    AND r.version = w.version AND r.state = 'scheduled'
    """
)


async def adopt_outcomes(
    connection: Connection, settled: Mapping[DeliveryKey, int], now: datetime
) -> None:
    """Reminders of these versions say what the ledger says of their deliveries, settled before."""
    parameters = {**_columns_of(settled), "versions": list(settled.values()), "now": now}
    await connection.execute(_ADOPT, parameters)


_EXTEND = text(
    """
    UPDATE deliveries AS d
    SET claimed_until = clock_timestamp() + make_interval(secs => :seconds)
    FROM unnest(CAST(:reminder_ids AS uuid[]), CAST(:fire_ats AS timestamptz[]),
                CAST(:channels AS text[]), CAST(:attempts AS int[]))
         AS w (reminder_id, fire_at, channel, attempt)
    WHERE d.reminder_id = w.reminder_id AND d.fire_at = w.fire_at AND d.channel = w.channel
    AND d.state = 'sending' AND d.attempts = w.attempt AND d.claimed_until IS NOT NULL
    RETURNING d.reminder_id, d.fire_at, d.channel
    """
)


async def extend_claims(
    connection: Connection, held: Mapping[DeliveryKey, int], seconds: float
) -> set[DeliveryKey]:
    """Deliveries still held under the attempts given, now for `seconds` from here on."""
    parameters = {
        **_columns_of(held),
        "attempts": list(held.values()),
        "seconds": seconds,
    }
    return {DeliveryKey(*row) for row in await connection.execute(_EXTEND, parameters)}


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of an attempt. `sending`: given back; `in_doubt` if it may have arrived.

    In doubt, nobody may claim it for a minute, next time for ten, then for an hour each: a channel
    that takes messages but never says so would bring one after the other.
    """

    key: DeliveryKey
    attempt: int
    state: Literal["sent", "failed", "sending"]
    reason: str | None = None
    answer: str | None = None
    sent_at: datetime | None = None
    lateness_ms: int | None = None
    in_doubt: bool = False


# `sent` counts whoever says it; the rest only from the attempt that holds the row.
_SETTLE = text(
    """
    UPDATE deliveries AS d
    SET state = s.state, reason = s.reason, provider_answer = s.answer, sent_at = s.sent_at,
        lateness_ms = s.lateness_ms,
        claimed_until = CASE WHEN s.in_doubt THEN clock_timestamp()
            + make_interval(secs => least(60 * power(10, least(d.resends, 2)), 3600)) END
    FROM unnest(CAST(:reminder_ids AS uuid[]), CAST(:fire_ats AS timestamptz[]),
                CAST(:channels AS text[]), CAST(:attempts AS int[]), CAST(:states AS text[]),
                CAST(:reasons AS text[]), CAST(:answers AS text[]),
                CAST(:sent_ats AS timestamptz[]), CAST(:latenesses AS int[]),
                CAST(:in_doubts AS bool[]))
         AS s (reminder_id, fire_at, channel, attempt, state, reason, answer, sent_at,
               lateness_ms, in_doubt)
    WHERE d.reminder_id = s.reminder_id AND d.fire_at = s.fire_at AND d.channel = s.channel
    AND d.state = 'sending' AND (d.attempts = s.attempt OR s.state = 'sent')
    RETURNING d.reminder_id, d.fire_at, d.channel
    """
)


async def settle(connection: Connection, settlements: Collection[Settlement]) -> set[DeliveryKey]:
    """The attempts' results are in the ledger; the keys whose row changed."""
    if not settlements:
        return set()
    rows = sorted(settlements, key=_key_of)
    parameters = {
        **_columns_of([row.key for row in rows]),
        "attempts": [row.attempt for row in rows],
        "states": [row.state for row in rows],
        "reasons": [row.reason for row in rows],
        "answers": [row.answer for row in rows],
        "sent_ats": [row.sent_at for row in rows],
        "latenesses": [row.lateness_ms for row in rows],
        "in_doubts": [row.in_doubt for row in rows],
    }
    return {DeliveryKey(*row) for row in await connection.execute(_SETTLE, parameters)}


@dataclass(frozen=True, slots=True)
class SkippedDelivery:
    """A message that is not sent, and why."""

    key: DeliveryKey
    id: UUID
    task_id: UUID
    user_id: UUID
    reason: str


# The reminder is locked for the same reason as in a claim.
_SKIP = text(
    """
    INSERT INTO deliveries AS d (id, reminder_id, task_id, user_id, channel, fire_at, state,
                                 reason, attempts, claimed_at)
    SELECT w.id, w.reminder_id, w.task_id, w.user_id, w.channel, w.fire_at, 'skipped',
           w.reason, 0, :now
    FROM unnest(CAST(:ids AS uuid[]), CAST(:reminder_ids AS uuid[]), CAST(:task_ids AS uuid[]),
                CAST(:user_ids AS uuid[]), CAST(:channels AS text[]),
                CAST(:fire_ats AS timestamptz[]), CAST(:reasons AS text[]))
         AS w (id, reminder_id, task_id, user_id, channel, fire_at, reason)
    JOIN reminders r ON r.id = w.reminder_id
    ORDER BY w.reminder_id, w.fire_at, w.channel FOR KEY SHARE OF r
    ON CONFLICT (reminder_id, fire_at, channel) DO UPDATE
    SET state = 'skipped', reason = excluded.reason, claimed_until = NULL
    WHERE d.state = 'sending'
    AND (d.claimed_until IS NULL OR d.claimed_until <= clock_timestamp())
    RETURNING d.reminder_id, d.fire_at, d.channel
    """
)


async def skip(
    connection: Connection, skipped: Collection[SkippedDelivery], now: datetime
) -> set[DeliveryKey]:
    """The reasons are in the ledger, unless more is known there; the keys that are new or changed.

    Each key once.
    """
    if not skipped:
        return set()
    parameters = {
        **_columns_of([row.key for row in skipped]),
        "ids": [row.id for row in skipped],
        "task_ids": [row.task_id for row in skipped],
        "user_ids": [row.user_id for row in skipped],
        "reasons": [row.reason for row in skipped],
        "now": now,
    }
    return {DeliveryKey(*row) for row in await connection.execute(_SKIP, parameters)}


@dataclass(frozen=True, slots=True)
class ReminderResult:
    """What its channels made of one version of a reminder."""

    reminder_id: UUID
    version: int
    state: Literal["sent", "failed", "skipped"]
    reason: str | None


# One channel that took it is enough for `sent`; what never failed is not `failed` by a skip.
_CONCLUDE = text(
    """
    UPDATE reminders AS r SET state = s.state, reason = s.reason, updated_at = :now
    FROM unnest(CAST(:ids AS uuid[]), CAST(:versions AS int[]), CAST(:states AS text[]),
                CAST(:reasons AS text[])) AS s (id, version, state, reason)
    WHERE r.id = s.id AND r.version = s.version
    AND (r.state = 'scheduled' OR (r.state = 'skipped' AND s.state IN ('sent', 'failed'))
         OR (r.state = 'failed' AND s.state = 'sent'))
    """
)


async def conclude_reminders(
    connection: Connection, results: Collection[ReminderResult], now: datetime
) -> None:
    """The reminders say what became of them, if nobody has planned them anew; each id once."""
    if not results:
        return
    parameters = {
        "ids": [row.reminder_id for row in results],
        "versions": [row.version for row in results],
        "states": [row.state for row in results],
        "reasons": [row.reason for row in results],
        "now": now,
    }
    await connection.execute(_CONCLUDE, parameters)


def _key_of(settlement: Settlement) -> DeliveryKey:
    return settlement.key


def _columns_of(keys: Collection[DeliveryKey]) -> dict[str, Any]:
    return {
        "reminder_ids": [key.reminder_id for key in keys],
        "fire_ats": [key.fire_at for key in keys],
        "channels": [key.channel for key in keys],
    }
