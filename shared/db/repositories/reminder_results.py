"""What deliveries make of their reminders: an end, or the next message of a chain."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection
from shared.db.repositories.deliveries import DeliveryKey, columns_of

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
    parameters = {**columns_of(settled), "versions": list(settled.values()), "now": now}
    await connection.execute(_ADOPT, parameters)


@dataclass(frozen=True, slots=True)
class ReminderResult:
    """What its channels made of one version of a reminder."""

    reminder_id: UUID
    version: int
    state: Literal["sent", "failed", "skipped", "deferred"]
    reason: str | None
    was_carried: bool = False
    """Whether a bundle brought it, so that this is the end of being deferred."""


# One channel that took it is enough for `sent`; what never failed is not `failed` by a skip. What
# one channel holds back for the night is not over because another skipped it.
_CONCLUDE = text(
    """
    UPDATE reminders AS r SET state = s.state, reason = s.reason, updated_at = :now
    FROM unnest(CAST(:ids AS uuid[]), CAST(:versions AS int[]), CAST(:states AS text[]),
                CAST(:reasons AS text[]), CAST(:carried AS bool[]))
         AS s (id, version, state, reason, carried)
    WHERE r.id = s.id AND r.version = s.version
    AND (r.state = 'scheduled' OR (r.state = 'skipped' AND s.state <> 'skipped')
         OR (r.state = 'failed' AND s.state IN ('sent', 'deferred'))
         OR (r.state = 'deferred' AND (s.carried OR s.state = 'sent')))
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
        "carried": [row.was_carried for row in results],
        "now": now,
    }
    await connection.execute(_CONCLUDE, parameters)


@dataclass(frozen=True, slots=True)
class NextNag:
    """A reminder whose message has left, or is held back, and when it would come again."""

    reminder_id: UUID
    version: int
    fire_at: datetime


@dataclass(frozen=True, slots=True)
class Nagging:
    """A reminder that comes again: its new version."""

    reminder_id: UUID
    user_id: UUID
    task_id: UUID
    version: int
    fire_at: datetime


# Another version follows, so that the other channels find it in the ledger that the message of this
# one is theirs to bring.
_BEGIN_OTHERS = text(
    """
    INSERT INTO deliveries (id, reminder_id, task_id, user_id, channel, fire_at, state, attempts,
                            claimed_at)
    SELECT gen_random_uuid(), r.id, r.task_id, r.user_id, c.name, r.fire_at, 'sending', 0, :now
    FROM unnest(CAST(:ids AS uuid[]), CAST(:versions AS int[])) AS w (id, version)
    JOIN reminders r ON r.id = w.id AND r.version = w.version
    CROSS JOIN LATERAL unnest(r.channels) AS c (name)
    WHERE cardinality(r.channels) > 1
    ORDER BY r.id, r.fire_at, c.name
    ON CONFLICT (reminder_id, fire_at, channel) DO NOTHING
    """
)

# The version makes it one chain, however often the event comes; the last message is counted, too.
_NAG = text(
    """
    UPDATE reminders AS r
    SET nag_sent = least(r.nag_sent + 1, r.nag_max),
        fire_at = CASE WHEN c.goes_on THEN w.fire_at ELSE r.fire_at END,
        state = CASE WHEN c.goes_on THEN 'scheduled' ELSE r.state END,
        reason = CASE WHEN c.goes_on THEN NULL ELSE r.reason END,
        version = r.version + CASE WHEN c.goes_on THEN 1 ELSE 0 END, updated_at = :now
    FROM unnest(CAST(:ids AS uuid[]), CAST(:versions AS int[]), CAST(:fire_ats AS timestamptz[]))
         AS w (id, version, fire_at)
    JOIN reminders q ON q.id = w.id
    JOIN tasks t ON t.id = q.task_id
    CROSS JOIN LATERAL (SELECT q.nag_sent + 1 < q.nag_max AND t.status = 'open'
                        AND t.deleted_at IS NULL AS goes_on) AS c
    WHERE r.id = w.id AND r.version = w.version AND r.state IN ('sent', 'deferred', 'failed')
    AND r.nag_max IS NOT NULL
    RETURNING r.id, r.user_id, r.task_id, r.version, r.fire_at, r.state = 'scheduled'
    """
)


async def nag_on(connection: Connection, wanted: Sequence[NextNag], now: datetime) -> list[Nagging]:
    """Chains whose task is open and whose messages are not all sent go on; those that do.

    Their users are locked by the caller, so no task is done in between.
    What other channels have not brought of this message yet is begun in the ledger.
    """
    if not wanted:
        return []
    parameters = {
        "ids": [each.reminder_id for each in wanted],
        "versions": [each.version for each in wanted],
        "now": now,
    }
    await connection.execute(_BEGIN_OTHERS, parameters)
    parameters["fire_ats"] = [each.fire_at for each in wanted]
    rows = await connection.execute(_NAG, parameters)
    return [Nagging(*row[:5]) for row in rows if row[5]]
