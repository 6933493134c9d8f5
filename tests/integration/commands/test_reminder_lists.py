"""The list of a task's reminders: what is asked for, once each, and edits that touch no other."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from sqlalchemy import text

from shared.commands.reminder_lists import make_reminders
from shared.commands.tasks import complete_task, patch_task, reopen_task
from shared.core.errors import InvalidInput
from shared.core.ids import new_uuid7
from shared.domain.tasks import Due, ReminderDraft, TaskPatch
from tests.factories.channels import make_channel
from tests.factories.reminders import add_snooze, reminder_rows, set_reminder
from tests.factories.tasks import due_of, make_task
from tests.factories.users import make_user

DUE = "2026-12-01T09:00"
AT = datetime(2026, 12, 1, 7, 30, tzinfo=UTC)


async def events_since(db, owner, seen=0):
    async with db.read() as connection:
        rows = await connection.execute(
            text("SELECT event_type FROM outbox WHERE user_id = :u ORDER BY id OFFSET :seen"),
            {"u": owner.user_id, "seen": seen},
        )
        return [row.event_type for row in rows]


async def test_a_reminder_keeps_everything_that_was_asked_for(db):
    owner = await make_user(db)
    channel = await make_channel(db, owner)
    draft = ReminderDraft(
        lead="-PT30M", channels=("email", channel), nag_every="PT15M", nag_max=4, urgent=True
    )
    (stored,) = (await make_task(db, owner, due=DUE, reminders=[draft])).reminders
    assert stored.fire_at == AT
    assert stored.channels == ("email", channel)
    assert (stored.nag_every, stored.nag_max, stored.nag_sent) == ("PT15M", 4, 0)
    assert stored.urgent


async def test_a_reminder_of_the_start_is_idle_without_one(db):
    owner = await make_user(db)
    draft = ReminderDraft(lead="PT0S", relative_to="start")
    (stored,) = (await make_task(db, owner, due=DUE, reminders=[draft])).reminders
    assert (stored.state, stored.reason, stored.fire_at) == ("idle", "no_start", None)


@pytest.mark.parametrize("case", ["unknown", "disabled", "of somebody else"])
async def test_a_channel_that_one_does_not_have_is_refused(db, case):
    owner, other = await make_user(db), await make_user(db)
    name = {
        "unknown": str(new_uuid7(db.clock.now())),
        "disabled": await make_channel(db, owner, is_enabled=False),
        "of somebody else": await make_channel(db, other),
    }[case]
    drafts = [ReminderDraft(lead="PT0S"), ReminderDraft(lead="PT1H", channels=("email", name))]
    with pytest.raises(InvalidInput) as refused:
        await make_task(db, owner, due=DUE, reminders=drafts)
    assert refused.value.pointer == "/reminders/1/channels/1"
    assert refused.value.reason_code == "channel_unknown"
    assert await events_since(db, owner) == []


async def test_two_reminders_of_one_time_are_one(db):
    owner = await make_user(db)
    channel = await make_channel(db, owner)
    drafts = [
        ReminderDraft(lead="-PT60M", channels=("email",)),
        ReminderDraft(lead="-PT1H", channels=(channel,), nag_every="PT15M", nag_max=2),
        ReminderDraft(lead="-PT1H", urgent=True, relative_to="start"),
        ReminderDraft(at=AT),
        ReminderDraft(at=AT, urgent=True),
    ]
    stored = (await make_task(db, owner, due=DUE, reminders=drafts)).reminders
    assert sorted((r.kind, r.relative_to, r.channels, r.nag_max, r.urgent) for r in stored) == [
        ("absolute", "due", ("email",), None, True),
        ("relative", "due", ("email", channel), 2, False),
        ("relative", "start", ("email",), None, True),
    ]


async def test_an_edit_of_one_reminder_never_fires_the_others_again_pain_20(db, clock):
    owner = await make_user(db)
    drafts = [ReminderDraft(lead=lead) for lead in ("-P1D", "-PT1H", "PT0S")]
    task = await make_task(db, owner, due=DUE, reminders=drafts)
    await set_reminder(db, task.reminders[0].id, state="sent")
    before = {row.id: row for row in await reminder_rows(db, task.id)}
    seen = len(await events_since(db, owner))
    clock.set(datetime(2026, 12, 1, 7, 30, tzinfo=UTC))
    drafts[2] = ReminderDraft(lead="PT10M")
    after = (await patch_task(db, owner, task.id, TaskPatch(reminders=drafts), None)).reminders
    assert [r.lead for r in after] == ["-P1D", "-PT1H", "PT10M"]
    rows = {row.id: row for row in await reminder_rows(db, task.id)}
    for kept in after[:2]:
        assert rows[kept.id] == before[kept.id]
    assert (await events_since(db, owner, seen)) == [
        "reminder.cancelled", "reminder.scheduled", "task.updated", "task.changed",
    ]  # fmt: skip


async def test_an_overdue_reminder_that_is_written_anew_is_not_sent(db, clock):
    owner = await make_user(db)
    task = await make_task(db, owner, due=DUE)
    clock.set(datetime(2026, 12, 1, 9, tzinfo=UTC))
    patch = TaskPatch(reminders=[ReminderDraft(lead="PT0S"), ReminderDraft(lead="-PT5M")])
    states = (await patch_task(db, owner, task.id, patch, None)).reminders
    assert [(r.lead, r.state) for r in states] == [("-PT5M", "skipped"), ("PT0S", "scheduled")]


async def test_what_changes_besides_the_time_leaves_the_reminder_its_identity(db):
    owner = await make_user(db)
    task = await make_task(db, owner, due=DUE)
    (old,) = task.reminders
    nagging = ReminderDraft(lead="PT0S", nag_every="PT15M", nag_max=3, urgent=True)
    (new,) = (await patch_task(db, owner, task.id, TaskPatch(reminders=[nagging]), None)).reminders
    assert (new.id, new.version, new.nag_max, new.urgent) == (old.id, old.version + 1, 3, True)
    assert new.channels == old.channels


async def test_a_nagging_reminder_is_known_by_its_first_time(db):
    owner = await make_user(db)
    nagging = ReminderDraft(at=AT, nag_every="PT15M", nag_max=9)
    task = await make_task(db, owner, due=DUE, reminders=[nagging])
    later = datetime(2026, 12, 1, 7, 45, tzinfo=UTC)
    await set_reminder(db, task.reminders[0].id, fire_at=later, nag_sent=2)
    patch = TaskPatch(reminders=[nagging, ReminderDraft(lead="PT0S")])
    after = (await patch_task(db, owner, task.id, patch, None)).reminders
    assert [(r.id == task.reminders[0].id, r.nag_sent) for r in after] == [(True, 2), (False, 0)]


async def test_a_snooze_stays_as_long_as_what_it_put_off(db):
    owner = await make_user(db)
    drafts = [ReminderDraft(lead="-PT1H"), ReminderDraft(lead="PT0S")]
    task = await make_task(db, owner, due=DUE, reminders=drafts)
    snooze = await add_snooze(db, owner, task, task.reminders[0], AT)
    again = await add_snooze(db, owner, task, snooze, AT.replace(minute=45))
    patch = TaskPatch(reminders=drafts[:1])
    after = (await patch_task(db, owner, task.id, patch, None)).reminders
    assert {r.id for r in after} == {task.reminders[0].id, snooze.id, again.id}
    assert [r.state for r in after] == ["scheduled"] * 3
    after = (await patch_task(db, owner, task.id, TaskPatch(reminders=drafts[1:]), None)).reminders
    assert [r.lead for r in after] == ["PT0S"]


async def test_moving_the_due_time_ends_snoozes_and_starts_nagging_anew(db, clock):
    """Pain 15: a due edit cancels the snooze and plans the rest from the new time."""
    owner = await make_user(db)
    nagging = ReminderDraft(lead="PT0S", nag_every="PT15M", nag_max=9)
    task = await make_task(db, owner, due=DUE, reminders=[nagging])
    nag = task.reminders[0].id
    await set_reminder(db, nag, fire_at=datetime(2026, 12, 1, 8, 30, tzinfo=UTC), nag_sent=2)
    snooze = await add_snooze(db, owner, task, task.reminders[0], AT)
    due = due_of("2026-12-02T09:00")
    after = (await patch_task(db, owner, task.id, TaskPatch(due=due), None)).reminders
    states = {r.id: (r.state, r.reason, r.nag_sent) for r in after}
    assert states == {nag: ("scheduled", None, 0), snooze.id: ("cancelled", "postponed", 0)}
    clock.set(datetime(2026, 12, 1, 6, tzinfo=UTC))
    due = due_of("2026-12-03T09:00")
    after = (await patch_task(db, owner, task.id, TaskPatch(due=due), None)).reminders
    assert {r.state for r in after if r.id == snooze.id} == {"cancelled"}


async def test_a_reopened_task_nags_on_where_it_stood(db):
    owner = await make_user(db)
    nagging = ReminderDraft(lead="PT0S", nag_every="PT15M", nag_max=9)
    task = await make_task(db, owner, due=DUE, reminders=[nagging])
    then = datetime(2026, 12, 1, 8, 30, tzinfo=UTC)
    await set_reminder(db, task.reminders[0].id, fire_at=then, nag_sent=2)
    await complete_task(db, owner, task.id, None)
    (after,) = (await reopen_task(db, owner, task.id, None)).reminders
    assert (after.state, after.fire_at, after.nag_sent) == ("scheduled", then, 2)


@pytest.mark.parametrize(
    ("zone", "due", "fires"),
    [
        ("Europe/Berlin", "2027-03-28T02:30", datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        ("Europe/Berlin", "2027-10-31T02:30", datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        ("America/New_York", "2027-03-14T02:30", datetime(2027, 3, 14, 7, 30, tzinfo=UTC)),
        ("America/New_York", "2027-11-07T01:30", datetime(2027, 11, 7, 5, 30, tzinfo=UTC)),
        ("Australia/Lord_Howe", "2027-10-03T02:15", datetime(2027, 10, 2, 15, 45, tzinfo=UTC)),
        ("Australia/Lord_Howe", "2027-04-04T01:45", datetime(2027, 4, 3, 14, 45, tzinfo=UTC)),
    ],
)
async def test_a_reminder_in_a_gap_or_a_fold_fires_once_at_its_first_valid_instant(
    db, zone, due, fires
):
    owner = await make_user(db, zone=zone)
    (reminder,) = (await make_task(db, owner, due=due)).reminders
    assert reminder.fire_at == fires
    day_before = TaskPatch(reminders=[ReminderDraft(lead="-P1D")])
    task = await make_task(db, owner, due=due)
    (early,) = (await patch_task(db, owner, task.id, day_before, None)).reminders
    assert early.fire_at is not None
    assert all(a < b for a, b in pairwise([early.fire_at, fires]))


async def test_a_date_reminds_at_the_time_for_such_days_pain_19(db):
    owner = await make_user(db)
    (reminder,) = (await make_task(db, owner, due=date(2026, 12, 1))).reminders
    assert reminder.fire_at == datetime(2026, 12, 1, 8, tzinfo=UTC)
    assert (reminder.lead, reminder.state) == ("PT0S", "scheduled")


async def test_a_first_due_date_brings_the_defaults(db):
    owner = await make_user(db)
    task = await make_task(db, owner)
    patch = TaskPatch(due=Due(local=datetime(2026, 12, 1, 9)))
    (reminder,) = (await patch_task(db, owner, task.id, patch, None)).reminders
    assert (reminder.lead, reminder.fire_at) == ("PT0S", datetime(2026, 12, 1, 8, tzinfo=UTC))


async def test_a_first_due_date_brings_nothing_back_that_was_removed(db):
    owner = await make_user(db)
    task = await make_task(db, owner, reminders=[ReminderDraft(at=AT)])
    await patch_task(db, owner, task.id, TaskPatch(reminders=[]), None)
    patch = TaskPatch(due=Due(local=datetime(2026, 12, 1, 9)))
    assert (await patch_task(db, owner, task.id, patch, None)).reminders == ()


async def test_defaults_are_those_of_the_account(db):
    owner = await make_user(db)
    async with db.unit_of_work() as uow:
        await uow.connection.execute(
            text(
                "UPDATE users SET default_reminders = '{-PT1H,PT0S}', "
                "all_day_default_reminders = '{-P1D}', all_day_reminder_time = '07:15' "
                "WHERE id = :id"
            ),
            {"id": owner.user_id},
        )
    timed = await make_task(db, owner, due=DUE)
    dated = await make_task(db, owner, due=date(2026, 12, 1))
    assert [r.lead for r in timed.reminders] == ["-PT1H", "PT0S"]
    assert [r.fire_at for r in dated.reminders] == [datetime(2026, 11, 30, 6, 15, tzinfo=UTC)]


async def test_a_project_has_its_own_defaults_for_due_times_alone(db):
    owner = await make_user(db)
    async with db.unit_of_work() as uow:
        project = new_uuid7(uow.now)
        await uow.connection.execute(
            text(
                "INSERT INTO projects (id, user_id, name, default_reminders, created_at, "
                "updated_at) VALUES (:id, :user_id, 'Work', '{-P1D}', :now, :now)"
            ),
            {"id": project, "user_id": owner.user_id, "now": uow.now},
        )
    leads = []
    for due in (DUE, date(2026, 12, 1)):
        task = await make_task(db, owner, due=due, reminders=[])
        async with db.unit_of_work() as uow:
            users = await uow.lock_users([owner.user_id])
            inside = replace(task, project_id=project)
            rows = await make_reminders(uow, users[owner.user_id], inside, None)
        leads.append([row.lead for row in rows])
    assert leads == [["-P1D"], ["PT0S"]]


@pytest.mark.parametrize(
    ("start", "instant"),
    [
        (Due(local=datetime(2026, 12, 1, 8)), datetime(2026, 12, 1, 6, tzinfo=UTC)),
        (Due(on=date(2026, 12, 1)), datetime(2026, 12, 1, 7, tzinfo=UTC)),
    ],
)
async def test_a_reminder_of_the_start_follows_the_start(db, start, instant):
    owner = await make_user(db)
    drafts = [ReminderDraft(lead="-PT1H", relative_to="start"), ReminderDraft(lead="PT0S")]
    task = await make_task(db, owner, due=DUE, reminders=drafts)
    await patch_task(db, owner, task.id, TaskPatch(start=start), None)
    rows = {row.relative_to: row for row in await reminder_rows(db, task.id)}
    assert (rows["start"].fire_at, rows["start"].state) == (instant, "scheduled")
    assert rows["due"].version == 1


async def test_a_channel_that_was_disabled_since_stays_where_it_is_named(db):
    owner = await make_user(db)
    channel = await make_channel(db, owner)
    named = ReminderDraft(lead="PT0S", channels=(channel,))
    task = await make_task(db, owner, due=DUE, reminders=[named])
    async with db.unit_of_work() as uow:
        await uow.connection.execute(text("UPDATE channels SET is_enabled = false"))
    patch = TaskPatch(reminders=[named, ReminderDraft(lead="-PT1H")])
    after = (await patch_task(db, owner, task.id, patch, None)).reminders
    assert [r.channels for r in after] == [("email",), (channel,)]
    with pytest.raises(InvalidInput):
        await make_task(db, owner, due=DUE, reminders=[named])
