"""The options that every client of the brokers is opened with."""

from typing import Any

from shared.core.settings import KafkaSettings

REQUEST_TIMEOUT_MS = 20_000
MAX_RECORD_BYTES = 2 * 1024 * 1024
"""Twice what a main topic takes, so that a copy with failure headers always fits."""


def client_options(settings: KafkaSettings, client_id: str) -> dict[str, Any]:
    """Keyword arguments that producer, consumer and admin client have in common."""
    return {
        "bootstrap_servers": settings.brokers,
        "client_id": f"rondel-{client_id}",
        "request_timeout_ms": REQUEST_TIMEOUT_MS,
    }
