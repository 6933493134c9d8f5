"""What a worker waits for: said once when it goes away, and once when it is back."""

from shared.core.clock import Clock
from shared.kafka.refusals import refusal_of
from shared.observability.logging import get_logger
from workers.runtime.testing import RuntimeSignals


class Outages:
    """The dependencies that do not answer at the moment."""

    def __init__(self, clock: Clock, signals: RuntimeSignals) -> None:
        self._clock = clock
        self._signals = signals
        self._since: dict[str, float] = {}
        self._refusals: dict[str, str] = {}
        self._log = get_logger()

    def began(self, dependency: str, error: BaseException) -> None:
        """The dependency cannot be used; only the first call of an outage is heard.

        A refusal is heard too when it comes later or changes: somebody has to do something.
        """
        refusal = refusal_of(error)
        if refusal is not None and self._refusals.get(dependency) != refusal:
            self._refusals[dependency] = refusal
            self._log.error("dependency_refused", dependency=dependency, reason=refusal)
        if dependency not in self._since:
            self._since[dependency] = self._clock.monotonic()
            if refusal is None:
                reason = type(error.__cause__ or error).__name__
                self._log.warning("dependency_away", dependency=dependency, error=reason)
            self._signals.away.fire(dependency)

    def refusal(self, dependency: str) -> str | None:
        """Why the dependency says no; None if it does not."""
        return self._refusals.get(dependency)

    def ended(self, *dependencies: str) -> None:
        """These dependencies answer."""
        for dependency in self._since.keys() & dependencies:
            seconds = self._clock.monotonic() - self._since.pop(dependency)
            self._refusals.pop(dependency, None)
            self._log.info("dependency_back", dependency=dependency, seconds=round(seconds, 1))
            self._signals.back.fire(dependency)
