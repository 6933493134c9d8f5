"""What is said of the memory of processes that die now and then."""

import pytest

from cli.chaos.memory import Sample, growth, holdings


def life(name, pid, first, megabytes):
    """Looks at one life, 10 s apart."""
    return [
        Sample(name, pid, first + 10.0 * number, each, 20 + number, 4)
        for number, each in enumerate(megabytes)
    ]


def test_start_is_a_minute_into_the_last_life():
    first = life("relay-1", 7, 0, [50.0] * 20)
    last = life("relay-1", 8, 200, [60.0, 70, 71, 72, 73, 74, 80, 81, 79])
    (row,) = holdings(first + last)
    assert (row.lives, row.start_mb, row.end_mb, row.most_mb) == (2, 80, 79, 81)
    assert row.minutes == pytest.approx(80 / 60)
    assert row.files == (26, 28)


def test_life_of_less_than_a_minute_starts_with_its_first_look():
    (row,) = holdings(life("relay-1", 7, 0, [50.0, 60, 55]))
    assert (row.start_mb, row.end_mb, row.growth_mb_an_hour) == (50, 55, None)


def test_largest_counts_in_all_lives():
    (row,) = holdings(life("api-1", 7, 0, [90.0]) + life("api-1", 8, 10, [50.0]))
    assert row.most_mb == 90


def test_growth_is_that_of_the_longest_life_once_warm():
    warm = [100 + number / 36 for number in range(60)]  # 10 MB an hour
    samples = life("api-1", 7, 0, [10.0, 20, 30, 40, 50, 60, *warm])
    (row,) = holdings(samples + life("api-1", 8, 700, [500.0, 900]))
    assert row.growth_mb_an_hour == pytest.approx(10)


def test_five_minutes_are_needed_to_tell_growth():
    assert growth(life("api-1", 7, 0, [1.0] * 30)) is None
    assert growth(life("api-1", 7, 0, [1.0] * 31)) == 0
    assert growth([]) is None


def test_rows_are_by_name():
    samples = life("postgres", 9, 0, [200.0]) + life("api-1", 7, 0, [90.0])
    assert [row.name for row in holdings(samples)] == ["api-1", "postgres"]
