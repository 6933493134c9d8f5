"""How far consumer groups are behind, as the brokers know it: also when every member is dead.

Nothing is read but positions, so Describe on topics and groups is all that it takes.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiokafka import AIOKafkaConsumer
from aiokafka import TopicPartition as ClientPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.coordinator.protocol import ConsumerProtocolMemberAssignment
from aiokafka.errors import (
    GroupCoordinatorNotAvailableError,
    GroupLoadInProgressError,
    KafkaError,
    NotCoordinatorForGroupError,
    for_code,
)

from shared.core.settings import KafkaSettings
from shared.kafka.ages import Search
from shared.kafka.connection import client_options
from shared.kafka.refusals import unavailable

_PATIENCE_SECONDS = 6.0
_AGAIN_SECONDS = 0.2
_CHOOSING = (
    GroupCoordinatorNotAvailableError,
    GroupLoadInProgressError,
    NotCoordinatorForGroupError,
)
"""What brokers say for a moment after their start, or of the first group ever."""


@dataclass(frozen=True, slots=True)
class Member:
    """A process that handles partitions of a group."""

    client_id: str
    host: str
    partitions: int


@dataclass(frozen=True, slots=True)
class PartitionLag:
    """Where a group stands in one partition; `topic` has no prefix."""

    topic: str
    partition: int
    end: int
    """The offset that the next record will get."""
    position: int
    """The offset that the group goes on with: the oldest there is, if it never committed."""
    oldest_at_ms: int | None
    """When the record there was made, to some percent of its age; None if nothing waits."""
    host: str | None
    """Where the member is that it is assigned to; None if nobody has it."""

    @property
    def lag(self) -> int:
        """Records that wait."""
        return max(self.end - self.position, 0)


@dataclass(frozen=True, slots=True)
class GroupLag:
    """One consumer group as the brokers see it."""

    name: str
    state: str
    """Kafka's word: Stable, PreparingRebalance, CompletingRebalance, Empty or Dead."""
    members: tuple[Member, ...]
    partitions: tuple[PartitionLag, ...]
    missing_topics: tuple[str, ...]
    """Topics that it should read and that no broker has."""


async def read_lag(
    settings: KafkaSettings,
    wanted: Mapping[str, Collection[str]],
    now_ms: int,
    seconds: float = _PATIENCE_SECONDS,
) -> dict[str, GroupLag]:
    """Each group of `wanted` in its topics, all names without the prefix; `now_ms` is Unix time.

    After `seconds` without a whole answer Kafka counts as away.

    Raises:
        Unavailable: no broker answers in time, or it refuses us (`KafkaRefused`).
    """
    try:
        async with asyncio.timeout(seconds), _clients(settings) as (admin, client):
            return await _Reading(settings, admin, client).read(wanted, now_ms)
    except (KafkaError, TimeoutError) as error:
        raise await unavailable(settings, error) from error


@asynccontextmanager
async def _clients(settings: KafkaSettings) -> AsyncIterator[tuple[Any, Any]]:
    """An admin client, and a consumer that belongs to no group and reads nothing."""
    options = client_options(settings, "lag")
    admin = AIOKafkaAdminClient(**options)
    client = AIOKafkaConsumer(**options, enable_auto_commit=False)
    try:
        await admin.start()
        await client.start()
        yield admin, client
    finally:
        await client.stop()
        await admin.close()


@dataclass(frozen=True, slots=True)
class _Described:
    """What the coordinator of a group says."""

    state: str
    members: tuple[Member, ...]
    hosts: Mapping[ClientPartition, str]
    committed: Mapping[ClientPartition, int]


class _Reading:
    """One look at all groups."""

    def __init__(self, settings: KafkaSettings, admin: Any, client: Any) -> None:
        self._prefix = settings.topic_prefix
        self._admin = admin
        self._client = client

    async def read(self, wanted: Mapping[str, Collection[str]], now_ms: int) -> dict[str, GroupLag]:
        there = await self._partitions(topic for topics in wanted.values() for topic in topics)
        every = [each for partitions in there.values() for each in partitions]
        # Else aiokafka 0.14 learns of them one by one, a tenth of a second each.
        await self._client._client.set_topics({each.topic for each in every})  # noqa: SLF001 - nothing public
        ends: dict[Any, int] = await self._client.end_offsets(every) if every else {}
        starts: dict[Any, int] = await self._client.beginning_offsets(every) if every else {}
        described = {group: await self._describe(group) for group in wanted}
        places = {
            (group, at): max(described[group].committed.get(at, starts[at]), starts[at])
            for group, topics in wanted.items()
            for topic in topics
            for at in there.get(topic, ())
        }
        behind = {key: place for key, place in places.items() if place < ends[key[1]]}
        ages = await self._ages(behind, now_ms)
        found = {}
        for group, topics in wanted.items():
            seen = described[group]
            partitions = tuple(
                PartitionLag(
                    topic,
                    at.partition,
                    ends[at],
                    places[group, at],
                    ages.get((group, at)),
                    seen.hosts.get(at),
                )
                for topic in topics
                for at in there.get(topic, ())
            )
            missing = tuple(topic for topic in topics if topic not in there)
            found[group] = GroupLag(group, seen.state, seen.members, partitions, missing)
        return found

    async def _partitions(self, topics: Iterable[str]) -> dict[str, list[ClientPartition]]:
        """The partitions of those topics that are there, by plain name.

        All topics are listed, as asking for one by name makes it on a broker with auto-creation.
        """
        names = {self._prefix + topic for topic in topics}
        return {
            entry["topic"].removeprefix(self._prefix): [
                ClientPartition(entry["topic"], number)
                for number in sorted(each["partition"] for each in entry["partitions"])
            ]
            for entry in await self._admin.describe_topics()
            if entry["topic"] in names and entry["partitions"]
        }

    async def _describe(self, group: str) -> _Described:
        """As `_ask`; a coordinator that is just being chosen is waited for."""
        while True:
            try:
                return await self._ask(group)
            except _CHOOSING:
                await asyncio.sleep(_AGAIN_SECONDS)

    async def _ask(self, group: str) -> _Described:
        """State, members and places of a group.

        aiokafka 0.14 reads the answer about several groups wrongly (`DescribeGroupsRequest_v3` has
        the answer of v2), so each is asked for alone.
        """
        name = self._prefix + group
        node = await self._admin.find_coordinator(name)
        (answer,) = await self._admin.describe_consumer_groups([name], node)
        ((code, _, state, _, _, members, *_),) = answer.groups
        if code:
            raise for_code(code)(name)
        offsets = await self._admin.list_consumer_group_offsets(name, node)
        committed = {at: entry.offset for at, entry in offsets.items() if entry.offset >= 0}
        return _Described(state, *_members(members), committed)

    async def _ages(
        self, behind: Mapping[tuple[str, Any], int], now_ms: int
    ) -> dict[tuple[str, Any], int]:
        """When the record at each of these places was made."""
        searches = {key: Search(place, now_ms) for key, place in behind.items()}
        while open_ones := {key: each for key, each in searches.items() if not each.is_over}:
            # A request names a partition once: groups that stand in the same one take turns.
            turn: dict[Any, tuple[str, Any]] = {}
            for key in open_ones:
                turn.setdefault(key[1], key)
            asked = {at: searches[key].question for at, key in turn.items()}
            answers = await self._client.offsets_for_times(asked)
            for at, key in turn.items():
                answer = answers.get(at)
                searches[key].learn(answer and (answer.offset, answer.timestamp))
        return {key: each.found_ms for key, each in searches.items()}


def _members(raw: Iterable[Any]) -> tuple[tuple[Member, ...], dict[Any, str]]:
    """The members of a group, and the host of each partition that is assigned."""
    members: list[Member] = []
    hosts: dict[Any, str] = {}
    for _, client_id, *_, host, _, assignment in raw:
        mine = _assigned(assignment)
        address = host.removeprefix("/")
        members.append(Member(client_id, address, len(mine)))
        hosts |= dict.fromkeys(mine, address)
    return tuple(sorted(members, key=lambda each: (each.host, each.client_id))), hosts


def _assigned(raw: bytes) -> list[ClientPartition]:
    if not raw:
        return []  # it has joined and waits for its share
    found: list[ClientPartition] = ConsumerProtocolMemberAssignment.decode(raw).partitions()
    return found


def lag_by_topic(partitions: Iterable[PartitionLag]) -> dict[str, int]:
    """Records that wait in each topic."""
    sums: dict[str, int] = defaultdict(int)
    for each in partitions:
        sums[each.topic] += each.lag
    return dict(sums)
