"""A reader outside every group: each process that uses one sees all records of a topic."""

from typing import Any

from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

from shared.core.settings import KafkaSettings
from shared.kafka.connection import client_options
from shared.kafka.consumer import FETCH_MAX_WAIT_MS, Polled
from shared.kafka.reading import Reader
from shared.kafka.records import TopicPartition
from shared.kafka.refusals import unavailable


class TailConsumer:
    """Reads all partitions of a topic from near their ends, and commits nothing."""

    def __init__(self, settings: KafkaSettings, topic: str, client_id: str) -> None:
        self._settings = settings
        self._topic = topic
        self._client_id = client_id
        self._client: Any = None
        self._reader = Reader(None)

    async def start(self, replay: int = 0) -> None:
        """Reading begins at the last `replay` records of each partition, fewer if there are fewer.

        Raises:
            Unavailable: no broker answers, or it refuses us (`KafkaRefused`).
        """
        self._client = AIOKafkaConsumer(
            self._settings.topic_prefix + self._topic,
            **client_options(self._settings, self._client_id),
            enable_auto_commit=False,
            auto_offset_reset="latest",
            fetch_max_wait_ms=FETCH_MAX_WAIT_MS,
        )
        self._reader = Reader(self._client)
        try:
            await self._client.start()
            await self._go_back(replay)
        except BaseException as error:
            await self._client.stop()
            if isinstance(error, KafkaError):
                raise await unavailable(self._settings, error) from error
            raise

    async def stop(self) -> None:
        """The connections are closed."""
        if self._client is not None:
            await self._client.stop()

    async def poll(self, timeout_ms: int) -> Polled:
        """What has been fetched, waiting for the first record up to `timeout_ms`.

        Do not cancel it; a broker that is away shows as nothing fetched.
        """
        polled = await self._reader.read(timeout_ms)
        return {
            TopicPartition(self._topic, partition.partition): records
            for partition, records in polled.items()
        }

    async def ping(self) -> None:
        """A broker has answered.

        Raises:
            Unavailable: none does.
        """
        try:
            await self._client.topics()
        except KafkaError as error:
            raise await unavailable(self._settings, error) from error

    async def _go_back(self, replay: int) -> None:
        partitions = self._client.assignment()
        ends = await self._client.end_offsets(partitions)
        starts = await self._client.beginning_offsets(partitions)
        places = {each: max(starts[each], end - replay) for each, end in ends.items()}
        for partition, place in places.items():
            self._client.seek(partition, place)
        self._reader.start_at(places)
