"""Hypothesis strategies for rules and starts, valid in syntax and spread over every part.

The rules are those of `tools.try_rules`.
"""

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from shared.core.errors import InvalidInput
from shared.domain.recurrence import check_occurs, parse_rule
from tools.try_rules.generate import FREQS, random_rule, random_weekdays

ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Asia/Kathmandu",
    "Africa/Casablanca",
]
local_times = st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)
instants = st.datetimes(datetime(2025, 1, 1), datetime(2029, 12, 31)).map(
    lambda moment: moment.replace(microsecond=0)
)


def numbers(least, most, *, signed=False, size=3):
    values = st.integers(least, most)
    if signed:
        values |= st.integers(-most, -least)
    return st.lists(values, min_size=1, max_size=size).map(
        lambda found: ",".join(map(str, dict.fromkeys(found)))
    )


def weekdays(nths):
    """Entries of BYDAY with these numbers, 0 meaning none."""
    return st.randoms().map(lambda rng: random_weekdays(rng, nths))


def rule_texts(freqs=FREQS):
    """A rule that RFC 5545 allows, as text with its parts in any order."""
    return st.randoms().map(lambda rng: random_rule(rng, freqs))


@st.composite
def accepted_rules(draw, freqs=FREQS, starts=local_times):
    """A rule that the guards accept, with a start."""
    text, start = draw(rule_texts(freqs)), draw(starts)
    try:
        check_occurs(parse_rule(text), start)
    except InvalidInput:
        # Leave out what limits; what remains is accepted for any start.
        text = f"{text.split(';')[0]};INTERVAL=1440" if "MINUTELY" in text else text.split(";")[0]
    return text, start


all_days = st.dates(date(2025, 1, 1), date(2028, 12, 31))
spans = st.timedeltas(timedelta(days=-40), timedelta(days=150)).map(
    lambda span: span - timedelta(microseconds=span.microseconds)
)
