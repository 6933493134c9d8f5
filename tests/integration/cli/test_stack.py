"""`rondel dev` starts, shows, restarts and stops the real services, and leaves nothing behind."""

import errno
import os
import shutil
import signal
import socket
import subprocess
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from cli.embedded.plan import DEFAULT_PORTS
from cli.embedded.ports import HOST, choose_port
from cli.embedded.processes import Identity, identify
from cli.embedded.state import ServiceState, StackState, StateFolder
from cli.embedded.supervisor import Supervisor
from tests.integration.cli.conftest import Rondel, until_restarted

pytestmark = [pytest.mark.timeout(180), pytest.mark.slow]


@pytest.fixture
def up(rondel: Rondel) -> StackState:
    """The services run in the background, as after `rondel dev --services-only --detach`."""
    started = rondel("dev", "--services-only", "--detach")
    assert started.returncode == 0, started.stdout + started.stderr
    state = StateFolder(rondel.state).read()
    assert state is not None
    return state


def processes_of(state: StackState) -> list[Identity]:
    return [state.supervisor, *(s.process for s in state.services if s.process is not None)]


def services_of(state: StackState) -> dict[str, object]:
    """What runs of it; what is optional comes and goes."""
    return {each.name: (each.phase, each.process) for each in state.services if not each.optional}


async def fetch(state: StackState, query: str) -> object:
    connection = await asyncpg.connect(state.environment["DATABASE_URL"])
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


@pytest.mark.usefixtures("up")
def test_status_names_every_service_with_its_address_and_log(rondel):
    services = {service["name"]: service for service in rondel.status()["services"]}
    assert list(services) == ["postgres", "kafka", "mail"]
    for service in services.values():
        assert service["health"] == "ok"
        assert service["url"]
        assert service["metrics"] is None
        assert Path(service["log"]).exists()
        assert service["pid"]


def test_second_start_says_so_and_changes_nothing(rondel, up):
    second = rondel("dev", "--services-only")
    assert second.returncode == 0
    assert "already runs" in second.stdout
    assert up.environment["KAFKA_BROKERS"] in second.stdout
    assert StateFolder(rondel.state).read() == up


@pytest.mark.usefixtures("up")
def test_second_start_on_another_port_is_refused(rondel):
    refused = rondel("dev", "--services-only", "--port", "18100")
    assert refused.returncode == 1
    assert "already runs here" in refused.stdout
    assert "does not listen on port 18100" in refused.stdout


async def test_schema_is_there_and_migrate_finds_the_running_database(rondel, up):
    assert await fetch(up, "SELECT count(*) > 0 FROM alembic_version")
    shown = rondel("migrate", "--current")
    assert shown.returncode == 0
    assert await fetch(up, "SELECT version_num FROM alembic_version") in shown.stdout
    assert f"rondel on {up.services[0].url} is at" in shown.stdout


def test_migrate_with_a_wrong_password_says_so_in_two_lines(rondel, up):
    url = urlsplit(up.environment["DATABASE_URL"])
    wrong = url._replace(netloc=f"{url.username}:hunter2@{url.hostname}:{url.port}").geturl()
    refused = rondel("migrate", DATABASE_URL=wrong)
    assert refused.returncode == 1
    assert "password authentication failed" in refused.stderr
    assert len(refused.stderr.splitlines()) == 2


@pytest.mark.usefixtures("up")
def test_migrate_with_nonsense_leaves_the_running_database_alone(rondel):
    refused = rondel("migrate", DATABASE_URL="nonsense")
    assert refused.returncode == 2
    assert refused.stderr.splitlines()[1:] == ["DATABASE_URL: must start with postgresql://"]


@pytest.mark.usefixtures("up")
def test_going_back_to_an_unknown_revision_is_refused_in_two_lines(rondel):
    refused = rondel("migrate", "--down", "nosuch")
    assert refused.returncode == 1
    assert len(refused.stderr.splitlines()) == 2


@pytest.mark.usefixtures("up")
def test_demo_on_services_alone_says_what_is_missing(rondel):
    refused = rondel("demo")
    assert refused.returncode == 1
    assert "Only the services run here, not the API. Start it with: rondel dev" in refused.stdout


@pytest.mark.parametrize("name", ["postgres", "mail"])
@pytest.mark.usefixtures("up")
async def test_killed_service_is_started_again(rondel, name):
    before = rondel.service(name)
    os.kill(before["pid"], signal.SIGKILL)
    after = await until_restarted(rondel, name)
    assert after["pid"] != before["pid"]
    assert after["url"] == before["url"]


def test_services_of_the_environment_are_used_and_shown(rondel, up):
    other = Rondel(rondel.state / "other")
    environment = {name: up.environment[name] for name in ("DATABASE_URL", "KAFKA_BROKERS")}
    started = other("dev", "--services-only", "--detach", **environment)
    try:
        assert started.returncode == 0, started.stdout + started.stderr
        services = {service["name"]: service for service in other.status()["services"]}
        assert services["postgres"]["external"]
        assert services["postgres"]["pid"] is None
        assert services["kafka"]["url"] == up.environment["KAFKA_BROKERS"]
        assert not services["mail"]["external"]
    finally:
        other("dev", "--stop")
        shutil.rmtree(other.state)


def test_reset_asks_before_it_deletes(rondel, up):
    refused = rondel("dev", "--reset")
    assert refused.returncode == 2
    assert "add --yes" in refused.stderr
    after = StateFolder(rondel.state).read()
    assert after is not None
    assert services_of(after) == services_of(up)


def test_reset_of_nothing_asks_nothing(tmp_path):
    done = Rondel(tmp_path)("dev", "--reset")
    assert (done.returncode, done.stdout) == (0, "There is nothing to delete.\n")


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("DATABASE_URL", "postgresql://u:p@127.0.0.1:{port}/x"),
        ("KAFKA_BROKERS", "127.0.0.1:{port}"),
        ("SMTP_HOST", "127.0.0.1"),
    ],
)
def test_service_of_the_environment_that_is_down_is_named(tmp_path, setting, value):
    port = str(choose_port())
    given = {setting: value.format(port=port), "SMTP_PORT": port}
    refused = Rondel(tmp_path)("dev", "--services-only", **given)
    assert refused.returncode == 1
    assert f"127.0.0.1:{port}, which {setting} names" in refused.stderr


def test_requested_port_that_is_taken_is_named(tmp_path):
    with socket.create_server((HOST, choose_port())) as listener:
        port = listener.getsockname()[1]
        refused = Rondel(tmp_path)("dev", "--port", str(port))
    assert refused.returncode == 1
    assert f"Port {port} is in use" in refused.stderr
    assert "another port" in refused.stderr


def test_state_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "state").write_text("a file")
    refused = Rondel(tmp_path / "state")("dev")
    assert refused.returncode == 1
    assert "Cannot write in" in refused.stderr
    assert "RONDEL_STATE_DIR" in refused.stderr


def test_two_ways_at_once_are_refused(rondel):
    refused = rondel("dev", "--stop", "--status")
    assert refused.returncode == 2


async def test_killed_supervisor_leaves_nothing_and_the_next_start_has_the_data(rondel, up):
    await fetch(up, "CREATE TABLE kept AS SELECT 7 AS n")
    left = processes_of(up)
    up.supervisor.send(signal.SIGKILL)
    assert all(process.wait(20) for process in left)
    assert rondel.status()["state"] == "stopped"
    assert rondel("dev", "--services-only", "--detach").returncode == 0
    again = StateFolder(rondel.state).read()
    assert again.environment == up.environment
    assert await fetch(again, "SELECT n FROM kept") == 7


def test_start_in_the_background_ends_first_what_a_killed_one_left(tmp_path):
    child = subprocess.Popen(["sleep", "60"])
    left = ServiceState(name="mail", kind="smtp", url="", process=identify(child.pid))
    killed = Identity(child.pid, -1.0)
    StateFolder(tmp_path).write(StackState(supervisor=killed, services=[left]))
    Rondel(tmp_path)("dev", "--services-only", "--detach", KAFKA_BROKERS=f"{HOST}:{choose_port()}")
    child.send_signal(signal.SIGTERM)
    assert child.wait() == -signal.SIGKILL


def test_a_terminal_that_hangs_up_does_not_break_off_the_end(tmp_path):
    seen = []

    def observe(state):
        if not seen:
            os.kill(os.getpid(), signal.SIGHUP)
        seen.append(state.phase)
        raise OSError(errno.EIO, "hung up")

    state = StackState(supervisor=identify(os.getpid()))
    Supervisor(StateFolder(tmp_path), state, [], observe).run()
    assert seen == ["running", "stopped"]
    assert StateFolder(tmp_path).read().phase == "stopped"


def test_stop_ends_every_process_and_doing_it_twice_is_harmless(rondel, up):
    assert rondel("dev", "--stop").returncode == 0
    assert not any(process.is_alive for process in processes_of(up))
    twice = rondel("dev", "--stop")
    assert twice.returncode == 0
    assert "was not running" in twice.stdout
    assert rondel("dev", "--status").returncode == 1
    assert rondel.status() == {"state": "stopped", "url": None, "mail": None, "services": []}


def test_ctrl_c_ends_everything(rondel):
    rondel("dev", "--stop")
    process = rondel.popen("dev", "--services-only")
    assert any("Ctrl-C" in line for line in iter(process.stdout.readline, ""))
    state = StateFolder(rondel.state).read()
    process.send_signal(signal.SIGINT)
    rest = process.communicate()[0]
    assert process.returncode == 0, rest
    assert "has stopped" in rest
    assert not any(service.is_alive for service in processes_of(state))


def test_stop_in_the_middle_of_a_start_ends_what_had_started(rondel):
    rondel("dev", "--stop")
    process = rondel.popen("dev", "--services-only")
    assert any("kafka: starting" in line for line in iter(process.stdout.readline, ""))
    state = StateFolder(rondel.state).read()
    process.send_signal(signal.SIGINT)
    process.communicate()
    assert process.returncode == 0
    assert not any(service.is_alive for service in processes_of(state))


def test_start_that_fails_in_the_background_says_why(rondel):
    rondel("dev", "--stop")
    version = rondel.state / "postgres" / "data" / "PG_VERSION"
    if not version.exists():
        rondel("dev", "--services-only", "--detach")
        rondel("dev", "--stop")
    ours = version.read_text()
    version.write_text("9\n")
    try:
        failed = rondel("dev", "--services-only", "--detach")
    finally:
        version.write_text(ours)
    assert failed.returncode == 1
    assert "PostgreSQL 9" in failed.stderr
    assert rondel.status()["state"] == "stopped"


def test_port_that_of_a_page_that_is_taken_is_said(rondel):
    rondel("dev", "--stop")
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):  # a listener of somebody else does as well
            listener.bind((HOST, DEFAULT_PORTS["mail-page"]))
            listener.listen()
        started = rondel("dev", "--services-only", "--detach")
    assert f"Port {DEFAULT_PORTS['mail-page']} is in use; mail-page has" in started.stdout


def test_reset_deletes_the_data_and_forgets_the_ports(rondel, up):
    assert rondel("dev", "--reset", "--yes").returncode == 0
    assert not any(process.is_alive for process in processes_of(up))
    assert not (rondel.state / "postgres").exists()
    assert not (rondel.state / "ports.json").exists()
