"""Polls a client whose parser raises: aiokafka 0.14 fails on a header name that is not UTF-8.

Kafka does not check header names and other clients write any bytes. Such a record ends `getmany`
with UnicodeDecodeError, each time it is fetched; what the same call had taken from other partitions
is lost, and a second call passes over the records before it. So after one the reader goes back to
what it has handed over, and takes record by record until it has found the bad one.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiokafka import TopicPartition as ClientPartition

from shared.kafka.records import Record
from shared.observability.logging import get_logger

UNREADABLE = "x-unreadable"
"""The only header of the record that stands for one that cannot be read; the value says why."""

_PAUSE_SECONDS = 0.01


@dataclass(frozen=True, slots=True)
class UnreadableRecord:
    """Stands where the client could not read; the original is in the topic at this offset."""

    offset: int
    timestamp: int
    key: bytes | None = None
    value: bytes | None = None
    headers: Sequence[tuple[str, bytes | None]] = ((UNREADABLE, b"a header name is not UTF-8"),)


class Reader:
    """What `getmany` of a client gives, without being stopped by a record."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._last: dict[ClientPartition, Record] = {}
        self._starts: dict[ClientPartition, int] = {}
        self._singly = False

    def start_at(self, starts: Mapping[ClientPartition, int]) -> None:
        """Reading begins at these offsets, whatever was read before.

        A partition that is not named begins where its group stands.
        """
        self._last.clear()
        self._starts = dict(starts)
        self._singly = False

    async def read(self, timeout_ms: int) -> Mapping[ClientPartition, Sequence[Record]]:
        """What has been fetched, waiting for the first record up to `timeout_ms`; never cancel it.

        Raises:
            KafkaFailure: the broker refuses this client.
        """
        polled: Mapping[ClientPartition, Sequence[Record]]
        try:
            polled = await (
                self._each() if self._singly else self._client.getmany(timeout_ms=timeout_ms)
            )
        except UnicodeDecodeError:
            get_logger().warning("records_read_singly")
            await self._go_back()
            self._singly = True
            return {}
        for partition, records in polled.items():
            self._last[partition] = records[-1]
        return polled

    async def _go_back(self) -> None:
        """Nothing that was not handed over has been passed."""
        starts = {each: await self._next_of(each) for each in self._client.assignment()}
        for partition in self._client.assignment() & starts.keys():
            self._client.seek(partition, starts[partition])

    async def _next_of(self, partition: ClientPartition) -> int:
        if partition in self._last:
            return self._last[partition].offset + 1
        if partition in self._starts:
            return self._starts[partition]
        committed: int | None = await self._client.committed(partition)
        if committed is not None:
            return committed
        starts: dict[ClientPartition, int] = await self._client.beginning_offsets([partition])
        return starts[partition]

    async def _each(self) -> Mapping[ClientPartition, Sequence[Record]]:
        """One record of each partition that has some."""
        found: dict[ClientPartition, Sequence[Record]] = {}
        for partition in self._client.assignment():
            try:
                found |= await self._client.getmany(partition, max_records=1)
            except UnicodeDecodeError:
                found[partition] = [await self._step_over(partition)]
                self._singly = False
        if not found:
            await asyncio.sleep(_PAUSE_SECONDS)  # waiting in `getmany` would not say whose it was
        return found

    async def _step_over(self, partition: ClientPartition) -> UnreadableRecord:
        offset = await self._client.position(partition)
        self._client.seek(partition, offset + 1)
        get_logger().error(
            "record_unreadable",
            topic=partition.topic,
            partition=partition.partition,
            offset=offset,
        )
        before = self._last.get(partition)
        return UnreadableRecord(offset, before.timestamp if before else 0)
