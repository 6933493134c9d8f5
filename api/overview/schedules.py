"""Jobs of workers and retry policies as they go over the wire."""

from api.schemas.common import Document
from shared.db.repositories.schedules import Schedule
from shared.events.catalog import CATALOG
from shared.events.groups import GROUPS


def schedule_document(each: Schedule) -> Document:
    """A job as `WorkerScheduleOut`."""
    seconds = None
    if each.started_at is not None and each.finished_at is not None:
        seconds = round((each.finished_at - each.started_at).total_seconds(), 3)
    return {
        "name": each.name,
        "worker": each.worker,
        "every_seconds": each.every_seconds,
        "next_at": each.next_at,
        "last_started_at": each.started_at,
        "last_seconds": seconds,
        "last_outcome": each.outcome,
        "last_error": each.error,
        "asked_at": each.asked_at,
    }


def retries_document() -> Document:
    """The policies of the catalogue as `RetryPoliciesOut`."""
    return {
        "items": [
            {
                "event_type": name,
                "groups": [group.name for group in GROUPS.values() if name in group.types],
                "tries_here": entry.retry.tries_here,
                "pause_seconds": entry.retry.pause_seconds,
                "delays_seconds": list(entry.retry.delays.values()),
                "in_all_seconds": sum(entry.retry.delays.values()),
            }
            for name, entry in CATALOG.items()
            if any(name in group.types for group in GROUPS.values())
        ]
    }
