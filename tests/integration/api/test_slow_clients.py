"""What clients may take their time for, and how much they may send, with the real server."""

import asyncio
import gzip
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import orjson
import pytest

from api.http_protocol import LARGEST_HEAD, LARGEST_URL, MOST_HEADERS
from api.settings import ConnectionSettings
from shared.core.settings import KafkaSettings
from tests.integration.api.conftest import NOBODY
from tests.integration.api.running import serving
from tests.services.kafka import PARTITIONS

HURRIED = ConnectionSettings(
    most=40,
    head_seconds=0.3,
    body_grace_seconds=0.2,
    body_bytes_a_second=1000,
    write_seconds=0.5,
    idle_seconds=1,
)
KAFKA = KafkaSettings(brokers=NOBODY, partitions=PARTITIONS)
CHUNKED = b"POST /api/auth/sign-in HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n"


@pytest.fixture(scope="module")
async def hurried(database_settings):
    async with serving(database_settings, KAFKA, connections=HURRIED) as served:
        yield served


@pytest.fixture(scope="module")
async def patient(database_settings):
    async with serving(database_settings, KAFKA, trusted_proxies="127.0.0.1") as served:
        yield served


@asynccontextmanager
async def connected(served):
    reader, writer = await asyncio.open_connection("127.0.0.1", served.server.port)
    try:
        yield reader, writer
    finally:
        writer.close()


async def answer_of(reader):
    """Status and code of the problem that came before the connection ended; None if none did."""
    async with asyncio.timeout(20):
        try:
            raw = await reader.read()
        except ConnectionResetError:
            return None
    if not raw:
        return None
    head, _, body = raw.partition(b"\r\n\r\n")
    return int(head.split()[1]), orjson.loads(body)["code"]


async def ask(served, request):
    async with connected(served) as (reader, writer):
        writer.write(request)
        return await answer_of(reader)


async def trickle(served, writer):
    """Bytes, one between each two requests of others, until the other side has had enough."""
    answered = 0
    with suppress(ConnectionError):
        while not writer.is_closing():
            writer.write(b"a")
            await writer.drain()
            answered += (await served.client.get("/livez")).status_code == 200
    return answered


async def test_a_head_that_trickles_ends_after_its_time_however_often_a_byte_comes(hurried):
    async with connected(hurried) as (reader, writer):
        writer.write(b"GET /livez HTTP/1.1\r\nhost: x\r\n")
        trickling = asyncio.create_task(trickle(hurried, writer))
        assert await answer_of(reader) == (408, "request.too_slow")
        writer.close()
        assert await trickling > 0


async def test_who_says_nothing_is_let_go(hurried):
    async with connected(hurried) as (reader, _):
        assert await answer_of(reader) is None


async def test_a_body_that_trickles_ends(hurried):
    head = b"POST /api/auth/sign-in HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n"
    async with connected(hurried) as (reader, writer):
        writer.write(head)
        trickling = asyncio.create_task(trickle(hurried, writer))
        assert await answer_of(reader) == (408, "request.too_slow")
        writer.close()
        assert await trickling > 0


async def test_a_connection_that_was_used_is_kept_for_a_while(hurried):
    async with connected(hurried) as (reader, writer):
        for _ in range(2):
            writer.write(b"GET /livez HTTP/1.1\r\nhost: x\r\n\r\n")
            assert await reader.readuntil(b"ok\n")
        assert await answer_of(reader) is None


async def test_an_empty_line_after_an_answer_keeps_no_connection_open(hurried):
    async with connected(hurried) as (reader, writer):
        writer.write(b"GET /livez HTTP/1.1\r\nhost: x\r\n\r\n")
        assert await reader.readuntil(b"ok\n")
        writer.write(b"\r\n")
        assert await answer_of(reader) is None


async def test_who_has_sent_two_requests_makes_no_room_while_the_second_is_at_work(
    database_settings,
):
    first = b"GET /livez HTTP/1.1\r\nhost: x\r\n\r\n"
    second = CHUNKED.replace(b"host: x", b"connection: close")
    connections = ConnectionSettings(most=10)
    async with (
        serving(database_settings, KAFKA, connections=connections) as served,
        AsyncExitStack() as stack,
    ):
        busy = [await stack.enter_async_context(connected(served)) for _ in range(connections.most)]
        for reader, writer in busy:
            writer.write(first + second)
            assert await reader.readuntil(b"ok\n")
        assert await ask(served, first) == (503, "server.too_many_connections")
        for reader, writer in busy:
            writer.write(b"0\r\n\r\n")
            assert (await answer_of(reader))[0] == 422


async def test_slow_ones_make_room_for_those_who_ask(hurried):
    slow = [await asyncio.open_connection("127.0.0.1", hurried.server.port) for _ in range(60)]
    for _, writer in slow:
        writer.write(b"GET / HTT")
    request = b"GET /livez HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
    async with connected(hurried) as (reader, writer):
        writer.write(request)
        assert (await reader.read()).startswith(b"HTTP/1.1 200")
    for _, writer in slow:
        writer.close()


async def test_five_hundred_slow_heads_hold_up_nobody(patient):
    slow = [await asyncio.open_connection("127.0.0.1", patient.server.port) for _ in range(500)]
    try:
        for piece in (b"GET /livez HTTP/1.1\r\nx-slow: ", b"a", b"a"):
            for _, writer in slow:
                writer.write(piece)
            statuses = {(await patient.client.get("/livez")).status_code for _ in range(20)}
            assert statuses == {200}
    finally:
        for _, writer in slow:
            writer.close()


async def test_who_does_not_read_the_answers_is_let_go(hurried):
    async with connected(hurried) as (reader, writer):
        reader._transport.pause_reading()
        with pytest.raises(ConnectionError):
            await ask_without_reading(writer, b"GET /api/openapi.json HTTP/1.1\r\nhost: x\r\n\r\n")


async def ask_without_reading(writer, request):
    while True:
        writer.write(request * 20)
        await writer.drain()


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (b"GET /livez?" + b"a" * LARGEST_URL + b" HTTP/1.1\r\n\r\n", (414, "request.url_too_long")),
        (
            b"GET /livez HTTP/1.1\r\nx: " + b"a" * LARGEST_HEAD + b"\r\n\r\n",
            (431, "request.head_too_large"),
        ),
        (
            b"GET /livez HTTP/1.1\r\n" + b"x: y\r\n" * (MOST_HEADERS + 1) + b"\r\n",
            (431, "request.head_too_large"),
        ),
        (b"GET /livez HTTP/1.1\r\n" + b"a" * (LARGEST_HEAD + 1), (431, "request.head_too_large")),
        (b"\x16\x03\x01\x02\x00\x01\x00", (400, "request.not_http")),
        (
            b"POST /api/auth/sign-in HTTP/1.0\r\ncontent-length: 99999999\r\n\r\n{}",
            (413, "request.too_large"),
        ),
        (CHUNKED + b"0\r\nx: " + b"a" * 1_000_000, (431, "request.head_too_large")),
        (CHUNKED + b"1;" + b"a" * 1_000_000, (431, "request.head_too_large")),
    ],
    ids=["url", "header", "headers", "name of a header", "no HTTP", "body", "trailer", "extension"],
)
async def test_what_is_too_large_is_refused_by_its_own_name(patient, request_, expected):
    assert await ask(patient, request_) == expected


async def test_a_trailer_does_not_pass_for_a_header_that_a_proxy_wrote(patient):
    head = b"GET /metrics HTTP/1.1\r\nconnection: close\r\nx-forwarded-for: 203.0.113.9\r\n"
    trailer = b"x-forwarded-for: 10.0.0.1\r\n"
    chunks = b"transfer-encoding: chunked\r\n\r\n0\r\n" + trailer + b"\r\n"
    async with connected(patient) as (reader, writer):
        writer.write(head + trailer + b"\r\n")
        assert (await reader.read()).startswith(b"HTTP/1.1 200")
    assert await ask(patient, head + chunks) == (403, "metrics.refused")


async def body_of(served, path, body, **headers):
    return await served.client.post(path, content=body, headers=headers)


async def test_bodies_have_bounds_of_size_depth_and_count(patient):
    email = {"email": "bounds@example.com", "password": "correct horse battery"}
    session = (await patient.client.post("/api/auth/sign-up", json=email)).json()
    mine = {
        "authorization": f"Bearer {session['access_token']}",
        "content-type": "application/json",
    }
    deep = b'{"title": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    cases = [
        ("/api/tasks", b" " * 1_048_577, 413, "request.too_large"),
        ("/api/tasks", deep, 422, "input.invalid"),
        ("/api/tasks", b'{"labels": [' + b'"a",' * 5000 + b'"a"]}', 422, "input.invalid"),
        (
            "/api/batch",
            orjson.dumps({"requests": [{"method": "GET", "path": "/api/me"}] * 51}),
            422,
            "input.invalid",
        ),
    ]
    for path, body, status, code in cases:
        answer = await body_of(patient, path, body, **mine)
        assert (answer.status_code, answer.json()["code"]) == (status, code), path
    gzipped = {**mine, "content-encoding": "gzip"}
    answer = await body_of(patient, "/api/tasks", gzip.compress(b'{"title": "x"}'), **gzipped)
    assert answer.status_code == 422  # nothing is unpacked, so nothing grows
    for query in ("limit=1000000", "filter=" + "(" * 51 + "p1" + ")" * 51, "&".join(["a=1"] * 502)):
        answer = await patient.client.get(f"/api/tasks?{query}", headers=mine)
        assert answer.status_code == 422, (query[:20], answer.text[:300])
        assert answer.json()["code"] == "input.invalid"
