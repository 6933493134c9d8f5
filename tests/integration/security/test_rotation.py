"""Certificates and passwords are renewed under a running process, as a mounted secret is."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import uvloop

from shared.kafka.errors import KafkaRefused
from shared.kafka.producer import EventProducer
from tests.integration.security.broker import ADMIN, SecureKafka
from tests.integration.security.pki import LONG_AGO, Authority, Identity

GARBAGE = Identity(b"-----BEGIN CERTIFICATE-----\nnothing\n", b"-----BEGIN PRIVATE KEY-----\n")


class MountedSecret:
    """A folder whose files are changed all at once by a symlink, as Kubernetes does it."""

    def __init__(self, folder: Path, identity: Identity, ca: bytes) -> None:
        self._folder = folder
        self._number = 0
        self.put(identity, ca)
        for name in ("tls.crt", "tls.key", "ca.crt"):
            (folder / name).symlink_to(Path("..data") / name)

    def put(self, identity: Identity, ca: bytes) -> None:
        """These are its contents now."""
        self._number += 1
        folder = identity.write(self._folder / f"..{self._number}")
        (folder / "ca.crt").write_bytes(ca)
        (self._folder / "..new").symlink_to(folder.name)
        (self._folder / "..new").rename(self._folder / "..data")

    @property
    def settings(self) -> dict[str, Path]:
        """The files, under the names of the settings."""
        return {
            "ssl_certificate_file": self._folder / "tls.crt",
            "ssl_key_file": self._folder / "tls.key",
            "ssl_ca_file": self._folder / "ca.crt",
        }


@pytest.fixture
def secret(secure_kafka: SecureKafka, tmp_path: Path) -> MountedSecret:
    """Holds a certificate that the broker accepts."""
    return MountedSecret(tmp_path, secure_kafka.authority.issue(ADMIN), secure_kafka.authority.pem)


@pytest.fixture
async def producer(
    secure_kafka: SecureKafka, secret: MountedSecret
) -> AsyncIterator[EventProducer]:
    """A producer that has connected with that certificate."""
    producer = EventProducer(secure_kafka.settings("SSL", **secret.settings), "tests")
    await producer.start()
    await producer.ping()
    yield producer
    await producer.stop()


async def reconnect(producer: EventProducer) -> None:
    """The producer has lost its connections and made new ones, or cannot.

    Raises:
        KafkaRefused: it cannot, because the broker says no.
    """
    for connection in open_connections(producer):
        connection.close()
    await producer.ping()


def open_connections(producer: EventProducer) -> list:
    assert producer._connection is not None
    return list(producer._connection.client.client._conns.values())


async def test_new_connections_use_the_newest_certificate(
    producer: EventProducer, secret: MountedSecret, secure_kafka: SecureKafka, caplog
) -> None:
    good = secure_kafka.authority
    secret.put(good.issue(ADMIN, until=LONG_AGO), good.pem)
    with pytest.raises(KafkaRefused, match="the broker does not accept our certificate"):
        await reconnect(producer)
    secret.put(good.issue(ADMIN), good.pem)
    await reconnect(producer)
    assert "kafka_certificates_unusable" not in caplog.text


async def test_open_connections_live_on(
    producer: EventProducer, secret: MountedSecret, secure_kafka: SecureKafka
) -> None:
    connections = open_connections(producer)
    secret.put(secure_kafka.authority.issue(ADMIN, until=LONG_AGO), secure_kafka.authority.pem)
    await producer.ping()
    assert open_connections(producer) == connections


async def test_certificate_that_cannot_be_read_leaves_the_old_one(
    producer: EventProducer, secret: MountedSecret, secure_kafka: SecureKafka, caplog
) -> None:
    pem = secure_kafka.authority.pem
    first, second = secure_kafka.authority.issue(ADMIN), secure_kafka.authority.issue(ADMIN)
    for unusable in (GARBAGE, Identity(first.certificate, second.key)):
        caplog.clear()
        secret.put(unusable, pem)
        await reconnect(producer)
        await reconnect(producer)
        errors = [each for each in caplog.messages if "kafka_certificates_unusable" in each]
        assert len(errors) == 1
    secret.settings["ssl_key_file"].unlink()
    await reconnect(producer)
    assert "there is no file" in caplog.messages[-1]


async def test_authority_that_is_no_longer_trusted(
    producer: EventProducer, secret: MountedSecret, secure_kafka: SecureKafka
) -> None:
    identity = secure_kafka.authority.issue(ADMIN)
    secret.put(identity, Authority("new").pem)
    with pytest.raises(KafkaRefused, match="the broker's certificate is not to be trusted"):
        await reconnect(producer)
    secret.put(identity, Authority("new").pem + secure_kafka.authority.pem)
    await reconnect(producer)


def test_the_event_loop_of_the_workers_does_the_same(
    secret: MountedSecret, secure_kafka: SecureKafka
) -> None:
    settings = secure_kafka.settings("SSL", **secret.settings)

    async def work() -> None:
        producer = EventProducer(settings, "tests")
        await producer.start()
        secret.put(secure_kafka.authority.issue(ADMIN, until=LONG_AGO), secure_kafka.authority.pem)
        with pytest.raises(KafkaRefused, match="the broker does not accept our certificate"):
            await reconnect(producer)
        secret.put(secure_kafka.authority.issue(ADMIN), secure_kafka.authority.pem)
        await reconnect(producer)
        await producer.stop()

    uvloop.run(work())
