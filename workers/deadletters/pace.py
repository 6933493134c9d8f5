"""How many letters of a redrive may go now."""

from shared.core.clock import Clock

_LONGEST_BURST_SECONDS = 1.0


class Pace:
    """So many a second, and no more than those of one second together, however long it rested."""

    def __init__(self, rate_per_second: float, clock: Clock) -> None:
        self._rate = rate_per_second
        self._clock = clock
        self._saved = 1.0
        self._saved_at = clock.monotonic()

    def allowed(self) -> int:
        """How many may go now."""
        now = self._clock.monotonic()
        most = max(1.0, self._rate * _LONGEST_BURST_SECONDS)
        self._saved = min(self._saved + (now - self._saved_at) * self._rate, most)
        self._saved_at = now
        return int(self._saved)

    def spend(self, letters: int) -> None:
        """So many have gone."""
        self._saved -= letters
