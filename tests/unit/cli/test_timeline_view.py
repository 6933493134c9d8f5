"""A timeline is told so that each event stands once, with what came of it below it."""

import io
from datetime import UTC, datetime, timedelta
from uuid import UUID

from rich.console import Console

from cli.timeline_view import print_story
from shared.db.repositories.timeline import Before, EventEntry, Handled, RecordPlace
from shared.db.repositories.timeline_effects import (
    ActEntry,
    DeadLetterEntry,
    DeliveryEntry,
    WaitingJob,
)
from shared.db.timeline import Subject, Timeline

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
PLACE = RecordPlace("reminders", 3, 77, AT + timedelta(milliseconds=20))


def event(identifier="e", kind="reminder.due", record=PLACE, **changes):
    fields = {
        "id": identifier,
        "at": AT,
        "type": kind,
        "user_id": "u",
        "task_id": "t",
        "reminder_id": "r",
        "source": "/rondel/reminders",
        "trace_id": None,
        "data": {},
        "record": record,
    }
    return EventEntry(**fields | changes)


def delivery(event_id, **changes):
    fields = {
        "id": "d",
        "at": AT + timedelta(seconds=1),
        "event_id": event_id,
        "reminder_id": "r",
        "task_id": "t",
        "channel": "email",
        "fire_at": AT,
        "state": "failed",
        "reason": "550 [red]no",
        "attempts": 2,
        "resends": 1,
        "claimed_until": None,
        "answer": None,
        "sent_at": None,
        "lateness_ms": None,
    }
    return DeliveryEntry(**fields | changes)


def death(event_id):
    return DeadLetterEntry(
        id="x",
        at=AT + timedelta(seconds=2),
        event_id=event_id,
        event_type="reminder.due",
        group="notifications",
        failure_kind="bug",
        error_class="KeyError",
        fingerprint="f00d",
        attempts=4,
        first_failed_at=AT,
        state="discarded",
        closed_at=AT,
        closed_by="operator o",
        close_reason="of no use",
    )


def told(*entries, waiting=(), earlier=None, hint=None, waits_more=False):
    subject = Subject("task", UUID(int=1))
    timeline = Timeline(subject, entries, waiting, earlier, hint, waits_more)
    out = io.StringIO()
    print_story(Console(file=out, width=120), timeline)
    return [line.rstrip() for line in out.getvalue().splitlines()[1:]]


def test_what_an_event_caused_stands_below_it():
    assert told(event(), delivery("e"), death("e")) == [
        "2026-03-02 09:00:00.000 UTC  reminder.due",
        "└── reminders worker",
        "    └── reminders/3 at offset 77, seen 0.020 s later",
        "        ├── notifications: email taken up 1.000 s later, attempt 2, 1 after one in doubt",
        "        │   └── failed: 550 [red]no",
        "        └── dead letter of notifications after 4 attempts",
        "            └── KeyError, fingerprint f00d",
        "                └── discarded by operator o: of no use",
    ]


def test_what_has_no_event_on_the_page_stands_alone():
    lines = told(delivery("elsewhere"), death(None))
    assert [line for line in lines if line.startswith("2026")] == [
        "2026-03-02 09:00:01.000 UTC  delivery",
        "2026-03-02 09:00:02.000 UTC  reminder.due",
    ]
    assert "└── notifications: email taken up" in lines[1]


def test_what_the_reminders_worker_sends_had_no_outbox():
    for kind in ("reminder.due", "digest.due"):
        assert "outbox" not in "".join(told(event("e", kind)))


def test_an_event_in_the_outbox_and_one_that_was_handled():
    handled = (Handled("reminders", AT + timedelta(milliseconds=30)),)
    planned = event("p", "reminder.scheduled", source="/rondel/api/create_task", handled=handled)
    written = event("w", "task.created", None, source="/rondel/cli", trace_id="4bf9")
    assert told(planned, written) == [
        "2026-03-02 09:00:00.000 UTC  reminder.scheduled",
        "└── API create_task",
        "    └── outbox",
        "        └── reminders/3 at offset 77, seen 0.020 s later",
        "            └── reminders handled it 0.030 s later",
        "2026-03-02 09:00:00.000 UTC  task.created",
        "└── command line  trace 4bf9",
        "    └── waits in the outbox",
    ]


def test_a_job_stands_below_the_event_that_planned_it_or_alone():
    job = WaitingJob("r", 1, AT, 3, "somebody", None, "p")
    parked = WaitingJob("q", 1, AT, 3, None, "no ids", None)
    lines = told(event("p", "reminder.scheduled"), waiting=[job, parked])
    waits = "waits in the job store until 2026-03-02 09:00:00.000 UTC, partition 3"
    assert lines[4] == f"            └── {waits}, held by somebody"
    assert lines[5:] == [
        "2026-03-02 09:00:00.000 UTC  reminder q",
        f"└── {waits}, held by nobody",
        "    └── parked, will not fire: no ids",
    ]


def test_that_more_reminders_wait_is_told():
    job = WaitingJob("r", 1, AT, 3, "somebody", None, None)
    lines = told(waiting=[job], waits_more=True)
    assert lines[-1] == "... more reminders wait; show more with --limit"
    assert len(lines) == 3


def test_acts_earlier_entries_and_hints_are_told():
    act = ActEntry("a", AT, "root", "worker.paused", "relay", "[b]why", {})
    assert told(act, earlier=Before(AT, UUID(int=1))) == [
        "... there are earlier entries; show more with --limit",
        "2026-03-02 09:00:00.000 UTC  worker.paused relay",
        "└── by root",
        "    └── because: [b]why",
    ]
    assert told(hint="Nothing.") == ["Nothing."]
