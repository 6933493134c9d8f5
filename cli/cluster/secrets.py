"""Random secrets of a local cluster, kept in a file, so that a re-run gives it the same ones."""

import base64
import json
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cli.whole_files import replacing

_FILE = "secrets.json"
_FOLDER_MODE = 0o700
_RONDEL = "rondel-secrets"
_GRAFANA = "grafana"
_ALERTMANAGER = "alertmanager"
_MADE = {
    "postgres-password": _RONDEL,
    "auth-secret": _RONDEL,
    "secrets-key": _RONDEL,
    "admin-password": _GRAFANA,
}
"""What is random, and the Secret that it is a key of."""


def complete(known: Mapping[str, str]) -> dict[str, str]:
    """Every secret: the known ones, and new ones for what is missing."""
    return {key: known.get(key) or secrets.token_urlsafe(32) for key in _MADE}


def read(folder: Path) -> dict[str, str]:
    """The secrets that were kept; none if there is no file."""
    path = folder / _FILE
    if not path.is_file():
        return {}
    kept: dict[str, str] = json.loads(path.read_text())
    return kept


def keep(folder: Path, values: Mapping[str, str]) -> None:
    """They stand in the folder, for its owner's eyes only."""
    folder.mkdir(parents=True, exist_ok=True, mode=_FOLDER_MODE)
    with replacing(folder / _FILE) as file:
        file.write(json.dumps(dict(values), indent=1).encode())


def manifests(values: Mapping[str, str]) -> dict[str, Any]:
    """The Secrets as one list that kubectl takes.

    Alertmanager's is empty: whom it tells is yours to say (docs/alerting.md), and it starts
    without.
    """
    address = f"postgresql://rondel:{values['postgres-password']}@postgres:5432/rondel"
    by_name: dict[str, dict[str, str]] = {
        _RONDEL: {"database-url": address, "database-url-direct": address},
        _GRAFANA: {},
        _ALERTMANAGER: {},
    }
    for key, name in _MADE.items():
        by_name[name][key] = values[key]
    items = [
        {
            "apiVersion": "v1",
            "kind": "Secret",
            "metadata": {"name": name},
            "type": "Opaque",
            "stringData": data,
        }
        for name, data in by_name.items()
    ]
    return {"apiVersion": "v1", "kind": "List", "items": items}


def from_cluster(found: Mapping[str, Any]) -> dict[str, str]:
    """The secrets that a cluster has, from the list that kubectl shows.

    >>> item = {"metadata": {"name": "grafana"}, "data": {"admin-password": "YWRh"}}
    >>> from_cluster({"items": [item]})
    {'admin-password': 'ada'}
    """
    return {
        key: base64.b64decode(item["data"][key]).decode()
        for item in found["items"]
        for key, name in _MADE.items()
        if item["metadata"]["name"] == name and key in item.get("data", {})
    }
