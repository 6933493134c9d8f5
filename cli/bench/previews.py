"""How long it takes to say what a rule means: the domain's answer, without HTTP."""

import time
from datetime import UTC, date, datetime
from typing import Final

from cli.bench.harness import Bench
from cli.bench.stats import spread
from shared.domain.recurrence import Series
from shared.domain.recurrence.answer import answer
from shared.domain.recurrence.steps import Steps

_TIMED: Final = datetime(2026, 1, 5, 9)  # noqa: DTZ001 - a wall time, a Monday
_DAY: Final = date(2026, 1, 31)
_NOW: Final = datetime(2026, 11, 25, 12, tzinfo=UTC)
_DATES: Final = 10
_ROUNDS: Final = 100

# From what people ask for most to what few rules need: BYSETPOS, week numbers, long COUNTs.
_RULES: Final = (
    "FREQ=DAILY",
    "FREQ=DAILY;INTERVAL=3",
    "FREQ=DAILY;COUNT=1000",
    "FREQ=WEEKLY;BYDAY=MO;WKST=MO",
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;WKST=MO",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU",
    "FREQ=WEEKLY;UNTIL=20281224T000000Z;BYDAY=MO,WE,FR",
    "FREQ=MONTHLY;BYMONTHDAY=15",
    "FREQ=MONTHLY;BYMONTHDAY=31",
    "FREQ=MONTHLY;BYMONTHDAY=-1",
    "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1",
    "FREQ=MONTHLY;BYDAY=1FR",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
    "FREQ=MONTHLY;INTERVAL=18;BYMONTHDAY=10,11,12,13,14,15",
    "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
    "FREQ=YEARLY;BYMONTH=6,7",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1",
    "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
    "FREQ=YEARLY;BYDAY=20MO",
    "FREQ=HOURLY;INTERVAL=3",
)


def measure_previews(bench: Bench) -> None:
    """Rows for answers of ten dates, each rule timed and all-day, in a zone with clock changes."""
    series = [
        Series(rule, start, "Europe/Berlin")
        for rule in _RULES
        for start in (_TIMED, _DAY)
        if isinstance(start, datetime) or not rule.startswith("FREQ=HOURLY")
    ]
    took_ms = []
    for _ in range(_ROUNDS):
        for each in series:
            started = time.perf_counter()
            answer(each, _NOW, _DATES, Steps())
            took_ms.append((time.perf_counter() - started) * 1000)
    bench.spread_rows(
        "preview of a rule",
        spread(took_ms),
        p99=5,
        note=f"{len(series)} rules, {_DATES} dates, words, notes and warnings each, "
        f"{_ROUNDS} times in this process; the first time fills the caches of plans",
    )
