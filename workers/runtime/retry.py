"""When a failed event is tried again: here and now, after a delay in a retry topic, or never."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shared.events.envelope import Headers
from shared.events.topics import RETRY_DELAYS
from shared.kafka.records import Record
from workers.runtime.failures import Failure
from workers.runtime.history import ATTEMPT, LAST_ERROR, RETRY_AT, History, foreign_headers


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often and when. `delays` are tier and seconds, shortest first; each has its topic."""

    delays: Mapping[str, float] = field(default_factory=lambda: RETRY_DELAYS)
    tries_here: int = 3
    """Tries in this process before the event goes to a retry topic."""
    pause_seconds: float = 0.1
    """Between the first two of those; each further pause is twice as long."""

    def pause_after(self, tries: int) -> float:
        """Seconds until the next try here: between half and all of the doubled pause."""
        spread = random.uniform(0.5, 1.0)  # noqa: S311 - spreads load, guards nothing
        return self.pause_seconds * 2.0 ** (tries - 1) * spread

    def tries_again_here(self, tries: int, failure: Failure) -> bool:
        """Whether another try in this process makes sense, which not always waits long enough."""
        asked = failure.retry_after_seconds or 0
        return tries < self.tries_here and asked <= self.pause_seconds * 2.0**self.tries_here

    def tier(self, attempts: int, failure: Failure) -> str | None:
        """The tier after so many failed rounds; None when all are used up.

        A later one than it would be, if the other side asked for more time.
        """
        left = list(self.delays.items())[attempts - 1 :]
        asked = failure.retry_after_seconds or 0
        enough = [name for name, seconds in left if seconds >= asked]
        return enough[0] if enough else left[-1][0] if left else None


def retry_headers(
    record: Record, history: History, failure: Failure, now: datetime, delay_seconds: float
) -> Headers:
    """The record's own headers, and with them when and why it is tried again."""
    last_error = f"{failure.error_class}: {failure.text}"
    return [
        *foreign_headers(record.headers),
        *history.headers(now),
        (ATTEMPT, str(history.attempts + 1).encode()),
        (RETRY_AT, (now + timedelta(seconds=delay_seconds)).isoformat().encode()),
        (LAST_ERROR, last_error.encode("utf-8", "replace")),
    ]
