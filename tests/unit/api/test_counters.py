"""Counts in memory: what is within a rate, and how little is kept."""

from api.counters import MemoryCounters
from api.rates import Rate
from tests.fakes import FakeClock

RATE = Rate(10, 60)


async def taken(counters, number, key="k", rate=RATE):
    return [(await counters.take(key, rate, 1))[0] for _ in range(number)]


def at_the_start_of_a_window():
    clock = FakeClock()
    clock.advance(60 - clock.monotonic() % 60)
    return clock


async def test_no_more_than_the_rate_is_within_it():
    counters = MemoryCounters(FakeClock())
    assert await taken(counters, 12) == [True] * 10 + [False] * 2
    assert await taken(counters, 1, "another") == [True]


async def test_the_turn_of_a_window_gives_nobody_twice_the_rate():
    clock = at_the_start_of_a_window()
    counters = MemoryCounters(clock)
    clock.advance(59)
    assert await taken(counters, 10) == [True] * 10
    clock.advance(2)
    assert sum(await taken(counters, 10)) == 1  # 59 of the 60 seconds before still count
    clock.advance(29)
    assert sum(await taken(counters, 10)) == 4  # half of ten, and the one of this window


async def test_whoever_waits_as_long_as_was_said_is_let_in():
    clock = at_the_start_of_a_window()
    counters = MemoryCounters(clock)
    for cost in (1, 3, 10):
        while (await counters.take("k", RATE, 1))[0]:
            clock.advance(1.7)
        _, count = await counters.take("k", RATE, 0)
        clock.advance(count.retry_seconds(RATE, cost))
        assert (await counters.take("k", RATE, cost))[0], cost


async def test_what_costs_more_than_is_left_is_not_counted_at_all():
    counters = MemoryCounters(FakeClock())
    await taken(counters, 6)
    assert not (await counters.take("k", RATE, 5))[0]
    within, count = await counters.take("k", RATE, 4)
    assert (within, count.left(RATE)) == (True, 0)


async def test_looking_counts_nothing():
    counters = MemoryCounters(FakeClock())
    for _ in range(20):
        _, count = await counters.take("k", RATE, 0)
    assert count.left(RATE) == 10
    assert len(counters) == 0


async def test_what_is_over_is_forgotten_and_many_keys_stay_within_bounds():
    clock = FakeClock()
    counters = MemoryCounters(clock, most=100)
    for number in range(1000):
        await taken(counters, 1, f"key {number}")
    assert len(counters) == 100
    clock.advance(180)
    for number in range(60):
        await taken(counters, 1, f"later {number}")
    assert len(counters) == 60
