"""What was sent, what was handled, and who owned which partition. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass
class Tally:
    """Events by id: each sent one is to be handled, and none need be handled twice."""

    sent: set[str] = field(default_factory=set)
    handled: Counter[str] = field(default_factory=Counter)

    @property
    def missing(self) -> int:
        """Sent and never handled."""
        return len(self.sent - self.handled.keys())

    @property
    def repeated(self) -> int:
        """Handled more than once: allowed after a rebalance, delivery is at least once."""
        return sum(count > 1 for count in self.handled.values())

    def __str__(self) -> str:
        return (
            f"{len(self.sent):,} sent, {len(self.handled):,} handled, "
            f"{self.missing:,} missing, {self.repeated:,} more than once"
        )


def owned_wrongly(owned: Mapping[object, Iterable[int]], partitions: int) -> dict[int, int]:
    """Partitions that have not exactly one owner, each with the number that it has."""
    owners = Counter(partition for each in owned.values() for partition in each)
    return {number: owners[number] for number in range(partitions) if owners[number] != 1}
