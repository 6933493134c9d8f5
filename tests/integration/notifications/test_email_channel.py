"""The mail channel and a mail server, nothing else."""

import asyncio
import ssl
from dataclasses import replace
from uuid import UUID

import pytest

from tests.integration.notifications.certificates import server_and_client_contexts
from tests.integration.notifications.conftest import FIRE_AT, smtp_settings
from tests.integration.notifications.mail_server import CREDENTIALS, MailServer
from workers.notifications.channels.channel import (
    ChannelAway,
    OutgoingMessage,
    PermanentDelivery,
    TransientDelivery,
)
from workers.notifications.channels.email import EmailChannel
from workers.notifications.wording import Wording

PASSWORD = {"username": "rondel", "password": CREDENTIALS.password.decode()}
PATIENCE = 2.0  # seconds: what hangs is waited for; what answers has them on a busy machine


def message(address="ada@example.com") -> OutgoingMessage:
    return OutgoingMessage(
        key="key",
        address=address,
        name="Ada",
        words=Wording("Reminder: Tea", "Tea", "", "", "", "", ""),
        notes="",
        priority=4,
        task_url="https://rondel.example/tasks/1",
        settings_url="https://rondel.example/settings/notifications",
        user_id=UUID(int=1),
        task_id=UUID(int=2),
        reminder_id=UUID(int=3),
        fire_at=FIRE_AT,
        sent_at=FIRE_AT,
    )


@pytest.fixture
async def make_channel(mail_server, clock):
    channels = []

    def make(tls=None, **changes):
        channels.append(EmailChannel(smtp_settings(mail_server.port, **changes), clock, tls))
        return channels[-1]

    yield make
    for channel in channels:
        await channel.close()


async def test_accepted_mail_brings_the_answer_of_the_server(mail_server, make_channel):
    accepted = await make_channel().deliver(message())

    assert accepted.answer == "250 queued as 42"
    assert [mail.recipient for mail in mail_server.mails] == ["ada@example.com"]


async def test_connection_is_used_again(mail_server, make_channel):
    channel = make_channel()

    for _ in range(3):
        await channel.deliver(message())

    assert (len(mail_server.mails), mail_server.connections) == (3, 1)


async def test_connection_that_the_server_closed_meanwhile_costs_a_new_one(
    mail_server, make_channel
):
    channel = make_channel()
    await channel.deliver(message())
    await mail_server.drop_connections()

    await channel.deliver(message())

    assert (len(mail_server.mails), mail_server.connections) == (2, 2)


async def test_connection_unused_for_long_is_asked_before_it_is_trusted(
    mail_server, make_channel, clock
):
    channel = make_channel()
    await channel.deliver(message())
    clock.advance(seconds=31)

    await channel.deliver(message())

    assert (mail_server.noops, mail_server.connections) == (1, 1)


async def test_goodbye_instead_of_an_answer_costs_a_new_connection(mail_server, make_channel):
    channel = make_channel()
    await channel.deliver(message())
    mail_server.sender_answers = ["421 4.7.0 too many mails on this connection"]

    await channel.deliver(message())

    assert (len(mail_server.mails), mail_server.connections) == (2, 2)


async def test_refused_recipient_leaves_the_connection_fit_for_the_next_mail(
    mail_server, make_channel
):
    channel = make_channel()
    mail_server.refused["nobody@example.com"] = "550 5.1.1 no such user"

    with pytest.raises(PermanentDelivery, match=r"smtp: 550 5\.1\.1 no such user"):
        await channel.deliver(message("nobody@example.com"))
    await channel.deliver(message())

    assert (len(mail_server.mails), mail_server.connections) == (1, 1)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ("450 4.2.1 greylisted", TransientDelivery),
        ("530 5.7.0 sign in first", TransientDelivery),
        ("554 5.7.1 spam", PermanentDelivery),
        (None, TransientDelivery),
        ("drop", TransientDelivery),
        ("421 4.3.2 closing", TransientDelivery),
    ],
)
async def test_answer_to_one_recipient_shuts_the_channel_for_nobody(
    mail_server, make_channel, answer, error
):
    channel = make_channel(timeout_seconds=PATIENCE)
    mail_server.refused["odd@example.com"] = answer

    with pytest.raises(error) as caught:
        await channel.deliver(message("odd@example.com"))
    await channel.ready()
    await channel.deliver(message())

    assert not isinstance(caught.value, ChannelAway)
    assert not getattr(caught.value, "in_doubt", False)
    assert [mail.recipient for mail in mail_server.mails] == ["ada@example.com"]


@pytest.mark.parametrize(
    ("answer", "error", "in_doubt"),
    [
        ("451 4.3.0 try later", TransientDelivery, False),
        ("552 5.2.2 mailbox full", PermanentDelivery, None),
        ("drop", TransientDelivery, True),
        (None, TransientDelivery, True),
        ("what?", TransientDelivery, True),
    ],
)
async def test_answer_to_the_content_decides_about_doubt(
    mail_server, make_channel, answer, error, in_doubt
):
    mail_server.data_answers = [answer]

    with pytest.raises(error) as caught:
        await make_channel(timeout_seconds=PATIENCE).deliver(message())

    assert getattr(caught.value, "in_doubt", None) is in_doubt


@pytest.mark.parametrize("answer", ["550 5.7.1 not your domain", "451 busy", "drop", None])
async def test_sender_that_is_not_taken_shuts_the_channel(mail_server, make_channel, answer):
    mail_server.sender_answers = [answer] * 2
    channel = make_channel(timeout_seconds=PATIENCE)

    with pytest.raises(ChannelAway):
        await channel.deliver(message())

    assert channel.health().status == "degraded"


async def test_shut_channel_is_left_alone_for_a_moment_and_then_asked_once(
    mail_server, make_channel, clock
):
    channel = make_channel()
    port = mail_server.port
    await mail_server.stop()
    await channel.open()
    assert channel.health().details["trouble"].startswith("smtp: cannot connect")
    mail_server.port = port
    await mail_server.start()

    with pytest.raises(ChannelAway):
        await channel.ready()
    assert mail_server.connections == 0
    clock.advance(seconds=2.5)
    await asyncio.gather(*(channel.ready() for _ in range(5)))

    assert mail_server.connections == 1
    assert channel.health().status == "ok"


async def test_connection_of_the_first_look_serves_the_first_mail(mail_server, make_channel):
    channel = make_channel()

    await channel.open()
    await channel.deliver(message())

    assert (mail_server.connections, len(mail_server.mails)) == (1, 1)


async def test_healthy_channel_tells_when_a_mail_was_last_taken(make_channel, clock):
    channel = make_channel()
    await channel.deliver(message())

    assert channel.health().details == {"last_accepted_at": clock.now(), "trouble": None}


async def test_closed_channel_keeps_no_connection(mail_server, make_channel):
    channel = make_channel()
    await asyncio.gather(*(channel.deliver(message()) for _ in range(3)))

    await channel.close()

    assert all(session.transport is None for session in mail_server.sessions)


async def test_password_goes_over_an_encrypted_connection(mail_server, make_channel, tmp_path):
    mail_server.tls, tls = server_and_client_contexts(tmp_path)

    await make_channel(tls, security="starttls", **PASSWORD).deliver(message())

    assert mail_server.logins == [(b"rondel", True)]


async def test_encryption_is_used_where_it_is_offered(mail_server, make_channel, tmp_path):
    mail_server.tls, tls = server_and_client_contexts(tmp_path)

    await make_channel(tls, **PASSWORD).deliver(message())

    assert mail_server.logins == [(b"rondel", True)]


async def test_server_that_nobody_vouches_for_gets_no_mail(mail_server, make_channel, tmp_path):
    mail_server.tls, _ = server_and_client_contexts(tmp_path)

    with pytest.raises(ChannelAway, match="certificate verify failed"):
        await make_channel(ssl.create_default_context(), **PASSWORD).deliver(message())

    assert (mail_server.mails, mail_server.logins) == ([], [])


async def test_missing_encryption_is_refused_where_it_is_required(mail_server, make_channel):
    with pytest.raises(ChannelAway, match=r"(?i)starttls"):
        await make_channel(security="starttls").deliver(message())

    assert mail_server.mails == []


async def test_password_does_not_leave_the_machine_unencrypted(mail_server, make_channel):
    elsewhere = "127.1"  # leads here, but is not known to

    with pytest.raises(ChannelAway, match="the password was not sent"):
        await make_channel(host=elsewhere, **PASSWORD).deliver(message())

    assert mail_server.logins == []


async def test_wrong_password_is_an_outage_that_names_itself(mail_server, make_channel, caplog):
    caplog.set_level("DEBUG")
    channel = make_channel(username="rondel", password="wrong-hunter2")

    with pytest.raises(ChannelAway, match="cannot connect: 535") as away:
        await channel.deliver(message())

    assert mail_server.mails == []
    ours = [each.getMessage() for each in caplog.records if each.name != "mail.log"]
    assert "hunter2" not in f"{away.value!r} {ours}"


async def test_address_outside_ascii_goes_to_a_server_that_knows_them(mail_server, make_channel):
    mail_server.utf8 = True

    await make_channel().deliver(message("jürgen@bücher.example"))

    [mail] = mail_server.mails
    assert (mail.recipient, mail.smtp_options) == (
        "jürgen@xn--bcher-kva.example",
        ["SMTPUTF8"],
    )
    assert 'To: "Ada" <jürgen@xn--bcher-kva.example>\r\n'.encode() in mail.content


async def test_address_outside_ascii_fails_for_good_at_a_server_that_does_not(make_channel):
    with pytest.raises(PermanentDelivery, match="outside ASCII"):
        await make_channel().deliver(message("jürgen@example.com"))


async def test_text_that_is_no_address_never_reaches_the_server(mail_server, make_channel):
    with pytest.raises(PermanentDelivery, match="not a mail address"):
        await make_channel().deliver(message("ada@example.com>\r\nRCPT TO:<eve@example.com"))

    assert mail_server.connections == 0


async def test_mail_arrives_byte_for_byte(mail_server: MailServer, make_channel):
    notes = ".\n..\n.leading dot\n\nFrom here"

    await make_channel().deliver(replace(message(), notes=notes))

    text = mail_server.mails[0].parsed.get_body(("plain",)).get_content()
    text = text.replace("\r\n", "\n")
    assert notes in text
