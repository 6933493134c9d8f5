"""Each invariant holds on a run that went well, and is seen failing on one that did not."""

from dataclasses import replace
from uuid import UUID

import pytest

from cli.chaos.evidence import Change, Complaint, JobRow, KnownTask, TaskRow
from cli.chaos.fleet import Death
from cli.chaos.judge import judge
from shared.kafka.records import TopicPartition
from tests.unit.cli.chaos.made_up import (
    ADA,
    AHEAD,
    AHEAD_JOB,
    BAD,
    BUNDLE_DELIVERY,
    BUNDLE_MAIL,
    CANCELLED,
    DEAD,
    DELIVERY,
    DIGEST_DELIVERY,
    DONE,
    EVENING,
    FIRE_AT,
    FIRED,
    FORWARD,
    GOOD,
    HELD_CHANGES,
    HELD_DELIVERY,
    MAIL,
    NEXT,
    PLANS,
    QUIET,
    SENT,
    SERIES,
    TASKS,
    about_task,
    at,
    delivery_change,
    due,
    plan,
    reminder,
    reminder_change,
    spoil,
    told,
    written_of,
)

done, following, alone = GOOD.tasks
held, bundle, digest = QUIET.reminders[-3:]
sent, cancelled, ahead = GOOD.reminders
REOPENED = replace(done, status="open", version=3)
LATER = TaskRow(UUID(int=12), ADA, SERIES, DONE, "open", 2, is_deleted=False)
LATE_CANCEL = reminder_change(18, "cancelled", version=2)
DONE_IN_THE_NIGHT = Change("UPDATE", at(5), {**LATE_CANCEL.row, "id": str(held.id)})
STOPPED = Change(
    "UPDATE",
    at(25),
    {**GOOD.reminder_changes[0].row, "state": "skipped", "reason": "undone_past"},
)
LATE_MOVE = reminder_change(18, "scheduled", version=2, fire_at=at(60))
EARLY = [*PLANS, due(19.5), *TASKS, BAD]
DROPPED = replace(MAIL, answered=False)
SWAPPED = [*PLANS[:1], *PLANS[2:], PLANS[1], due(20.01), BAD, *TASKS]
STALE = [about_task(50, "created", DONE, 2, 1), about_task(51, "completed", DONE, 2, 5)]

SPOILED = {
    "each completion has one next": [
        spoil(tasks=[done]),
        spoil(tasks=[done, following, replace(LATER, status="done"), LATER]),
        spoil(tasks=[REOPENED, replace(following, is_deleted=True)]),
        spoil(tasks=[replace(done, status="skipped"), alone]),
        spoil(tasks=[done, replace(following, series_id=None, is_deleted=True), alone]),
    ],
    "one open occurrence": [spoil(tasks=[done, following, replace(LATER, source_id=None)])],
    "each reminder has one outcome": [
        spoil(deliveries=[]),
        spoil(deliveries=[replace(DELIVERY, state="sending")]),
        replace(QUIET, deliveries=[*QUIET.deliveries[:2], DIGEST_DELIVERY]),
        spoil(
            deliveries=[replace(DELIVERY, state="skipped")],
            reminders=[reminder(SENT, "skipped"), cancelled, ahead],
        ),
        spoil(reminders=[reminder(SENT, "scheduled"), cancelled, ahead]),
        spoil(reminders=[cancelled, ahead]),
        spoil(
            reminders=[cancelled, ahead],
            deliveries=[],
            reminder_changes=[reminder_change(30, "scheduled", operation="DELETE")],
            known=[],
        ),
        spoil(reminders=[sent, reminder(CANCELLED, "scheduled", version=2), ahead]),
        spoil(reminders=[sent, cancelled, replace(ahead, version=2)]),
        spoil(jobs=[]),
        spoil(
            records=[*GOOD.records, told(54, "skipped", 21)],
            written=written_of([*PLANS, *TASKS, told(54, "skipped", 21)]),
        ),
        spoil(
            records=[*GOOD.records, told(54, "sent", 21, version=3)],
            written=written_of([*PLANS, *TASKS, told(54, "sent", 21, version=3)]),
        ),
    ],
    "no job without its reminder": [
        spoil(jobs=[AHEAD_JOB, JobRow(CANCELLED, 1, at(200), None)]),
        spoil(jobs=[AHEAD_JOB, JobRow(UUID(int=99), 1, at(200), None)]),
        spoil(jobs=[replace(AHEAD_JOB, parked_reason="KeyError")]),
    ],
    "none fires early": [
        spoil(records=EARLY),
        spoil(records=EARLY, steps=[FORWARD]),  # over before
        spoil(records=EARLY, steps=[replace(FORWARD, instance="relay-1", ended_at=at(40))]),
        spoil(records=EARLY, steps=[replace(FORWARD, seconds=-30.0, ended_at=at(40))]),
        spoil(records=EARLY, steps=[replace(FORWARD, seconds=0.2, ended_at=at(40))]),
    ],
    "mails are counted": [
        spoil(mails=[MAIL, MAIL]),
        spoil(mails=[]),
        spoil(mails=[MAIL, replace(MAIL, message_id="another.1.email")]),
    ],
    "mails reach their owner": [
        spoil(mails=[replace(MAIL, recipients=("eve@example.com",))]),
        spoil(mails=[replace(MAIL, recipients=("ada@example.com", "eve@example.com"))]),
        spoil(mails=[replace(MAIL, at=at(19.9))]),
    ],
    "no mail after cancellation": [
        spoil(reminder_changes=[*GOOD.reminder_changes, LATE_CANCEL]),
        spoil(reminder_changes=[*GOOD.reminder_changes, LATE_MOVE]),
        replace(QUIET, reminder_changes=[*GOOD.reminder_changes, DONE_IN_THE_NIGHT]),
    ],
    "nothing is orphaned": [
        spoil(tasks=[done, following, replace(alone, status="done")]),
        spoil(tasks=[done, following, replace(alone, status="skipped")]),
        spoil(tasks=[done, following, replace(alone, is_deleted=True)]),
        spoil(tasks=[done, following, replace(alone, is_archived=True)]),
        spoil(tasks=[done, following]),
        spoil(reminders=[sent, cancelled, replace(ahead, snooze_of=UUID(int=98))]),
    ],
    "undo stops nothing": [spoil(reminder_changes=[*GOOD.reminder_changes, STOPPED])],
    "held back comes after": [
        replace(QUIET, deliveries=[DELIVERY, replace(HELD_DELIVERY, state="deferred")]),
        replace(QUIET, deliveries=[*QUIET.deliveries[:2], DIGEST_DELIVERY]),
        replace(QUIET, mails=[MAIL, replace(BUNDLE_MAIL, at=at(39))]),
    ],
    "one digest a day": [
        replace(QUIET, deliveries=[DELIVERY, HELD_DELIVERY, BUNDLE_DELIVERY]),
        replace(
            QUIET,
            deliveries=[*QUIET.deliveries, replace(DIGEST_DELIVERY, fire_at=at(55))],
        ),
    ],
    "published as written": [
        spoil(written=written_of([*PLANS, *TASKS, about_task(60, "deleted", NEXT, 2, 30)])),
        spoil(written=written_of([*PLANS, *TASKS[:-1]])),
        spoil(records=[*GOOD.records, replace(BAD, value=b"not ours")]),
    ],
    "in order of commit": [spoil(records=SWAPPED)],
    "in order of version": [
        spoil(records=[*PLANS, due(20.01), *STALE], written=written_of([*PLANS, *STALE])),
        spoil(
            records=[*GOOD.records, plan(5, "scheduled", CANCELLED, 2, 12, FIRE_AT)],
            written=written_of([*PLANS, *TASKS, plan(5, "scheduled", CANCELLED, 2, 12, FIRE_AT)]),
        ),
    ],
    "only injected dead letters": [
        spoil(dead=[]),
        spoil(dead=[DEAD, replace(DEAD, value=b"{}")]),
    ],
    "comes to rest": [
        spoil(outbox_left=1),
        spoil(lag={("reminders", TopicPartition("retry.reminders.10s", 0)): 1}),
        spoil(deliveries=[replace(DELIVERY, state="sending")]),
        spoil(jobs=[AHEAD_JOB, JobRow(SENT, 1, FIRE_AT, None)]),
        spoil(unrest=["not at rest after 240 s"]),
    ],
    "answers hold": [
        spoil(known=[KnownTask(UUID(int=77), ADA, "open", 1, frozenset())]),
        spoil(known=[KnownTask(DONE, ADA, "open", 1, frozenset())]),
        spoil(known=[KnownTask(DONE, ADA, "deleted", 1, frozenset())]),
        spoil(known=[KnownTask(DONE, ADA, "done", 3, frozenset())]),
        spoil(known=[KnownTask(DONE, ADA, "done", 2, frozenset({UUID(int=78)}))]),
        spoil(complaints=[Complaint(at(5), "POST /api/tasks: 500")]),
    ],
    "processes end when told": [spoil(deaths=[Death("relay-1", at(5), 1)])],
}


def test_nothing_is_wrong_with_a_run_that_went_well():
    assert judge(GOOD) == []
    assert judge(QUIET) == []


@pytest.mark.parametrize(
    ("invariant", "evidence"),
    [(name, each) for name, spoiled in SPOILED.items() for each in spoiled],
)
def test_violation_is_seen(invariant, evidence):
    assert invariant in {violation.invariant for violation in judge(evidence)}


HARMLESS = {
    "missed occurrences that are kept": spoil(
        tasks=[*GOOD.tasks, replace(LATER, source_id=None, keeps_each=True)]
    ),
    "a next one that was taken back after its mail": spoil(
        tasks=[*GOOD.tasks, replace(LATER, series_id=None, is_deleted=True)]
    ),
    "a reminder that came due while its task was done": spoil(
        reminder_changes=[*GOOD.reminder_changes, reminder_change(22, "cancelled"), STOPPED]
    ),
    "a skipped occurrence": spoil(
        tasks=[replace(done, status="skipped"), following, alone], known=[]
    ),
    "held back by quiet hours that go on": replace(
        QUIET,
        quiet_at=at(41),
        reminders=[
            *(sent, cancelled, ahead, replace(held, state="deferred")),
            *(replace(bundle, state="scheduled"), digest),
        ],
        deliveries=[DELIVERY, replace(HELD_DELIVERY, state="deferred"), DIGEST_DELIVERY],
        delivery_changes=[*GOOD.delivery_changes, HELD_CHANGES[0]],
        mails=[MAIL],
        jobs=[AHEAD_JOB, JobRow(bundle.id, 1, at(40), None)],
        records=[*GOOD.records, *EVENING[:3], EVENING[4], FIRED[1]],
        written=written_of([*PLANS, *TASKS, *EVENING[:3], EVENING[4]]),
    ),
    "a copy of an event": spoil(records=[*PLANS, *PLANS, due(20.01), BAD, *TASKS]),
    "fired twice by two owners": spoil(records=[*GOOD.records, due(20.5)]),
    "early by less than a clock was ahead": spoil(
        records=[*PLANS, due(19.5), *TASKS, BAD], steps=[replace(FORWARD, ended_at=at(19))]
    ),
    "within its millisecond": spoil(records=[*PLANS, due(19.9995), *TASKS, BAD]),
    "a double that the ledger counted": spoil(
        mails=[DROPPED, MAIL],
        delivery_changes=[
            delivery_change(20.02, "sending", 1),
            delivery_change(80, "sending", 2, resends=1),
            delivery_change(80.1, "sent", 2, resends=1),
        ],
    ),
    "a send in flight": spoil(
        reminder_changes=[*GOOD.reminder_changes, reminder_change(20.03, "cancelled", version=2)]
    ),
    "a claim that was extended after the cancellation": spoil(
        reminder_changes=[*GOOD.reminder_changes, reminder_change(21, "cancelled", version=2)],
        delivery_changes=[
            delivery_change(20.02, "sending", 1),
            delivery_change(25, "sending", 1),
            delivery_change(29, "sent", 1),
        ],
        mails=[replace(MAIL, at=at(28))],
    ),
    "a claim right after the task was reopened": spoil(
        reminder_changes=[
            *GOOD.reminder_changes,
            reminder_change(15, "cancelled", version=2),
            reminder_change(19.5, "scheduled", version=3),
        ],
    ),
    "an occurrence that was taken back after its reminder": spoil(
        tasks=[REOPENED, alone],
        reminders=[cancelled, ahead],
        deliveries=[],
        reminder_changes=[
            reminder_change(0.9, "scheduled"),
            reminder_change(30, "sent", operation="DELETE"),
        ],
        known=[],
    ),
    "a reminder that was due as the scheduler stopped": spoil(
        reminders=[sent, cancelled, reminder(AHEAD, "scheduled", fire_at=at(99))],
        records=[*PLANS[:3], plan(4, "scheduled", AHEAD, 1, 11, at(99)), due(20.01), BAD, *TASKS],
        jobs=[JobRow(AHEAD, 1, at(99), None)],
    ),
    "a request that had no answer": spoil(known=[KnownTask(DONE, ADA, "unknown", 1, frozenset())]),
    "an occurrence that was deleted": spoil(
        tasks=[done, replace(following, is_deleted=True), alone]
    ),
}


@pytest.mark.parametrize("evidence", HARMLESS.values(), ids=HARMLESS)
def test_what_may_happen_is_no_violation(evidence):
    assert judge(evidence) == []
