"""A PostgreSQL that is reached by TLS is verified as its address says, with no file needed."""

import asyncio
import ssl
import struct
import subprocess
import sys
from contextlib import asynccontextmanager
from urllib.parse import urlsplit, urlunsplit

import pytest
from sqlalchemy import text

from cli.backup.programs import door_to
from cli.embedded.layout import PROJECT
from shared.core.settings import inherited_environment
from shared.db.copying import plain_connection
from shared.db.engine import create_engine
from shared.db.migrate import current_revision, head_revision
from tests.integration.security.pki import Authority
from tests.services.forwarder import Forwarder
from tests.services.postgres import settings_for

SSL_REQUEST = struct.pack("!ii", 8, 80_877_103)


class TlsDoor(Forwarder):
    """What stands before a managed PostgreSQL: it speaks TLS and passes on what is in it."""

    tls: ssl.SSLContext

    async def serve(self, reader, writer):
        assert await reader.readexactly(8) == SSL_REQUEST, "asked for without TLS"
        writer.write(b"S")
        try:
            await writer.start_tls(self.tls)
        except (ssl.SSLError, ConnectionError):  # the client did not trust us
            writer.transport.abort()
            return
        await super().serve(reader, writer)


@pytest.fixture
def authority():
    return Authority("the CA of a managed PostgreSQL")


@pytest.fixture
def authority_file(authority, tmp_path):
    path = tmp_path / "ca.pem"
    path.write_bytes(authority.pem)
    return path


@pytest.fixture
async def door(database_url, authority, tmp_path):
    identity = authority.issue("postgres").write(tmp_path / "server")
    door = TlsDoor(target=urlsplit(database_url).port)
    door.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    door.tls.load_cert_chain(identity / "tls.crt", identity / "tls.key")
    async with served(door):
        yield door


@asynccontextmanager
async def served(door):
    server = await asyncio.start_server(door.serve, "127.0.0.1", 0)
    door.port = server.sockets[0].getsockname()[1]
    try:
        yield
    finally:
        server.close()
        await door.stop()


@pytest.fixture
def address(database_url, door):
    """The same database behind TLS, under a host and with a query."""

    def behind(query, host="127.0.0.1"):
        parts = urlsplit(database_url)
        who = parts.netloc.rpartition("@")[0]
        place = f"{who}@{host}:{door.port}"
        return urlunsplit(parts._replace(netloc=place, query=query))

    return behind


async def ask(url):
    engine = create_engine(settings_for(url), "tls")
    try:
        async with engine.connect() as connection:
            return (await connection.execute(text("SELECT 42"))).scalar_one()
    finally:
        await engine.dispose()


async def test_a_file_of_authorities_is_taken_from_the_address(address, authority_file):
    url = address(f"sslmode=verify-full&sslrootcert={authority_file}")
    assert await ask(url) == 42
    assert await current_revision(url) == head_revision()
    async with plain_connection(url) as connection:
        assert (await connection.execute(text("SELECT 1"))).scalar_one() == 1


@pytest.mark.parametrize("query", ["sslmode=verify-full", "sslmode=verify-full&sslrootcert=system"])
async def test_who_is_signed_by_nobody_known_is_refused(address, query):
    with pytest.raises(ssl.SSLCertVerificationError):
        await ask(address(query))


async def test_the_name_counts_in_full_alone(address, authority_file):
    query = f"sslrootcert={authority_file}"
    with pytest.raises(ssl.SSLCertVerificationError, match="localhost"):
        await ask(address(f"sslmode=verify-full&{query}", host="localhost"))
    assert await ask(address(f"sslmode=verify-ca&{query}", host="localhost")) == 42


async def test_without_a_file_the_authorities_of_the_system_are_taken(
    address, authority_file, tmp_path
):
    environment = inherited_environment(
        {
            "DATABASE_URL": address("sslmode=verify-full"),
            "SSL_CERT_FILE": str(authority_file),  # OpenSSL's: these are the system's
            "HOME": str(tmp_path),
        }
    )
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "cli.main", "migrate"],
        env=environment,
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


async def test_encryption_without_verification_is_as_before(address):
    assert await ask(address("sslmode=require")) == 42


def test_the_programs_of_postgresql_are_told_of_the_system(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    url = "postgresql://ada:pw@db.example/r?sslmode=verify-full"
    assert door_to(url).address == (
        "postgresql://ada@db.example/r?sslmode=verify-full&sslrootcert=system"
    )
    own = f"{url}&sslrootcert=/etc/ca.pem"
    assert door_to(own).address.endswith("?sslmode=verify-full&sslrootcert=/etc/ca.pem")
    (tmp_path / ".postgresql").mkdir()
    (tmp_path / ".postgresql" / "root.crt").write_text("the CA of this house")
    assert door_to(url).address.endswith("?sslmode=verify-full")
