"""The embedded PostgreSQL starts, keeps its data and comes back after a crash."""

import stat
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from cli.embedded.errors import ServiceFailed, StackError
from cli.embedded.ports import choose_port
from cli.embedded.postgres import start_postgres
from cli.embedded.service import RunningService


@pytest.fixture
def server(state_dir: Path) -> Iterator[RunningService]:
    """A server on a port of its own; the data is shared by the tests of this file."""
    running = start_postgres(state_dir, port=choose_port())
    yield running
    running.stop()


async def fetch(server: RunningService, query: str) -> object:
    connection = await asyncpg.connect(server.url)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


async def test_committed_row_survives_a_kill_and_a_restart_on_the_same_port(server, state_dir):
    await fetch(server, "CREATE TABLE kept (n int)")
    await fetch(server, "INSERT INTO kept VALUES (7)")
    server.kill()
    again = start_postgres(state_dir, port=server.port)
    try:
        assert await fetch(again, "SELECT n FROM kept") == 7
    finally:
        again.stop()


async def test_committed_row_survives_a_kill_without_the_disk_too(server, state_dir):
    server.stop()
    fast = start_postgres(state_dir, port=server.port, durable=False)
    await fetch(fast, "CREATE TABLE kept_too (n int)")
    await fetch(fast, "INSERT INTO kept_too VALUES (8)")
    fast.kill()
    again = start_postgres(state_dir, port=server.port)
    try:
        assert await fetch(again, "SELECT n FROM kept_too") == 8
    finally:
        again.stop()


async def test_data_is_durable_unless_asked_otherwise(server):
    assert await fetch(server, "SHOW fsync") == "on"
    assert await fetch(server, "SHOW synchronous_commit") == "on"


async def test_test_server_does_not_wait_for_the_disk(server, state_dir):
    server.stop()
    fast = start_postgres(state_dir, port=server.port, durable=False)
    try:
        assert await fetch(fast, "SHOW fsync") == "off"
    finally:
        fast.stop()


async def test_text_is_folded_and_kept_as_utf8_whatever_the_machine_speaks(server):
    assert await fetch(server, "SELECT lower('ÄÖÜ')") == "äöü"
    assert await fetch(server, "SHOW timezone") == "UTC"


async def test_stranger_without_the_password_is_refused(server):
    stranger = server.url.replace(server.url.split(":")[2].split("@")[0], "guess")
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(stranger)


@pytest.mark.usefixtures("server")
def test_password_is_for_its_owner_alone(state_dir):
    assert stat.S_IMODE((state_dir / "password").stat().st_mode) == 0o600


def test_data_of_another_version_is_refused_with_a_way_out(server, state_dir):
    server.stop()
    version = state_dir / "data" / "PG_VERSION"
    ours = version.read_text()
    version.write_text("9\n")
    try:
        with pytest.raises(StackError, match="PostgreSQL 9") as refusal:
            start_postgres(state_dir, port=server.port)
    finally:
        version.write_text(ours)
    assert "--reset" in refusal.value.way_out


async def test_empty_mark_of_a_running_server_is_no_obstacle(server, state_dir):
    server.stop()
    (state_dir / "data" / "postmaster.pid").touch()
    again = start_postgres(state_dir, port=server.port)
    try:
        assert await fetch(again, "SELECT 1") == 1
    finally:
        again.stop()


def test_server_that_cannot_start_shows_the_end_of_its_log(server, state_dir):
    with pytest.raises(ServiceFailed) as failure:
        start_postgres(state_dir, port=server.port)
    assert "postmaster.pid" in failure.value.way_out
