"""What the last use of PostgreSQL has shown, so that a probe need not ask."""

from shared.core.clock import Clock


class Contact:
    """Knows when the database answered real work last, and whether it has failed since."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._answered_at: float | None = None
        self._failure: BaseException | None = None

    @property
    def failure(self) -> BaseException | None:
        """Why the last use failed; None if it did not, or there was none."""
        return self._failure

    def answered(self) -> None:
        """It has done what it was asked for."""
        self._answered_at = self._clock.monotonic()
        self._failure = None

    def failed(self, failure: BaseException) -> None:
        """It could not be reached."""
        self._failure = failure

    def good_for(self) -> float | None:
        """Seconds since it answered; None while nothing is known or the last use failed."""
        if self._answered_at is None or self._failure is not None:
            return None
        return self._clock.monotonic() - self._answered_at
