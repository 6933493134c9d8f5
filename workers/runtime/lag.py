"""How far a consumer is behind, from what it knows anyway."""

from collections import defaultdict

from shared.core.clock import Clock
from shared.kafka.consumer import Consumer
from shared.kafka.records import TopicPartition
from shared.observability.metrics import Metrics
from workers.runtime.partitions import Partitions


class Lag:
    """The records that this process has still to handle, by topic."""

    def __init__(
        self, group: str, partitions: Partitions, consumer: Consumer, clock: Clock, metrics: Metrics
    ) -> None:
        self._group = group
        self._partitions = partitions
        self._consumer = consumer
        self._clock = clock
        self._metrics = metrics
        self._shown: set[str] = set()
        self._done: dict[TopicPartition, int] = {}
        self._progressed()
        metrics.before_scrape(self._look)

    def measure(self) -> dict[str, object]:
        """Assigned partitions and their lag in records and seconds; the gauges say the same.

        Records count from the end of the partition as of its last fetch. Seconds are the age of
        the oldest record that was fetched and is not handled.
        """
        now_ms = self._clock.now().timestamp() * 1000
        messages: dict[str, int] = defaultdict(int)
        seconds: dict[str, float] = defaultdict(float)
        for at, lane in self._partitions.lanes.items():
            messages[at.topic] += self._behind(at)
            oldest = lane.oldest_timestamp_ms
            age = max(now_ms - oldest, 0) / 1000 if oldest is not None else 0.0
            seconds[at.topic] = max(seconds[at.topic], age)
        self._show(messages, seconds)
        return {
            "partitions": sorted(f"{topic}/{number}" for topic, number in self._partitions.lanes),
            "lag_messages": dict(messages),
            "lag_seconds": {topic: round(age, 3) for topic, age in seconds.items()},
        }

    def _look(self) -> None:
        self.measure()
        self._show_partitions()
        self._notice_progress()

    def _show_partitions(self) -> None:
        lanes = self._partitions.lanes.values()
        states = {"assigned": len(lanes), "paused": sum(lane.is_held for lane in lanes)}
        for state, count in states.items():
            self._metrics.set("consumer_partitions", count, group=self._group, state=state)

    def _notice_progress(self) -> None:
        """Only of the main topics: what waits in a retry topic for its time is not stuck."""
        main = {
            at: lane for at, lane in self._partitions.lanes.items() if not lane.waits_for_retries
        }
        done = {at: lane.done for at, lane in main.items() if lane.done is not None}
        is_idle = self._partitions.has_joined and not any(map(self._behind, main))
        if is_idle or any(offset > self._done.get(at, -1) for at, offset in done.items()):
            self._progressed()
        self._done = done

    def _progressed(self) -> None:
        now = self._clock.now().timestamp()
        self._metrics.set("consumer_last_progress_timestamp_seconds", now, group=self._group)

    def _behind(self, at: TopicPartition) -> int:
        """Records of the partition without an outcome, as of its last fetch."""
        lane, end = self._partitions.lanes[at], self._consumer.end_offset(at)
        behind = end - lane.done if end is not None and lane.done is not None else lane.waiting
        return max(behind, 0)

    def _show(self, messages: dict[str, int], seconds: dict[str, float]) -> None:
        for topic in self._shown | messages.keys():
            group, show = self._group, self._metrics.set
            show("kafka_consumer_lag_messages", messages.get(topic, 0), group=group, topic=topic)
            show("kafka_consumer_lag_seconds", seconds.get(topic, 0.0), group=group, topic=topic)
        self._shown = set(messages)
