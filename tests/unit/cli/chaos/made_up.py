"""Evidence of a small run that went well, made up; tests spoil one thing at a time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from cli.chaos.evidence import (
    Change,
    DeliveryRow,
    Evidence,
    JobRow,
    KnownTask,
    ReminderRow,
    Seen,
    TaskRow,
    Written,
)
from cli.chaos.faults.fault import Stepped
from cli.chaos.mail import Taken

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ADA = UUID(int=1)
DONE, NEXT, ALONE = UUID(int=10), UUID(int=11), UUID(int=13)
SERIES = UUID(int=20)
SENT, CANCELLED, AHEAD = UUID(int=30), UUID(int=31), UUID(int=32)
KEY = f"{SENT.hex}.1.email"


def at(seconds: float) -> datetime:
    """So many seconds into the run."""
    return START + timedelta(seconds=seconds)


FIRE_AT = at(20)


def event(number, event_type, topic, seconds, **data):
    """A record of an event; its offset is its number."""
    return Seen(
        topic=topic,
        partition=0,
        offset=number,
        at=at(seconds),
        event_id=UUID(int=1000 + number),
        event_type=event_type,
        user_id=ADA,
        data={"user_id": str(ADA), **data},
        value=b"{}",
    )


def plan(number, kind, reminder_id, version, seconds, fire_at=None):  # noqa: PLR0917 - a table row
    """`reminder.scheduled` or `reminder.cancelled`."""
    data = {"reminder_id": str(reminder_id), "reminder_version": version}
    if fire_at is not None:
        data["fire_at"] = fire_at.isoformat()
    return event(number, f"reminder.{kind}", "reminders", seconds, **data)


def due(seconds, number=90):
    """`reminder.due` of the reminder that was sent."""
    return plan(number, "due", SENT, 1, seconds, FIRE_AT)


def about_task(number, verb, task_id, version, seconds):
    """An event of a task."""
    return event(
        number, f"task.{verb}", "task-events", seconds, task_id=str(task_id), task_version=version
    )


def told(number, kind, seconds, version=1):
    """What became of the reminder that was sent."""
    data = {
        "reminder_id": str(SENT),
        "reminder_version": version,
        "fire_at": FIRE_AT.isoformat(),
        "channel": "email",
    }
    return event(number, f"reminder.{kind}", "task-events", seconds, **data)


PLANS = [
    plan(1, "scheduled", SENT, 1, 1, FIRE_AT),
    plan(2, "scheduled", CANCELLED, 1, 2, FIRE_AT),
    plan(3, "cancelled", CANCELLED, 2, 10),
    plan(4, "scheduled", AHEAD, 1, 11, at(90_000)),
]
TASKS = [
    about_task(50, "created", DONE, 1, 1),
    about_task(51, "completed", DONE, 2, 5),
    about_task(52, "created", NEXT, 1, 6),
    told(53, "sent", 20.1),
]


def written_of(events):
    """The outbox as it was when these were published from it."""
    return [Written(n, e.topic, e.user_id, e.event_id, e.event_type) for n, e in enumerate(events)]


def delivery_change(seconds, state, attempts, **fields):
    """A note of the ledger's row of the reminder that was sent."""
    row = {
        "id": "d1",
        "reminder_id": str(SENT),
        "fire_at": FIRE_AT.isoformat(),
        "user_id": str(ADA),
        "message_id": KEY,
        "state": state,
        "attempts": attempts,
        "resends": 0,
        **fields,
    }
    return Change("UPDATE", at(seconds), row)


def reminder_change(seconds, state, version=1, fire_at=FIRE_AT, operation="UPDATE"):
    """A note of the row of the reminder that was sent."""
    row = {"id": str(SENT), "state": state, "version": version, "fire_at": fire_at.isoformat()}
    return Change(operation, at(seconds), row)


def reminder(reminder_id, state, version=1, fire_at=FIRE_AT):
    """A row of `reminders`."""
    return ReminderRow(reminder_id, ADA, ALONE, fire_at, state, None, version)


ALONE_TASK = TaskRow(ALONE, ADA, None, None, "open", 1, is_deleted=False)
DELIVERY = DeliveryRow(SENT, FIRE_AT, "email", ADA, "sent", None, 1, 0, KEY)
MAIL = Taken(KEY, ("ada@example.com",), at(20.05), answered=True)
AHEAD_JOB = JobRow(AHEAD, 1, at(90_000), None)
POISON = b"\xffchaos"
BAD = Seen("reminders", 0, 200, at(3), None, "", None, {}, POISON)
DEAD = replace(BAD, topic="dlq.unknown")
FORWARD = Stepped("reminders-2", 30.0, at(0), at(15))

GOOD = Evidence(
    quiet_at=at(100),
    emails={ADA: "ada@example.com"},
    tasks=[
        TaskRow(DONE, ADA, SERIES, None, "done", 2, is_deleted=False),
        TaskRow(NEXT, ADA, SERIES, DONE, "open", 1, is_deleted=False),
        ALONE_TASK,
    ],
    reminders=[
        reminder(SENT, "sent"),
        reminder(CANCELLED, "cancelled", version=2),
        reminder(AHEAD, "scheduled", fire_at=at(90_000)),
    ],
    deliveries=[DELIVERY],
    jobs=[AHEAD_JOB],
    written=written_of([*PLANS, *TASKS]),
    reminder_changes=[reminder_change(0.9, "scheduled")],
    delivery_changes=[delivery_change(20.02, "sending", 1), delivery_change(20.06, "sent", 1)],
    records=[*PLANS, due(20.01), BAD, *TASKS],
    dead=[DEAD, DEAD],
    poison=[POISON],
    mails=[MAIL],
    known=[KnownTask(DONE, ADA, "done", 2, frozenset({SENT}))],
)


BUNDLE, HELD, DIGEST = UUID(int=40), UUID(int=41), UUID(int=42)
QUIET_UNTIL, DIGEST_AT = at(40), at(50)
BUNDLE_KEY = f"{BUNDLE.hex}.1.email"


def digest_event(number, kind, digest_id, seconds, fire_at):
    """An event of a digest or a bundle, in its first version."""
    data = {"digest_id": str(digest_id), "digest_version": 1, "fire_at": fire_at.isoformat()}
    topic = "reminders" if kind in {"scheduled", "due"} else "task-events"
    return event(number, f"digest.{kind}", topic, seconds, channel="email", **data)


HELD_DELIVERY = DeliveryRow(
    *(HELD, FIRE_AT, "email", ADA, "sent", "quiet_hours", 1, 0, BUNDLE_KEY, BUNDLE, QUIET_UNTIL)
)
BUNDLE_DELIVERY = DeliveryRow(BUNDLE, QUIET_UNTIL, "email", ADA, "sent", None, 1, 0, BUNDLE_KEY)
DIGEST_DELIVERY = DeliveryRow(
    DIGEST, DIGEST_AT, "email", ADA, "skipped", "nothing_to_say", 0, 0, None
)
BUNDLE_MAIL = Taken(BUNDLE_KEY, ("ada@example.com",), at(40.05), answered=True)
EVENING = [
    plan(70, "scheduled", HELD, 1, 4, FIRE_AT),
    digest_event(71, "scheduled", BUNDLE, 20.1, QUIET_UNTIL),
    digest_event(72, "scheduled", DIGEST, 4, DIGEST_AT),
    digest_event(73, "sent", BUNDLE, 40.1, QUIET_UNTIL),
    digest_event(74, "skipped", DIGEST, 50.1, DIGEST_AT),
]
FIRED = [
    digest_event(75, "due", BUNDLE, 40.01, QUIET_UNTIL),
    digest_event(76, "due", DIGEST, 50.01, DIGEST_AT),
]


def carried_change(seconds, state, reminder_id, fire_at, **fields):
    """A note of the ledger's row of a reminder that was held back, or of its bundle."""
    key = None if state == "deferred" else BUNDLE_KEY
    row = {"id": str(reminder_id), "reminder_id": str(reminder_id), "message_id": key, **fields}
    return delivery_change(seconds, state, 0 if key is None else 1, **row, fire_at=fire_at)


HELD_CHANGES = [
    carried_change(20.02, "deferred", HELD, FIRE_AT.isoformat(), carried_by=str(BUNDLE)),
    carried_change(40.02, "sending", BUNDLE, QUIET_UNTIL.isoformat()),
    carried_change(40.06, "sent", BUNDLE, QUIET_UNTIL.isoformat()),
    carried_change(40.06, "sent", HELD, FIRE_AT.isoformat(), carried_by=str(BUNDLE)),
]

QUIET = replace(
    GOOD,
    reminders=[
        *GOOD.reminders,
        reminder(HELD, "sent"),
        ReminderRow(BUNDLE, ADA, None, QUIET_UNTIL, "sent", None, 1, "bundle"),
        ReminderRow(DIGEST, ADA, None, DIGEST_AT, "skipped", None, 1, "digest"),
    ],
    deliveries=[DELIVERY, HELD_DELIVERY, BUNDLE_DELIVERY, DIGEST_DELIVERY],
    delivery_changes=[*GOOD.delivery_changes, *HELD_CHANGES],
    mails=[MAIL, BUNDLE_MAIL],
    records=[*GOOD.records, *EVENING, *FIRED],
    written=written_of([*PLANS, *TASKS, *EVENING]),
)
"""A run in which quiet hours held a reminder back, and a digest had nothing to say."""


def spoil(**fields) -> Evidence:
    """The good run with these parts of the evidence instead."""
    return replace(GOOD, **fields)
