"""Each mode of the mail server of `rondel chaos`, as a client of it sees it."""

import asyncio

import aiosmtplib
import pytest

from cli.chaos.mail import FaultyMailServer
from cli.embedded.ports import HOST
from shared.core.clock import SystemClock

CLOCK = SystemClock()
SENDER = "rondel@example.com"
PATIENCE_SECONDS = 1.0
CUT_OFF = (aiosmtplib.SMTPServerDisconnected, aiosmtplib.SMTPResponseException, ConnectionError)
NUMBERS = range(12)


@pytest.fixture
async def server():
    server = FaultyMailServer(CLOCK)
    await server.start()
    yield server
    await server.stop()


def connect(server):
    return aiosmtplib.SMTP(hostname=HOST, port=server.port, timeout=PATIENCE_SECONDS)


async def send(server, message_id="a.1.email", to="ada@example.com"):
    content = f"Message-ID: <{message_id}@example.com>\r\nSubject: Hi\r\n\r\nHello.\r\n"
    async with connect(server) as client:
        return await client.sendmail(SENDER, [to], content.encode())


async def codes_of(*sends):
    """The answers that refused, by their codes; those that took the mail are left out."""
    found = await asyncio.gather(*sends, return_exceptions=True)
    refusals = [each for each in found if isinstance(each, aiosmtplib.SMTPException)]
    return [
        refusal.recipients[0].code
        if isinstance(refusal, aiosmtplib.SMTPRecipientsRefused)
        else refusal.code
        for refusal in refusals
    ]


async def test_mail_is_taken_with_its_instant(server):
    before = CLOCK.now()
    await send(server)
    (taken,) = server.taken
    assert (taken.message_id, taken.recipients) == ("a.1.email", ("ada@example.com",))
    assert taken.answered
    assert before <= taken.at <= CLOCK.now()


async def test_refuse_lets_nobody_in_until_it_is_over(server):
    await server.misbehave("refuse")
    with pytest.raises(aiosmtplib.SMTPConnectError):
        await send(server)
    await server.misbehave("ok")
    await send(server)
    assert len(server.taken) == 1


async def test_refuse_cuts_connections_that_were_open(server):
    async with connect(server) as client:
        await client.noop()
        await server.misbehave("refuse")
        with pytest.raises(CUT_OFF):
            await client.noop()


async def test_busy_refuses_for_now_at_the_address_or_after_the_mail(server):
    await server.misbehave("busy")
    sends = [send(server, to=f"person{n}@example.com") for n in NUMBERS]
    assert await codes_of(*sends) == [451] * len(NUMBERS)
    assert server.taken == []
    assert server.applied == {"busy": len(NUMBERS)}


async def test_reject_refuses_some_for_good_and_takes_the_rest(server):
    await server.misbehave("reject")
    codes = await codes_of(*(send(server, f"{n}.1.email") for n in NUMBERS))
    assert 0 < len(codes) < len(NUMBERS)
    assert set(codes) == {550}
    assert len(server.taken) == len(NUMBERS) - len(codes)


async def test_hang_never_answers_and_keeps_nothing(server):
    await server.misbehave("hang")
    with pytest.raises(aiosmtplib.SMTPReadTimeoutError):
        await send(server)
    assert server.taken == []


async def test_drop_keeps_the_mail_and_cuts_the_connection(server):
    await server.misbehave("drop")
    with pytest.raises(CUT_OFF):
        await send(server)
    (taken,) = server.taken
    assert not taken.answered


@pytest.mark.parametrize("mode", ["hang", "drop"])
async def test_mail_is_left_in_doubt_once(server, mode):
    await server.misbehave(mode)
    with pytest.raises((aiosmtplib.SMTPReadTimeoutError, *CUT_OFF)):
        await send(server)
    await send(server)
    assert [taken.answered for taken in server.taken][-1:] == [True]
    assert server.applied == {mode: 1}


async def test_watcher_is_called_between_taking_a_mail_and_saying_so(server):
    seen = []

    def look(port):
        seen.append((port, len(server.taken)))

    with server.watched(look):
        async with connect(server) as client:
            own_port = client.get_transport_info("sockname")[1]
            await client.sendmail(SENDER, ["a@example.com"], b"Hi")
    await send(server)
    assert seen == [(own_port, 1)]
