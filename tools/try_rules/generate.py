"""Rules, starts and extra dates at random: every part that RFC 5545 allows beside a FREQ.

The hypothesis strategies of the tests draw from here, too.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

FREQS = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
EACH = (0,)
"""BYDAY without a number."""
_NTH_OF_MONTH = (1, 2, 3, 4, 5, -1, -2, -5)
_NTH_OF_YEAR = (1, 2, 20, 52, 53, -1, -10, -53)
_MINUTES = (5, 7, 15, 20, 60, 90, 1440, 3000)
_BEGIN = datetime.fromisoformat("2025-01-01T00:00")
# Mornings after changes of the clocks by an hour.
_CHANGES = {
    "Europe/Berlin": ("2026-03-29T06:00", "2026-10-25T06:00", "2027-03-28T06:00"),
    "America/New_York": ("2026-03-08T06:00", "2026-11-01T06:00", "2027-11-07T06:00"),
}
_DAYS_OF_STARTS = 4 * 365
_DAYS_OF_ENDS = 9 * 365
_MOST_EXTRA = 3


@dataclass(frozen=True, slots=True)
class Case:
    """A rule with its start; one of dates only has a date and dates.

    `zone` is where a rule of hours or minutes is tried besides UTC.
    """

    rule: str
    start: date
    exdates: tuple[date, ...] = ()
    rdates: tuple[date, ...] = ()
    zone: str = "UTC"


def random_case(rng: Random) -> Case:
    """A rule with a start; some are all-day, some have dates added or left out.

    Half of those of hours or minutes begin in the two days before clocks have changed.
    """
    rule, start, zone = random_rule(rng), random_time(rng, _DAYS_OF_STARTS), "UTC"
    if rule.startswith(("FREQ=HOURLY", "FREQ=MINUTELY")):
        zone = rng.choice(tuple(_CHANGES))
        if rng.randrange(2):
            start = datetime.fromisoformat(rng.choice(_CHANGES[zone]))
            start -= timedelta(minutes=rng.randrange(2 * 1440))
    elif rng.randrange(7) == 0:
        dates = [(start + timedelta(days=rng.randrange(90))).date() for _ in range(_MOST_EXTRA)]
        return Case(rule, start.date(), *_extra(rng, dates))
    times = [start + timedelta(hours=rng.randrange(2000)) for _ in range(_MOST_EXTRA)]
    return Case(rule, start, *_extra(rng, times), zone)


def _extra(rng: Random, slots: Sequence[date]) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """Dates to leave out and dates to add, mostly none; one may be both."""
    if rng.randrange(4):
        return (), ()
    return tuple(slots[: rng.randint(0, 2)]), tuple(slots[rng.randint(1, _MOST_EXTRA) :])


def random_time(rng: Random, days: int) -> datetime:
    """A minute in so many days from 2025 on."""
    return _BEGIN + timedelta(days=rng.randrange(days), minutes=rng.randrange(1440))


def random_rule(rng: Random, freqs: Sequence[str] = FREQS) -> str:
    """A rule whose parts RFC 5545 §3.3.10 allows together, FREQ first, the others in any order."""
    freq = rng.choice(freqs)
    chosen = {name: make(rng) for name, make in _parts(freq).items() if rng.randrange(3) == 0}
    if "BYWEEKNO" in chosen and any(mark.isdigit() for mark in chosen.get("BYDAY", "")):
        del chosen["BYDAY"]
    if "COUNT" in chosen:
        chosen.pop("UNTIL", None)
    if not any(name.startswith("BY") for name in chosen if name != "BYSETPOS"):
        chosen.pop("BYSETPOS", None)
    parts = [f"{name}={value}" for name, value in chosen.items()]
    rng.shuffle(parts)
    return ";".join([f"FREQ={freq}", *parts])


def _parts(freq: str) -> dict[str, Callable[[Random], str]]:
    parts: dict[str, Callable[[Random], str]] = {
        "INTERVAL": lambda rng: str(
            rng.choice(_MINUTES) if freq == "MINUTELY" else rng.randint(1, 5)
        ),
        "BYMONTH": _numbers(1, 12),
        "BYDAY": lambda rng: random_weekdays(rng, _ordinals(rng, freq)),
        "BYHOUR": _numbers(0, 23),
        "BYMINUTE": _numbers(0, 59, most_of_them=2),
        "BYSECOND": _numbers(0, 59, most_of_them=1),
        "BYSETPOS": _numbers(1, 4, is_signed=True, most_of_them=2),
        "WKST": lambda rng: rng.choice(WEEKDAYS),
        "COUNT": lambda rng: str(rng.randint(1, 40)),
        "UNTIL": _until,
    }
    if freq != "WEEKLY":
        parts["BYMONTHDAY"] = _numbers(1, 31, is_signed=True, most_of_them=4)
    if freq in ("YEARLY", "HOURLY", "MINUTELY"):
        parts["BYYEARDAY"] = _numbers(1, 366, is_signed=True, most_of_them=5)
    if freq == "YEARLY":
        parts["BYWEEKNO"] = _numbers(1, 53, is_signed=True)
    return parts


def _numbers(
    least: int, most: int, *, is_signed: bool = False, most_of_them: int = 3
) -> Callable[[Random], str]:
    def make(rng: Random) -> str:
        found = [rng.randint(least, most) for _ in range(rng.randint(1, most_of_them))]
        if is_signed:
            found = [number * rng.choice((1, -1)) for number in found]
        return ",".join(map(str, dict.fromkeys(found)))

    return make


def random_weekdays(rng: Random, nths: Sequence[int]) -> str:
    """Up to four entries of BYDAY with these numbers, 0 meaning none."""
    entries = [f"{rng.choice(nths) or ''}{rng.choice(WEEKDAYS)}" for _ in range(rng.randint(1, 4))]
    return ",".join(dict.fromkeys(entries))


def _ordinals(rng: Random, freq: str) -> Sequence[int]:
    """Numbers for BYDAY: none of them, only such, or both kinds in one rule."""
    if freq not in ("MONTHLY", "YEARLY"):
        return EACH
    nths = rng.choice((_NTH_OF_MONTH, _NTH_OF_YEAR)) if freq == "YEARLY" else _NTH_OF_MONTH
    return rng.choice((EACH, nths, (*EACH, *nths)))


def _until(rng: Random) -> str:
    """A local time, an instant, or a date."""
    form = rng.choice(("%Y%m%dT%H%M%S", "%Y%m%dT%H%M%SZ", "%Y%m%d"))
    return random_time(rng, _DAYS_OF_ENDS).strftime(form)
