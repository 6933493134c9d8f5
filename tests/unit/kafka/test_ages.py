"""The age of a record is found by asking for offsets of times."""

import random

import pytest

from shared.kafka.ages import Search

NOW = 10_000_000_000
_MOST = 24


def answer(times, asked):
    """What a broker says: the first record of that time or later."""
    return next(((n, at) for n, at in enumerate(times) if at >= asked), None)


@pytest.mark.parametrize("seed", range(40))
def test_the_age_is_right_to_a_twelfth_after_few_questions(seed):
    dice = random.Random(seed)
    times = sorted(NOW - int(10 ** dice.uniform(1, 8)) for _ in range(dice.randint(1, 300)))
    offset = dice.randrange(len(times))
    search = Search(offset, NOW)
    questions = 0
    while not search.is_over:
        search.learn(answer(times, search.question))
        questions += 1
    age = NOW - times[offset]
    assert abs(search.found_ms - times[offset]) <= max(500, age / 12)
    assert questions <= _MOST


def test_a_record_from_the_future_is_of_now():
    search = Search(0, NOW)
    while not search.is_over:
        search.learn(answer([NOW + 60_000], search.question))
    assert search.found_ms >= NOW
