"""The secrets of a cluster on this machine: made once, kept in the cluster."""

import secrets
from base64 import b64encode
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import quote

import orjson

_BYTES: Final = 32
ALERTMANAGER_KEYS: Final = ("smtp_password", "slack_url", "pagerduty_key", "deadman_token")
"""Files that its configuration names. A laptop alerts nobody, so they stay empty."""


def secret_manifests(random: Callable[[int], str] = secrets.token_urlsafe) -> str:
    """The three secrets that kustomize/local needs, as a list for kubectl."""
    password = random(_BYTES)
    url = f"postgresql://rondel:{quote(password)}@postgres:5432/rondel"
    rondel = {
        "database-url": url,
        "database-url-direct": url,
        "postgres-password": password,
        "auth-secret": random(_BYTES),
        "secrets-key": random(_BYTES),
    }
    items = [
        _secret("rondel-secrets", rondel),
        _secret("grafana", {"admin-password": random(_BYTES)}),
        _secret("alertmanager", dict.fromkeys(ALERTMANAGER_KEYS, "")),
    ]
    return orjson.dumps({"apiVersion": "v1", "kind": "List", "items": items}).decode()


def _secret(name: str, values: Mapping[str, str]) -> dict[str, Any]:
    data = {key: b64encode(value.encode()).decode() for key, value in values.items()}
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": name, "namespace": "rondel"},
        "type": "Opaque",
        "data": data,
    }
