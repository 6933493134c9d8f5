"""What a judge finds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Violation:
    """An invariant that did not hold: what was found, with ids and rows; when, if it is known."""

    invariant: str
    text: str
    about: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None
