"""What `rondel ops overview` says of reminders."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rich.console import Console

from cli.ops import show_overview

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
SHARE = {"total": 4, "owners": 1, "unowned": []}


def overview(waiting_since: datetime | None = None, **counts: int) -> dict[str, Any]:
    hour = {"since": NOON, "sent": 3, "late": 0, "failed": 0, "missed": 0, "lateness_ms": None}
    mail = {"kind": "email", "sent": 3, "failed": 0, "sending": 2}
    return {
        "counted_at": NOON + timedelta(minutes=30),
        "kafka": {"reason": None, "groups": []},
        "database": {
            "status": "ok",
            "outbox": {"waiting": 0, "oldest_age_seconds": None},
            "leases": {"lanes": SHARE, "schedulers": SHARE},
            "punctuality": {"waiting_since": waiting_since, "last_hour": hour | counts},
            "coming": {"minutes": [], "overdue": 0},
            "dead_letters": {"open": 0},
            "channels": {"items": [mail]},
        },
    }


def said(document: dict[str, Any]) -> list[str]:
    out = io.StringIO()
    show_overview(document, Console(file=out, width=200))
    return out.getvalue().splitlines()


def test_a_reminder_that_died_is_counted_since_a_time_that_is_named() -> None:
    lines = said(overview(failed=1))
    assert any(
        line.startswith("Reminders since 12:00 UTC: 3 sent, 0 late, 1 failed, 0 missed")
        for line in lines
    )
    assert "Channels: email 3 sent, 0 failed, 2 on the way" in lines


@pytest.mark.parametrize("late", [True, False])
def test_reminders_that_wait_are_said_first(late: bool) -> None:
    since = NOON + timedelta(minutes=27, seconds=50) if late else None
    first = "Reminders are late: the oldest waits for 2 min."
    assert (said(overview(since))[0] == first) is late
