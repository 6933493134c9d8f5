"""What quiet hours hold back: deliveries that are `deferred`, and the bundle that carries them.

A bundle is one row of `reminders` a person. As long as its user is locked, nothing is deferred to
it and nothing is taken from it by anybody else.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection
from shared.db.repositories.deliveries import NOT_UNDER_WAY, TAKEN_OVER, DeliveryKey, columns_of
from shared.db.repositories.digests import DigestRow, digest_id
from shared.db.repositories.due_rows import (
    DUE_COLUMNS,
    DUE_JOINS,
    DueRow,
    due_parameters,
    due_row,
)
from shared.domain.delivery_reasons import GAVE_UP

LOST_AFTER: Final = timedelta(days=1)
"""A bundle whose instant is so long past will not come by itself any more."""


@dataclass(frozen=True, slots=True)
class DeferredDelivery:
    """A message that waits for `until`; `id` is used if its row does not exist yet."""

    key: DeliveryKey
    id: UUID
    task_id: UUID | None
    user_id: UUID
    until: datetime


# The reminder is locked for the same reason as in a claim, and the same rows are taken over.
_DEFER = text(
    f"""
    INSERT INTO deliveries AS d (id, reminder_id, task_id, user_id, channel, fire_at, state,
                                 reason, attempts, claimed_at, carried_by, carried_at)
    SELECT w.id, w.reminder_id, w.task_id, w.user_id, w.channel, w.fire_at, 'deferred',
           'quiet_hours', 0, :now, w.carried_by, w.carried_at
    FROM unnest(CAST(:ids AS uuid[]), CAST(:reminder_ids AS uuid[]), CAST(:task_ids AS uuid[]),
                CAST(:user_ids AS uuid[]), CAST(:channels AS text[]),
                CAST(:fire_ats AS timestamptz[]), CAST(:bundle_ids AS uuid[]),
                CAST(:ends AS timestamptz[]))
         AS w (id, reminder_id, task_id, user_id, channel, fire_at, carried_by, carried_at)
    JOIN reminders r ON r.id = w.reminder_id
    ORDER BY w.reminder_id, w.fire_at, w.channel FOR KEY SHARE OF r
    ON CONFLICT (reminder_id, fire_at, channel) DO UPDATE
    SET state = 'deferred', reason = 'quiet_hours', carried_by = excluded.carried_by,
        carried_at = excluded.carried_at, claimed_until = NULL,
        resends = d.resends + CASE WHEN d.claimed_until IS NULL THEN 0 ELSE 1 END
    WHERE {TAKEN_OVER}
    RETURNING d.reminder_id, d.fire_at, d.channel
    """  # noqa: S608 - made of constants
)


async def defer(
    connection: Connection, deferred: Collection[DeferredDelivery], now: datetime
) -> set[DeliveryKey]:
    """These wait for their bundles, unless more is known of them; the keys that are new or changed.

    Each key once.
    """
    if not deferred:
        return set()
    parameters = {
        **columns_of([row.key for row in deferred]),
        "ids": [row.id for row in deferred],
        "task_ids": [row.task_id for row in deferred],
        "user_ids": [row.user_id for row in deferred],
        "bundle_ids": [digest_id(row.user_id, "bundle") for row in deferred],
        "ends": [row.until for row in deferred],
        "gave_up": GAVE_UP,
        "now": now,
    }
    return {DeliveryKey(*row) for row in await connection.execute(_DEFER, parameters)}


@dataclass(frozen=True, slots=True)
class WantedBundle:
    """A bundle that is to come at the end of quiet hours; `channels` are those of its first."""

    user_id: UUID
    fire_at: datetime
    channels: Sequence[str]


# One that waits, or is being sent, takes along what is deferred to it now; `end_bundle` looks for
# what came too late. One that was sent goes on with a later instant, as its key was used.
_PLAN = text(
    """
    INSERT INTO reminders AS r (id, user_id, kind, fire_at, channels, state, created_at, updated_at)
    SELECT w.id, w.user_id, 'bundle', w.fire_at, string_to_array(w.channels, ','), 'scheduled',
           :now, :now
    FROM unnest(CAST(:ids AS uuid[]), CAST(:user_ids AS uuid[]), CAST(:fire_ats AS timestamptz[]),
                CAST(:channels AS text[])) AS w (id, user_id, fire_at, channels)
    ORDER BY w.user_id
    ON CONFLICT (user_id, kind) WHERE task_id IS NULL DO UPDATE
    SET fire_at = CASE WHEN r.state = 'scheduled' AND r.fire_at > excluded.fire_at
                       THEN excluded.fire_at
                       ELSE greatest(excluded.fire_at, r.fire_at + interval '1 millisecond') END,
        channels = excluded.channels, state = 'scheduled', reason = NULL,
        version = r.version + 1, updated_at = :now
    WHERE r.state <> 'scheduled' OR r.fire_at > excluded.fire_at OR r.fire_at < :lost_before
    RETURNING r.id, r.user_id, r.kind, r.version, r.fire_at
    """
)


async def plan_bundles(
    connection: Connection, wanted: Sequence[WantedBundle], now: datetime
) -> list[DigestRow]:
    """A bundle of each of these users, locked by the caller, waits; those planned anew.

    Each user once.
    """
    if not wanted:
        return []
    parameters = {
        "ids": [digest_id(each.user_id, "bundle") for each in wanted],
        "user_ids": [each.user_id for each in wanted],
        "fire_ats": [each.fire_at for each in wanted],
        "channels": [",".join(each.channels) for each in wanted],
        "now": now,
        "lost_before": now - LOST_AFTER,
    }
    return [DigestRow(*row) for row in await connection.execute(_PLAN, parameters)]


@dataclass(frozen=True, slots=True)
class Carried:
    """A deferred delivery, when its quiet hours were over, and its reminder as it is now."""

    key: DeliveryKey
    carried_at: datetime
    row: DueRow

    @property
    def is_latest(self) -> bool:
        """Whether the reminder has not been planned for another instant since."""
        return self.row.fire_at == self.key.fire_at


# Index ix_deliveries_carried.
_READ = text(
    f"""
    SELECT d.reminder_id, d.fire_at, d.channel, d.carried_at, {DUE_COLUMNS}
    FROM deliveries d
    JOIN reminders r ON r.id = d.reminder_id
    {DUE_JOINS}
    WHERE d.carried_by = :bundle_id AND d.state = 'deferred'
    ORDER BY d.fire_at, d.reminder_id, d.channel LIMIT :limit
    """  # noqa: S608 - made of constants
)


async def read_carried(
    connection: Connection, bundle_id: UUID, now: datetime, limit: int
) -> list[Carried]:
    """What waits for this bundle, up to `limit` of it, by the planned instants."""
    parameters = {"bundle_id": bundle_id, "limit": limit, **due_parameters(now)}
    rows = await connection.execute(_READ, parameters)
    return [Carried(DeliveryKey(*row[:3]), row[3], due_row(tuple(row[4:]))) for row in rows]


@dataclass(frozen=True, slots=True)
class CarriedSettlement:
    """What its bundle made of a deferred delivery; `message_id` is that of the bundle's message."""

    key: DeliveryKey
    state: Literal["sent", "failed", "skipped"]
    reason: str
    message_id: str | None = None
    answer: str | None = None
    sent_at: datetime | None = None
    lateness_ms: int | None = None


_SETTLE = text(
    """
    UPDATE deliveries AS d
    SET state = s.state, reason = s.reason, message_id = coalesce(s.message_id, d.message_id),
        provider_answer = s.answer, sent_at = s.sent_at, lateness_ms = s.lateness_ms,
        attempts = d.attempts + CASE WHEN s.state = 'skipped' THEN 0 ELSE 1 END
    FROM unnest(CAST(:reminder_ids AS uuid[]), CAST(:fire_ats AS timestamptz[]),
                CAST(:channels AS text[]), CAST(:states AS text[]), CAST(:reasons AS text[]),
                CAST(:message_ids AS text[]), CAST(:answers AS text[]),
                CAST(:sent_ats AS timestamptz[]), CAST(:latenesses AS int[]))
         AS s (reminder_id, fire_at, channel, state, reason, message_id, answer, sent_at,
               lateness_ms)
    WHERE d.reminder_id = s.reminder_id AND d.fire_at = s.fire_at AND d.channel = s.channel
    AND d.state = 'deferred'
    RETURNING d.reminder_id, d.fire_at, d.channel
    """
)


async def settle_carried(
    connection: Connection, settlements: Collection[CarriedSettlement]
) -> set[DeliveryKey]:
    """What became of these is in the ledger; the keys that were still deferred."""
    if not settlements:
        return set()
    rows = sorted(settlements, key=lambda row: row.key)
    parameters = {
        **columns_of([row.key for row in rows]),
        "states": [row.state for row in rows],
        "reasons": [row.reason for row in rows],
        "message_ids": [row.message_id for row in rows],
        "answers": [row.answer for row in rows],
        "sent_ats": [row.sent_at for row in rows],
        "latenesses": [row.lateness_ms for row in rows],
    }
    return {DeliveryKey(*row) for row in await connection.execute(_SETTLE, parameters)}


# What a channel did not take and has nothing left to bring will not be tried again. Index
# ix_deliveries_carried.
_DROP = text(
    f"""
    UPDATE deliveries AS d SET state = 'skipped', reason = 'nothing_left', claimed_until = NULL
    FROM reminders r
    WHERE r.id = :id AND r.user_id = :user_id AND r.version = :version
    AND d.reminder_id = r.id AND d.fire_at = r.fire_at AND d.state = 'sending' AND {NOT_UNDER_WAY}
    AND NOT EXISTS (SELECT 1 FROM deliveries c WHERE c.carried_by = r.id
                    AND c.state = 'deferred' AND c.channel = d.channel)
    """  # noqa: S608 - made of constants
)

# A bundle with a message under way stays what it is: whoever settles that message comes here, too.
_END = text(
    """
    UPDATE reminders AS r
    SET fire_at = CASE WHEN l.at IS NULL THEN r.fire_at
                       ELSE greatest(l.at, :earliest, r.fire_at + interval '1 millisecond') END,
        state = CASE WHEN l.at IS NOT NULL THEN 'scheduled' ELSE 'skipped' END,
        reason = CASE WHEN l.at IS NULL THEN 'nothing_to_say' END,
        version = r.version + CASE WHEN l.at IS NULL THEN 0 ELSE 1 END, updated_at = :now
    FROM (SELECT min(d.carried_at) AS at FROM deliveries d
          WHERE d.carried_by = :id AND d.state = 'deferred') AS l
    WHERE r.id = :id AND r.user_id = :user_id AND r.version = :version AND r.state <> 'cancelled'
    AND (l.at IS NOT NULL OR r.state = 'scheduled')
    AND NOT EXISTS (SELECT 1 FROM deliveries d
                    WHERE d.reminder_id = :id AND d.fire_at = r.fire_at AND d.state = 'sending')
    RETURNING r.id, r.user_id, r.kind, r.version, r.fire_at, r.state = 'scheduled'
    """
)


async def end_bundle(
    connection: Connection,
    user_id: UUID,
    bundle_id: UUID,
    version: int,
    *,
    now: datetime,
    earliest: datetime,
) -> list[DigestRow]:
    """This version of a bundle of this user is over, its user locked by the caller.

    What is still deferred to it waits for its next version, strictly later and not before
    `earliest`; that one, if there is one.
    """
    bundle = {"id": bundle_id, "user_id": user_id, "version": version}
    await connection.execute(_DROP, bundle | {"gave_up": GAVE_UP})
    rows = await connection.execute(_END, bundle | {"now": now, "earliest": earliest})
    return [DigestRow(*row[:5]) for row in rows if row[5]]


# A message under way, or in doubt, is followed to its end instead; one that was given back was not.
_POSTPONE = text(
    f"""
    WITH moved AS (
        UPDATE reminders AS r SET fire_at = :until, version = r.version + 1, updated_at = :now
        WHERE r.id = :id AND r.version = :version AND r.state = 'scheduled' AND r.fire_at < :until
        AND NOT EXISTS (SELECT 1 FROM deliveries d
                        WHERE d.reminder_id = :id AND d.fire_at = r.fire_at
                        AND d.state = 'sending' AND d.claimed_until IS NOT NULL)
        RETURNING r.id, r.user_id, r.kind, r.version, r.fire_at
    ), carried AS (
        UPDATE deliveries AS d SET carried_at = :until FROM moved
        WHERE d.carried_by = moved.id AND d.state = 'deferred'
    ), given_back AS (
        UPDATE deliveries AS d SET state = 'skipped', reason = 'quiet_hours', claimed_until = NULL
        FROM moved
        WHERE d.reminder_id = moved.id AND d.state = 'sending' AND d.fire_at < moved.fire_at
        AND {NOT_UNDER_WAY}
    )
    SELECT * FROM moved
    """  # noqa: S608 - made of constants
)


async def postpone_bundle(
    connection: Connection, bundle_id: UUID, version: int, until: datetime, now: datetime
) -> list[DigestRow]:
    """A bundle of which nothing is under way, its user locked, waits for `until` with all of it.

    It, in its new version; nothing if it is under way or was planned anew.
    """
    parameters = {
        "id": bundle_id,
        "version": version,
        "until": until,
        "now": now,
        "gave_up": GAVE_UP,
    }
    return [DigestRow(*row) for row in await connection.execute(_POSTPONE, parameters)]
