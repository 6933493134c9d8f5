"""Pains of the peers' users that no test nearer to the code shows (docs/pains.md)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from shared.commands.postponing import Postponement, postpone_task
from shared.commands.skipping import skip_task
from shared.commands.tasks import complete_task
from shared.core.ids import new_uuid7
from shared.domain.tasks import ReminderDraft
from tests.factories.reminders import set_reminder
from tests.factories.series import roll, tasks_of
from tests.factories.tasks import due_of, make_task
from tests.factories.users import make_user
from tests.integration.commands.test_tasks import stored


@pytest.mark.parametrize(
    ("rrule", "first", "following"),
    [
        pytest.param("FREQ=WEEKLY;BYDAY=MO,FR", "2026-11-27", "2026-11-30", id="weekdays"),
        pytest.param("FREQ=MONTHLY;BYDAY=2TU", "2026-12-08", "2027-01-12", id="nth_weekday"),
        pytest.param("FREQ=MONTHLY;BYMONTHDAY=15", "2026-12-15", "2027-01-15", id="months"),
        pytest.param("FREQ=YEARLY", "2026-12-24", "2027-12-24", id="years"),
    ],
)
async def test_pain_4_tasks_repeat_by_weekdays_months_and_years(db, rrule, first, following):
    owner = await make_user(db)
    task = await make_task(db, owner, due=date.fromisoformat(first), rrule=rrule)
    after = (await skip_task(db, owner, task.id, None)).next
    assert after.due_on == date.fromisoformat(following)


async def test_pain_5_a_garden_season_rests_in_winter(db):
    owner = await make_user(db)
    rule = "FREQ=WEEKLY;BYDAY=SA;BYMONTH=4,5,6,7,8,9"
    task = await make_task(db, owner, due=date(2027, 9, 25), rrule=rule)
    after = (await skip_task(db, owner, task.id, None)).next
    assert after.due_on == date(2028, 4, 1)


@pytest.mark.parametrize("start", ["2027-01-29", "2027-01-30", "2027-01-31"])
async def test_pain_3_a_monthly_task_is_on_its_day_again_after_a_short_month(db, start):
    owner = await make_user(db)
    first = date.fromisoformat(start)
    task = await make_task(db, owner, due=first, rrule="monthly")
    in_february = (await skip_task(db, owner, task.id, None)).next
    in_march = (await skip_task(db, owner, in_february.id, None)).next
    assert (in_february.due_on, in_march.due_on) == (date(2027, 2, 28), first.replace(month=3))


@pytest.mark.parametrize(
    "moved_to",
    [
        pytest.param("2026-12-03T09:00", id="later"),
        pytest.param("2026-11-28T09:00", id="earlier"),
    ],
)
async def test_pain_9_a_moved_occurrence_does_not_come_back_on_its_first_date(db, moved_to):
    owner = await make_user(db)
    task = await make_task(db, owner, due="2026-12-01T09:00", rrule="FREQ=WEEKLY")
    await postpone_task(db, owner, task.id, Postponement(to=due_of(moved_to)), None)
    await roll(db, await complete_task(db, owner, task.id, None))
    assert [row.slot for row in await tasks_of(db, owner)] == ["2026-12-08T09:00:00"]


async def test_pain_24_what_began_without_a_date_comes_back_with_one(db, clock):
    owner = await make_user(db, zone="UTC")
    clock.set(datetime(2026, 11, 24, 20, tzinfo=UTC))
    task = await make_task(db, owner, rrule="daily")
    await roll(db, await complete_task(db, owner, task.id, None))
    assert [row.due_on for row in await tasks_of(db, owner)] == [date(2026, 11, 25)]


async def add_sent(db, owner, task, reminder, instants):
    """The ledger says that the reminder was sent at these instants."""
    async with db.unit_of_work() as uow:
        await uow.connection.execute(
            text(
                "INSERT INTO deliveries (id, reminder_id, task_id, user_id, channel, fire_at, "
                "state, claimed_at, sent_at) SELECT d.id, :reminder, :task, :user, 'email', "
                "d.at, 'sent', d.at, d.at FROM unnest(CAST(:ids AS uuid[]), "
                "CAST(:instants AS timestamptz[])) AS d (id, at)"
            ),
            {
                "ids": [new_uuid7(at) for at in instants],
                "instants": instants,
                "reminder": reminder.id,
                "task": task.id,
                "user": owner.user_id,
            },
        )


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param((0, 15), id="in_time"),
        pytest.param((0, 120), id="with_an_outage_between"),
        pytest.param((-1440, 0, 15), id="moved_by_a_day_after_it_was_sent"),
    ],
)
async def test_pain_14_nagging_begins_anew_at_its_first_instant_next_time(db, clock, sent):
    owner = await make_user(db)
    at = datetime(2026, 12, 1, 7, 30, tzinfo=UTC)
    draft = ReminderDraft(at=at, nag_every="PT15M", nag_max=5)
    task = await make_task(db, owner, due="2026-12-01T09:00", rrule="FREQ=DAILY", reminders=[draft])
    (reminder,) = task.reminders
    instants = [at + timedelta(minutes=each) for each in sent]
    await add_sent(db, owner, task, reminder, instants)
    stands = instants[-1] + timedelta(minutes=15)
    await set_reminder(db, reminder.id, fire_at=stands, nag_sent=2)
    clock.set(stands - timedelta(minutes=1))
    await roll(db, await complete_task(db, owner, task.id, None))
    (following,) = await tasks_of(db, owner)
    (after,) = (await stored(db, owner, following.id)).reminders
    assert (after.fire_at, after.nag_sent) == (at + timedelta(days=1), 0)
