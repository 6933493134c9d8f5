"""Tells a broker that is away from one that does not let us in.

aiokafka 0.14 logs why a connection failed and raises one and the same error for all of it
(`AIOKafkaClient.bootstrap`, `_get_conn`). So when a client could not connect, the brokers are asked
once more, one connection each, and that error is looked at.
"""

import asyncio
import ssl
from collections.abc import Iterator
from typing import Any

from aiokafka.conn import AIOKafkaConnection, collect_hosts, create_conn
from aiokafka.errors import (
    AuthenticationFailedError,
    AuthenticationMethodNotSupported,
    ClusterAuthorizationFailedError,
    GroupAuthorizationFailedError,
    IllegalSaslStateError,
    KafkaError,
    SaslAuthenticationFailed,
    TopicAuthorizationFailedError,
    UnsupportedSaslMechanismError,
)
from aiokafka.protocol.metadata import MetadataRequest

from shared.core.errors import Unavailable
from shared.core.settings import KafkaSettings
from shared.kafka.connection import security_options
from shared.kafka.errors import KafkaRefused

_PATIENCE_SECONDS = 2.0
_PROTOCOL = "RONDEL_KAFKA__SECURITY_PROTOCOL"
_ACLS = "`rondel topics acls` prints what each process needs"

# How a TLS alert of the other side reads in OpenSSL: it has looked at our certificate.
_OUR_CERTIFICATE = ("CERTIFICATE", "UNKNOWN_CA", "HANDSHAKE_FAILURE", "ACCESS_DENIED")


async def unavailable(settings: KafkaSettings, error: BaseException) -> Unavailable:
    """What to raise for an error that ended an attempt to reach the brokers.

    `KafkaRefused` if one of them is there and does not let us in, else that Kafka is away.
    """
    if isinstance(error, Unavailable):
        return error
    reason = refusal_of(error) or await _reason_of_brokers(settings)
    return KafkaRefused(reason) if reason else Unavailable("Kafka")


def refusal_of(error: BaseException, topic: str = "") -> str | None:
    """Why Kafka says no and what to do about it, if that is what `error` means.

    `topic` is named where the error itself does not know it.
    """
    for each in _chain(error):
        reason = _of_ours(each) or _of_sign_in(each) or _of_acls(each, topic) or _of_tls(each)
        if reason:
            return reason
    return None


def see_all_topics(consumer: Any) -> None:
    """Nothing, if no ACL hides one of the topics of this AIOKafkaConsumer from it.

    Once it has started, aiokafka 0.14 leaves such a topic out silently, and looks again with its
    next metadata, which this asks for.

    Raises:
        TopicAuthorizationFailedError: one is hidden.
    """
    client = consumer._client  # noqa: SLF001 - nothing public tells
    if hidden := client.cluster.unauthorized_topics:
        client.force_metadata_update()
        raise TopicAuthorizationFailedError(*hidden)


def _chain(error: BaseException) -> Iterator[BaseException]:
    at: BaseException | None = error
    while at is not None:
        yield at
        at = at.__cause__


def _of_ours(error: BaseException) -> str | None:
    return error.reason if isinstance(error, KafkaRefused) else None


def _of_sign_in(error: BaseException) -> str | None:
    match error:
        case UnsupportedSaslMechanismError():
            return f"{_words(error)} Set RONDEL_KAFKA__SASL_MECHANISM to one that it offers"
        case IllegalSaslStateError():
            return f"this port does not ask for a user name: see {_PROTOCOL}"
        case (
            SaslAuthenticationFailed()
            | AuthenticationFailedError()
            | AuthenticationMethodNotSupported()
        ):
            return (
                f"the user name or password is wrong ({_words(error)}): correct "
                "RONDEL_KAFKA__SASL_USERNAME and RONDEL_KAFKA__SASL_PASSWORD, or the user's "
                "credentials in Kafka"
            )
        case _:
            return None


def _of_acls(error: BaseException, topic: str) -> str | None:
    match error:
        case TopicAuthorizationFailedError():
            return (
                f"no ACL lets us use the topic {_named(error) or topic or 'in question'}: {_ACLS}"
            )
        case GroupAuthorizationFailedError():
            return f"no ACL lets us use the consumer group {_named(error)}: {_ACLS}"
        case ClusterAuthorizationFailedError():  # of the request that a producer begins with
            return f"no ACL lets us write to any topic: {_ACLS}"
        case _:
            return None


def _of_tls(error: BaseException) -> str | None:
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"the broker's certificate is not to be trusted ({error.verify_message}): see "
            "RONDEL_KAFKA__SSL_CA_FILE, and whether the certificate carries the host name"
        )
    if not isinstance(error, ssl.SSLError):
        return None
    alert = error.reason or ""
    if alert == "WRONG_VERSION_NUMBER":
        return f"the port does not speak TLS: see {_PROTOCOL}"
    if "ALERT" in alert and any(word in alert for word in _OUR_CERTIFICATE):
        return (
            f"the broker does not accept our certificate ({alert.replace('_', ' ').lower()}): see "
            "RONDEL_KAFKA__SSL_CERTIFICATE_FILE, whether it has run out, and whether the brokers "
            "trust its CA"
        )
    return None


def _named(error: BaseException) -> str:
    names: list[str] = []
    for each in error.args:
        names.extend([each] if isinstance(each, str) else map(str, each))
    return ", ".join(sorted(names))


def _words(error: BaseException) -> str:
    return " ".join(str(each) for each in error.args) or type(error).__name__


async def _reason_of_brokers(settings: KafkaSettings) -> str | None:
    """Why the first broker that gives a reason does so; None if one lets us in or none says why."""
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            for host, port, _ in collect_hosts(settings.brokers, randomize=False):
                try:
                    await _call(settings, host, port)
                except (OSError, EOFError, KafkaError) as error:
                    reason = refusal_of(error) or await _reason_of_port(settings, host, port, error)
                    if reason:
                        return f"{host}:{port}: {reason}"
                else:
                    return None
    except TimeoutError:
        return None
    return None


async def _call(settings: KafkaSettings, host: str, port: int) -> None:
    """A broker has let us in and answered."""
    connection = await _connect(host, port, **security_options(settings))
    try:
        await connection.send(MetadataRequest([]))
    finally:
        connection.close()


async def _connect(host: str, port: int, **options: object) -> AIOKafkaConnection:
    limit = int(_PATIENCE_SECONDS * 1000)
    return await create_conn(
        host, port, client_id="rondel-check", request_timeout_ms=limit, **options
    )


async def _reason_of_port(
    settings: KafkaSettings, host: str, port: int, error: BaseException
) -> str | None:
    """What the port speaks instead, if it is there and hung up on us without a word."""
    if isinstance(error, ConnectionRefusedError | TimeoutError):
        return None
    speaks_plainly = await _answers_plainly(host, port)
    if settings.uses_tls:
        return f"the port does not speak TLS: see {_PROTOCOL}" if speaks_plainly else None
    if speaks_plainly:
        return None if settings.uses_sasl else f"the port asks for a user name: see {_PROTOCOL}"
    if await _speaks_tls(host, port):
        return f"the port speaks TLS only: set {_PROTOCOL} to SSL or SASL_SSL"
    return None


async def _answers_plainly(host: str, port: int) -> bool:
    """Whether the port answers the one request that needs no sign-in, without TLS."""
    try:
        connection = await _connect(host, port)
    except (OSError, EOFError, KafkaError):
        return False
    connection.close()
    return True


async def _speaks_tls(host: str, port: int) -> bool:
    # Nothing is sent over it, so it does not matter whose certificate it is.
    anybody = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    anybody.check_hostname = False
    anybody.verify_mode = ssl.CERT_NONE
    try:
        _, writer = await asyncio.open_connection(host, port, ssl=anybody)
    except ssl.SSLError as error:
        return error.reason != "WRONG_VERSION_NUMBER"
    except OSError:
        return False
    writer.close()
    return True
