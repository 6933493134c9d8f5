"""The examples of RFC 5545 §3.8.5.3 hit the dates, times and instants that it prints, in New York.

Where it prints "...", so many dates are compared.
"""

import re
from datetime import date, datetime, time
from itertools import islice

import pytest

from shared.domain.recurrence import Series, slot_instant
from shared.domain.recurrence.series import series_slots
from tests.unit.domain.rfc5545_examples import BY_DATE, BY_TIME, EDT, NINE, dates_of, instants_of

NEW_YORK = "America/New_York"


def expand(
    rule: str, start: datetime, expected: list[datetime], *, goes_on: bool
) -> list[datetime]:
    slots = series_slots(Series(rule, start, NEW_YORK), None)
    return list(islice(slots, len(expected) + (0 if goes_on else 1)))


def table(fields, rows):
    return pytest.mark.parametrize(fields, [row[1:] for row in rows], ids=[row[0] for row in rows])


@table("start, rule, dates", BY_DATE)
def test_example_hits_the_printed_dates(start, rule, dates):
    expected = [datetime.combine(day, NINE) for day in dates_of(dates)]
    first = datetime.combine(date.fromisoformat(start), NINE)
    assert expand(rule, first, expected, goes_on=dates.endswith("...")) == expected


@table("start, rule, dates", [row for row in BY_DATE if "UNTIL" not in row[2]])
def test_example_hits_the_same_dates_all_day(start, rule, dates):
    expected = dates_of(dates)
    first = date.fromisoformat(start)
    assert expand(rule, first, expected, goes_on=dates.endswith("...")) == expected


@table("start, rule, dates", BY_DATE)
def test_example_hits_the_printed_instants(start, rule, dates):
    expected = instants_of(dates)
    first = datetime.combine(date.fromisoformat(start), NINE)
    slots = expand(rule, first, expected, goes_on=dates.endswith("..."))
    assert [slot_instant(slot, NEW_YORK) for slot in slots] == expected


def test_examples_lie_on_both_sides_of_changes_of_the_clocks():
    through = [row for row in BY_DATE if "EDT" in row[3] and "EST" in row[3]]
    assert len(through) == 21


@table("rule, times", BY_TIME)
def test_example_hits_the_printed_times(rule, times):
    goes_on = times[-1] == "..."
    expected = [
        datetime.combine(date(1997, 9, 2 + index), time.fromisoformat(text))
        for index, line in enumerate(times[:-1] if goes_on else times)
        for text in line.split()
    ]
    found = expand(rule, datetime(1997, 9, 2, 9), expected, goes_on=goes_on)
    assert found == expected
    assert [slot_instant(slot, NEW_YORK) for slot in found] == [
        moment.replace(tzinfo=EDT) for moment in expected
    ]


def test_all_headings_of_the_section_are_here():
    headings = {re.sub(r" \(.*\)|: \w+$", "", row[0]) for row in [*BY_DATE, *BY_TIME]}
    rules = {row[2] for row in BY_DATE} | {row[1] for row in BY_TIME}
    assert (len(headings), len(rules)) == (38, 43)
