"""What the last use of PostgreSQL has shown, so that a probe need not ask."""

import asyncpg

from shared.core.clock import Clock
from shared.core.plain import one_line
from shared.observability.logging import get_logger


class Contact:
    """Knows when the database answered real work last, and whether it has failed since."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._answered_at: float | None = None
        self._failure: BaseException | None = None
        self._said: str | None = None

    @property
    def failure(self) -> BaseException | None:
        """Why the last use failed; None if it did not, or there was none."""
        return self._failure

    def answered(self) -> None:
        """It has done what it was asked for."""
        self._answered_at = self._clock.monotonic()
        self._failure = self._said = None

    def failed(self, failure: BaseException) -> None:
        """It could not be reached; what it says of that itself is logged, once until it answers."""
        self._failure = failure
        said = one_line(str(failure)) if isinstance(failure, asyncpg.PostgresError) else None
        if said is not None and said != self._said:
            self._said = said
            get_logger().warning("database_refused", reason=said)

    def good_for(self) -> float | None:
        """Seconds since it answered; None while nothing is known or the last use failed."""
        if self._answered_at is None or self._failure is not None:
            return None
        return self._clock.monotonic() - self._answered_at
