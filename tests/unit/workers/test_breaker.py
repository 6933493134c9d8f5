"""When a group stops, and what ends that."""

import pytest

from shared.observability.metrics import Metrics
from tests.fakes import FakeClock
from workers.runtime.breaker import Breaker, BreakerLimits
from workers.runtime.failures import judge
from workers.runtime.testing import RuntimeSignals

LIMITS = BreakerLimits(
    deaths=4, share=0.5, window_seconds=30, first_wait_seconds=5, longest_wait_seconds=12
)


class GivenUp(Exception):
    """The partition is gone."""


class Lane:
    """Lets time pass as a lane would, unless it is given up."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.waited = 0.0
        self.gives_up_after = 1000.0

    async def wait(self, seconds: float) -> None:
        self.clock.advance(seconds)
        self.waited += seconds
        if self.waited > self.gives_up_after:
            raise GivenUp


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def breaker(clock: FakeClock) -> Breaker:
    return Breaker("recurrence", clock, Metrics(), RuntimeSignals(), LIMITS)


def die(breaker: Breaker, times: int = 1) -> None:
    for _ in range(times):
        breaker.died(judge(ValueError("boom")))


def test_a_few_deaths_do_not_stop_it(breaker: Breaker) -> None:
    die(breaker, 3)
    assert not breaker.is_open
    die(breaker)
    assert breaker.is_open


def test_deaths_among_many_that_get_through_do_not_stop_it(breaker: Breaker) -> None:
    for _ in range(10):
        die(breaker)
        breaker.handled(2)
    assert not breaker.is_open


def test_deaths_long_apart_do_not_stop_it(breaker: Breaker, clock: FakeClock) -> None:
    for _ in range(10):
        die(breaker)
        clock.advance(11)
    assert not breaker.is_open


def test_what_got_through_long_ago_does_not_count(breaker: Breaker, clock: FakeClock) -> None:
    breaker.handled(1_000_000)
    clock.advance(31)
    die(breaker, 4)
    assert breaker.is_open


async def test_closed_nobody_waits(breaker: Breaker, clock: FakeClock) -> None:
    lane = Lane(clock)
    async with breaker.passing(lane.wait):
        assert not breaker.is_open
    assert lane.waited == 0


async def test_a_trial_that_gets_through_closes_it(breaker: Breaker, clock: FakeClock) -> None:
    die(breaker, 4)
    lane = Lane(clock)
    async with breaker.passing(lane.wait):
        assert 5 <= lane.waited < 5.5
        breaker.handled(1)
    assert not breaker.is_open
    die(breaker, 3)  # what was counted before the stop is forgotten
    assert not breaker.is_open


async def test_trials_that_fail_come_less_and_less_often(
    breaker: Breaker, clock: FakeClock
) -> None:
    die(breaker, 4)
    waits = []
    for _ in range(4):
        lane = Lane(clock)
        async with breaker.passing(lane.wait):
            die(breaker)
        waits.append(round(lane.waited))
    assert waits == [5, 10, 12, 12]


async def test_one_trial_at_a_time(breaker: Breaker, clock: FakeClock) -> None:
    die(breaker, 4)
    clock.advance(5)
    async with breaker.passing(Lane(clock).wait):
        other = Lane(clock)
        other.gives_up_after = 3
        with pytest.raises(GivenUp):
            async with breaker.passing(other.wait):
                pytest.fail("two trials at once")
        assert other.waited > 3


async def test_a_trial_that_is_given_up_leaves_room_for_the_next(
    breaker: Breaker, clock: FakeClock
) -> None:
    die(breaker, 4)
    clock.advance(5)
    with pytest.raises(GivenUp):
        async with breaker.passing(Lane(clock).wait):
            raise GivenUp
    assert breaker.is_open
    async with breaker.passing(Lane(clock).wait):
        breaker.handled(1)
    assert not breaker.is_open


async def test_the_health_page_says_why(breaker: Breaker, clock: FakeClock) -> None:
    assert breaker.describe() == {"breaker": "closed"}
    die(breaker, 4)
    clock.advance(2)
    told = breaker.describe()
    assert told["breaker"] == "open"
    assert told["breaker_open_seconds"] == 2
    assert told["breaker_next_trial_seconds"] == 3
    assert told["breaker_error"] == "ValueError"
    assert len(str(told["breaker_fingerprint"])) == 16
