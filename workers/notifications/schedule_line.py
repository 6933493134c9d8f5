"""How a task comes back, as one sentence at the foot of its message. Pure."""

from datetime import datetime

from shared.core.errors import InvalidInput
from shared.db.repositories.due_rows import DueRow, DueSeries
from shared.domain.recurrence import parse_slot
from shared.domain.schedule_facts import Reader, SeriesFacts, TaskFacts
from shared.domain.schedule_words import rule_sentence
from shared.domain.stored_series import is_latest, series_of


def schedule_line(row: DueRow, zone: str, now: datetime) -> str:
    """What `GET /api/tasks/{id}/schedule` begins with; empty if the task does not recur.

    A rule that this machine cannot read costs the message this line alone.
    """
    if row.series is None:
        return ""
    reader = Reader(zone=zone, now=now, clock=row.time_format)
    task = TaskFacts("open", row.due_on, row.due_at, row.task_zone, row.priority)
    try:
        return rule_sentence(reader, task, _facts(row.series, zone)).text
    except InvalidInput:
        return ""


def _facts(row: DueSeries, reader_zone: str) -> SeriesFacts:
    zone = row.zone or reader_zone
    return SeriesFacts(
        series=series_of(row, zone, row.ends_before),
        slot=parse_slot(row.slot),
        is_floating=row.zone is None,
        missed_policy=row.missed_policy,
        completions=row.completions,
        is_latest=is_latest(row.slot, row.near_slots or (), zone),
        is_over=row.ended_at is not None and row.ends_before is None,
    )
