"""The demo's story through real processes: apart as in production, and all in one."""

import json
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from cli.embedded.launch import __file__ as launcher
from cli.embedded.ports import choose_port
from cli.embedded.smtp_sink.service import start_smtp_sink

SEPARATE = [
    ["-m", "api"],
    *(["-m", f"workers.{name}"] for name in ("relay", "recurrence", "reminders", "notifications")),
]
TOGETHER = [["-m", "cli.main", "serve", "--all"]]
_START_SECONDS = 60


class Sink:
    """The mail sink of this test file."""

    def __init__(self, folder: Path) -> None:
        self.port = choose_port()
        self.http_port = choose_port(avoid=[self.port])
        self.service = start_smtp_sink(folder, port=self.port, http_port=self.http_port)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.http_port}"


@pytest.fixture(scope="module")
def sink(tmp_path_factory):
    sink = Sink(tmp_path_factory.mktemp("mail"))
    yield sink
    sink.service.stop()


@pytest.fixture
def environment(database_url, kafka_settings, sink, tmp_path):
    """What every process of the system is told."""
    return {
        **os.environ,  # noqa: TID251 - the processes of a test live in its own environment
        "DATABASE_URL": database_url,
        "KAFKA_BROKERS": kafka_settings.brokers,
        "RONDEL_KAFKA__TOPIC_PREFIX": kafka_settings.topic_prefix,
        "RONDEL_KAFKA__PARTITIONS": str(kafka_settings.partitions),
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(sink.port),
        "BETTER_AUTH_SECRET": "for-one-test-run-only-0123456789abcdef",
        "RONDEL_ENVIRONMENT": "development",
        "RONDEL_STATE_DIR": str(tmp_path / "state"),
    }


def start(arguments, environment, port, log):
    """The process runs; it dies with this one."""
    guard = [launcher, f"--parent={os.getpid()}", "--death-signal=9", "--", sys.executable]
    return subprocess.Popen(
        [sys.executable, "-I", "-S", *guard, *arguments],
        env={**environment, "RONDEL_HTTP__PORT": str(port)},
        stdout=log,
        stderr=log,
    )


def await_ready(port, process):
    """The process says that it is ready."""
    transport = httpx.HTTPTransport(retries=8)  # 0.5 s, 1 s, 2 s ... between connections
    with httpx.Client(transport=transport, timeout=_START_SECONDS) as client:
        while client.get(f"http://127.0.0.1:{port}/readyz").status_code != httpx.codes.OK:
            assert process.poll() is None


def demo(url, sink, environment):
    """The report of `rondel demo`, which has to end well."""
    command = ["-m", "cli.main", "demo", "--json", "--url", url, "--mail-url", sink.url]
    done = subprocess.run(
        [sys.executable, *command], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.e2e
@pytest.mark.timeout(180)
@pytest.mark.parametrize("commands", [SEPARATE, TOGETHER], ids=["separate", "together"])
def test_the_demo_ends_well_and_the_processes_stop_in_order(commands, environment, sink, tmp_path):
    ports = []
    with ExitStack() as stack:
        log = stack.enter_context((tmp_path / "log").open("wb"))
        processes = []
        for arguments in commands:
            ports.append(choose_port(avoid=ports))
            processes.append(start(arguments, environment, ports[-1], log))
            stack.callback(processes[-1].kill)
        for port, process in zip(ports, processes, strict=True):
            await_ready(port, process)
        report = demo(f"http://127.0.0.1:{ports[0]}", sink, environment)
        for process in processes:
            process.terminate()
        codes = [process.wait(timeout=30) for process in processes]
    assert report["tasks"] == 40
    assert report["reminder"]["lateness_ms"] >= 0
    assert report["series"]["next"] > report["series"]["completed"]
    assert codes == [0] * len(processes)
