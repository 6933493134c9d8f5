"""Webhooks: what is written down, sent, tried again, given up and replayed."""

import asyncio
import base64
import hmac
from datetime import timedelta

import pytest
from sqlalchemy import text

from shared.commands import webhooks as commands
from shared.commands.governing import erase_own_account
from shared.commands.resealing import reseal_all
from shared.commands.webhooks import WebhookPatch
from shared.core.egress import EgressRules
from shared.core.errors import NotFound
from shared.core.sealing import Sealer
from shared.db.repositories import webhook_deliveries as deliveries
from shared.db.repositories import webhooks as repository
from shared.events.tasks import TaskCompleted
from shared.kafka.producer import EventProducer
from shared.observability.metrics import Metrics
from shared.observability.tracer import Tracer
from tests.factories.users import make_user
from tests.services.receiver import Said
from tests.waiting import eventually
from workers.runtime.app import WorkerParts
from workers.runtime.pausing import PauseSwitch
from workers.webhooks.sender import FAILURES_UNTIL_OFF, RETRY_AFTER, Sender
from workers.webhooks.settings import WebhooksSettings
from workers.webhooks.spec import SPEC


async def test_an_event_arrives_signed_and_once(world):
    hook, event = await world.subscribe(), world.event()
    await world.happen(event, event)
    await world.happen(event)
    assert [await world.sender.send_due() for _ in range(2)] == [1, 0]
    (got,) = world.receiver.requests
    assert (got.path, got.json["type"]) == ("/in?x=1", "task.updated")
    assert got.json["id"] == str(event.id)
    assert got.json["data"]["task_id"] == str(event.data.task_id)
    identifier = got.headers["webhook-id"]
    assert identifier == f"evt_{event.id.hex}"
    key = base64.b64decode(hook.secret.removeprefix("whsec_"))
    signed = f"{identifier}.{got.headers['webhook-timestamp']}.".encode() + got.body
    wanted = base64.b64encode(hmac.digest(key, signed, "sha256")).decode()
    assert got.headers["webhook-signature"] == f"v1,{wanted}"
    (row,) = await world.deliveries(hook)
    assert (row.state, row.status, row.attempts) == ("sent", 200, 1)


async def test_only_what_was_asked_for_and_only_ones_own(world):
    hook, bob = await world.subscribe(), await make_user(world.db)
    await world.happen(world.event(TaskCompleted), world.event(user_id=bob.user_id))
    assert await world.sender.send_due() == 0
    assert await world.deliveries(hook) == []


async def test_what_is_not_taken_is_tried_again_by_the_schedule(world):
    hook = await world.subscribe()
    world.receiver.says = [Said(503), Said(404), Said(drops=True)]
    await world.happen()
    for wait in RETRY_AFTER[:3]:
        assert await world.sender.send_due() == 1
        (row,) = await world.deliveries(hook)
        assert row.state == "waiting"
        assert wait <= row.due_at - world.clock.now() <= wait * 1.1
        assert await world.sender.send_due() == 0
        world.clock.advance(wait.total_seconds() * 1.1)
    assert await world.sender.send_due() == 1
    (row,) = await world.deliveries(hook)
    assert (row.state, row.attempts) == ("sent", 4)
    assert len({each.headers["webhook-id"] for each in world.receiver.requests}) == 1


async def fail_for_good(world):
    """One event that was never taken."""
    world.receiver.says = [Said(500) for _ in range(len(RETRY_AFTER) + 1)]
    await world.happen()
    for wait in (*RETRY_AFTER, timedelta(0)):
        assert await world.sender.send_due() == 1
        world.clock.advance(wait.total_seconds() * 1.1)


async def test_after_the_last_try_it_has_failed_and_can_be_replayed(world):
    hook, since = await world.subscribe(), world.clock.now()
    await fail_for_good(world)
    (failed,) = await world.deliveries(hook)
    assert (failed.state, failed.status, failed.answer) == ("failed", 500, "answered 500")
    replay = (world.db, world.ada, hook.row.id)
    anew = await commands.replay_deliveries(*replay, failed_since=since)
    assert await commands.replay_deliveries(*replay, failed_since=since) == []
    assert await world.sender.send_due() == 1
    newest, _ = await world.deliveries(hook)
    assert (newest.id, newest.state, newest.replay) == (anew[0], "sent", 1)
    assert len({each.body for each in world.receiver.requests}) == 1


async def test_one_delivery_is_replayed_once_at_a_time(world):
    hook = await world.subscribe()
    await world.happen()
    replay = (world.db, world.ada, hook.row.id)
    (sent,) = await world.deliveries(hook)
    with pytest.raises(NotFound):  # it still waits
        await commands.replay_deliveries(*replay, delivery_id=sent.id)
    await world.sender.send_due()
    await commands.replay_deliveries(*replay, delivery_id=sent.id)
    with pytest.raises(NotFound):
        await commands.replay_deliveries(*replay, delivery_id=sent.id)
    assert await world.sender.send_due() == 1


async def test_gone_switches_it_off_and_nothing_waits(world):
    hook = await world.subscribe()
    world.receiver.says = [Said(410)]
    await world.happen()
    assert await world.sender.send_due() == 1
    await world.happen()
    assert await world.sender.send_due() == 0
    row = await world.stored(hook)
    assert (row.is_enabled, row.disabled_reason) == (False, "gone")
    assert [each.state for each in await world.deliveries(hook)] == ["failed"]


async def test_four_deliveries_that_are_gone_at_once_all_end(world):
    hook = await world.subscribe()
    world.receiver.says = [Said(410)] * 4
    await world.happen(*(world.event() for _ in range(4)))
    assert await world.sender.send_due() == 4
    assert [each.state for each in await world.deliveries(hook)] == ["failed"] * 4
    assert (await world.stored(hook)).disabled_reason == "gone"


async def test_a_rename_while_it_is_switched_off_does_not_switch_it_on(world):
    hook = await world.subscribe()
    async with world.db.unit_of_work() as uow:
        await repository.note_failed(uow.connection, hook.row.id, uow.now, is_gone=True, most=1)
        renaming = asyncio.create_task(
            commands.change_webhook(
                world.db, world.ada, world.vault, hook.row.id, WebhookPatch("New"), expected=None
            )
        )
        await eventually(lambda: _somebody_waits(world))
    renamed = await renaming
    assert (renamed.name, renamed.is_enabled, renamed.disabled_reason) == ("New", False, "gone")


async def _somebody_waits(world):
    async with world.db.read() as connection:
        found = await connection.execute(
            text(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
        )
    return found.scalar_one()


async def test_many_failures_in_a_row_switch_it_off(world):
    hook = await world.subscribe()
    nowhere = world.make_sender(rules=EgressRules.parse(""))  # refused for good each time
    for _ in range(FAILURES_UNTIL_OFF):
        await world.happen()
        assert await nowhere.send_due() == 1
    assert world.receiver.connections == 0
    row = await world.stored(hook)
    assert (row.is_enabled, row.disabled_reason) == (False, "failed_repeatedly")
    on = await commands.change_webhook(
        world.db, world.ada, world.vault, row.id, WebhookPatch(is_enabled=True), expected=None
    )
    assert (on.is_enabled, on.disabled_reason, on.failed_in_row) == (True, None, 0)


async def test_a_redirect_is_not_followed(world):
    hook = await world.subscribe()
    world.receiver.says = [Said(302, headers={"location": f"{world.receiver.url}/elsewhere"})]
    await world.happen()
    await world.sender.send_due()
    assert [each.path for each in world.receiver.requests] == ["/in?x=1"]
    (row,) = await world.deliveries(hook)
    assert (row.state, row.status) == ("waiting", 302)


async def test_one_that_hangs_rests_and_holds_up_nobody(world):
    slow = world.make_sender(seconds=2)
    hanging, good = [await world.subscribe(path) for path in ("/hanging", "/good")]
    world.receiver.says_to = {"/hanging": Said(hangs=True)}
    await world.happen(*(world.event() for _ in range(6)))
    assert [await slow.send_due() for _ in range(3)] == [4, 4, 0]  # two each, then it rests
    assert {each.state for each in await world.deliveries(good)} == {"sent"}
    assert {each.state for each in await world.deliveries(hanging)} == {"waiting"}


async def test_one_that_hangs_holds_up_nobody_while_it_hangs(world):
    hanging, good = [await world.subscribe(path) for path in ("/hanging", "/good")]
    world.receiver.says_to = {"/hanging": Said(hangs=True)}
    stop = asyncio.Event()
    running = asyncio.create_task(world.make_sender(seconds=20).run(stop))
    try:
        await world.happen()
        await asyncio.wait_for(world.receiver.arrived.wait(), 10)
        await world.happen()
        await eventually(lambda: _has_sent(world, good, 2), seconds=10)
        assert {each.state for each in await world.deliveries(hanging)} == {"waiting"}
        assert [each.path for each in world.receiver.requests].count("/hanging") == 1
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def _has_sent(world, hook, count):
    return [each.state for each in await world.deliveries(hook)] == ["sent"] * count


async def test_two_senders_send_each_delivery_once(world):
    await world.subscribe()
    await world.happen(*(world.event() for _ in range(12)))
    senders = [world.make_sender(), world.make_sender()]
    while sum(await asyncio.gather(*(each.send_due() for each in senders))):
        pass
    identifiers = [each.headers["webhook-id"] for each in world.receiver.requests]
    assert len(identifiers) == len(set(identifiers)) == 12


async def test_what_a_dead_process_had_claimed_is_sent_after_a_minute(world):
    hook = await world.subscribe()
    await world.happen()
    world.receiver.says = [Said(hangs=True)]
    dying = asyncio.create_task(world.make_sender().send_due())
    await world.receiver.arrived.wait()
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    assert await world.sender.send_due() == 0
    world.clock.advance(61)
    assert await world.sender.send_due() == 1
    (row,) = await world.deliveries(hook)
    assert (row.state, row.attempts) == ("sent", 2)


async def test_a_new_secret_signs_beside_the_old_one_for_a_day(world):
    hook = await world.subscribe()
    anew = await commands.rotate_webhook_secret(world.db, world.ada, world.vault, hook.row.id)
    assert anew.secret != hook.secret
    for hours in (25, 0):
        await world.happen()
        await world.sender.send_due()
        world.clock.advance(hours=hours)
    both, new = (each.headers["webhook-signature"].split() for each in world.receiver.requests)
    assert (len(both), len(new)) == (2, 1)


async def test_without_the_key_nothing_is_sent_and_nothing_lost(world):
    hook = await world.subscribe()
    await world.happen()
    assert await world.make_sender(sealer=Sealer([])).send_due() == 1
    (row,) = await world.deliveries(hook)
    assert (row.state, world.receiver.connections) == ("waiting", 0)
    assert "RONDEL_SECRETS_KEY" in row.answer
    world.clock.advance(60)
    assert await world.sender.send_due() == 1
    assert len(world.receiver.requests) == 1


async def test_a_test_message_and_a_webhook_that_is_deleted(world):
    hook = await world.subscribe()
    await commands.send_test(world.db, world.ada, hook.row.id)
    await world.sender.send_due()
    assert world.receiver.requests[0].json["type"] == "webhook.test"
    await commands.send_test(world.db, world.ada, hook.row.id)
    await commands.delete_webhook(world.db, world.ada, hook.row.id, None)
    assert await world.sender.send_due() == 0


async def test_switched_off_nothing_is_sent_any_more(world):
    hook = await world.subscribe()
    await world.happen()
    await commands.change_webhook(
        world.db, world.ada, world.vault, hook.row.id, WebhookPatch(is_enabled=False), expected=None
    )
    assert await world.sender.send_due() == 0
    (row,) = await world.deliveries(hook)
    assert (row.state, row.answer) == ("failed", "switched off")


async def test_settings_under_a_new_key_are_sent_with_it(world):
    await world.subscribe()
    await world.happen()
    done = await reseal_all(world.db, Sealer(["n" * 40, "k" * 40]), "webhook")
    assert (done.sealed, done.unreadable) == (1, ())
    assert await world.make_sender(sealer=Sealer(["n" * 40])).send_due() == 1
    assert len(world.receiver.requests) == 1


async def test_one_person_takes_eight_places_and_no_more(world):
    for number in range(12):
        await world.subscribe(f"/hanging/{number}")
        world.receiver.says_to[f"/hanging/{number}"] = Said(hangs=True)
    await world.happen()
    started = [len(await world.sender._start_due()) for _ in range(4)]
    assert started == [4, 4, 0, 0]
    for task in list(world.sender._under_way):
        task.cancel()


async def test_nothing_is_sent_for_an_account_that_is_being_deleted(world):
    hook = await world.subscribe()
    await world.happen()
    await erase_own_account(world.db, world.ada, is_checked=True)
    assert await world.sender.send_due() == 0
    await world.happen()
    assert world.receiver.requests == []
    (row,) = await world.deliveries(hook)
    assert row.attempts == 0


async def test_what_is_due_waits_while_the_worker_is_paused(world):
    may_work = False
    await world.subscribe()
    await world.happen()
    sender = world.make_sender(may_work=lambda: may_work)
    assert await sender.send_due() == 0
    may_work = True
    assert await sender.send_due() == 1


async def test_the_pause_of_the_worker_is_that_of_its_sender(
    world, database_settings, kafka_settings
):
    settings = WebhooksSettings(database=database_settings, kafka=kafka_settings)
    metrics = Metrics()
    parts = WorkerParts(
        settings,
        world.clock,
        metrics,
        Tracer(),
        world.db,
        EventProducer(kafka_settings, "test"),
        PauseSwitch(world.db, SPEC.name, world.clock, metrics),  # asked nobody yet: it rests
    )
    await world.subscribe()
    await world.happen()
    [sender] = SPEC.build(parts).services
    assert isinstance(sender, Sender)
    assert await sender.send_due() == 0


async def test_pruning_waits_for_nobody_who_holds_a_row(world):
    await world.subscribe()
    await world.happen()
    await world.sender.send_due()
    later = world.clock.now() + timedelta(days=1)
    async with world.db.unit_of_work() as uow:
        await uow.connection.execute(text("SELECT id FROM webhook_deliveries FOR UPDATE"))
        async with asyncio.timeout(5), world.db.statement() as connection:
            assert await deliveries.prune(connection, later, 10) == 0
    async with world.db.statement() as connection:
        assert await deliveries.prune(connection, later, 10) == 1
