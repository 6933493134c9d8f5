"""What digests and reviews speak of, read for many of them in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection

MOST_LINES: Final = 50
"""As many lines of one section are read; its total counts the others, too."""
_UNTOLD: Final = timedelta(days=7)
_MISSED_WITHIN: Final = timedelta(days=31)

SectionName = Literal["overdue", "ahead", "unsent", "series", "done", "skipped", "missed"]
"""`unsent`: reminders that were missed; `series`: those with missed slots. Counts have no lines."""


@dataclass(frozen=True, slots=True)
class WantedSummary:
    """A digest or review; days and instants are those of its reader's zone.

    Overdue is what was due before `today`, or before now; ahead what is due until `last_day`,
    which ends at `ends_at`. Counts begin with `since`.
    """

    id: UUID
    user_id: UUID
    is_review: bool
    fire_at: datetime
    today: date
    last_day: date
    ends_at: datetime
    since: datetime


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One task. `fire_at` is that of its missed reminder; `amount` the slots that were missed."""

    title: str
    task_id: UUID
    due_on: date | None
    due_at: datetime | None
    fire_at: datetime | None
    amount: int


@dataclass(slots=True)
class SummaryContent:
    """The sections that are not empty: how much is in each, and its first lines."""

    totals: dict[SectionName, int] = field(default_factory=dict)
    lines: dict[SectionName, list[SummaryLine]] = field(default_factory=dict)


# Tasks are found by ix_tasks_user_created, missed reminders by ix_deliveries_user_fire_at, the log
# of series by its primary key. What was missed while the digest before was written is told twice
# rather than never.
_READ = text(
    """
    SELECT w.id, w.fire_at AS at, e.section, e.total, e.title, e.task_id, e.due_on, e.due_at,
           e.fire_at, e.amount
    FROM unnest(CAST(:ids AS uuid[]), CAST(:user_ids AS uuid[]), CAST(:reviews AS bool[]),
                CAST(:fire_ats AS timestamptz[]), CAST(:todays AS date[]),
                CAST(:last_days AS date[]), CAST(:ends AS timestamptz[]),
                CAST(:sinces AS timestamptz[]))
         AS w (id, user_id, is_review, fire_at, today, last_day, ends_at, since)
    CROSS JOIN LATERAL (
        WITH own AS (
            SELECT t.id, t.title, t.status, t.due_on, t.due_at, t.completed_at, t.skipped_at,
                   t.series_id, t.slot, COALESCE(t.due_local, t.due_on::timestamp) AS wall,
                   COALESCE(t.due_on < w.today, t.due_at < :now) AS is_overdue
            FROM tasks t LEFT JOIN projects p ON p.id = t.project_id
            WHERE t.user_id = w.user_id AND t.deleted_at IS NULL
            AND (t.status = 'open' AND p.archived_at IS NULL
                 OR t.status <> 'open' AND w.is_review AND (t.series_id IS NOT NULL
                     OR COALESCE(t.completed_at, t.skipped_at) >= w.since))
        ), dated AS (
            SELECT o.* FROM own o
            WHERE o.status = 'open' AND (o.due_on <= w.last_day OR o.due_at < w.ends_at)
        ), log AS (
            SELECT l.series_id, l.slot, l.outcome, l.count FROM occurrence_log l
            WHERE w.is_review AND l.logged_at >= w.since AND l.outcome IN ('skipped', 'missed')
            AND l.series_id IN (SELECT series_id FROM own WHERE series_id IS NOT NULL)
        )
        (SELECT 'overdue' AS section, count(*) OVER () AS total,
                row_number() OVER (ORDER BY wall, id) AS place, title, id AS task_id,
                due_on, due_at, CAST(NULL AS timestamptz) AS fire_at, 0 AS amount
         FROM dated WHERE is_overdue ORDER BY place LIMIT :most)
        UNION ALL
        (SELECT 'ahead', count(*) OVER (), row_number() OVER (ORDER BY wall, id) AS place,
                title, id, due_on, due_at, NULL, 0
         FROM dated WHERE NOT is_overdue ORDER BY place LIMIT :most)
        UNION ALL
        (SELECT 'unsent', count(*) OVER (), row_number() OVER (ORDER BY m.fire_at, m.id) AS place,
                m.title, m.id, m.due_on, m.due_at, m.fire_at, 0
         FROM (
             SELECT DISTINCT o.id, o.title, o.due_on, o.due_at, d.fire_at
             FROM deliveries d JOIN own o ON o.id = d.task_id AND o.status = 'open'
             WHERE NOT w.is_review AND d.user_id = w.user_id
             AND d.fire_at >= CAST(:missed_from AS timestamptz)
             AND d.state = 'skipped' AND d.reason = 'missed'
             AND d.claimed_at >= COALESCE(
                 (SELECT max(p.claimed_at) - interval '1 minute' FROM deliveries p
                  WHERE p.reminder_id = w.id AND p.fire_at < w.fire_at
                  AND (p.state = 'sent' OR p.reason = 'nothing_to_say')),
                 CAST(:untold_from AS timestamptz))
         ) m ORDER BY place LIMIT :most)
        UNION ALL
        (SELECT 'series', count(*) OVER (),
                row_number() OVER (ORDER BY m.missed DESC, m.series_id) AS place,
                t.title, t.id, NULL, NULL, NULL, m.missed
         FROM (SELECT series_id, CAST(sum(count) AS int) AS missed FROM log
               WHERE outcome = 'missed' GROUP BY series_id) m
         CROSS JOIN LATERAL (SELECT id, title FROM own WHERE own.series_id = m.series_id
                             ORDER BY id DESC LIMIT 1) t
         ORDER BY place LIMIT :most)
        UNION ALL
        SELECT c.section, c.total, 0, NULL, NULL, NULL, NULL, NULL, 0
        FROM (
            SELECT 'done' AS section, count(*) AS total FROM own
            WHERE w.is_review AND status = 'done' AND completed_at >= w.since
            UNION ALL
            SELECT 'skipped', sum(s.count) FROM (
                SELECT 1 AS count FROM own
                WHERE w.is_review AND status = 'skipped' AND skipped_at >= w.since
                UNION ALL
                SELECT count FROM log WHERE outcome = 'skipped' AND NOT EXISTS (
                    SELECT FROM own WHERE own.series_id = log.series_id AND own.slot = log.slot)
            ) s
            UNION ALL
            SELECT 'missed', sum(count) FROM log WHERE outcome = 'missed'
        ) c WHERE c.total > 0
    ) e
    ORDER BY w.id, w.fire_at, e.section, e.place
    """
)


async def read_summaries(
    connection: Connection, wanted: Sequence[WantedSummary], now: datetime
) -> dict[tuple[UUID, datetime], SummaryContent]:
    """What there is to say in each of these, as of `now`, by id and `fire_at`."""
    found = {(each.id, each.fire_at): SummaryContent() for each in wanted}
    if not found:
        return found
    parameters = {
        "ids": [each.id for each in wanted],
        "user_ids": [each.user_id for each in wanted],
        "reviews": [each.is_review for each in wanted],
        "fire_ats": [each.fire_at for each in wanted],
        "todays": [each.today for each in wanted],
        "last_days": [each.last_day for each in wanted],
        "ends": [each.ends_at for each in wanted],
        "sinces": [each.since for each in wanted],
        "now": now,
        "missed_from": now - _MISSED_WITHIN,
        "untold_from": now - _UNTOLD,
        "most": MOST_LINES,
    }
    for row in await connection.execute(_READ, parameters):
        content, section = found[row.id, row.at], row.section
        content.totals[section] = int(row.total)
        if row.task_id is not None:
            content.lines.setdefault(section, []).append(SummaryLine(*row[4:]))
    return found
