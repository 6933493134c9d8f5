"""Waits until the system has nothing left to do, and says what it still has if it does not."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import asyncpg
import httpx

from cli.chaos.collect import read_lag
from cli.chaos.fleet import Fleet
from shared.core.clock import Clock
from shared.core.errors import Unavailable
from shared.core.settings import KafkaSettings
from shared.kafka.records import TopicPartition

REST_SECONDS = 240.0
"""A mail in doubt is left alone for a minute, and its event waits in a retry topic as long."""

_LOOK_SECONDS = 1.0
_QUIET_LOOKS = 2
_LAST_TIER = ".10m"
_AHEAD_SECONDS = 660.0
_ANSWER_SECONDS = 3.0

_LEFT = """
    SELECT (SELECT count(*) FROM outbox) AS outbox,
           (SELECT count(*) FROM deliveries WHERE state = 'sending') AS deliveries,
           (SELECT count(*) FROM deliveries WHERE state = 'deferred') AS deferred,
           (SELECT count(*) FROM deliveries WHERE claimed_until > clock_timestamp()) AS claims,
           (SELECT count(*) FROM scheduled_jobs
            WHERE run_at < clock_timestamp() - interval '2 seconds' AND $1) AS due
"""


class Rest:
    """Looks at outbox, ledger, job store and consumer groups until nothing is left in any."""

    def __init__(self, url: str, kafka: KafkaSettings, fleet: Fleet, clock: Clock) -> None:
        self._url = url
        self._kafka = kafka
        self._fleet = fleet
        self._clock = clock
        self.subscriptions: Mapping[str, set[TopicPartition]] = defaultdict(set)
        """What each consumer group reads, as its members say."""

    async def come(self, *, firing: bool = True, seconds: float = REST_SECONDS) -> list[str]:
        """The system is at rest; or what it still has to do after `seconds`.

        Without `firing` the scheduler has stopped, and what is due in its table may stay there.
        """
        deadline = self._clock.monotonic() + seconds
        quiet = 0
        while True:
            left = await self._look(firing=firing)
            quiet = 0 if left else quiet + 1
            if quiet >= _QUIET_LOOKS:
                return []
            if left and self._clock.monotonic() > deadline:
                return [f"not at rest after {seconds:g} s: {each}" for each in left]
            await asyncio.sleep(_LOOK_SECONDS)

    async def _look(self, *, firing: bool) -> list[str]:
        """What is left to do; empty if nothing is."""
        await self._ask_members()
        try:
            rows = await self._rows(firing=firing)
            lag = await read_lag(self._kafka, self.subscriptions)
        except (OSError, asyncpg.PostgresError, Unavailable) as error:
            return [f"{type(error).__name__}: {error}"]
        left = [
            f"{rows[name]} in {name}"
            for name in ("outbox", "deliveries", "deferred", "due")
            if rows[name]
        ]
        left += [f"{n} of {group} in {at.topic}/{at.partition}" for (group, at), n in lag.items()]
        self._hurry({at for _, at in lag}, rows)
        return left

    async def _rows(self, *, firing: bool) -> Any:
        sql = await asyncpg.connect(self._url)
        try:
            return await sql.fetchrow(_LEFT, firing)
        finally:
            await sql.close()

    def _hurry(self, behind: set[TopicPartition], rows: Any) -> None:
        """Nobody waits ten minutes for the last retry tier: its readers' clocks go ahead instead.

        Only when nothing else is left, above all no mail in doubt, which the database's clock
        guards: tried too early, its event would use up its last tier.
        """
        if behind and not rows["claims"] and all(at.topic.endswith(_LAST_TIER) for at in behind):
            for each in self._fleet.of("notifications") + self._fleet.of("recurrence"):
                each.clock.step(_AHEAD_SECONDS)

    async def _ask_members(self) -> None:
        """Which partitions the groups read, of those members that answer."""
        async with httpx.AsyncClient(timeout=_ANSWER_SECONDS) as client:
            for each in self._fleet.instances.values():
                if each.app == "api" or not each.running.is_alive:
                    continue
                try:
                    answer = await client.get(f"{each.url}/health")
                except httpx.TransportError:
                    continue
                for component in answer.json()["components"]:
                    self._note(component["details"])

    def _note(self, details: Mapping[str, Any]) -> None:
        if "group" in details:
            for place in details["partitions"]:
                topic, _, number = place.rpartition("/")
                self.subscriptions[details["group"]].add(TopicPartition(topic, int(number)))
