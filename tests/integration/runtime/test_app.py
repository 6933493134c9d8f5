"""A worker as a process, and as a part of another one."""

import asyncio
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable

import orjson
import pytest

from cli.embedded.ports import choose_port
from shared.core.settings import DatabaseSettings, KafkaSettings, inherited_environment
from shared.observability.metrics import Metrics
from tests.integration.runtime.harness import Bench, EffectHandler, read_effects
from tests.integration.runtime.test_health import ask
from tests.waiting import eventually
from workers.runtime.app import WorkerApp, WorkerParts, WorkerPieces, WorkerSpec
from workers.runtime.settings import WorkerSettings
from workers.runtime.testing import RuntimeSignals


class Ticker:
    """A service that notes when it ran, and fails if asked to."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.notes: list[str] = []

    async def run(self, stop: asyncio.Event) -> None:
        self.notes.append("started")
        if self.error is not None:
            raise self.error
        await stop.wait()
        self.notes.append("stopped")


def app_of(
    bench: Bench, database: DatabaseSettings, ticker: Ticker, signals: RuntimeSignals
) -> WorkerApp[WorkerSettings]:
    def build(parts: WorkerParts[WorkerSettings]) -> WorkerPieces:
        return WorkerPieces(handler=EffectHandler(parts.database), services=[ticker])

    settings = WorkerSettings(database=database, kafka=bench.kafka, drain_seconds=5)
    spec = WorkerSpec("sample", 8999, WorkerSettings, build)
    return WorkerApp(spec, settings, metrics=Metrics(), signals=signals)


async def test_app_works_until_stop_then_closes_everything(
    bench: Bench, database_settings: DatabaseSettings
) -> None:
    signals, stop, ticker = RuntimeSignals(), asyncio.Event(), Ticker()
    signals.listen()
    app = app_of(bench, database_settings, ticker, signals)
    assert {name: check().status for name, check in app.checks.items()} == {
        "postgresql": "down",
        "kafka": "down",
        "operators": "ok",
        "consumer": "down",
    }
    running = asyncio.create_task(app.run(stop))
    await bench.send(1)
    await signals.handled.wait()
    assert {check().status for check in app.checks.values()} == {"ok"}
    assert app.checks["consumer"]().details["lag_messages"]["task-events"] == 0
    assert (
        b'kafka_consumer_lag_messages{group="recurrence",topic="task-events"} 0.0'
        in app.metrics.render()
    )
    stop.set()
    await running
    assert ticker.notes == ["started", "stopped"]
    assert await read_effects(bench.db) == [1]
    assert await bench.committed() == 1


async def test_a_part_that_fails_ends_the_app_after_the_others_have_drained(
    bench: Bench, database_settings: DatabaseSettings
) -> None:
    ticker = Ticker(ZeroDivisionError("a bug"))
    app = app_of(bench, database_settings, ticker, RuntimeSignals())
    with pytest.raises(ZeroDivisionError):
        async with asyncio.timeout(20):
            await app.run(asyncio.Event())


class Started:
    """`python -m workers.recurrence` and what it says."""

    def __init__(self, process: Process, port: int) -> None:
        self.process = process
        self.port = port
        self.lines: list[dict[str, object]] = []

    async def said(self, event: str) -> None:
        """The process has logged this event."""
        assert self.process.stderr is not None
        async with asyncio.timeout(30):
            while not any(line.get("event") == event for line in self.lines):
                line = await self.process.stderr.readline()
                assert line, self.lines
                self.lines.append(orjson.loads(line))

    async def get(self, path: bytes) -> tuple[bytes, bytes]:
        status, _, body = await ask(self, b"GET " + path + b" HTTP/1.1\r\n\r\n")
        return status, body

    async def is_ready(self) -> bool:
        return (await self.get(b"/readyz"))[0] == b"HTTP/1.1 200 OK"

    async def end(self) -> int:
        """Its exit code."""
        async with asyncio.timeout(30):
            assert self.process.stderr is not None
            await self.process.stderr.read()
            return await self.process.wait()


Start = Callable[[dict[str, str], int], Awaitable[Started]]


@pytest.fixture
async def start() -> AsyncIterator[Start]:
    """Starts workers; none outlives the test."""
    started: list[Process] = []

    async def start(changes: dict[str, str], port: int) -> Started:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "workers.recurrence"),
            env=inherited_environment({**changes, "RONDEL_HTTP__PORT": str(port)}),
            stderr=asyncio.subprocess.PIPE,
        )
        started.append(process)
        return Started(process, port)

    yield start
    for process in started:
        if process.returncode is None:
            process.kill()
        await process.communicate()


@pytest.fixture
def environment(database_url: str, kafka_settings: KafkaSettings) -> dict[str, str]:
    return {
        "RONDEL_DATABASE__URL": database_url,
        "RONDEL_KAFKA__BROKERS": kafka_settings.brokers,
        "RONDEL_KAFKA__TOPIC_PREFIX": kafka_settings.topic_prefix,
        "RONDEL_KAFKA__PARTITIONS": str(kafka_settings.partitions),
    }


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT])
async def test_process_serves_drains_and_exits_with_zero(
    start: Start, environment: dict[str, str], signum: int
) -> None:
    worker = await start(environment, choose_port())
    await worker.said("partitions_assigned")
    await eventually(worker.is_ready, what="every dependency has been asked")
    status, body = await worker.get(b"/health")
    assert status == b"HTTP/1.1 200 OK", body
    names = [component["name"] for component in orjson.loads(body)["components"]]
    assert names == ["postgresql", "kafka", "operators", "consumer"]
    assert (await worker.get(b"/readyz"))[1] == b"ok\n"
    worker.process.send_signal(signum)
    await worker.said("worker_stopped")
    assert await worker.end() == 0
    assert not any(line["level"] in {"error", "warning"} for line in worker.lines)


async def test_process_whose_port_is_taken_says_so(
    start: Start, environment: dict[str, str]
) -> None:
    taken = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    async with taken:
        worker = await start(environment, taken.sockets[0].getsockname()[1])
        await worker.said("health_port_taken")
        assert await worker.end() == 1


async def test_process_with_wrong_settings_says_which(
    start: Start, environment: dict[str, str]
) -> None:
    worker = await start({**environment, "RONDEL_DATABASE__URL": "mysql://x"}, choose_port())
    assert worker.process.stderr is not None
    said = (await worker.process.stderr.read()).decode()
    assert await worker.process.wait() == 2
    assert "DATABASE__URL" in said
    assert "must start with postgresql://" in said
    assert "Traceback" not in said


async def test_process_waits_for_a_broker_and_stops_while_it_waits(
    start: Start,
    environment: dict[str, str],
) -> None:
    worker = await start({**environment, "RONDEL_KAFKA__BROKERS": "127.0.0.1:1"}, choose_port())
    await worker.said("worker_waits")
    assert (await worker.get(b"/livez"))[0] == b"HTTP/1.1 200 OK"
    assert (await worker.get(b"/readyz"))[0] == b"HTTP/1.1 503 Service Unavailable"
    worker.process.send_signal(signal.SIGTERM)
    assert await worker.end() == 0
