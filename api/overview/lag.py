"""How far each consumer group is behind, and how fast it goes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from api.shared_reads import SharedRead
from shared.core.clock import Clock
from shared.core.errors import Unavailable
from shared.core.settings import KafkaSettings
from shared.events.catalog import CATALOG
from shared.events.groups import DEAD_LETTERS_GROUP, GROUPS
from shared.events.topics import dlq_topic
from shared.kafka.errors import KafkaRefused
from shared.kafka.lag import GroupLag, PartitionLag, read_lag
from shared.kafka.topology import UNKNOWN_TYPE

FRESH_SECONDS: Final = 5.0
_RATE_SECONDS = 60.0
"""Two looks that are further apart say nothing about now."""

WATCHED: Final[Mapping[str, tuple[str, ...]]] = {
    **{name: (*group.topics, *group.retry_topics) for name, group in GROUPS.items()},
    DEAD_LETTERS_GROUP: tuple(dlq_topic(name) for name in (*CATALOG, UNKNOWN_TYPE)),
}
"""The groups that are looked at, and the topics that each reads."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Records a second: that came, and that the group is through with."""

    incoming: float
    outgoing: float


@dataclass(frozen=True, slots=True)
class LagSeen:
    """One look at the brokers. `groups` is empty if they could not be asked; `reason` says why."""

    groups: Mapping[str, GroupLag]
    rates: Mapping[str, Rates]
    reason: str | None = None


class LagBoard:
    """Asks the brokers at most once in `FRESH_SECONDS`, however many operators look."""

    def __init__(self, settings: KafkaSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._before: tuple[float, Mapping[str, GroupLag]] | None = None
        self._reads = SharedRead(self._look, clock, FRESH_SECONDS, "lag")

    async def show(self) -> LagSeen:
        """What was seen lately; that Kafka is away is an answer, too."""
        return await self._reads.get()

    async def _look(self) -> LagSeen:
        now_ms = int(self._clock.now().timestamp() * 1000)
        try:
            groups = await read_lag(self._settings, WATCHED, now_ms)
        except KafkaRefused as error:
            return LagSeen({}, {}, error.reason)
        except Unavailable:
            return LagSeen({}, {}, "no broker answers")
        at = self._clock.monotonic()
        rates = self._rates(at, groups)
        self._before = (at, groups)
        return LagSeen(groups, rates)

    def _rates(self, at: float, groups: Mapping[str, GroupLag]) -> dict[str, Rates]:
        if self._before is None or not 0 < at - self._before[0] <= _RATE_SECONDS:
            return {}
        seconds = at - self._before[0]
        earlier = self._before[1]
        return {
            name: _rates(earlier[name].partitions, group.partitions, seconds)
            for name, group in groups.items()
            if name in earlier
        }


def _rates(before: Iterable[PartitionLag], after: Iterable[PartitionLag], seconds: float) -> Rates:
    known = {(each.topic, each.partition): each for each in before}
    incoming = outgoing = 0
    for each in after:
        was = known.get((each.topic, each.partition))
        if was is not None:
            incoming += max(each.end - was.end, 0)
            outgoing += max(each.position - was.position, 0)
    return Rates(round(incoming / seconds, 2), round(outgoing / seconds, 2))
