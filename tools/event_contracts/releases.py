"""What a release promised about its events: one file a release, never changed after its tag."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cli.generators.examples import example_of
from cli.generators.schemas import schema_of
from shared.events.base import KEY_FIELD
from shared.events.catalog import CATALOG, EventType, schema_uri
from tools.event_contracts.compatibility import breaking_changes

ROOT = Path(__file__).resolve().parents[2]
RELEASED = ROOT / "tests" / "contract" / "released"

Contract = Mapping[str, Any]
"""One version of a type: its `type`, `version`, `topic`, `key`, `schema` and an `example`.

`written` says whether the release wrote it, or only read what an earlier one wrote.
"""


@dataclass(frozen=True)
class Release:
    """The contracts of one release, by the URI of their schema."""

    name: str
    contracts: Mapping[str, Contract]

    def text(self) -> str:
        """The file of this release."""
        content = {"release": self.name, "contracts": self.contracts}
        return json.dumps(content, indent=1, sort_keys=True) + "\n"


def current_release(name: str) -> Release:
    """What the code promises as it is now."""
    contracts = {
        schema_uri(entry.name, version): _contract(entry, version)
        for entry in CATALOG.values()
        for version in entry.models
    }
    return Release(name, contracts)


def _contract(entry: EventType, version: int) -> Contract:
    return {
        "type": entry.name,
        "version": version,
        "written": version == entry.version,
        "topic": entry.topic,
        "key": KEY_FIELD,
        "schema": schema_of(entry, version),
        "example": example_of(entry, version),
    }


def read_releases(folder: Path = RELEASED) -> list[Release]:
    """Every release that has a file, oldest first."""
    files = sorted(folder.glob("*.json"), key=lambda path: _order(path.stem))
    return [Release(path.stem, json.loads(path.read_text())["contracts"]) for path in files]


def _order(name: str) -> tuple[int, ...]:
    return tuple(int(part) for part in name.split("."))


def broken_promises(released: Release, current: Release, *, is_latest: bool) -> Iterator[str]:
    """What `current` does that a reader or a record of `released` does not survive.

    What the latest release wrote has to be readable still. What it only read, and versions of
    earlier releases, may be gone: their records are.
    """
    for uri, old in released.contracts.items():
        new = current.contracts.get(uri)
        if new is None:
            if is_latest and old["written"]:
                yield f"{uri}: written by {released.name}, and not read any more"
            continue
        for member in ("type", "version", "topic", "key"):
            if old[member] != new[member]:
                yield f"{uri}: its {member} was {old[member]!r} and is {new[member]!r}"
        for change in breaking_changes(old["schema"], new["schema"]):
            yield f"{uri}: {change}"
    if is_latest:
        yield from _moved(released, current)


def _moved(released: Release, current: Release) -> Iterator[str]:
    """A new version of a type stays where the readers of the old one look for it."""
    places = {each["type"]: (each["topic"], each["key"]) for each in released.contracts.values()}
    for uri, new in current.contracts.items():
        if uri not in released.contracts and new["type"] in places:
            topic, key = places[new["type"]]
            if (new["topic"], new["key"]) != (topic, key):
                yield f"{uri}: moved from {topic} by {key} to {new['topic']} by {new['key']}"
