"""Channels over HTTP and servers shaped like those that they talk to, nothing else."""

import asyncio
import base64
import hmac
import socket
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import orjson
import pytest

from shared.commands.channels import seal_settings
from shared.core.egress import EgressRules, parse_target
from shared.core.sealing import Sealer
from shared.domain.channels import ChannelSettings
from tests.integration.notifications.certificates import server_and_client_contexts
from tests.integration.notifications.conftest import FIRE_AT
from tests.services.receiver import Receiver, Said
from workers.notifications.channels.channel import (
    OutgoingMessage,
    PermanentDelivery,
    TransientDelivery,
)
from workers.notifications.channels.gotify import GOTIFY
from workers.notifications.channels.http import HttpChannel
from workers.notifications.channels.ntfy import NTFY
from workers.notifications.channels.sealed import address_text
from workers.notifications.channels.telegram import telegram_at
from workers.notifications.channels.webhook import WEBHOOK
from workers.notifications.wording import Wording
from workers.runtime.outbound import LARGEST_ANSWER, Outbound, Request

ID = UUID(int=7)
SEALER = Sealer(["k" * 40])
LOOPBACK = EgressRules.parse("127.0.0.0/8")
SECRET = "whsec_" + base64.b64encode(b"s" * 32).decode()
BOT = "123456:" + "A" * 35
HOSTILE = "Tea\r\nX-Evil: 1 <b>*_`[x](y)"


class Contacts:
    """Keeps what channels note."""

    def __init__(self) -> None:
        self.noted = []

    async def note(self, contact) -> None:
        self.noted.append(contact)


@pytest.fixture
async def receiver():
    receiver = Receiver()
    await receiver.start()
    yield receiver
    await receiver.stop()


@pytest.fixture
def contacts():
    return Contacts()


@pytest.fixture
async def make_channel(clock, contacts):
    outbounds = []

    def make(kind=None, *, rules=LOOPBACK, sealer=SEALER, seconds=5.0, tls=None) -> HttpChannel:
        outbounds.append(Outbound(rules, total_seconds=seconds, tls=tls))
        return HttpChannel(kind or WEBHOOK, sealer, outbounds[-1], clock, contacts)

    yield make
    for outbound in outbounds:
        await outbound.close()


def settings_of(kind: str, receiver: Receiver, **changes) -> ChannelSettings:
    settings = {
        "webhook": ChannelSettings("webhook", url=f"{receiver.url}/hook?a=b", secret=SECRET),
        "ntfy": ChannelSettings("ntfy", server=receiver.url, topic="garden", token="tk_secret"),
        "gotify": ChannelSettings("gotify", server=f"{receiver.url}/sub/", token="app-token"),
        "telegram": ChannelSettings("telegram", token=BOT, chat_id="-100123"),
    }[kind]
    return replace(settings, **changes)


def message(settings: ChannelSettings, **changes) -> OutgoingMessage:
    values = {
        "key": "0123.456.7",
        "address": address_text(ID, seal_settings(SEALER, ID, settings)),
        "name": "Ada",
        "words": Wording(
            "Reminder: Tea is due in 1 hour", "Tea", "Due in 1 hour", "Friday, 5 PM", "", "", ""
        ),
        "notes": "",
        "priority": 1,
        "task_url": "https://rondel.example/tasks/2",
        "settings_url": "https://rondel.example/settings/notifications",
        "user_id": UUID(int=1),
        "task_id": UUID(int=2),
        "reminder_id": UUID(int=3),
        "fire_at": FIRE_AT,
        "sent_at": FIRE_AT,
    }
    return OutgoingMessage(**values | changes)


async def test_webhook_is_signed_as_standard_webhooks_says(receiver, make_channel, contacts):
    accepted = await make_channel().deliver(message(settings_of("webhook", receiver)))

    [got] = receiver.requests
    signed = f"{got.headers['webhook-id']}.{got.headers['webhook-timestamp']}.".encode() + got.body
    expected = base64.b64encode(hmac.digest(b"s" * 32, signed, "sha256")).decode()
    assert got.headers["webhook-signature"] == f"v1,{expected}"
    assert got.headers["webhook-id"] == "0123_456_7"
    assert int(got.headers["webhook-timestamp"]) == int(FIRE_AT.timestamp())
    assert got.path == "/hook?a=b"
    assert got.json["type"] == "reminder.due"
    assert got.json["data"]["task"] == {
        "id": str(UUID(int=2)),
        "title": "Tea",
        "priority": 1,
        "url": "https://rondel.example/tasks/2",
    }
    assert accepted.answer == "200 OK"
    assert [each.error for each in contacts.noted] == [None]


@pytest.mark.parametrize(("days", "count"), [(1, 2), (-1, 1)])
async def test_old_secret_signs_for_a_day_after_the_change(receiver, make_channel, days, count):
    until = (FIRE_AT + timedelta(days=days)).isoformat()
    old = "whsec_" + base64.b64encode(b"o" * 32).decode()
    settings = settings_of("webhook", receiver, old_secret=old, old_until=until)

    await make_channel().deliver(message(settings))

    assert len(receiver.requests[0].headers["webhook-signature"].split(" ")) == count


async def test_ntfy_gets_a_message_for_its_topic(receiver, make_channel):
    await make_channel(NTFY).deliver(message(settings_of("ntfy", receiver)))

    [got] = receiver.requests
    assert (got.path, got.headers["authorization"]) == ("/", "Bearer tk_secret")
    assert got.json == {
        "topic": "garden",
        "title": "Tea",
        "message": "Due in 1 hour: Friday, 5 PM",
        "priority": 5,
        "click": "https://rondel.example/tasks/2",
    }


async def test_gotify_gets_a_message_of_the_application(receiver, make_channel):
    await make_channel(GOTIFY).deliver(message(settings_of("gotify", receiver)))

    [got] = receiver.requests
    assert (got.path, got.headers["x-gotify-key"]) == ("/sub/message", "app-token")
    assert (got.json["title"], got.json["priority"]) == ("Tea", 8)
    click = got.json["extras"]["client::notification"]["click"]
    assert click == {"url": "https://rondel.example/tasks/2"}


async def test_telegram_bot_writes_to_the_chat(receiver, make_channel):
    channel = make_channel(telegram_at(parse_target(receiver.url)))

    await channel.deliver(message(settings_of("telegram", receiver)))

    [got] = receiver.requests
    assert got.path == f"/bot{BOT}/sendMessage"
    assert got.json["chat_id"] == "-100123"
    assert got.json["text"].startswith("Tea\nDue in 1 hour: Friday, 5 PM\nhttps://")
    assert "parse_mode" not in got.json


@pytest.mark.parametrize("kind", ["webhook", "ntfy", "gotify", "telegram"])
async def test_text_of_the_task_never_becomes_a_header(receiver, make_channel, kind):
    kinds = {"webhook": WEBHOOK, "ntfy": NTFY, "gotify": GOTIFY}
    channel = make_channel(kinds.get(kind) or telegram_at(parse_target(receiver.url)))
    words = Wording(HOSTILE, HOSTILE, "", "", "", "", "")

    await channel.deliver(message(settings_of(kind, receiver), words=words))

    assert "x-evil" not in receiver.requests[0].headers
    assert "X-Evil: 1" in receiver.requests[0].body.decode()


@pytest.mark.parametrize(
    ("kind", "body", "reason"),
    [
        (NTFY, {"code": 40301, "error": "forbidden"}, "ntfy: 403 forbidden"),
        (GOTIFY, {"errorDescription": "you need a token"}, "gotify: 403 you need a token"),
        (WEBHOOK, {"detail": f"bad {SECRET}"}, "webhook: 403 bad …"),
        (WEBHOOK, [], "webhook: 403 Forbidden"),
    ],
)
async def test_refusal_is_permanent_and_says_what_the_server_said(
    receiver, make_channel, kind, body, reason
):
    receiver.says.append(Said(403, orjson.dumps(body)))

    with pytest.raises(PermanentDelivery) as refused:
        await make_channel(kind).deliver(message(settings_of(kind.name, receiver)))

    assert refused.value.reason == reason


async def test_refusal_is_noted_for_the_owner_to_see(receiver, make_channel, contacts):
    receiver.says.append(Said(404))

    with pytest.raises(PermanentDelivery):
        await make_channel().deliver(message(settings_of("webhook", receiver)))

    [noted] = contacts.noted
    assert (noted.error, noted.is_permanent) == ("webhook: 404 Not Found", True)
    assert not noted.is_gone


async def test_gone_is_noted_as_the_end_of_the_channel(receiver, make_channel, contacts):
    receiver.says.append(Said(410))

    with pytest.raises(PermanentDelivery, match="410 Gone"):
        await make_channel().deliver(message(settings_of("webhook", receiver)))

    assert contacts.noted[0].is_gone


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        (Said(429, headers={"Retry-After": "17"}), 17),
        (Said(503, headers={"Retry-After": "Thu, 26 Nov 2026 15:59:30 GMT"}), 0),
        (Said(500, headers={"Retry-After": "soon"}), None),
        (Said(502), None),
        (Said(429, b'{"ok":false,"parameters":{"retry_after":9}}'), 9),
        (Said(429, headers={"Retry-After": "9" * 9}), 86_400),
        (Said(429, headers={"Retry-After": "9" * 30}), None),
    ],
)
async def test_busy_server_is_asked_again_when_it_says(
    receiver, make_channel, clock, said, seconds
):
    receiver.says.append(said)
    clock.set(FIRE_AT)

    with pytest.raises(TransientDelivery) as busy:
        await make_channel().deliver(message(settings_of("webhook", receiver)))

    assert (busy.value.in_doubt, busy.value.retry_after_seconds) == (False, seconds)


async def test_redirect_is_not_followed(receiver, make_channel):
    receiver.says.append(Said(302, headers={"Location": f"{receiver.url}/inside"}))

    with pytest.raises(PermanentDelivery, match="302: redirects are not followed"):
        await make_channel().deliver(message(settings_of("webhook", receiver)))

    assert len(receiver.requests) == 1


async def test_silence_is_in_doubt_and_gives_the_channel_a_rest(receiver, make_channel, clock):
    receiver.says += [Said(hangs=True)]
    channel = make_channel(seconds=2)
    to_it = message(settings_of("webhook", receiver))

    with pytest.raises(TransientDelivery, match="no answer within") as silent:
        await channel.deliver(to_it)
    with pytest.raises(TransientDelivery, match="left alone") as resting:
        await channel.deliver(to_it)

    assert (silent.value.in_doubt, resting.value.in_doubt) == (True, False)
    assert len(receiver.requests) == 1
    clock.advance(31)
    assert (await channel.deliver(to_it)).answer == "200 OK"


async def test_silent_channel_holds_up_no_other_of_its_kind(receiver, make_channel):
    receiver.says += [Said(hangs=True)]
    channel = make_channel(seconds=3)
    silent = asyncio.create_task(channel.deliver(message(settings_of("webhook", receiver))))
    await receiver.arrived.wait()
    other = settings_of("webhook", receiver)
    address = address_text(UUID(int=8), seal_settings(SEALER, UUID(int=8), other))

    accepted = await channel.deliver(message(other, address=address))

    assert (accepted.answer, silent.done()) == ("200 OK", False)
    silent.cancel()
    with pytest.raises(asyncio.CancelledError):
        await silent


async def test_connection_cut_before_the_answer_is_in_doubt(receiver, make_channel):
    receiver.says.append(Said(drops=True))
    channel = make_channel()

    with pytest.raises(TransientDelivery) as cut:
        await channel.deliver(message(settings_of("webhook", receiver)))

    assert cut.value.in_doubt
    assert (await channel.deliver(message(settings_of("webhook", receiver)))).answer == "200 OK"


async def test_port_where_nobody_listens_is_not_in_doubt(make_channel, receiver):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        with pytest.raises(TransientDelivery, match="cannot connect") as refused:
            await make_channel().deliver(message(settings_of("webhook", receiver, url=url)))

    assert not refused.value.in_doubt


async def test_answer_of_ten_megabytes_is_cut(receiver):
    receiver.says.append(Said(200, b"x" * 10_000_000))
    outbound = Outbound(LOOPBACK)

    answer = await outbound.post(Request(parse_target(receiver.url), b"{}"))
    await outbound.close()

    assert (answer.status, len(answer.body)) == (200, LARGEST_ANSWER)


async def test_status_counts_although_the_body_never_ends(receiver):
    receiver.says.append(Said(403, b"half", stalls=True))
    outbound = Outbound(LOOPBACK, body_seconds=1)

    answer = await outbound.post(Request(parse_target(receiver.url), b"{}"))
    await outbound.close()

    assert (answer.status, answer.body) == (403, b"half")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::ffff:127.0.0.1]"])
async def test_internal_address_is_refused_when_the_name_is_looked_up(receiver, make_channel, host):
    url = f"http://{host}:{receiver.port}/"

    with pytest.raises(PermanentDelivery, match="not public"):
        await make_channel(rules=EgressRules()).deliver(
            message(settings_of("webhook", receiver, url=url))
        )

    assert receiver.connections == 0


async def test_allowed_name_may_lead_inside(receiver, make_channel):
    channel = make_channel(rules=EgressRules.parse("localhost"))
    url = f"http://localhost:{receiver.port}/"

    assert (await channel.deliver(message(settings_of("webhook", receiver, url=url)))).answer


async def test_certificate_has_to_be_good_for_the_name(tmp_path, make_channel):
    server, client = server_and_client_contexts(tmp_path)
    receiver = Receiver(tls=server)
    await receiver.start()
    good = settings_of("webhook", receiver)
    wrong = replace(good, url=good.url.replace("127.0.0.1", "localhost"))

    assert (await make_channel(tls=client).deliver(message(good))).answer == "200 OK"
    for channel, settings in ((make_channel(tls=client), wrong), (make_channel(), good)):
        with pytest.raises(TransientDelivery, match="cannot connect") as refused:
            await channel.deliver(message(settings))
        assert not refused.value.in_doubt
    await receiver.stop()

    assert len(receiver.requests) == 1


async def test_no_proxy_of_the_environment_is_used(receiver, make_channel, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")

    assert (await make_channel().deliver(message(settings_of("webhook", receiver)))).answer


@pytest.mark.parametrize("sealer", [Sealer(["x" * 40]), Sealer([])])
async def test_wrong_key_says_so_and_sends_nothing(receiver, make_channel, sealer):
    with pytest.raises(TransientDelivery, match="RONDEL_SECRETS_KEY") as error:
        await make_channel(sealer=sealer).deliver(message(settings_of("webhook", receiver)))

    assert not error.value.in_doubt
    assert receiver.connections == 0


async def test_settings_of_one_channel_do_not_open_as_those_of_another(receiver, make_channel):
    sealed = seal_settings(SEALER, UUID(int=8), settings_of("webhook", receiver))
    stolen = message(settings_of("webhook", receiver), address=address_text(ID, sealed))

    with pytest.raises(TransientDelivery, match="cannot read its settings"):
        await make_channel().deliver(stolen)


def test_secrets_do_not_show_in_what_is_logged(receiver):
    shown = repr(message(settings_of("ntfy", receiver)))
    shown += repr(settings_of("ntfy", receiver)) + repr(settings_of("telegram", receiver))

    assert not any(secret in shown for secret in ("tk_secret", "garden", BOT, "-100123"))
