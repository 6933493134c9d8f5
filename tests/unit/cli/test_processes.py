"""A PID means a process only together with the start of that process."""

import dataclasses
import os
import signal
import socket
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psutil
import pytest

from cli.embedded.processes import Command, Identity, end, identify, listens
from cli.embedded.program import Program

WAITS_FOR_EVER = [sys.executable, "-c", "import signal; print('up', flush=True); signal.pause()"]
PARENT = """
import pathlib, signal, sys
from cli.embedded.processes import Command

child = Command([sys.executable, "-c", "import signal; signal.pause()"])
process = child.launch(pathlib.Path("/dev/null"))
print("up", flush=True)
print(process.pid, flush=True)
signal.pause()
"""
IGNORES_TERM = [
    sys.executable,
    "-c",
    """
import signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("up", flush=True)
while True:
    signal.pause()
""",
]


@pytest.fixture
def run():
    """Starts a process that says when it is up; it is gone after the test."""
    started = []

    def start(argv: list[str]) -> subprocess.Popen[str]:
        process = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def recycled(identity: Identity) -> Identity:
    """The same PID, given to another process later."""
    return dataclasses.replace(identity, started=identity.started - 60)


def test_running_process_is_alive():
    assert identify(os.getpid()).is_alive


def test_recycled_pid_is_not_alive():
    assert not recycled(identify(os.getpid())).is_alive


def test_recycled_pid_gets_no_signal(run):
    process = run(WAITS_FOR_EVER)
    end(recycled(identify(process.pid)), signum=signal.SIGKILL, grace_seconds=1)
    assert process.poll() is None


def test_ended_process_that_nobody_buried_is_not_alive(run):
    process = run(WAITS_FOR_EVER)
    identity = identify(process.pid)
    os.kill(process.pid, signal.SIGKILL)
    assert identity.wait(10)
    assert psutil.Process(process.pid).status() == psutil.STATUS_ZOMBIE


def test_process_that_ignores_the_signal_is_killed(run):
    process = run(IGNORES_TERM)
    end(identify(process.pid), signum=signal.SIGTERM, grace_seconds=0.2)
    assert process.wait(10) == -signal.SIGKILL


def test_ending_a_process_that_is_gone_does_nothing(run):
    process = run(WAITS_FOR_EVER)
    identity = identify(process.pid)
    process.kill()
    process.wait()
    end(identity, signum=signal.SIGTERM, grace_seconds=1)
    assert not identity.is_alive


def test_command_appends_to_its_log(tmp_path):
    log = tmp_path / "a.log"
    log.write_text("before\n")
    Command([sys.executable, "-c", "print('after')"]).launch(log).wait()
    assert log.read_text() == "before\nafter\n"


def test_command_adds_to_the_environment_it_inherits():
    script = "import os; print(os.environ['RONDEL_PROBE'], 'PATH' in os.environ)"
    command = Command([sys.executable, "-c", script], environment={"RONDEL_PROBE": "x"})
    assert command.run(timeout_seconds=20).stdout == "x True\n"


def test_command_is_out_of_reach_of_ctrl_c_at_the_terminal():
    script = "import os; print(os.getsid(0) == os.getpid())"
    assert Command([sys.executable, "-c", script]).run(timeout_seconds=20).stdout == "True\n"


def test_command_that_cannot_be_run_says_so():
    done = Command(["/no/such/program"]).run(timeout_seconds=20)
    assert done.returncode != 0
    assert "No such file" in done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a death signal")
def test_child_dies_with_a_parent_that_is_killed(run):
    parent = run(
        [
            sys.executable,
            "-c",
            PARENT,
        ]
    )
    child = identify(int(parent.stdout.readline()))
    parent.kill()
    assert child.wait(10)


class AlwaysReady(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def stranger():
    """A server of this process that says that it is ready, whoever asks."""
    with ThreadingHTTPServer(("127.0.0.1", 0), AlwaysReady) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_a_program_is_not_ready_while_a_stranger_answers_on_its_port(stranger, run, tmp_path):
    program = Program(name="api", module="api", port=stranger, log=tmp_path / "log")
    ours = run(WAITS_FOR_EVER)
    assert not program.is_ready(ours.pid)
    assert program.is_ready(os.getpid())


def test_a_process_listens_only_where_it_accepts_connections(run):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert listens(os.getpid(), port)
        assert not listens(run(WAITS_FOR_EVER).pid, port)
    assert not listens(os.getpid(), port)
