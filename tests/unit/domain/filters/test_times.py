"""Days and moments of filters on the owner's calendar."""

from datetime import UTC, datetime

import pytest

from shared.domain.filters import Calendar, FilterInvalid, Span
from shared.domain.filters.times import moment_text, parse_moment

# Saturday evening in Berlin; that night clocks go forward.
NOW = datetime(2026, 3, 28, 22, 30, 15, tzinfo=UTC)


def reach(text, zone="Europe/Berlin", week_start="MO", now=NOW):
    found = Calendar(now, zone, week_start).reach_of(parse_moment(text), Span(1, 1))
    return found.start.isoformat(), found.end is not None


@pytest.mark.parametrize(
    ("text", "start", "is_day"),
    [
        ("now", "2026-03-28T23:30:15", False),
        ("now/d", "2026-03-28T00:00:00", False),
        ("now/d+1d", "2026-03-29T00:00:00", False),
        ("now+1d/w", "2026-03-23T00:00:00", False),
        ("now+2d/w", "2026-03-30T00:00:00", False),
        ("now/M-1M", "2026-02-01T00:00:00", False),
        ("now/y", "2026-01-01T00:00:00", False),
        ("now/h", "2026-03-28T23:00:00", False),
        ("now/m", "2026-03-28T23:30:00", False),
        # three hours on the clock of the wall are two that pass
        ("now+2h", "2026-03-29T01:30:15", False),
        ("now+3h", "2026-03-29T03:30:15", False),
        ("now+1d", "2026-03-29T23:30:15", False),
        ("now-90m", "2026-03-28T22:00:15", False),
        ("today", "2026-03-28T00:00:00", True),
        ("tomorrow", "2026-03-29T00:00:00", True),
        ("yesterday-1w", "2026-03-20T00:00:00", True),
        ("saturday", "2026-03-28T00:00:00", True),
        ("sun", "2026-03-29T00:00:00", True),
        ("friday", "2026-04-03T00:00:00", True),
        ("next friday", "2026-04-03T00:00:00", True),
        ("next saturday", "2026-04-04T00:00:00", True),
        ("next week", "2026-03-30T00:00:00", True),
        ("next month", "2026-04-01T00:00:00", True),
        ("2026-01-31+1M", "2026-02-28T00:00:00", True),
        ("2028-02-29+1y", "2029-02-28T00:00:00", True),
        ("2026-11-27T09:00", "2026-11-27T09:00:00", False),
        ("2026-11-27T09:00Z", "2026-11-27T10:00:00", False),
        ("2026-11-27T09:00-05:00", "2026-11-27T15:00:00", False),
        ("2026-11-27 09:00:30", "2026-11-27T09:00:30", False),
    ],
)
def test_a_moment_lies_on_the_owners_calendar(text, start, is_day):
    assert reach(text) == (start, is_day)


def test_weeks_begin_when_their_owner_says():
    assert reach("now/w", week_start="SU")[0] == "2026-03-22T00:00:00"
    assert reach("today/w", week_start="SA")[0] == "2026-03-28T00:00:00"


def test_today_is_that_of_the_owners_zone():
    assert reach("today", "Pacific/Auckland")[0] == "2026-03-29T00:00:00"
    assert reach("today", "America/New_York")[0] == "2026-03-28T00:00:00"


@pytest.mark.parametrize(
    "text", ["today+99999y", "now-9999M", "2026-11-27-99999w", "1900-01-01-1d"]
)
def test_the_calendar_has_ends(text):
    with pytest.raises(FilterInvalid, match="outside the years"):
        reach(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "noon", "2026-02-30", "2026-13-01", "1800-01-01", "today+1h", "now+1", "now/"),
        *("now+1x", "2026-11-27T24:00", "2026-11-27T9", "next", "now now", "now+999999d"),
    ],
)
def test_what_is_no_moment(text):
    assert parse_moment(text) is None


@pytest.mark.parametrize("text", ["now-7d/w+1h", "next friday+1w", "2026-11-27T09:00:00+01:00"])
def test_moments_are_written_as_they_are_read(text):
    assert moment_text(parse_moment(text)) == text
