"""Occurrences and their series, and what is said of them."""

from datetime import UTC, datetime

from shared.domain.recurrence import Series
from shared.domain.schedule_facts import Reader, SeriesFacts, TaskFacts
from shared.domain.schedule_words import explain
from shared.domain.zones import to_instant

BERLIN = "Europe/Berlin"
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
READER = Reader(BERLIN, NOW)


def timed(rrule, slot, *, zone=BERLIN, dtstart=None, **facts):
    """An open occurrence of a timed series, and the series."""
    of_series = {name: facts.pop(name) for name in ("anchor", "exdates") if name in facts}
    series = Series(rrule, dtstart or slot, zone, **of_series)
    return TaskFacts("open", due_at=to_instant(slot, zone)), SeriesFacts(series, slot, **facts)


def all_day(rrule, slot, *, dtstart=None, **facts):
    """The same for an all-day series."""
    return TaskFacts("open", due_on=slot), SeriesFacts(
        Series(rrule, dtstart or slot, BERLIN), slot, **facts
    )


def said(case, reader=READER):
    """The sentences by code."""
    task, series = case
    return {each.code: each.text for each in explain(reader, task, series, [], {}).sentences}


def coming(case, reader=READER):
    task, series = case
    return [str(each.slot) for each in explain(reader, task, series, [], {}).coming]


MONDAYS = timed("FREQ=WEEKLY;BYDAY=MO", datetime(2026, 11, 30, 9))
