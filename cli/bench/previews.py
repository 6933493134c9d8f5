"""Rules to preview, and how long the domain takes to say what they mean, without HTTP."""

import time
from datetime import UTC, date, datetime
from typing import Final

from cli.bench.harness import Bench
from cli.bench.stats import spread
from shared.domain.recurrence import Series, Slot
from shared.domain.recurrence.answer import answer
from shared.domain.recurrence.steps import Steps

_TIMED: Final = datetime(2026, 1, 5, 9)  # noqa: DTZ001 - a wall time, a Monday
_DAY: Final = date(2026, 1, 31)
_NOW: Final = datetime(2026, 11, 25, 12, tzinfo=UTC)
DATES: Final = 10
ZONE: Final = "Europe/Berlin"
_ROUNDS: Final = 100

# From what people ask for most to what few rules need: BYSETPOS, week numbers, long COUNTs.
USUAL: Final = (
    "FREQ=DAILY",
    "FREQ=DAILY;INTERVAL=3",
    "FREQ=DAILY;COUNT=1000",
    "FREQ=DAILY;UNTIL=20321231",
    "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR",
    "FREQ=DAILY;BYHOUR=8,20;BYMINUTE=0",
    "FREQ=WEEKLY;BYDAY=MO;WKST=MO",
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;WKST=MO",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
    "FREQ=WEEKLY;COUNT=520;BYDAY=SA",
    "FREQ=WEEKLY;UNTIL=20321224T000000Z;BYDAY=MO,WE,FR",
    "FREQ=MONTHLY",
    "FREQ=MONTHLY;BYMONTHDAY=15",
    "FREQ=MONTHLY;BYMONTHDAY=1,15",
    "FREQ=MONTHLY;BYMONTHDAY=31",
    "FREQ=MONTHLY;BYMONTHDAY=-1",
    "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1",
    "FREQ=MONTHLY;BYDAY=1FR",
    "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
    "FREQ=MONTHLY;INTERVAL=18;BYMONTHDAY=10,11,12,13,14,15",
    "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
    "FREQ=YEARLY",
    "FREQ=YEARLY;BYMONTH=6,7",
    "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1",
    "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
    "FREQ=YEARLY;BYDAY=20MO",
    "FREQ=HOURLY;INTERVAL=3",
)
# What makes a search long: COUNTs to the limit, dates that are rare, hours of few days.
HEAVY: Final = (
    "FREQ=DAILY;COUNT=10000",
    "FREQ=MINUTELY;INTERVAL=90;BYHOUR=9,10,11,12;COUNT=1000",
    "FREQ=MINUTELY;INTERVAL=7;BYDAY=SU;BYHOUR=2",
    "FREQ=MINUTELY;INTERVAL=15;BYMONTHDAY=-1;BYHOUR=9,17",
    "FREQ=HOURLY;INTERVAL=5;BYMONTH=3;BYDAY=SU;BYHOUR=2,3",
    "FREQ=MONTHLY;BYMONTH=10;BYDAY=FR;BYMONTHDAY=13",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=SU",
    "FREQ=YEARLY;BYWEEKNO=53;BYDAY=TH",
    "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=8,9,10,11,12,13,14,15,16,17;BYSETPOS=1,100,-1",
)


def starts_of(rule: str) -> tuple[Slot, ...]:
    """A wall time and, where the rule counts days or longer, a date."""
    is_sub_daily = rule.startswith(("FREQ=HOURLY", "FREQ=MINUTELY"))
    return (_TIMED,) if is_sub_daily else (_TIMED, _DAY)


def measure_previews(bench: Bench) -> None:
    """Rows for answers of ten dates, each rule timed and all-day, in a zone with clock changes."""
    series = [Series(rule, start, ZONE) for rule in USUAL for start in starts_of(rule)]
    took_ms = []
    for _ in range(_ROUNDS):
        for each in series:
            started = time.perf_counter()
            answer(each, _NOW, DATES, Steps())
            took_ms.append((time.perf_counter() - started) * 1000)
    bench.spread_rows(
        "preview of a rule",
        spread(took_ms),
        p99=5,
        note=f"{len(series)} rules, {DATES} dates, words, notes and warnings each, "
        f"{_ROUNDS} times in this process; the first time fills the caches of plans",
    )
