"""The gate alone: who is served, and what goes through."""

import asyncio
import base64
import sys
from urllib.parse import urlsplit

import pytest

from shared.core.egress import EgressRules
from tests.services.receiver import Receiver, Said
from workers.notifications.channels import apprise_child
from workers.notifications.channels.gate import LARGEST_PASSED, Gate
from workers.runtime.outbound import Outbound

CRLF = "\r\n"
LOOPBACK = EgressRules.parse("127.0.0.0/8")


@pytest.fixture
async def receiver():
    receiver = Receiver()
    await receiver.start()
    yield receiver
    await receiver.stop()


@pytest.fixture
async def make_gate():
    made = []

    async def make(rules=LOOPBACK):
        outbound = Outbound(rules)
        gate = Gate(rules, outbound.network)
        made.append((gate, outbound))
        return gate, urlsplit(await gate.open())

    yield make
    for gate, outbound in made:
        await gate.close()
        await outbound.close()


def password(url) -> str:
    whole = base64.b64encode(f"{url.username}:{url.password}".encode()).decode()
    return f"Proxy-Authorization: Basic {whole}\r\n"


async def ask(url, request: str) -> bytes:
    reader, writer = await asyncio.open_connection(url.hostname, url.port)
    writer.write(request.encode())
    answer = await reader.read()
    writer.close()
    return answer


@pytest.mark.parametrize(
    "credential", ["", "Proxy-Authorization: Basic cm9uZGVsOngK\r\n", "Proxy-Authorization: x\r\n"]
)
@pytest.mark.parametrize("line", ["CONNECT 127.0.0.1:{port}", "POST http://127.0.0.1:{port}/"])
async def test_nobody_without_the_password_is_served(receiver, make_gate, credential, line):
    gate, url = await make_gate()
    passage = gate.admit()

    answer = await ask(url, f"{line.format(port=receiver.port)} HTTP/1.1\r\n{credential}\r\n")

    assert answer.startswith(b"HTTP/1.1 407 ")
    assert (receiver.connections, passage.has_begun) == (0, False)


async def test_nothing_passes_while_no_message_is_on_its_way(receiver, make_gate):
    _, url = await make_gate()

    answer = await ask(
        url, f"POST http://127.0.0.1:{receiver.port}/ HTTP/1.1\r\n{password(url)}\r\n"
    )

    assert (answer[:12], receiver.connections) == (b"HTTP/1.1 503", 0)


@pytest.mark.parametrize(
    "line",
    [
        "CONNECT 127.0.0.1:{port}",
        "CONNECT localhost:{port}",
        "CONNECT [::ffff:127.0.0.1]:{port}",
        "CONNECT 2130706433:{port}",
        "CONNECT 169.254.169.254:80",
        "CONNECT example.com:25",
        "POST http://127.0.0.1:{port}/x",
        "POST http://localhost:{port}/x",
        "POST http://ada:b@127.0.0.1:{port}/x",
    ],
)
async def test_hop_that_the_rules_forbid_is_refused(receiver, make_gate, line):
    gate, url = await make_gate(EgressRules())
    passage = gate.admit()

    answer = await ask(url, f"{line.format(port=receiver.port)} HTTP/1.1\r\n{password(url)}\r\n")

    assert answer.startswith(b"HTTP/1.1 403 ")
    assert passage.refused
    assert receiver.connections == 0


@pytest.mark.parametrize(
    "request_text",
    [
        "POST https://127.0.0.1:{port}/ HTTP/1.1\r\n{password}\r\n",
        "POST http://127.0.0.1:{port}/ HTTP/1.1\r\n{password}Transfer-Encoding: chunked\r\n\r\n",
        "POST http://127.0.0.1:{port}/ HTTP/1.1\r\n{password}Content-Length: -1\r\n\r\n",
        "PUT http://127.0.0.1:{port}/ HTTP/1.1\r\n{password}" + 2 * "Content-Length: 1\r\n" + CRLF,
        "POST  HTTP/1.1\r\n{password}\r\n",
    ],
)
async def test_request_that_could_be_read_in_two_ways_is_not_passed_on(
    receiver, make_gate, request_text
):
    gate, url = await make_gate()
    gate.admit()

    answer = await ask(url, request_text.format(port=receiver.port, password=password(url)))

    assert answer.startswith((b"HTTP/1.1 4",))
    assert receiver.connections == 0


async def test_second_request_on_a_connection_reaches_nobody(receiver, make_gate):
    gate, url = await make_gate()
    gate.admit()
    first = (
        f"POST http://127.0.0.1:{receiver.port}/one HTTP/1.1\r\n{password(url)}"
        "Content-Length: 2\r\n\r\n{}"
    )
    second = f"POST http://10.0.0.1/two HTTP/1.1\r\n{password(url)}Content-Length: 0\r\n\r\n"

    answer = await ask(url, first + second)

    assert answer.startswith(b"HTTP/1.1 200 ")
    assert [each.path for each in receiver.requests] == ["/one"]
    assert not any(name.startswith("proxy") for name in receiver.requests[0].headers)


async def test_answer_without_an_end_is_cut(receiver, make_gate):
    receiver.says.append(Said(200, b"x" * (2 * LARGEST_PASSED)))
    gate, url = await make_gate()
    gate.admit()

    answer = await ask(
        url, f"POST http://127.0.0.1:{receiver.port}/ HTTP/1.1\r\n{password(url)}\r\n"
    )

    assert len(answer) == LARGEST_PASSED


@pytest.mark.parametrize(
    "attempt",
    [
        "open('/etc/hostname')",
        "open('/tmp/out', 'w')",
        "open(sys.prefix + '/out', 'w')",
        "open(sys.prefix + '/../../../../../../../../etc/hostname')",
        "socket.create_connection(('127.0.0.1', {port}))",
        "socket.getaddrinfo('localhost', 80)",
        "socket.socket(socket.AF_UNIX).connect('/tmp/socket')",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', {port}))",
        "subprocess.run(['true'])",
        "os.system('true')",
        "os.fork()",
        "ctypes.CDLL(None)",
    ],
)
async def test_process_of_apprise_can_do_nothing_but_ask_the_gate(receiver, attempt):
    program = f"""
import ctypes, os, runpy, socket, subprocess, sys
child = runpy.run_path({apprise_child.__file__!r}, run_name="child")
child["_confine"](("127.0.0.1", 9), (sys.prefix, sys.base_prefix))
try:
    {attempt.format(port=receiver.port)}
except PermissionError:
    print("refused")
"""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-c", program), stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()

    assert out == b"refused\n"
    assert receiver.connections == 0
