"""Where a request to a name goes, whatever the name servers of strangers say."""

import threading
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from ipaddress import ip_address
from socket import gaierror

import pytest

from shared.core.egress import EgressRules, Refused, parse_target
from tests.integration.notifications.certificates import server_and_client_contexts
from tests.services.receiver import Receiver
from workers.runtime.outbound import NotSent, Outbound, Request

# The rules take one address of this machine for a public one; another is inside as ever.
PUBLIC, INSIDE = "127.0.0.2", "127.0.0.1"
RULES = EgressRules.parse(f"{PUBLIC}/32")


class Names:
    """A name server that says something else each time, at last for ever the same."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []

    def __call__(self, host, port):
        self.asked.append((host, port))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return [ip_address(each) for each in answer]


@pytest.fixture
async def servers():
    """The same port of both addresses; whom a request must reach, and whom it must not."""
    public = Receiver(host=PUBLIC)
    await public.start()
    inside = Receiver(host=INSIDE, port=public.port)
    await inside.start()
    yield public, inside
    await public.stop()
    await inside.stop()


@asynccontextmanager
async def sender(names, **options):
    outbound = Outbound(RULES, resolve=names, **options)
    yield outbound
    await outbound.close()


def request_to(port, scheme="http"):
    return Request(parse_target(f"{scheme}://rebind.example:{port}/"), b"{}")


async def test_localhost_leads_to_the_one_of_its_addresses_that_is_allowed(servers):
    public, inside = servers
    both = Names([INSIDE, PUBLIC])
    request = Request(parse_target(f"http://localhost:{public.port}/"), b"{}")

    async with sender(both) as outbound:
        assert (await outbound.post(request)).status == 200

    assert (len(public.requests), len(inside.requests)) == (1, 0)


async def test_a_name_that_changes_after_the_check_does_not_lead_inside(servers):
    public, inside = servers
    names = Names([PUBLIC], [INSIDE])

    async with sender(names) as outbound:
        answer = await outbound.post(request_to(public.port))

    assert (answer.status, inside.connections) == (200, 0)
    assert public.requests[0].headers["host"] == f"rebind.example:{public.port}"
    assert names.asked == [("rebind.example", public.port)]


async def test_each_request_is_checked_anew(servers):
    public, inside = servers

    async with sender(Names([PUBLIC], [INSIDE])) as outbound:
        await outbound.post(request_to(public.port))
        with pytest.raises(Refused, match="not public"):
            await outbound.post(request_to(public.port))

    assert (public.connections, inside.connections) == (1, 0)


@pytest.mark.parametrize("order", [(PUBLIC, INSIDE), (INSIDE, PUBLIC), (PUBLIC, "::1")])
async def test_one_address_inside_spoils_the_name(servers, order):
    public, inside = servers

    async with sender(Names(order)) as outbound:
        with pytest.raises(Refused, match="not public"):
            await outbound.post(request_to(public.port))

    assert (public.connections, inside.connections) == (0, 0)


@pytest.mark.parametrize(
    "answer", [[], gaierror(-2, "Name or service not known"), UnicodeError("label too long")]
)
async def test_a_name_without_an_address_is_said_to_have_none(answer):
    async with sender(Names(answer)) as outbound:
        with pytest.raises(NotSent) as unsent:
            await outbound.post(request_to(8080))

    assert str(unsent.value) == "the name has no address"
    assert not unsent.value.was_slow


async def test_a_name_server_that_does_not_answer_in_time_counts_as_slow():
    is_over = threading.Event()

    def names(_host, _port):
        is_over.wait(30)
        return []

    async with sender(names, connect_seconds=0.05) as outbound:
        with pytest.raises(NotSent) as unsent:
            await outbound.post(request_to(8080))
        is_over.set()

    assert unsent.value.was_slow


LONG_AGO = {"until": datetime(2021, 1, 1, tzinfo=UTC)}
OURS = {"names": ["rebind.example"]}


@pytest.mark.parametrize(
    ("certificate", "is_trusted", "why"),
    [
        (OURS | LONG_AGO, True, "certificate has expired"),
        (OURS, False, "self-signed certificate"),
        ({}, True, "Hostname mismatch, certificate is not valid for 'rebind.example'"),
    ],
)
async def test_what_is_wrong_with_a_certificate_is_said(tmp_path, certificate, is_trusted, why):
    server, client = server_and_client_contexts(tmp_path, **certificate)
    receiver = Receiver(tls=server, host=PUBLIC)
    await receiver.start()

    async with sender(Names([PUBLIC]), tls=client if is_trusted else None) as outbound:
        with pytest.raises(NotSent) as unsent:
            await outbound.post(request_to(receiver.port, "https"))
    await receiver.stop()

    assert str(unsent.value) == f"its certificate is not to be trusted: {why}"
    assert receiver.requests == []
