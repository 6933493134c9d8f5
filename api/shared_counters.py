"""Counts of rates in a Redis or Valkey that several processes share."""

import asyncio
from typing import Final

from redis.asyncio import Redis
from redis.exceptions import RedisError
from typing_extensions import override

from api.counters import Counters, MemoryCounters, Taken
from api.rates import Count, Rate
from shared.core.clock import Clock
from shared.observability.logging import get_logger
from shared.observability.metrics import Metrics

AWAY_SECONDS: Final = 5.0
"""So long a store that did not answer is not asked again."""

_PATIENCE_SECONDS: Final = 0.25
_NAMES: Final = {"valkey": "redis", "valkeys": "rediss"}

_SCRIPT: Final = """
local rate, seconds, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local exact = (tonumber(time[1]) + tonumber(time[2]) / 1000000) / seconds
local window = math.floor(exact)
local into = exact - window
local kept = redis.call('HMGET', KEYS[1], 'window', 'previous', 'current')
local at, previous, current = tonumber(kept[1]), 0, 0
if at == window then
    previous, current = tonumber(kept[2]), tonumber(kept[3])
elseif at == window - 1 then
    previous = tonumber(kept[3])
end
local within = math.floor(previous * (1 - into)) + current + cost <= rate
if within and cost > 0 then
    current = current + cost
    redis.call('HSET', KEYS[1], 'window', window, 'previous', previous, 'current', current)
    redis.call('EXPIRE', KEYS[1], seconds * 2)
end
return {within and 1 or 0, previous, current, tostring(into)}
"""


class SharedCounters(Counters):
    """Counts of all processes, by the clock of the store, in one round trip.

    While the store does not answer, this process counts by itself: nobody is refused for it, and
    nobody gets more than the rate from each process. It is asked again after some seconds.
    """

    def __init__(self, url: str, clock: Clock, metrics: Metrics) -> None:
        scheme, _, rest = url.partition("://")
        self._client = Redis.from_url(
            f"{_NAMES.get(scheme, scheme)}://{rest}",
            socket_timeout=_PATIENCE_SECONDS,
            socket_connect_timeout=_PATIENCE_SECONDS,
        )
        self._script = self._client.register_script(_SCRIPT)
        self._clock = clock
        self._metrics = metrics
        self._own = MemoryCounters(clock)
        self._away_until = 0.0

    @override
    async def take(self, key: str, rate: Rate, cost: int) -> Taken:
        if self._clock.monotonic() < self._away_until:
            return await self._own.take(key, rate, cost)
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                answer = await self._script(
                    keys=[f"rondel:rate:{key}"], args=[rate.amount, rate.seconds, cost]
                )
        except (RedisError, OSError, TimeoutError) as error:
            self._away_until = self._clock.monotonic() + AWAY_SECONDS
            self._metrics.count("rate_limit_store_failures_total")
            get_logger().warning("rate_limit_store_away", cause=type(error).__name__)
            return await self._own.take(key, rate, cost)
        within, previous, current, into = answer
        return bool(within), Count(previous, current, float(into))

    @override
    async def close(self) -> None:
        await self._client.aclose()
