"""Reminders and test messages through channels of users: rows, a real receiver, a mail server."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from shared.commands import channels as commands
from shared.commands.channels import Vault
from shared.commands.resealing import reseal_all
from shared.core.account_links import AccountLinks
from shared.core.egress import EgressRules
from shared.core.principal import Principal
from shared.core.sealing import Sealer
from shared.db.repositories import channels as repository
from shared.domain.delivery_reasons import Circumstances, receipt_words
from shared.events.catalog import CATALOG
from shared.events.channels import ChannelTestAsked
from shared.events.envelope import Event
from shared.observability.metrics import Metrics
from tests.factories.users import make_user
from tests.integration.notifications.certificates import server_and_client_contexts
from tests.integration.notifications.conftest import FIRE_AT, smtp_settings
from tests.integration.notifications.readers import come_due, planned_digest, prefer, row_of
from tests.services.receiver import Receiver, Said
from workers.notifications.account_mails import AccountPost
from workers.notifications.channels.email import EmailChannel
from workers.notifications.channels.http import HttpChannel
from workers.notifications.channels.ntfy import NTFY
from workers.notifications.channels.webhook import WEBHOOK
from workers.notifications.handler import NotificationsHandler
from workers.notifications.messages import Links
from workers.notifications.rows import MOST_FAILURES, RowBook, RowContacts
from workers.notifications.trials import Desk, Trials
from workers.runtime.handler import TransientError
from workers.runtime.outbound import Outbound

RULES = EgressRules.parse("127.0.0.0/8")
SEALER = Sealer(["k" * 40])
VAULT = Vault(SEALER, RULES)
LINKS = Links("https://rondel.example")


@pytest.fixture
async def receiver():
    receiver = Receiver()
    await receiver.start()
    yield receiver
    await receiver.stop()


@pytest.fixture
async def desk(world):
    """A notifications worker with all its channels, without Kafka around it."""
    outbound = Outbound(RULES)
    email = EmailChannel(smtp_settings(world.server.port), world.clock)
    contacts = RowContacts(world.db)
    kinds = [HttpChannel(k, SEALER, outbound, world.clock, contacts) for k in (WEBHOOK, NTFY)]
    book = RowBook(world.db, email, kinds)
    metrics = Metrics()
    handler = NotificationsHandler(
        world.db, book, metrics, links=LINKS, late_grace=timedelta(hours=24)
    )
    post = AccountPost(world.db, email, LINKS, AccountLinks(["k" * 40]))
    desk = Desk(handler, Trials(world.db, book, LINKS), post)
    desk.metrics = metrics
    yield desk
    await handler.close(5)
    await email.close()
    await outbound.close()


async def make_channel(world, principal, receiver):
    made = await commands.create_channel(
        world.db, principal, VAULT, kind="webhook", name="Hook", given={"url": receiver.url}
    )
    return made.row


async def due_through(world, receiver, *, others=()):
    """A due reminder whose owner has a webhook; the event, the owner and the channel."""
    event = await world.due_reminder()
    owner = Principal(event.data.user_id)
    row = await make_channel(world, owner, receiver)
    await world.change(
        "UPDATE reminders SET channels = :channels WHERE id = :id",
        channels=[str(row.id), *others],
        id=event.data.reminder_id,
    )
    return event, owner, row


async def channel_of(world, row):
    async with world.db.read() as connection:
        return (await repository.find_channels(connection, [row.id]))[row.id]


async def test_reminder_goes_through_webhook_and_mail(world, desk, receiver):
    event, _, row = await due_through(world, receiver, others=["email"])

    await desk.process([event])

    by_channel = {each.channel: each for each in await world.deliveries_of(event)}
    assert by_channel[str(row.id)].provider_answer == "200 OK"
    assert by_channel["email"].state == "sent"
    assert receiver.requests[0].json["data"]["task"]["title"] == "Submit report"
    assert (await channel_of(world, row)).last_sent_at is not None
    counted = desk.metrics.registry.get_sample_value(
        "deliveries_total", {"channel": "webhook", "outcome": "sent"}
    )
    assert counted == 1


async def test_channel_of_somebody_else_is_no_way(world, desk, receiver):
    event, _, row = await due_through(world, receiver)
    stranger = await make_user(world.db)
    await world.change(
        "UPDATE channels SET user_id = :user WHERE id = :id", user=stranger.user_id, id=row.id
    )

    await desk.process([event])

    delivery = await world.delivery_of(event)
    assert (delivery.state, delivery.reason) == ("skipped", "channel_unavailable")
    assert not receiver.requests


@pytest.mark.parametrize("name", ["no id", "01932f00-0000-4000-8000-0000000000aa"])
async def test_unknown_channel_is_skipped_with_its_reason(world, desk, receiver, name):
    event, _, _ = await due_through(world, receiver)
    await world.change(
        "UPDATE reminders SET channels = :channels WHERE id = :id",
        channels=[name],
        id=event.data.reminder_id,
    )

    await desk.process([event])

    assert (await world.delivery_of(event)).reason == "channel_unavailable"


async def test_a_receipt_says_what_is_wrong_with_the_certificate(world, desk, tmp_path):
    server, _ = server_and_client_contexts(tmp_path)
    receiver = Receiver(tls=server)
    await receiver.start()
    event, _, row = await due_through(world, receiver)

    with pytest.raises(TransientError):
        await desk.process([event])
    await receiver.stop()

    delivery = await world.delivery_of(event)
    why = "webhook: cannot connect: its certificate is not to be trusted: self-signed certificate"
    assert (delivery.state, delivery.reason) == ("sending", why)
    assert (await channel_of(world, row)).last_error == why
    facts = Circumstances(delivery.state, delivery.reason, delivery.fire_at, "UTC", "24h")
    assert receipt_words(facts) == f"Being sent: the channel said “{why}”; it is tried again."
    assert receiver.requests == []


async def test_when_no_try_is_left_the_receipt_says_so(world, desk, receiver):
    receiver.says.append(Said(503))
    event, _, _ = await due_through(world, receiver)
    with pytest.raises(TransientError):
        await desk.process([event])

    await desk.give_up(event, "webhook: 503")

    row = await world.delivery_of(event)
    assert (row.state, row.reason) == ("failed", "gave up: webhook: 503")
    assert (await world.reminder_of(event)).state == "failed"


async def test_gone_switches_the_channel_off_and_says_why(world, desk, receiver):
    receiver.says.append(Said(410))
    event, _, row = await due_through(world, receiver)

    await desk.process([event])

    stored = await channel_of(world, row)
    assert (stored.is_enabled, stored.disabled_reason) == (False, "gone")
    assert stored.last_error == "webhook: 410 Gone"
    assert (await world.delivery_of(event)).reason == "webhook: 410 Gone"


async def test_channel_that_is_switched_off_is_skipped_with_its_reason(world, desk, receiver):
    event, _, row = await due_through(world, receiver)
    await world.change("UPDATE channels SET is_enabled = false WHERE id = :id", id=row.id)

    await desk.process([event])

    assert (await world.delivery_of(event)).reason == "channel_disabled"
    assert not receiver.requests


async def test_twenty_refusals_in_a_row_switch_the_channel_off(world, receiver):
    owner = await make_user(world.db)
    row = await make_channel(world, owner, receiver)
    contacts = RowContacts(world.db)
    refused = repository.Contact(row.id, FIRE_AT, "404", is_permanent=True)
    for _ in range(MOST_FAILURES - 1):
        await contacts.note(refused)
    await contacts.note(repository.Contact(row.id, FIRE_AT))
    for _ in range(MOST_FAILURES - 1):
        await contacts.note(refused)
    await contacts.note(repository.Contact(row.id, FIRE_AT, "503"))

    before = await channel_of(world, row)
    await contacts.note(refused)
    after = await channel_of(world, row)

    assert (before.is_enabled, before.failed_in_row) == (True, MOST_FAILURES - 1)
    assert (after.is_enabled, after.disabled_reason) == (False, "failed_repeatedly")


async def test_note_waits_for_nobody_who_changes_the_channel(world, receiver):
    owner = await make_user(world.db)
    busy, free = [await make_channel(world, owner, receiver) for _ in range(2)]
    contacts = RowContacts(world.db)
    async with world.db.unit_of_work() as uow:
        lock = text("SELECT 1 FROM channels WHERE id = :id FOR UPDATE")
        await uow.connection.execute(lock, {"id": busy.id})
        notes = [contacts.note(repository.Contact(row.id, FIRE_AT)) for row in (busy, free)]
        await asyncio.gather(*notes)

    assert (await channel_of(world, busy)).last_sent_at is None
    assert (await channel_of(world, free)).last_sent_at == FIRE_AT


async def test_deleted_channel_leaves_reminders_their_other_channels(world, receiver):
    event, owner, row = await due_through(world, receiver, others=["email"])

    moved = await commands.delete_channel(world.db, owner, row.id, None)

    assert moved == 1
    assert (await world.reminder_of(event)).channels == ["email"]


async def test_reminder_with_no_other_channel_gets_the_defaults(world, receiver):
    event, owner, row = await due_through(world, receiver)
    await world.change(
        "UPDATE users SET default_channels = :channels WHERE id = :id",
        channels=[str(row.id)],
        id=owner.user_id,
    )

    await commands.delete_channel(world.db, owner, row.id, None)

    assert (await world.reminder_of(event)).channels == ["email"]
    [user] = await world.rows("SELECT * FROM users WHERE id = :id", id=owner.user_id)
    assert user.default_channels == ["email"]


async def asked(world, owner, channel):
    test = await commands.ask_test(world.db, owner, channel)
    data = ChannelTestAsked(user_id=owner.user_id, test_id=test.id, channel=channel)
    return test, Event(uuid4(), CATALOG["channel.test.asked"], world.clock.now(), None, data)


async def test_test_message_is_sent_once_and_answers(world, desk, receiver):
    owner = await make_user(world.db)
    row = await make_channel(world, owner, receiver)
    test, event = await asked(world, owner, str(row.id))

    await desk.process([event, event])

    settled = await commands.await_test(world.db, test, 0)
    assert (settled.state, settled.answer) == ("sent", "200 OK")
    [got] = receiver.requests
    assert got.json["type"] == "channel.test"


async def test_test_of_mail_goes_by_mail(world, desk):
    owner = await make_user(world.db)
    test, event = await asked(world, owner, "email")

    await desk.process([event])

    settled = await commands.await_test(world.db, test, 0)
    assert (settled.state, settled.answer) == ("sent", "250 queued as 42")
    assert world.server.mails[0].subject == "Rondel: a test message"


async def test_test_shows_what_the_server_said(world, desk, receiver):
    receiver.says.append(Said(401, b'{"error":"unknown hook"}'))
    owner = await make_user(world.db)
    row = await make_channel(world, owner, receiver)
    test, event = await asked(world, owner, str(row.id))

    await desk.process([event])

    settled = await commands.await_test(world.db, test, 0)
    assert (settled.state, settled.answer) == ("failed", "webhook: 401 unknown hook")


async def test_test_that_comes_too_late_is_not_sent(world, desk, receiver):
    owner = await make_user(world.db)
    row = await make_channel(world, owner, receiver)
    test, event = await asked(world, owner, str(row.id))
    world.clock.advance(minutes=11)

    await desk.process([event])

    assert (await commands.await_test(world.db, test, 0)).state == "failed"
    assert not receiver.requests


async def test_sample_of_the_docs_tells_genuine_webhooks(world, desk, receiver):
    page = (Path(__file__).parents[3] / "docs" / "channels.md").read_text()
    [sample] = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    names: dict[str, Any] = {}
    exec(sample.replace("time.time()", str(world.clock.now().timestamp())), names)
    is_genuine = names["is_genuine"]
    owner = await make_user(world.db)
    made = await commands.create_channel(
        world.db, owner, VAULT, kind="webhook", name="Hook", given={"url": receiver.url}
    )
    _, event = await asked(world, owner, str(made.row.id))

    await desk.process([event])

    [got] = receiver.requests
    assert is_genuine(made.secret, got.headers, got.body)
    assert not is_genuine(made.secret, got.headers, got.body + b" ")
    assert not is_genuine(made.secret, got.headers | {"webhook-timestamp": "1"}, got.body)
    rotated = await commands.rotate_secret(world.db, owner, VAULT, made.row.id)
    assert not is_genuine(rotated.secret, got.headers, got.body)


async def test_every_channel_is_brought_under_a_new_key(world, receiver):
    owner = await make_user(world.db)
    rows = [await make_channel(world, owner, receiver) for _ in range(3)]
    await world.change("UPDATE channels SET sealed = 'damaged' WHERE id = :id", id=rows[2].id)

    done = await reseal_all(world.db, Sealer(["n" * 40, "k" * 40]), "channel", batch=2)

    new = Sealer(["n" * 40])
    for row in rows[:2]:
        stored = await channel_of(world, row)
        opened = commands.open_settings(new, row.id, stored.sealed)
        assert (opened.url, stored.version) == (receiver.url, 1)
    assert rows[2].id in done.unreadable
    assert done.sealed >= 2
    await world.change("DELETE FROM channels")


async def test_a_digest_goes_through_a_webhook_as_lines(world, desk, receiver):
    user = await planned_digest(world)
    row = await make_channel(world, user, receiver)
    await prefer(world, user, default_channels=[str(row.id)])

    await desk.process([await come_due(world, user)])

    [request] = receiver.requests
    assert (request.json["type"], request.json["data"]["task"]) == ("digest.due", None)
    words = request.json["data"]["words"]
    assert words["subject"] == "Today: 1 due"
    assert words["lines"] == [
        "Thursday, 26 November 2026",
        "",
        "Due today",
        "- Water the plants",
    ]
    assert (await row_of(world, user)).version == 3
