"""The health server answers probes and scrapers, and survives everybody else."""

import asyncio
from collections.abc import AsyncIterator

import orjson
import pytest

from shared.observability.metrics import Metrics
from workers.runtime.health import ComponentHealth, HealthServer

STATE: dict[str, ComponentHealth] = {}


@pytest.fixture
async def server() -> AsyncIterator[HealthServer]:
    STATE.clear()
    STATE.update(
        database=ComponentHealth("ok", {"answered_in_ms": 1.5}), kafka=ComponentHealth("ok")
    )

    def broken() -> ComponentHealth:
        if "broken" in STATE:
            raise ZeroDivisionError
        return ComponentHealth("ok")

    checks = {
        "database": lambda: STATE["database"],
        "kafka": lambda: STATE["kafka"],
        "fragile": broken,
    }
    server = HealthServer("127.0.0.1", 0, Metrics(), checks)
    await server.start()
    yield server
    await server.stop()


async def ask(server: HealthServer, sent: bytes) -> tuple[bytes, dict[bytes, bytes], bytes]:
    """Status line, headers and body of the answer to these bytes; empty if there is none."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(sent)
    try:
        async with asyncio.timeout(20):
            answer = await reader.read()
    except ConnectionResetError:
        answer = b""
    writer.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    status, *lines = head.split(b"\r\n")
    return status, dict(line.split(b": ", 1) for line in lines), body


async def get(server: HealthServer, path: bytes, method: bytes = b"GET"):
    return await ask(server, method + b" " + path + b" HTTP/1.1\r\nHost: x\r\n\r\n")


async def test_paths_answer(server: HealthServer) -> None:
    for path in (b"/livez", b"/readyz", b"/readyz?verbose=1"):
        status, headers, body = await get(server, path)
        assert (status, body) == (b"HTTP/1.1 200 OK", b"ok\n")
        assert headers[b"Connection"] == b"close"
    status, headers, body = await get(server, b"/metrics")
    assert status == b"HTTP/1.1 200 OK"
    assert headers[b"Content-Type"].startswith(b"text/plain; version=0.0.4")
    assert b'component_health{component="kafka"} 1.0' in body
    assert int(headers[b"Content-Length"]) == len(body)


async def test_metrics_come_with_exemplars_for_who_reads_them(server: HealthServer) -> None:
    request = b"GET /metrics HTTP/1.1\r\nHost: x\r\naCCept: text/plain;q=0.1,%b\r\n\r\n"
    _, headers, body = await ask(server, request % b"application/openmetrics-text;version=1.0.0")
    assert headers[b"Content-Type"].startswith(b"application/openmetrics-text; version=1.0.0")
    assert body.endswith(b"# EOF\n")
    _, headers, _ = await ask(server, request % b"\xff\x00,application/x")
    assert headers[b"Content-Type"].startswith(b"text/plain; version=0.0.4")


async def test_health_tells_about_every_component(server: HealthServer) -> None:
    STATE["kafka"] = ComponentHealth("degraded", {"lag": 7})
    status, headers, body = await get(server, b"/health")
    assert status == b"HTTP/1.1 200 OK"
    assert headers[b"Content-Type"] == b"application/json"
    told = orjson.loads(body)
    assert told["status"] == "degraded"
    assert told["components"][:2] == [
        {"name": "database", "status": "ok", "details": {"answered_in_ms": 1.5}},
        {"name": "kafka", "status": "degraded", "details": {"lag": 7}},
    ]
    assert (await get(server, b"/readyz"))[0] == b"HTTP/1.1 200 OK"


async def test_a_component_that_is_down_makes_the_process_unready_but_not_dead(
    server: HealthServer,
) -> None:
    STATE["database"] = ComponentHealth("down", {"reason": "ConnectionRefusedError"})
    status, _, body = await get(server, b"/readyz")
    assert (status, body) == (b"HTTP/1.1 503 Service Unavailable", b"down: database\n")
    assert (await get(server, b"/health"))[0] == b"HTTP/1.1 503 Service Unavailable"
    assert (await get(server, b"/livez"))[0] == b"HTTP/1.1 200 OK"
    assert b'component_health{component="database"} 0.0' in (await get(server, b"/metrics"))[2]


async def test_a_check_that_breaks_is_a_component_that_is_down(server: HealthServer) -> None:
    STATE["broken"] = ComponentHealth("ok")
    status, _, body = await get(server, b"/health")
    assert status == b"HTTP/1.1 503 Service Unavailable"
    assert orjson.loads(body)["components"][2]["details"] == {"error": "ZeroDivisionError"}


async def test_head_has_the_headers_of_get_and_no_body(server: HealthServer) -> None:
    status, headers, body = await get(server, b"/livez", b"HEAD")
    assert (status, body) == (b"HTTP/1.1 200 OK", b"")
    assert headers[b"Content-Length"] == b"3"


async def test_other_paths_and_methods(server: HealthServer) -> None:
    assert (await get(server, b"/"))[0] == b"HTTP/1.1 404 Not Found"
    assert (await get(server, b"/livez/../x"))[0] == b"HTTP/1.1 404 Not Found"
    status, headers, _ = await get(server, b"/livez", b"DELETE")
    assert status == b"HTTP/1.1 405 Method Not Allowed"
    assert headers[b"Allow"] == b"GET, HEAD"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"\r\n\r\n", b"400 Bad Request"),
        (b"GET /livez\r\n\r\n", b"400 Bad Request"),
        (b"GET /livez HTTP/2.0\r\n\r\n", b"400 Bad Request"),
        (b"GET /l\xffvez HTTP/1.1\r\n\r\n", b"400 Bad Request"),
        (b"\x16\x03\x01\x02\x00\x01\r\n\r\n", b"400 Bad Request"),
        (b"GET  /livez HTTP/1.1\r\n\r\n", b"400 Bad Request"),
        (b"GET /livez HTTP/1.1\r\n" + b"X: y\r\n" * 3000, b"431 Request Header Fields Too Large"),
        (b"A" * 50_000, b"431 Request Header Fields Too Large"),
    ],
    ids=["empty", "no-version", "http2", "bytes", "tls", "spaces", "many-headers", "one-line"],
)
async def test_junk_is_refused(server: HealthServer, sent: bytes, status: bytes) -> None:
    got, _, _ = await ask(server, sent)
    assert got in {b"HTTP/1.1 " + status, b""}  # a refusal may be cut off by what is still coming
    assert (await get(server, b"/livez"))[0] == b"HTTP/1.1 200 OK"


async def test_silent_connections_are_cut_off_and_harm_nobody(server: HealthServer) -> None:
    silent = [await asyncio.open_connection("127.0.0.1", server.port) for _ in range(20)]
    silent[0][1].write(b"GET /livez HT")
    assert (await get(server, b"/livez"))[0] == b"HTTP/1.1 200 OK"
    async with asyncio.timeout(45):
        answers = await asyncio.gather(*(reader.read() for reader, _ in silent))
    for _, writer in silent:
        writer.close()
    assert {answer.split(b"\r\n")[0] for answer in answers} == {b"HTTP/1.1 408 Request Timeout"}


async def test_a_flood_of_connections_is_turned_away(server: HealthServer) -> None:
    flood = [await asyncio.open_connection("127.0.0.1", server.port) for _ in range(40)]
    async with asyncio.timeout(4):  # before the silent ones are cut off
        turned_away = [await flood[-1][0].read()]
    assert turned_away == [b""]
    for _, writer in flood:
        writer.close()
    assert (await get(server, b"/livez"))[0] in {b"HTTP/1.1 200 OK", b""}


async def test_a_taken_port_is_said_at_once(server: HealthServer) -> None:
    second = HealthServer("127.0.0.1", server.port, Metrics(), {})
    with pytest.raises(OSError, match="address already in use"):
        await second.start()
    await second.stop()
