"""The options that every client of the brokers is opened with."""

from typing import Any

from shared.core.certificates import BadCertificate
from shared.core.settings import KafkaSettings
from shared.kafka.closed_transports import notice_closed_transports
from shared.kafka.errors import KafkaRefused
from shared.kafka.tls import context_for

REQUEST_TIMEOUT_MS = 20_000
MAX_RECORD_BYTES = 2 * 1024 * 1024
"""Twice what a main topic takes, so that a copy with failure headers always fits."""


def client_options(settings: KafkaSettings, client_id: str) -> dict[str, Any]:
    """Keyword arguments that producer, consumer and admin client have in common.

    Raises:
        KafkaRefused: the certificate files cannot be used.
    """
    return {
        "bootstrap_servers": settings.brokers,
        "client_id": f"rondel-{client_id}",
        "request_timeout_ms": REQUEST_TIMEOUT_MS,
        **security_options(settings),
    }


def security_options(settings: KafkaSettings) -> dict[str, Any]:
    """How a connection is encrypted and who we say we are.

    Raises:
        KafkaRefused: the certificate files cannot be used.
    """
    notice_closed_transports()
    options: dict[str, Any] = {"security_protocol": settings.security_protocol}
    if settings.uses_tls:
        try:
            options["ssl_context"] = context_for(settings.certificates)
        except BadCertificate as error:
            raise KafkaRefused(f"{error}") from error
    if settings.sasl_password is not None:
        options["sasl_mechanism"] = settings.sasl_mechanism
        options["sasl_plain_username"] = settings.sasl_username
        options["sasl_plain_password"] = settings.sasl_password.get_secret_value()
    return options
