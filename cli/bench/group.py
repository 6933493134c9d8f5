"""Who owns which partitions, as the members of a consumer group say themselves."""

import asyncio
import http.client
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import orjson

from cli.bench.arena import Arena
from cli.bench.harness import until
from cli.embedded.service import RunningService

_ANSWER_SECONDS = 5.0
_BALANCE_SECONDS = 60.0
_LOOK_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Ownership:
    """How the partitions of a topic are shared out."""

    once: int
    by_nobody: int
    by_several: int
    idle: int
    """Members that own none."""

    @property
    def wrong(self) -> int:
        """Partitions that are not owned exactly once."""
        return self.by_nobody + self.by_several


def share_out(owned: Iterable[Collection[int]], partitions: int) -> Ownership:
    """What each member owns, looked at together.

    >>> share_out([[0, 1], [1], []], partitions=3)
    Ownership(once=1, by_nobody=1, by_several=1, idle=1)
    """
    members = list(owned)
    owners = Counter(partition for each in members for partition in each)
    return Ownership(
        once=sum(owners[partition] == 1 for partition in range(partitions)),
        by_nobody=sum(owners[partition] == 0 for partition in range(partitions)),
        by_several=sum(owners[partition] > 1 for partition in range(partitions)),
        idle=sum(not each for each in members),
    )


async def look_at(arena: Arena, topic: str, members: Sequence[str]) -> Ownership:
    """Who owns the partitions of `topic` now; a member that gives no answer owns none."""
    answers = await asyncio.gather(
        *(asyncio.to_thread(_owned_by, arena.processes[name], topic) for name in members)
    )
    return share_out(answers, arena.kafka.partitions)


async def await_balance(arena: Arena, topic: str, members: Sequence[str]) -> Ownership:
    """Every partition has one owner, and no member is idle that could have one.

    Raises:
        BenchFailed: the group did not come to that.
    """
    most_idle = max(len(members) - arena.kafka.partitions, 0)
    found = [await look_at(arena, topic, members)]

    async def is_balanced() -> bool:
        found[0] = await look_at(arena, topic, members)
        return found[0].wrong == 0 and found[0].idle <= most_idle

    await until(
        is_balanced,
        f"{arena.kafka.partitions} partitions owned once by {len(members)} processes",
        timeout_seconds=_BALANCE_SECONDS,
        every_seconds=_LOOK_SECONDS,
    )
    return found[0]


async def await_rest(arena: Arena, members: Sequence[str], *, paused: bool) -> None:
    """Every member knows that it is paused, or that it is not.

    Raises:
        BenchFailed: one does not.
    """

    async def all_know() -> bool:
        found = await asyncio.gather(
            *(asyncio.to_thread(_health_of, arena.processes[name]) for name in members)
        )
        return all(details_in(each, "operators").get("paused") is paused for each in found)

    what = f"{len(members)} processes {'paused' if paused else 'at work'}"
    await until(all_know, what, timeout_seconds=_BALANCE_SECONDS, every_seconds=_LOOK_SECONDS)


def _owned_by(process: RunningService, topic: str) -> list[int]:
    return partitions_in(_health_of(process), topic)


def _health_of(process: RunningService) -> bytes:
    """What /health says; an empty document if nobody answers."""
    parts = urlsplit(process.url)
    connection = http.client.HTTPConnection(
        parts.hostname or "", parts.port, timeout=_ANSWER_SECONDS
    )
    try:
        connection.request("GET", "/health")
        return connection.getresponse().read()
    except (OSError, http.client.HTTPException):  # it ends, or has not begun
        return b'{"components": []}'
    finally:
        connection.close()


def partitions_in(health: bytes, topic: str) -> list[int]:
    """The partitions of `topic` that the document of a worker's /health names."""
    names = details_in(health, "consumer").get("partitions", [])
    split = (name.rpartition("/") for name in names)
    return [int(number) for name, _, number in split if name == topic]


def details_in(health: bytes, component: str) -> Mapping[str, Any]:
    """What the document says of one component; nothing if it does not name it."""
    found = {each["name"]: each for each in orjson.loads(health)["components"]}
    details: Mapping[str, Any] = found.get(component, {}).get("details", {})
    return details
