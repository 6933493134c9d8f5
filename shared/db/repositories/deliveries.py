"""The delivery ledger: what is being sent, what was, and why nothing was.

How long a claim holds is judged by the database's clock alone, as with leases. Rows are written
in the order of their keys, so that two writers never wait for each other.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection
from shared.domain.delivery_reasons import GAVE_UP


class DeliveryKey(NamedTuple):
    """One message to one person through one channel, whatever the number of attempts."""

    reminder_id: UUID
    fire_at: datetime
    channel: str


@dataclass(frozen=True, slots=True)
class WantedDelivery:
    """A message that is about to be sent; `id` is used if the row does not exist yet.

    `version` is that of the reminder as it was read.
    """

    key: DeliveryKey
    version: int
    id: UUID
    task_id: UUID | None
    user_id: UUID
    message_id: str


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to send. `attempt` fences it; a resend may be the second copy of the message."""

    attempt: int
    is_resend: bool


_NOT_HELD = "(d.claimed_until IS NULL OR d.claimed_until <= clock_timestamp())"
TAKEN_OVER = f"""d.state = 'skipped'
       OR (d.state = 'failed' AND starts_with(d.reason, :gave_up))
       OR (d.state = 'sending' AND {_NOT_HELD})"""
"""Delivery `d` may be sent, or put off, although it has a row.

One that was only skipped is: the plan that it was skipped under is an older one. So is one that was
given up, whose event was redriven.
"""
NOT_UNDER_WAY = f"({_NOT_HELD} OR d.reason <> :gave_up)"
"""Nobody is sending delivery `d`: it is not held, or it is because it is in doubt, and says why.

What is being sent has no reason; if it was given up before, the beginning of one.
"""

# The unique index on the key finds the row. Joining the reminder drops what was cancelled or
# planned anew since it was read: waiting for another's claim, a mail server or a frozen process may
# take long. Locking it keeps one that is being deleted from failing, by its foreign key, all others
# here, and from holding them up: the transaction that deletes it may go on for seconds.
_CLAIM = text(
    f"""
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
    ORDER BY w.reminder_id, w.fire_at, w.channel FOR KEY SHARE OF r SKIP LOCKED
    ON CONFLICT (reminder_id, fire_at, channel) DO UPDATE
    SET state = 'sending', attempts = d.attempts + 1,
        reason = CASE WHEN starts_with(d.reason, :gave_up) THEN :gave_up END,
        message_id = excluded.message_id, claimed_at = excluded.claimed_at,
        claimed_until = excluded.claimed_until,
        resends = d.resends + CASE WHEN d.claimed_until IS NULL THEN 0 ELSE 1 END,
        resent_at = CASE WHEN d.claimed_until IS NULL THEN d.resent_at
                         ELSE excluded.claimed_at END
    WHERE {TAKEN_OVER}
    RETURNING d.reminder_id, d.fire_at, d.channel, d.attempts,
              d.resent_at IS NOT DISTINCT FROM d.claimed_at
    """  # noqa: S608 - made of constants
)


async def claim(
    connection: Connection,
    wanted: Iterable[WantedDelivery],
    now: datetime,
    seconds: float,
) -> dict[DeliveryKey, Claim]:
    """The deliveries that are now the caller's to send, for `seconds`; each key once.

    Left out: what is settled, what somebody else holds, and reminders that are gone, not what they
    were when they were read, or being deleted at this moment.
    """
    rows = list(wanted)
    parameters = {
        **columns_of([row.key for row in rows]),
        "ids": [row.id for row in rows],
        "task_ids": [row.task_id for row in rows],
        "user_ids": [row.user_id for row in rows],
        "message_ids": [row.message_id for row in rows],
        "versions": [row.version for row in rows],
        "now": now,
        "seconds": seconds,
        "gave_up": GAVE_UP,
    }
    result = await connection.execute(_CLAIM, parameters)
    return {DeliveryKey(*row[:3]): Claim(row[3], row[4]) for row in result}


_UNCHANGED = text(
    """
    SELECT r.id
    FROM unnest(CAST(:ids AS uuid[]), CAST(:versions AS int[])) AS w (id, version)
    JOIN reminders r ON r.id = w.id AND r.version = w.version AND r.state <> 'cancelled'
    """
)


async def find_unchanged(connection: Connection, wanted: Collection[WantedDelivery]) -> set[UUID]:
    """The reminders of these that are still what they were when they were read."""
    parameters = {
        "ids": [row.key.reminder_id for row in wanted],
        "versions": [row.version for row in wanted],
    }
    return {row[0] for row in await connection.execute(_UNCHANGED, parameters)}


_OBSTACLES = text(
    """
    SELECT d.reminder_id, d.fire_at, d.channel,
           CASE WHEN d.state = 'sending'
                THEN extract(epoch FROM d.claimed_until - clock_timestamp())::float8 END
    FROM deliveries d
    JOIN unnest(CAST(:reminder_ids AS uuid[]), CAST(:fire_ats AS timestamptz[]),
                CAST(:channels AS text[])) AS w (reminder_id, fire_at, channel)
    USING (reminder_id, fire_at, channel)
    WHERE d.state IN ('sent', 'deferred')
       OR (d.state = 'failed' AND NOT starts_with(d.reason, :gave_up))
       OR (d.state = 'sending' AND d.claimed_until > clock_timestamp())
    """
)


async def find_obstacles(
    connection: Connection, keys: Collection[DeliveryKey]
) -> dict[DeliveryKey, float | None]:
    """Those of these that nobody may claim now: the seconds until one may, None if never."""
    parameters = {**columns_of(keys), "gave_up": GAVE_UP}
    result = await connection.execute(_OBSTACLES, parameters)
    return {DeliveryKey(*row[:3]): row[3] for row in result}


# A claim's row, but nobody holds it, nothing was tried, and no channel has said anything.
_UNBEGUN = text(
    """
    INSERT INTO deliveries AS d (id, reminder_id, task_id, user_id, channel, fire_at, state,
                                 attempts, claimed_at)
    SELECT w.id, w.reminder_id, w.task_id, w.user_id, w.channel, w.fire_at, 'sending', 0, :now
    FROM unnest(CAST(:ids AS uuid[]), CAST(:reminder_ids AS uuid[]), CAST(:task_ids AS uuid[]),
                CAST(:user_ids AS uuid[]), CAST(:channels AS text[]),
                CAST(:fire_ats AS timestamptz[]), CAST(:versions AS int[]))
         AS w (id, reminder_id, task_id, user_id, channel, fire_at, version)
    JOIN reminders r ON r.id = w.reminder_id AND r.version = w.version AND r.state <> 'cancelled'
    ORDER BY w.reminder_id, w.fire_at, w.channel FOR KEY SHARE OF r SKIP LOCKED
    ON CONFLICT (reminder_id, fire_at, channel) DO UPDATE SET state = 'sending', reason = NULL
    WHERE d.state = 'skipped'
    """
)


async def note_unbegun(
    connection: Connection, wanted: Collection[WantedDelivery], now: datetime
) -> None:
    """These have rows as deliveries that are still to be tried; each key once.

    What is known of one stays, but that it was skipped under an older plan.
    """
    parameters = {
        **columns_of([row.key for row in wanted]),
        "ids": [row.id for row in wanted],
        "task_ids": [row.task_id for row in wanted],
        "user_ids": [row.user_id for row in wanted],
        "versions": [row.version for row in wanted],
        "now": now,
    }
    await connection.execute(_UNBEGUN, parameters)


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
        **columns_of(held),
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
    SET state = s.state, provider_answer = s.answer, sent_at = s.sent_at,
        lateness_ms = s.lateness_ms,
        reason = CASE WHEN s.state = 'sending' AND starts_with(d.reason, :gave_up)
                      THEN :gave_up || s.reason ELSE s.reason END,
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
        **columns_of([row.key for row in rows]),
        "attempts": [row.attempt for row in rows],
        "states": [row.state for row in rows],
        "reasons": [row.reason for row in rows],
        "answers": [row.answer for row in rows],
        "sent_ats": [row.sent_at for row in rows],
        "latenesses": [row.lateness_ms for row in rows],
        "in_doubts": [row.in_doubt for row in rows],
        "gave_up": GAVE_UP,
    }
    return {DeliveryKey(*row) for row in await connection.execute(_SETTLE, parameters)}


_GIVE_UP = text(
    f"""
    UPDATE deliveries AS d
    SET state = 'failed', reason = :reason, claimed_until = NULL,
        resends = d.resends + CASE WHEN d.claimed_until IS NULL THEN 0 ELSE 1 END
    WHERE d.reminder_id = :reminder_id AND d.user_id = :user_id AND d.fire_at = :fire_at
    AND d.state = 'sending' AND {NOT_UNDER_WAY}
    RETURNING d.reminder_id, d.fire_at, d.channel
    """  # noqa: S608 - made of constants
)


async def give_up(
    connection: Connection, user_id: UUID, reminder_id: UUID, fire_at: datetime, reason: str
) -> set[DeliveryKey]:
    """What is under way of these deliveries no more has failed, until its event is redriven.

    The keys. What is in doubt is counted as sent again: that is what a redrive would do.
    """
    parameters = {
        "user_id": user_id,
        "reminder_id": reminder_id,
        "fire_at": fire_at,
        "reason": GAVE_UP + reason,
        "gave_up": GAVE_UP,
    }
    return {DeliveryKey(*row) for row in await connection.execute(_GIVE_UP, parameters)}


@dataclass(frozen=True, slots=True)
class SkippedDelivery:
    """A message that is not sent, and why."""

    key: DeliveryKey
    id: UUID
    task_id: UUID | None
    user_id: UUID
    reason: str


# The reminder is locked for the same reason as in a claim.
_SKIP = text(
    f"""
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
    AND {_NOT_HELD}
    RETURNING d.reminder_id, d.fire_at, d.channel
    """  # noqa: S608 - made of constants
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
        **columns_of([row.key for row in skipped]),
        "ids": [row.id for row in skipped],
        "task_ids": [row.task_id for row in skipped],
        "user_ids": [row.user_id for row in skipped],
        "reasons": [row.reason for row in skipped],
        "now": now,
    }
    return {DeliveryKey(*row) for row in await connection.execute(_SKIP, parameters)}


def _key_of(settlement: Settlement) -> DeliveryKey:
    return settlement.key


def columns_of(keys: Collection[DeliveryKey]) -> dict[str, Any]:
    """The keys as arrays, one a column."""
    return {
        "reminder_ids": [key.reminder_id for key in keys],
        "fire_ats": [key.fire_at for key in keys],
        "channels": [key.channel for key in keys],
    }
