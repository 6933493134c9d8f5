"""Hypothesis strategies for rules and starts, valid in syntax and spread over every part."""

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from shared.core.errors import InvalidInput
from shared.domain.recurrence import check_occurs, parse_rule
from shared.domain.recurrence.rule import WEEKDAYS

ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Asia/Kathmandu",
    "Africa/Casablanca",
]
FREQS = ["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY"]
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
    """Days that are all plain or all numbered, see `is_known_difference` of the oracle."""
    each = [
        st.sampled_from([f"{nth or ''}{day}" for day in WEEKDAYS for nth in kind]) for kind in nths
    ]
    return st.one_of([st.lists(days, min_size=1, max_size=4).map(",".join) for days in each])


@st.composite
def rule_texts(draw, freqs=tuple(FREQS)):
    """A rule that RFC 5545 allows, as text with its parts in any order."""
    freq = draw(st.sampled_from(freqs))
    chosen = {
        name: draw(values) for name, values in _parts(freq).items() if draw(st.integers(0, 2)) == 0
    }
    if "BYWEEKNO" in chosen and any(mark.isdigit() for mark in chosen.get("BYDAY", "")):
        del chosen["BYDAY"]
    if "COUNT" in chosen:
        chosen.pop("UNTIL", None)
    if freq == "WEEKLY" or not any(name.startswith("BY") for name in chosen if name != "BYSETPOS"):
        chosen.pop("BYSETPOS", None)
    parts = draw(st.permutations([f"{name}={value}" for name, value in chosen.items()]))
    return ";".join([f"FREQ={freq}", *parts])


def _parts(freq):
    minutely = [5, 7, 15, 20, 60, 90, 1440]
    interval = st.sampled_from(minutely) if freq == "MINUTELY" else st.integers(1, 5)
    parts = {
        "INTERVAL": interval,
        "BYMONTH": numbers(1, 12),
        "BYDAY": weekdays(_ordinals(freq)),
        "BYHOUR": numbers(0, 23),
        "BYMINUTE": numbers(0, 59, size=2),
        "BYSECOND": numbers(0, 59, size=1),
        "BYSETPOS": numbers(1, 4, signed=True, size=2),
        "WKST": st.sampled_from(WEEKDAYS),
        "COUNT": st.integers(1, 40),
        "UNTIL": local_times.map(lambda moment: moment.strftime("%Y%m%dT%H%M%S")),
    }
    if freq != "WEEKLY":
        parts["BYMONTHDAY"] = numbers(1, 31, signed=True, size=4)
    if freq in ("YEARLY", "HOURLY", "MINUTELY"):
        parts["BYYEARDAY"] = numbers(1, 366, signed=True, size=5)
    if freq == "YEARLY":
        parts["BYWEEKNO"] = numbers(1, 51, signed=True)
    return parts


def _ordinals(freq):
    return [[0], [1, 2, 3, 4, 5, -1, -2, -5]] if freq in ("MONTHLY", "YEARLY") else [[0]]


@st.composite
def accepted_rules(draw, freqs=tuple(FREQS), starts=local_times):
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
