"""What was asked and answered, and what was not as documented."""

from collections import Counter
from dataclasses import dataclass, field
from threading import Lock

_SERVER_ERROR = 500


@dataclass
class Failure:
    """One kind of failure at one operation, as it was seen first."""

    check: str
    operation: str
    text: str
    times: int = 0


@dataclass
class Tally:
    """Counts of all threads."""

    requests: int = 0
    operations: set[str] = field(default_factory=set)
    accepted: set[str] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    failures: dict[tuple[str, str], Failure] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    @property
    def server_errors(self) -> int:
        """How many answers had a status of 500 or more."""
        return sum(number for status, number in self.statuses.items() if status >= _SERVER_ERROR)

    def count(self, operation: str, status: int) -> None:
        """An answer came."""
        with self._lock:
            self.requests += 1
            self.operations.add(operation)
            self.statuses[status] += 1
            if status < 400:  # noqa: PLR2004 - Bad Request
                self.accepted.add(operation)

    def fail(self, check: str, operation: str, text: str) -> None:
        """An answer was not as documented."""
        with self._lock:
            failure = self.failures.setdefault((check, operation), Failure(check, operation, text))
            failure.times += 1

    def by_check(self) -> Counter[str]:
        """How many answers failed each check."""
        found: Counter[str] = Counter()
        for failure in self.failures.values():
            found[failure.check] += failure.times
        return found
