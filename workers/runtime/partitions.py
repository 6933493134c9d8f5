"""The partitions of this process: a lane each, opened and closed as the group decides."""

import asyncio
from collections.abc import Callable, Iterable, Mapping

from typing_extensions import override

from shared.kafka.consumer import REBALANCE_TIMEOUT_MS, Polled, RebalanceListener
from shared.kafka.records import TopicPartition
from shared.observability.logging import get_logger
from shared.observability.metrics import Metrics
from workers.runtime.lane import LaneTools, PartitionLane

# The group goes on without a member that takes longer; half of it is for commit and closing.
_LONGEST_DRAIN_SECONDS = REBALANCE_TIMEOUT_MS / 1000 / 2
_COMMIT_SECONDS = 5.0


class Partitions(RebalanceListener):
    """Every partition that is assigned has a lane; none has two, and none outlives its assignment.

    A revocation returns when the handler holds nothing any more, so that the next owner may begin.
    """

    def __init__(
        self,
        metrics: Metrics,
        drain_seconds: float,
        on_failure: Callable[[BaseException], None],
    ) -> None:
        self._tools: LaneTools | None = None
        self._metrics = metrics
        self._drain_seconds = drain_seconds
        self._on_failure = on_failure
        self._lanes: dict[TopicPartition, PartitionLane] = {}
        self._one_change_at_a_time = asyncio.Lock()
        self._shut = False
        self._joined = False
        self._log = get_logger()

    def equip(self, tools: LaneTools) -> None:
        """Lanes can be opened. Call it once, before the group is joined."""
        self._tools = tools

    @property
    def lanes(self) -> Mapping[TopicPartition, PartitionLane]:
        """The open lanes."""
        return self._lanes

    @property
    def has_joined(self) -> bool:
        """Whether the group has given this member its share, which may be nothing."""
        return self._joined

    def put(self, polled: Polled) -> None:
        """The records wait in their lanes; those of partitions that are gone are dropped."""
        for at, records in polled.items():
            lane = self._lanes.get(at)
            if lane is not None:
                lane.put(records)

    @override
    async def on_assigned(self, partitions: frozenset[TopicPartition]) -> None:
        """Each of the partitions has a lane, which opens it in its own time."""
        async with self._one_change_at_a_time:
            if self._shut:
                return
            tools = self._equipment()
            for at in sorted(partitions - self._lanes.keys()):
                tools.offsets.own(at)
                self._lanes[at] = PartitionLane(at, tools, self._on_failure)
            self._joined = True
        self._metrics.count("consumer_rebalances_total", group=tools.handler.group)
        self._log.info("partitions_assigned", count=len(partitions))

    @override
    async def on_revoked(self, partitions: frozenset[TopicPartition]) -> None:
        """What was begun is finished or abandoned, committed, and out of memory."""
        async with self._one_change_at_a_time:
            self._joined = False
            await self._close(partitions, min(self._drain_seconds, _LONGEST_DRAIN_SECONDS))

    async def shut(self) -> None:
        """No partition is open, and none will be."""
        self._shut = True
        async with self._one_change_at_a_time:
            self._joined = False
            await self._close(list(self._lanes), self._drain_seconds)

    async def _close(self, partitions: Iterable[TopicPartition], drain_seconds: float) -> None:
        lanes = [self._lanes[at] for at in partitions if at in self._lanes]
        if not lanes:
            return
        tools = self._equipment()
        await asyncio.gather(*(lane.drain(drain_seconds) for lane in lanes))
        try:
            async with asyncio.timeout(_COMMIT_SECONDS):
                await tools.offsets.flush()
        except TimeoutError:
            self._log.warning("commit_given_up", seconds=_COMMIT_SECONDS)
        tools.offsets.disown(lane.at for lane in lanes)
        for lane in lanes:
            del self._lanes[lane.at]
        closed = await asyncio.gather(*(lane.close() for lane in lanes), return_exceptions=True)
        for error in closed:
            if isinstance(error, BaseException):
                # Something of the partition may still be in memory: only a new process is clean.
                self._on_failure(error)

    def _equipment(self) -> LaneTools:
        if self._tools is None:
            raise RuntimeError("equip the partitions before joining the group")
        return self._tools
