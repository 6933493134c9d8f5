"""Counts in a real server: several processes agree, and none stands still without it."""

import asyncio

import pytest

from api.rate_limits import open_rate_limits
from api.rates import Rate
from api.settings import LimitsSettings
from api.shared_counters import AWAY_SECONDS, SharedCounters
from shared.core.clock import SystemClock
from shared.observability.metrics import Metrics
from tests.fakes import FakeClock

RATE = Rate(10, 86_400)


@pytest.fixture
async def replicas(own_valkey):
    clock, metrics = FakeClock(), Metrics()
    both = [SharedCounters(own_valkey.url, clock, metrics) for _ in range(2)]
    yield both, clock, metrics
    for each in both:
        await each.close()


def failures(metrics):
    return metrics.registry.get_sample_value("rate_limit_store_failures_total")


async def test_replicas_count_together(replicas):
    (one, other), _, metrics = replicas
    asked = [each.take("k", RATE, 1) for _ in range(8) for each in (one, other)]
    within = [taken for taken, _ in await asyncio.gather(*asked)]
    assert sum(within) == 10
    _, count = await other.take("k", RATE, 0)
    assert count.left(RATE) == 0
    assert 1 <= count.retry_seconds(RATE, 1) <= 2 * RATE.seconds
    assert failures(metrics) == 0


async def test_what_costs_more_than_is_left_is_not_counted(replicas):
    (one, other), _, _ = replicas
    assert (await one.take("k", RATE, 7))[0]
    assert not (await other.take("k", RATE, 4))[0]
    within, count = await other.take("k", RATE, 3)
    assert (within, count.left(RATE)) == (True, 0)


async def test_keys_go_when_they_are_over(replicas):
    (one, _), _, _ = replicas
    await one.take("k", Rate(10, 60), 1)
    await one.take("other", Rate(10, 60), 0)
    assert await one._client.keys() == [b"rondel:rate:k"]
    assert 60 < await one._client.ttl("rondel:rate:k") <= 120


async def test_without_the_store_each_counts_for_itself_and_goes_back_to_it(replicas, own_valkey):
    (one, other), clock, metrics = replicas
    for _ in range(6):
        await one.take("k", RATE, 1)
    own_valkey.kill()
    within = [(await each.take("k", RATE, 1))[0] for each in (one, other) for _ in range(12)]
    assert sum(within) == 20
    assert failures(metrics) == 2  # asked once, then left alone
    await own_valkey.start()
    clock.advance(AWAY_SECONDS + 1)
    await one.take("k", RATE, 1)
    _, count = await other.take("k", RATE, 0)
    assert count.left(RATE) == 9
    assert failures(metrics) == 2


async def test_the_setting_leads_there(own_valkey):
    settings = LimitsSettings(store=own_valkey.url)
    limits = open_rate_limits(settings, SystemClock(), Metrics())
    scope = {}
    await limits.take(scope, "user", "somebody")
    await limits.close()
    again = open_rate_limits(settings, SystemClock(), Metrics())
    await again.take(scope, "user", "somebody")
    await again.close()
    assert scope["rondel.rate_headers"][1][1].startswith(b'"user";r=98;t=')
