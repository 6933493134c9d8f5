"""Processes that are told nothing, or nonsense; and the log of all of them in one."""

import json
import signal
import subprocess
import sys

import httpx
import pytest

from cli.embedded.layout import PROJECT
from cli.embedded.ports import HOST, choose_port
from cli.worker import WorkerName
from shared.core.settings import PLAIN_NAMES, inherited_environment
from tests.waiting import eventually

pytestmark = pytest.mark.slow

MISCONFIGURED = 2
NOTHING = dict.fromkeys(PLAIN_NAMES, "")
ENTRIES = {
    "api": ["api"],
    "relay": ["workers.relay"],
    "rondel serve": ["cli.main", "serve"],
    "rondel serve --all": ["cli.main", "serve", "--all"],
    "rondel worker relay": ["cli.main", "worker", "relay"],
}


def start(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", *arguments],
        env=inherited_environment({**NOTHING, **environment}),
        cwd=PROJECT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
def test_process_without_settings_names_the_variables_and_ends_with_2(entry):
    process = start(*entry)
    said = process.communicate()[1]
    assert process.returncode == MISCONFIGURED
    assert "DATABASE_URL is not set; for example postgresql://" in said
    assert not any(word in said for word in ("Traceback", "pydantic", "Value error"))


def test_unknown_worker_is_refused_with_those_there_are():
    process = start("cli.main", "worker", "nosuch", COLUMNS="200")
    said = process.communicate()[1]
    assert process.returncode == MISCONFIGURED
    assert "nosuch: there are relay, recurrence, reminders, notifications" in said
    assert "Value error" not in said


def test_every_line_of_all_in_one_process_is_json():
    down, port = f"{HOST}:{choose_port()}", choose_port()
    process = start(
        *("cli.main", "serve", "--all"),
        DATABASE_URL=f"postgresql://u:p@{down}/r",
        KAFKA_BROKERS=down,
        SMTP_HOST=HOST,
        BETTER_AUTH_SECRET="k" * 40,
        RONDEL_HTTP__PORT=str(port),
    )
    lines = []
    while sum("worker_waits" in line for line in lines) < 4:
        lines.append(process.stderr.readline())
        assert lines[-1], lines
    health = httpx.get(f"http://{HOST}:{port}/health", timeout=20)
    shown = {each["name"]: each["status"] for each in health.json()["components"]}
    assert shown["postgresql"] == "down", "requests need it"
    assert shown["activity.consumer"] == "degraded", "it is down, and requests are served"
    assert {name.partition(".")[0] for name in shown} >= {name.value for name in WorkerName}
    metrics = httpx.get(f"http://{HOST}:{port}/metrics", timeout=20).text
    assert 'component_health{component="activity.consumer"} 0.0' in metrics
    process.send_signal(signal.SIGTERM)
    lines += process.communicate()[1].splitlines()
    events = [json.loads(line)["event"] for line in lines]
    assert events.count("worker_stopped") == len(WorkerName)


@pytest.mark.parametrize("arguments", [("api",), ("cli.main", "serve")], ids=" ".join)
async def test_a_second_signal_ends_the_server_at_once(arguments):
    down, port = f"{HOST}:{choose_port()}", choose_port()
    process = start(
        *arguments,
        DATABASE_URL=f"postgresql://u:p@{down}/r",
        KAFKA_BROKERS=down,
        BETTER_AUTH_SECRET="k" * 40,
        RONDEL_HTTP__PORT=str(port),
        RONDEL_STOP_IDLE_SECONDS="600",
    )
    while "api_listening" not in (line := process.stderr.readline()):
        assert line, "it ended"
    async with httpx.AsyncClient() as client:  # its open connection is what the stop waits for
        await client.get(f"http://{HOST}:{port}/livez", timeout=20)

        async def has_ended():
            process.send_signal(signal.SIGTERM)
            return process.poll() is not None

        try:
            await eventually(has_ended)
        finally:
            process.kill()
            process.communicate()
    assert process.returncode == -signal.SIGTERM
