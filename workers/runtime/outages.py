"""What a worker waits for: said once when it goes away, and once when it is back."""

from shared.core.clock import Clock
from shared.observability.logging import get_logger
from workers.runtime.testing import RuntimeSignals


class Outages:
    """The dependencies that do not answer at the moment."""

    def __init__(self, clock: Clock, signals: RuntimeSignals) -> None:
        self._clock = clock
        self._signals = signals
        self._since: dict[str, float] = {}
        self._log = get_logger()

    def began(self, dependency: str, error: BaseException) -> None:
        """The dependency is known to be away; only the first call of an outage is heard."""
        if dependency not in self._since:
            self._since[dependency] = self._clock.monotonic()
            reason = error.__cause__ or error
            self._log.warning("dependency_away", dependency=dependency, error=type(reason).__name__)
            self._signals.away.fire(dependency)

    def ended(self, dependency: str) -> None:
        """The dependency answers."""
        if self._since and dependency in self._since:
            seconds = self._clock.monotonic() - self._since.pop(dependency)
            self._log.info("dependency_back", dependency=dependency, seconds=round(seconds, 1))
            self._signals.back.fire(dependency)
