"""What comes of a reminder that is due: one mail, or a reason in the ledger."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from shared.commands.tasks import complete_task, delete_task
from shared.core.errors import Unavailable
from shared.core.principal import Principal
from tests.integration.notifications.conftest import FIRE_AT, due_event
from workers.runtime.handler import PermanentError, TransientError


async def test_due_reminder_becomes_one_mail(world):
    event = await world.due_reminder()
    worker = world.start_worker()

    await worker.process(event)

    [mail] = world.server.mails
    assert mail.subject == "Reminder: Submit report is due in 1 day (Friday 17:00)"


async def test_ledger_keeps_lateness_and_the_answer_of_the_server(world):
    event = await world.due_reminder(late_seconds=0.012)

    await world.start_worker().process(event)

    row = await world.delivery_of(event)
    assert (row.state, row.lateness_ms, row.provider_answer) == ("sent", 12, "250 queued as 42")
    assert (row.attempts, row.resends, row.claimed_until) == (1, 0, None)
    assert row.message_id in world.server.mails[0].parsed["Message-ID"]


async def test_sent_reminder_says_so_and_the_system_learns_of_it(world):
    event = await world.due_reminder()

    await world.start_worker().process(event)

    reminder = await world.reminder_of(event)
    assert (reminder.state, reminder.version) == ("sent", event.data.reminder_version)
    assert await world.events_of(event) == ["reminder.sent"]


async def test_metrics_tell_lateness_by_stage(world):
    worker = world.start_worker()

    await worker.process(await world.due_reminder(late_seconds=0.012))

    for stage in ("claimed", "sent"):
        total = worker.count("reminder_lateness_seconds_sum", stage=stage)
        assert total == pytest.approx(0.012)
    assert worker.count("reminder_delivery_latency_seconds_count", channel="email") == 1
    assert worker.count("deliveries_total", channel="email", outcome="sent") == 1


async def test_same_event_twice_brings_one_mail(world):
    event = await world.due_reminder()
    worker = world.start_worker()

    await worker.process(event, event)
    await worker.process(event)

    assert len(world.server.mails) == 1
    assert await world.events_of(event) == ["reminder.sent"]


async def test_two_workers_at_once_bring_one_mail(world):
    event = await world.due_reminder()
    first, second = world.start_worker(), world.start_worker()
    world.server.gate.clear()

    both = asyncio.gather(first.process(event), second.process(event))
    await world.server.arrived.get()
    world.server.gate.set()
    await both

    assert len(world.server.mails) == 1
    assert (await world.delivery_of(event)).attempts == 1
    resent = [w.count("deliveries_resent_total", channel="email") for w in (first, second)]
    assert resent == [0, 0]


async def test_claim_of_a_crashed_worker_is_taken_over_and_counted(world):
    event = await world.due_reminder()
    crashed, successor = world.start_worker(), world.start_worker()
    world.server.gate.clear()
    dying = asyncio.create_task(crashed.process(event))
    await world.server.arrived.get()
    await world.end_of_claim(event)  # nobody extends the claim of a dead process

    taking_over = asyncio.create_task(successor.process(event))
    await world.server.arrived.get()
    world.server.gate.set()
    await taking_over
    await dying

    first, second = world.server.mails
    assert first.parsed["Message-ID"] == second.parsed["Message-ID"]
    assert successor.count("deliveries_resent_total", channel="email") == 1
    row = await world.delivery_of(event)
    assert (row.state, row.attempts, row.resends) == ("sent", 2, 1)
    assert await world.events_of(event) == ["reminder.sent"]


async def test_claim_is_extended_while_its_mail_is_on_its_way(world):
    event = await world.due_reminder()
    worker = world.start_worker(claim_seconds=0.3)
    world.server.gate.clear()
    sending = asyncio.create_task(worker.process(event))
    await world.server.arrived.get()
    begun = (await world.delivery_of(event)).claimed_until

    while (await world.delivery_of(event)).claimed_until <= begun:
        pass  # each look lets the other tasks run
    world.server.gate.set()
    await sending

    assert (await world.delivery_of(event)).state == "sent"


async def done(world, event):
    principal = Principal(event.data.user_id)
    await complete_task(world.db, principal, event.data.task_id, None)
    return event


async def deleted(world, event):
    await delete_task(world.db, Principal(event.data.user_id), event.data.task_id, None)
    return event


async def cancelled(world, event):
    await world.change(
        "UPDATE reminders SET state = 'cancelled', version = version + 1 WHERE id = :id",
        id=event.data.reminder_id,
    )
    return event


async def moved(world, event):
    await world.change(
        "UPDATE reminders SET fire_at = :at, version = version + 1 WHERE id = :id",
        id=event.data.reminder_id,
        at=FIRE_AT + timedelta(hours=1),
    )
    return event


async def much_too_late(world, event):
    world.clock.advance(hours=24, seconds=1)
    return event


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (done, "task_done"),
        (deleted, "task_deleted"),
        (cancelled, "cancelled"),
        (moved, "stale"),
        (much_too_late, "missed"),
    ],
)
async def test_what_happened_meanwhile_is_the_reason_why_nothing_is_sent(world, happens, reason):
    event = await happens(world, await world.due_reminder())
    worker = world.start_worker()

    await worker.process(event)
    await worker.process(event)

    assert world.server.mails == []
    row = await world.delivery_of(event)
    assert (row.state, row.reason, row.attempts) == ("skipped", reason, 0)
    assert await world.events_of(event) == ["reminder.skipped"]
    assert worker.count("deliveries_total", channel="email", outcome="skipped") == 1
    assert worker.count("reminders_skipped_total", reason=reason) == 1


async def test_plan_that_replaced_the_skipped_one_keeps_its_state(world):
    event = await moved(world, await world.due_reminder())

    await world.start_worker().process(event)

    assert (await world.reminder_of(event)).state == "scheduled"


async def test_reminder_moved_away_and_back_is_sent(world):
    stale = await world.due_reminder()
    world.clock.set(FIRE_AT - timedelta(minutes=1))
    await world.change(
        "UPDATE reminders SET version = version + 2 WHERE id = :id", id=stale.data.reminder_id
    )
    world.clock.set(FIRE_AT + timedelta(milliseconds=5))
    version = stale.data.reminder_version + 2
    current = due_event(**stale.data.model_dump() | {"reminder_version": version})
    worker = world.start_worker()

    await worker.process(stale)
    assert (await world.delivery_of(stale)).reason == "stale"
    await worker.process(current)

    assert len(world.server.mails) == 1
    assert (await world.delivery_of(current)).state == "sent"


async def test_channel_that_this_worker_lacks_is_named(world):
    event = await world.due_reminder()
    async with world.db.unit_of_work() as uow:
        await uow.connection.execute(text("UPDATE reminders SET channels = '{email,pigeon}'"))
    worker = world.start_worker()

    await worker.process(event)

    mail, pigeon = await world.deliveries_of(event)
    assert (mail.state, pigeon.state, pigeon.reason) == ("sent", "skipped", "channel_unavailable")
    assert (await world.reminder_of(event)).state == "sent"
    assert worker.count("deliveries_total", channel="other", outcome="skipped") == 1


async def test_event_that_names_another_user_does_nothing_and_is_refused(world):
    event = await world.due_reminder()
    stranger = await world.due_reminder()
    forged = due_event(**event.data.model_dump() | {"user_id": stranger.data.user_id})

    with pytest.raises(PermanentError):
        await world.start_worker().process(forged)

    assert (world.server.mails, await world.deliveries_of(event)) == ([], [])


async def test_late_reminder_says_how_late(world):
    event = await world.due_reminder()
    world.clock.advance(minutes=12, seconds=30)

    await world.start_worker().process(event)

    [mail] = world.server.mails
    assert mail.subject.startswith("Reminder (late by 12 min): Submit report is due in")
    assert "planned for Thursday, 26 November 2026, 17" in mail.parsed.get_body().get_content()


async def test_the_grace_ends_after_a_day_and_not_before(world):
    in_time = await world.due_reminder()
    world.clock.set(FIRE_AT - timedelta(minutes=1))
    too_late = await world.due_reminder()
    worker = world.start_worker()

    world.clock.set(FIRE_AT + timedelta(hours=24))
    await worker.process(in_time)
    await worker.process(in_time)
    world.clock.advance(microseconds=1)
    await worker.process(too_late)

    [mail] = world.server.mails
    assert mail.subject.startswith("Reminder (late by 24 h): ")
    assert (await world.reminder_of(in_time)).state == "sent"
    missed = await world.reminder_of(too_late)
    assert (missed.state, missed.reason) == ("skipped", "missed")


async def test_refused_recipient_fails_for_good_and_alone(world):
    events = [await world.due_reminder() for _ in range(3)]
    [user] = await world.rows("SELECT * FROM users WHERE id = :id", id=events[1].data.user_id)
    world.server.refused[user.email] = "550 5.1.1 no such user"
    worker = world.start_worker()

    await worker.process(*events)
    await worker.process(events[1])

    rows = [await world.delivery_of(event) for event in events]
    assert [row.state for row in rows] == ["sent", "failed", "sent"]
    assert rows[1].reason == "smtp: 550 5.1.1 no such user"
    assert rows[1].attempts == 1
    assert (await world.reminder_of(events[1])).state == "failed"
    assert await world.events_of(events[1]) == ["reminder.failed"]
    assert worker.count("reminders_failed_total", reason="refused") == 1


async def test_refusal_for_now_is_tried_again_and_not_counted_as_doubt(world):
    events = [await world.due_reminder() for _ in range(2)]
    world.server.data_answers = ["451 4.7.1 try again later"]
    worker = world.start_worker(connections=1)

    with pytest.raises(TransientError, match="451"):
        await worker.process(*events)
    [given_back] = [r for e in events if (r := await world.delivery_of(e)).state == "sending"]
    assert (given_back.claimed_until, given_back.reason) == (
        None,
        "smtp: 451 4.7.1 try again later",
    )
    await worker.process(*events)

    assert len(world.server.mails) == 2
    assert sorted([(await world.delivery_of(e)).attempts for e in events]) == [1, 2]
    assert worker.count("deliveries_resent_total", channel="email") == 0


async def test_connection_lost_before_the_answer_leaves_a_doubt_that_waits(world):
    event = await world.due_reminder()
    world.server.data_answers = ["drop"]
    worker = world.start_worker()

    for _ in range(2):
        with pytest.raises(TransientError):
            await worker.process(event)

    assert len(world.server.mails) == 1
    [row] = await world.rows(
        "SELECT state, attempts, extract(epoch FROM claimed_until - clock_timestamp()) AS pause "
        "FROM deliveries WHERE reminder_id = :id",
        id=event.data.reminder_id,
    )
    assert (row.state, row.attempts) == ("sending", 1)
    assert 30 < row.pause <= 60


async def test_message_in_doubt_is_sent_again_and_recognisable(world):
    event = await world.due_reminder()
    world.server.data_answers = ["drop"]
    worker = world.start_worker()
    with pytest.raises(TransientError):
        await worker.process(event)
    await world.end_of_claim(event)
    world.clock.advance(minutes=1)

    await worker.process(event)

    first, second = world.server.mails
    assert first.parsed["Message-ID"] == second.parsed["Message-ID"]
    assert worker.count("deliveries_resent_total", channel="email") == 1
    assert (await world.delivery_of(event)).resends == 1


async def test_bug_before_the_mail_leaves_no_doubt(world):
    event = await world.due_reminder()
    worker = world.start_worker()
    worker.email._writer = BrokenWriter()
    for _ in range(2):  # at once again: nobody waits for what cannot have been sent
        with pytest.raises(ZeroDivisionError):
            await worker.process(event)
    assert (await world.delivery_of(event)).reason == "internal_error"

    await world.start_worker().process(event)

    assert len(world.server.mails) == 1
    assert (await world.delivery_of(event)).resends == 0


class BrokenWriter:
    """A template with a mistake in it."""

    def write(self, _message):
        return 1 / 0


async def test_server_away_is_an_outage_and_everything_is_sent_afterwards(world):
    events = [await world.due_reminder() for _ in range(20)]
    worker = world.start_worker()
    await world.server.stop()

    with pytest.raises(Unavailable, match="email"):
        await worker.process(*events)
    attempts = [(await world.delivery_of(event)).attempts for event in events]
    with pytest.raises(Unavailable):
        await worker.process(*events)
    assert [(await world.delivery_of(event)).attempts for event in events] == attempts
    await world.server.start()
    world.clock.advance(seconds=3)
    await worker.process(*events)

    assert len(world.server.mails) == 20
    assert worker.count("deliveries_resent_total", channel="email") == 0


async def test_server_that_hangs_after_the_mail_leaves_a_doubt(world):
    event = await world.due_reminder()
    world.server.data_answers = [None]
    worker = world.start_worker(timeout_seconds=2)

    with pytest.raises(TransientError, match="no answer to the mail"):
        await worker.process(event)

    assert (await world.delivery_of(event)).claimed_until is not None


async def test_many_reminders_share_few_connections(world):
    events = [await world.due_reminder() for _ in range(60)]
    worker = world.start_worker(connections=4)

    await worker.process(*events)

    assert len({mail.recipient for mail in world.server.mails}) == 60
    assert world.server.connections <= 4
