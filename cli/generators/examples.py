"""Example payloads for the pages: the golden ones, so they are known to be readable."""

from pathlib import Path
from typing import Any

import orjson

from shared.events.catalog import EventType

_GOLDEN = Path(__file__).resolve().parents[2] / "tests" / "contract" / "golden"


def example_of(entry: EventType, version: int) -> Any:
    """The golden payload of one version.

    Raises:
        FileNotFoundError: there is none yet (docs/how-to/add-event.md).
    """
    return orjson.loads((_GOLDEN / f"{entry.name}.v{version}.json").read_bytes())
