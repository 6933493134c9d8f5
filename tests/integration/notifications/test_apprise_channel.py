"""Apprise in its process, through the gate, against servers on loopback."""

import asyncio
import gzip
import os
import signal
import socket
import ssl
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from shared.commands.channels import seal_settings
from shared.core.egress import EgressRules
from shared.core.sealing import Sealer
from shared.domain.channels import ChannelSettings
from tests.integration.notifications.certificates import server_and_client_contexts
from tests.integration.notifications.test_http_channels import SEALER, Contacts
from tests.integration.notifications.test_http_channels import message as any_message
from tests.services.receiver import Receiver, Said
from workers.notifications.channels.apprise import AppriseChannel
from workers.notifications.channels.channel import (
    DeliveryError,
    PermanentDelivery,
    TransientDelivery,
)
from workers.notifications.channels.sealed import address_text
from workers.runtime.outbound import Outbound

LOOPBACK = "127.0.0.0/8"
TOKEN = "s3cr3t-t0ken"


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
    made = []

    def make(allow=LOOPBACK, *, sealer=SEALER, seconds=10.0) -> AppriseChannel:
        outbound = Outbound(EgressRules.parse(allow))
        channel = AppriseChannel(
            outbound.rules, outbound.network, sealer, clock, contacts, total_seconds=seconds
        )
        made.append((channel, outbound))
        return channel

    yield make
    for channel, outbound in made:
        await channel.close()
        await outbound.close()


def message(url, **changes):
    return any_message(ChannelSettings("apprise", url=url), **changes)


def json_url(receiver, path=f"/hook/{TOKEN}", host="127.0.0.1"):
    return f"json://{host}:{receiver.port}{path}"


def environment_of(pid) -> set[str]:
    pairs = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    return {each.partition(b"=")[0].decode() for each in pairs if each}


async def test_message_reaches_a_server_as_its_plugin_writes_it(receiver, make_channel, contacts):
    accepted = await make_channel().deliver(message(json_url(receiver)))

    [got] = receiver.requests
    assert got.path == f"/hook/{TOKEN}"
    assert got.json["title"] == "Tea"
    assert got.json["message"] == "Due in 1 hour: Friday, 5 PM\nhttps://rondel.example/tasks/2"
    assert not any(name.startswith("proxy-") for name in got.headers)
    assert accepted.answer == "json: 200 OK"
    assert [each.error for each in contacts.noted] == [None]


@pytest.mark.parametrize(
    ("url", "path", "where"),
    [
        ("mmost://127.0.0.1:{port}/" + "a" * 24, "/hooks/" + "a" * 24, "text"),
        ("rocket://{hook}@127.0.0.1:{port}/%23garden?mode=webhook", None, "text"),
        ("hassio://127.0.0.1:{port}/" + "b" * 40, None, "message"),
        ("gotify://127.0.0.1:{port}/" + "c" * 15, None, "message"),
        ("ntfy://127.0.0.1:{port}/garden", None, "message"),
        ("bark://127.0.0.1:{port}/" + "d" * 22, None, "body"),
        ("signal://127.0.0.1:{port}/+15551234567/+15557654321", None, "message"),
    ],
)
async def test_services_with_a_server_of_their_own_get_it(receiver, make_channel, url, path, where):
    hook = "a" * 17 + "%2F" + "b" * 24
    await make_channel().deliver(message(url.format(port=receiver.port, hook=hook)))

    got = receiver.requests[-1]
    assert "Due in 1 hour" in got.json[where]
    assert path in {None, got.path}


async def test_what_is_longer_than_a_service_takes_comes_in_parts(receiver, make_channel):
    url = f"mmost://127.0.0.1:{receiver.port}/{'a' * 24}"

    report = await make_channel().couriers[0].send(url, "Digest", "task " * 2000)

    assert report.answer["sent"]
    assert len(receiver.requests) > 1
    assert sum(got.json["text"].count("task") for got in receiver.requests) == 2000


async def test_server_error_is_tried_again_and_then_taken(receiver, make_channel):
    receiver.says.append(Said(503, headers={"Retry-After": "17"}))
    channel = make_channel()

    with pytest.raises(TransientDelivery, match="json: 503 Service Unavailable") as busy:
        await channel.deliver(message(json_url(receiver)))

    assert (busy.value.in_doubt, busy.value.retry_after_seconds) == (False, 17)
    assert (await channel.deliver(message(json_url(receiver)))).answer == "json: 200 OK"


@pytest.mark.parametrize(("status", "is_gone"), [(404, False), (403, False), (410, True)])
async def test_refusal_is_permanent(receiver, make_channel, contacts, status, is_gone):
    receiver.says.append(Said(status))

    with pytest.raises(PermanentDelivery, match=f"json: {status}"):
        await make_channel().deliver(message(json_url(receiver)))

    [noted] = contacts.noted
    assert (noted.is_permanent, noted.is_gone) == (True, is_gone)


async def test_silence_is_in_doubt_and_its_process_is_replaced(receiver, make_channel):
    receiver.says.append(Said(hangs=True))
    channel = make_channel(seconds=1.0)
    other = ChannelSettings("apprise", url=json_url(receiver))
    address = address_text(UUID(int=8), seal_settings(SEALER, UUID(int=8), other))

    with pytest.raises(TransientDelivery, match="no answer within 1 s") as silent:
        await channel.deliver(message(json_url(receiver)))
    with pytest.raises(TransientDelivery, match="left alone"):
        await channel.deliver(message(json_url(receiver)))

    assert silent.value.in_doubt
    assert [courier.pid for courier in channel.couriers] == [None, None]
    assert (await channel.deliver(message(json_url(receiver), address=address))).answer


async def test_silent_server_holds_up_no_other(receiver, make_channel):
    receiver.says.append(Said(hangs=True))
    channel = make_channel()
    silent = asyncio.create_task(channel.deliver(message(json_url(receiver))))
    await receiver.arrived.wait()
    other = ChannelSettings("apprise", url=json_url(receiver))
    address = address_text(UUID(int=8), seal_settings(SEALER, UUID(int=8), other))

    accepted = await channel.deliver(message(json_url(receiver), address=address))

    assert (accepted.answer, silent.done()) == ("json: 200 OK", False)
    silent.cancel()
    with pytest.raises(asyncio.CancelledError):
        await silent


async def test_killed_process_leaves_its_message_in_doubt_and_no_other(receiver, make_channel):
    receiver.says.append(Said(hangs=True))
    channel = make_channel()
    sending = asyncio.create_task(channel.deliver(message(json_url(receiver))))
    await receiver.arrived.wait()

    os.kill(channel.couriers[0].pid, signal.SIGKILL)
    with pytest.raises(TransientDelivery, match="the sending process ended") as killed:
        await sending

    assert killed.value.in_doubt
    assert (await channel.deliver(message(json_url(receiver)))).answer == "json: 200 OK"


async def test_process_killed_between_messages_costs_none(receiver, make_channel):
    channel = make_channel()
    await channel.deliver(message(json_url(receiver)))
    first = channel.couriers[0].pid

    os.kill(first, signal.SIGKILL)
    await channel.couriers[0]._process.wait()

    assert (await channel.deliver(message(json_url(receiver)))).answer == "json: 200 OK"
    assert channel.couriers[0].pid != first


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
async def test_internal_address_is_refused(receiver, make_channel, host):
    with pytest.raises(PermanentDelivery, match="not public"):
        await make_channel("").deliver(message(json_url(receiver, host=host)))

    assert receiver.connections == 0


async def test_allowed_name_may_lead_inside(receiver, make_channel):
    url = json_url(receiver, host="localhost")

    assert (await make_channel("localhost").deliver(message(url))).answer == "json: 200 OK"


async def test_redirect_is_not_followed(receiver, make_channel):
    inside = Receiver()
    await inside.start()
    receiver.says.append(Said(302, headers={"Location": f"{inside.url}/inside"}))

    with pytest.raises(PermanentDelivery, match="302: redirects are not followed"):
        await make_channel().deliver(message(json_url(receiver)))
    await inside.stop()

    assert (len(receiver.requests), inside.connections) == (1, 0)


async def test_port_where_nobody_listens_is_not_in_doubt(make_channel):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"json://127.0.0.1:{taken.getsockname()[1]}/"
        with pytest.raises(TransientDelivery, match="cannot connect") as refused:
            await make_channel().deliver(message(url))

    assert not refused.value.in_doubt


async def test_connection_cut_before_the_answer_is_in_doubt(receiver, make_channel):
    receiver.says.append(Said(drops=True))

    with pytest.raises(TransientDelivery, match="no whole answer") as cut:
        await make_channel().deliver(message(json_url(receiver)))

    assert cut.value.in_doubt


async def test_answer_that_unpacks_to_more_than_there_is_memory_harms_no_other(
    receiver, make_channel
):
    bomb = gzip.compress(b"\0" * 600_000_000, 9)
    receiver.says.append(Said(200, bomb, headers={"Content-Encoding": "gzip"}))
    channel = make_channel()

    with pytest.raises(TransientDelivery) as error:
        await channel.deliver(message(json_url(receiver)))

    assert error.value.in_doubt
    assert (await channel.deliver(message(json_url(receiver)))).answer == "json: 200 OK"


async def test_certificate_has_to_be_good(tmp_path, make_channel):
    server, _ = server_and_client_contexts(tmp_path)
    receiver = Receiver(tls=server)
    await receiver.start()

    with pytest.raises(TransientDelivery, match="cannot connect: SSLError") as refused:
        await make_channel().deliver(message(f"jsons://127.0.0.1:{receiver.port}/"))
    await receiver.stop()

    assert not refused.value.in_doubt
    assert receiver.requests == []


async def test_tls_goes_through_to_a_server_that_is_trusted(tmp_path, make_channel, monkeypatch):
    server, client = server_and_client_contexts(tmp_path)
    trusted = tmp_path / "trusted.pem"
    trusted.write_text(
        "".join(ssl.DER_cert_to_PEM_cert(each) for each in client.get_ca_certs(binary_form=True))
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    receiver = Receiver(tls=server)
    await receiver.start()

    accepted = await make_channel().deliver(message(f"jsons://127.0.0.1:{receiver.port}/x"))
    await receiver.stop()

    assert (accepted.answer, receiver.requests[0].path) == ("jsons: 200 OK", "/x")


async def test_url_that_is_none_to_apprise_is_refused_for_good(make_channel):
    with pytest.raises(PermanentDelivery, match="pover: Apprise can make nothing of this URL"):
        await make_channel().deliver(message("pover://x"))


async def test_unreadable_answer_of_a_service_is_tried_again(receiver, make_channel):
    receiver.says.append(Said(299))
    url = f"hassio://127.0.0.1:{receiver.port}/{TOKEN}{TOKEN}"

    with pytest.raises(TransientDelivery, match="does not tell") as unknown:
        await make_channel().deliver(message(url))

    assert unknown.value.in_doubt
    assert TOKEN not in unknown.value.reason


@pytest.mark.parametrize("status", [302, 400, 403, 404, 429, 500, 299])
async def test_secrets_are_in_no_reason(receiver, make_channel, contacts, caplog, status):
    receiver.says.append(Said(status, TOKEN.encode()))
    url = f"json://ada:{TOKEN}@127.0.0.1:{receiver.port}/{TOKEN}?+X-Key={TOKEN}"

    with suppress(DeliveryError):  # its reason is what is noted
        await make_channel().deliver(message(url))

    [noted] = contacts.noted
    assert TOKEN not in f"{noted}{caplog.text}"


async def test_process_knows_nothing_of_the_workers_environment(
    receiver, make_channel, monkeypatch
):
    monkeypatch.setenv("RONDEL_SECRETS_KEY", TOKEN)
    channel = make_channel()
    await channel.deliver(message(json_url(receiver)))

    names = environment_of(channel.couriers[0].pid)

    assert not any(name.startswith("RONDEL") for name in names)
    assert {"HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"} <= names


async def test_wrong_key_says_so_and_starts_no_process(receiver, make_channel):
    channel = make_channel(sealer=Sealer(["x" * 40]))

    with pytest.raises(TransientDelivery, match="RONDEL_SECRETS_KEY"):
        await channel.deliver(message(json_url(receiver)))

    assert (channel.couriers[0].pid, receiver.connections) == (None, 0)


async def test_stored_url_of_a_service_that_is_no_longer_listed_is_refused(make_channel):
    with pytest.raises(PermanentDelivery, match="One of these services"):
        await make_channel().deliver(message("mailto://ada:pass@example.com"))


def test_secrets_do_not_show_in_what_is_logged():
    settings = ChannelSettings("apprise", url=f"discord://4711/{TOKEN}")

    assert TOKEN not in repr(settings) + settings.target + repr(replace(settings))
