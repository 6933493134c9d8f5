"""Every way to reach a secured broker works, and every way that does not says why at once."""

import asyncio

import pytest

from shared.core.errors import Unavailable
from shared.core.settings import KafkaSettings
from shared.kafka.admin import delete_topics, ensure_topics
from shared.kafka.consumer import EventConsumer
from shared.kafka.errors import KafkaRefused
from shared.kafka.positions import committed_offsets, end_offsets
from shared.kafka.producer import EventProducer
from shared.kafka.tail import TailConsumer
from tests.integration.security.broker import ADMIN, PASSWORD, SecureKafka
from tests.integration.security.pki import LONG_AGO, Authority

WHAT_WAS_SENT = {"TailConsumer": b"v", "EventConsumer": b"v"}
SIGNED_IN = {"sasl_username": ADMIN, "sasl_password": PASSWORD}


@pytest.fixture
def identity_of(tmp_path):
    """The settings of somebody with a certificate of this authority."""

    def write(authority, *, password=None, **fields):
        identity = authority.issue(ADMIN, password=password, **fields)
        folder = identity.write(tmp_path / f"{len(list(tmp_path.iterdir()))}")
        given = {"ssl_certificate_file": folder / "tls.crt", "ssl_key_file": folder / "tls.key"}
        return given | ({"ssl_key_password": password} if password else {})

    return write


class Everybody:
    """A listener that hears nothing of interest."""

    async def on_assigned(self, partitions) -> None:
        """Read them."""

    async def on_revoked(self, partitions) -> None:
        """Let them go."""


async def use_every_client(settings: KafkaSettings) -> dict[str, bytes | None]:
    """What each kind of reader reads, after admin client and producer have done their work."""
    await ensure_topics(settings)
    producer = EventProducer(settings, "tests")
    await producer.start()
    await (await producer.send("task-events", 0, key=b"k", value=b"v", headers=[]))
    await producer.ping()
    await producer.stop()
    tail = TailConsumer(settings, "task-events", "tests")
    await tail.start(replay=1)
    consumer = EventConsumer(settings, "tests", ["task-events"], Everybody())
    await consumer.start()
    read: dict[str, bytes | None] = {}
    for reader in (tail, consumer):
        name = type(reader).__name__
        async with asyncio.timeout(10):
            while name not in read:
                for records in (await reader.poll(200)).values():
                    read[name] = records[0].value
        await reader.stop()
    await delete_topics(settings)
    return read


async def reason_of(settings: KafkaSettings) -> str:
    """Why every kind of client is refused; the same for all."""
    reasons = set()
    producer = EventProducer(settings, "tests")
    tail = TailConsumer(settings, "task-events", "tests")
    consumer = EventConsumer(settings, "tests", ["task-events"], Everybody())
    for attempt in (
        producer.start,
        tail.start,
        consumer.start,
        lambda: ensure_topics(settings),
        lambda: end_offsets(settings, ["task-events"]),
        lambda: committed_offsets(settings, "tests"),
    ):
        with pytest.raises(KafkaRefused) as refusal:
            async with asyncio.timeout(10):
                await attempt()
        reasons.add(refusal.value.reason)
    assert len(reasons) == 1
    return reasons.pop()


@pytest.mark.parametrize("protocol", ["SASL_SSL", "SASL_PLAINTEXT"])
@pytest.mark.parametrize("mechanism", ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"])
async def test_signed_in(secure_kafka: SecureKafka, protocol: str, mechanism: str) -> None:
    settings = secure_kafka.settings(
        protocol, sasl_mechanism=mechanism, topic_prefix=f"{protocol}-{mechanism}-", **SIGNED_IN
    )
    assert await use_every_client(settings) == WHAT_WAS_SENT


@pytest.mark.parametrize("password", [None, "of the key"])
async def test_mutual_tls(secure_kafka: SecureKafka, identity_of, password: str | None) -> None:
    identity = identity_of(secure_kafka.authority, password=password)
    settings = secure_kafka.settings("SSL", topic_prefix="mtls-", **identity)
    assert await use_every_client(settings) == WHAT_WAS_SENT


async def test_wrong_password(secure_kafka: SecureKafka) -> None:
    reason = await reason_of(secure_kafka.signed_in(sasl_password="wrong"))
    assert reason.startswith(f"{secure_kafka.address('SASL_SSL')}: the user name or password is")
    assert "RONDEL_KAFKA__SASL_PASSWORD" in reason
    assert "wrong)" not in reason.replace("is wrong (", "")


async def test_mechanism_that_the_user_does_not_have(secure_kafka: SecureKafka) -> None:
    settings = secure_kafka.signed_in("rondel-api", sasl_mechanism="SCRAM-SHA-256")
    assert "the user name or password is wrong" in await reason_of(settings)


async def test_broker_of_an_unknown_authority(secure_kafka: SecureKafka, tmp_path) -> None:
    other = tmp_path / "other.pem"
    other.write_bytes(Authority("other").pem)
    reason = await reason_of(secure_kafka.signed_in(ssl_ca_file=other))
    assert "the broker's certificate is not to be trusted" in reason
    assert "RONDEL_KAFKA__SSL_CA_FILE" in reason


async def test_broker_of_another_name(secure_kafka: SecureKafka) -> None:
    elsewhere = secure_kafka.address("SASL_SSL", "localhost")
    reason = await reason_of(secure_kafka.signed_in(brokers=elsewhere))
    assert "Hostname mismatch, certificate is not valid for 'localhost'" in reason
    lax = secure_kafka.signed_in(brokers=elsewhere, ssl_check_hostname=False)
    producer = EventProducer(lax, "tests")
    await producer.start()
    await producer.ping()
    await producer.stop()


async def test_no_certificate_where_one_is_asked_for(secure_kafka: SecureKafka) -> None:
    reason = await reason_of(secure_kafka.settings("SSL"))
    assert "the broker does not accept our certificate" in reason


@pytest.mark.parametrize("flaw", ["of another authority", "expired"])
async def test_certificate_that_the_broker_does_not_accept(
    secure_kafka: SecureKafka, identity_of, flaw: str
) -> None:
    if flaw == "expired":
        identity = identity_of(secure_kafka.authority, until=LONG_AGO)
    else:
        identity = identity_of(Authority("other"))
    reason = await reason_of(secure_kafka.settings("SSL", **identity))
    assert "the broker does not accept our certificate" in reason
    assert "RONDEL_KAFKA__SSL_CERTIFICATE_FILE" in reason


@pytest.mark.parametrize(
    ("port", "protocol", "reason"),
    [
        ("SSL", "PLAINTEXT", "the port speaks TLS only"),
        ("SASL_SSL", "PLAINTEXT", "the port speaks TLS only"),
        ("SASL_SSL", "SASL_PLAINTEXT", "the port speaks TLS only"),
        ("SASL_PLAINTEXT", "PLAINTEXT", "the port asks for a user name"),
        ("SASL_PLAINTEXT", "SASL_SSL", "the port does not speak TLS"),
        ("PLAINTEXT", "SSL", "the port does not speak TLS"),
        ("PLAINTEXT", "SASL_PLAINTEXT", "this port does not ask for a user name"),
    ],
)
async def test_port_of_another_protocol(
    secure_kafka: SecureKafka, port: str, protocol: str, reason: str
) -> None:
    sasl = SIGNED_IN | {"sasl_mechanism": "SCRAM-SHA-512"} if "SASL" in protocol else {}
    settings = secure_kafka.settings(protocol, brokers=secure_kafka.address(port), **sasl)
    said = await reason_of(settings)
    assert reason in said
    assert "RONDEL_KAFKA__SECURITY_PROTOCOL" in said


async def test_absent_broker_is_away_and_refuses_nobody(secure_kafka: SecureKafka) -> None:
    settings = secure_kafka.signed_in(brokers="127.0.0.1:1")
    with pytest.raises(Unavailable) as absence:
        await EventProducer(settings, "tests").start()
    assert not isinstance(absence.value, KafkaRefused)
