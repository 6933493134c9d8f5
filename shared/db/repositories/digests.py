"""Messages about many tasks as rows of `reminders`: one a person and kind, without a task."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import text

from shared.core.ids import derived_uuid
from shared.db.connection import Connection
from shared.db.repositories.due_rows import DAYS_OFF, day_parameters
from shared.domain.delivery_reasons import GAVE_UP
from shared.domain.moments import Clock
from shared.events.digests import DigestKind


def digest_id(user_id: UUID, kind: DigestKind) -> UUID:
    """The id of this person's row of that kind, whether it exists yet or not."""
    return derived_uuid(user_id, kind)


@dataclass(frozen=True, slots=True)
class DigestRow:
    """One digest, review or bundle that waits or has ceased to."""

    id: UUID
    user_id: UUID
    kind: DigestKind
    version: int
    fire_at: datetime


@dataclass(frozen=True, slots=True)
class DigestDueRow:
    """A digest of any kind with its reader, as they are now; `days_off` as in `DueRow`.

    `given_up` are the instants of those of its messages that were given up: their events may be
    redriven.
    """

    id: UUID
    kind: DigestKind
    version: int
    state: str
    fire_at: datetime
    channels: Sequence[str]
    user_id: UUID
    email: str
    name: str
    zone: str
    quiet_from: time | None
    quiet_until: time | None
    time_format: Clock
    days_off: Sequence[date]
    given_up: Sequence[datetime]
    is_disabled: bool = False


_REDRIVABLE = timedelta(days=31)

_READ = text(
    f"""
    SELECT r.id, r.kind, r.version, r.state, r.fire_at, r.channels, u.id, u.email, u.name, u.zone,
           u.quiet_from, u.quiet_until, u.time_format,
           {DAYS_OFF},
           ARRAY(SELECT DISTINCT d.fire_at FROM deliveries d
                 WHERE d.reminder_id = r.id AND d.fire_at > :redrivable_from
                 AND d.state IN ('failed', 'sending') AND starts_with(d.reason, :gave_up)),
           u.disabled_at IS NOT NULL
    FROM reminders r JOIN users u ON u.id = r.user_id AND u.erased_at IS NULL
    WHERE r.id = ANY(CAST(:ids AS uuid[])) AND r.task_id IS NULL
    """  # noqa: S608 - made of constants
)


async def read_digests(
    connection: Connection, ids: Collection[UUID], now: datetime
) -> dict[UUID, DigestDueRow]:
    """What is known of each of these; those that are gone are left out."""
    parameters = {
        "ids": list(ids),
        "gave_up": GAVE_UP,
        "redrivable_from": now - _REDRIVABLE,
        **day_parameters(now),
    }
    return {row[0]: DigestDueRow(*row) for row in await connection.execute(_READ, parameters)}


@dataclass(frozen=True, slots=True)
class WantedDigest:
    """A digest that is to wait for `fire_at`; if it waits for `under_way_at`, that one is sent."""

    user_id: UUID
    kind: DigestKind
    fire_at: datetime
    channels: Sequence[str]
    under_way_at: datetime | None = None


# In the order of the unique index uq_reminders_digest, so that two writers never wait in a circle.
_PLAN = text(
    """
    INSERT INTO reminders AS r (id, user_id, kind, fire_at, channels, state, created_at, updated_at)
    SELECT w.id, w.user_id, w.kind, w.fire_at, string_to_array(w.channels, ','), 'scheduled',
           :now, :now
    FROM unnest(CAST(:ids AS uuid[]), CAST(:user_ids AS uuid[]), CAST(:kinds AS text[]),
                CAST(:fire_ats AS timestamptz[]), CAST(:channels AS text[]))
         AS w (id, user_id, kind, fire_at, channels)
    WHERE NOT EXISTS (
        SELECT 1 FROM reminders q
        JOIN unnest(CAST(:ids AS uuid[]), CAST(:under_ways AS timestamptz[])) AS v (id, at)
        ON q.id = v.id AND q.state = 'scheduled' AND q.fire_at = v.at
        WHERE q.id = w.id)
    ORDER BY w.user_id, w.kind
    ON CONFLICT (user_id, kind) WHERE task_id IS NULL DO UPDATE
    SET fire_at = excluded.fire_at, channels = excluded.channels, state = 'scheduled',
        reason = NULL, version = r.version + 1, updated_at = :now
    WHERE (r.fire_at, r.channels, r.state)
        IS DISTINCT FROM (excluded.fire_at, excluded.channels, 'scheduled')
    RETURNING r.id, r.user_id, r.kind, r.version, r.fire_at
    """
)


async def plan_digests(
    connection: Connection, wanted: Sequence[WantedDigest], now: datetime
) -> list[DigestRow]:
    """These wait for their instants, each user locked by the caller; those that did not before."""
    if not wanted:
        return []
    parameters = {
        "ids": [digest_id(each.user_id, each.kind) for each in wanted],
        "user_ids": [each.user_id for each in wanted],
        "kinds": [each.kind for each in wanted],
        "fire_ats": [each.fire_at for each in wanted],
        "channels": [",".join(each.channels) for each in wanted],
        "under_ways": [each.under_way_at for each in wanted],
        "now": now,
    }
    return [DigestRow(*row) for row in await connection.execute(_PLAN, parameters)]


_CANCEL = text(
    """
    UPDATE reminders AS r SET state = 'cancelled', reason = 'switched_off',
           version = r.version + 1, updated_at = :now
    FROM unnest(CAST(:ids AS uuid[])) AS w (id)
    WHERE r.id = w.id AND r.state <> 'cancelled'
    RETURNING r.id, r.user_id, r.kind, r.version, r.fire_at
    """
)


async def cancel_digests(
    connection: Connection, wanted: Sequence[tuple[UUID, DigestKind]], now: datetime
) -> list[DigestRow]:
    """What these people do not want any more does not wait; those rows that were changed."""
    if not wanted:
        return []
    parameters = {"ids": [digest_id(*each) for each in wanted], "now": now}
    return [DigestRow(*row) for row in await connection.execute(_CANCEL, parameters)]


@dataclass(frozen=True, slots=True)
class NextDigest:
    """The one that follows version `version` of a digest."""

    id: UUID
    version: int
    fire_at: datetime
    channels: Sequence[str]


# What a channel still tries keeps its version; whoever settles the last one plans the next.
_GO_ON = text(
    """
    UPDATE reminders AS r
    SET fire_at = w.fire_at, channels = string_to_array(w.channels, ','), state = 'scheduled',
        reason = NULL, version = r.version + 1, updated_at = :now
    FROM unnest(CAST(:ids AS uuid[]), CAST(:versions AS int[]), CAST(:fire_ats AS timestamptz[]),
                CAST(:channels AS text[])) AS w (id, version, fire_at, channels)
    WHERE r.id = w.id AND r.version = w.version AND r.state <> 'cancelled'
    AND NOT EXISTS (
        SELECT 1 FROM unnest(r.channels) AS c (name)
        WHERE NOT EXISTS (
            SELECT 1 FROM deliveries d WHERE d.reminder_id = r.id AND d.fire_at = r.fire_at
            AND d.channel = c.name AND d.state IN ('sent', 'failed', 'skipped')))
    RETURNING r.id, r.user_id, r.kind, r.version, r.fire_at
    """
)


async def go_on(
    connection: Connection, wanted: Sequence[NextDigest], now: datetime
) -> list[DigestRow]:
    """The next of each waits if this version is settled on all its channels; those that do now."""
    if not wanted:
        return []
    parameters = {
        "ids": [each.id for each in wanted],
        "versions": [each.version for each in wanted],
        "fire_ats": [each.fire_at for each in wanted],
        "channels": [",".join(each.channels) for each in wanted],
        "now": now,
    }
    return [DigestRow(*row) for row in await connection.execute(_GO_ON, parameters)]
