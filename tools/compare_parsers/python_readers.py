"""Python libraries asked for what they find in sentences: one JSON object a line, in and out.

Runs by itself, in an environment that has the libraries (requirements.txt beside this file); knows
nothing of Rondel. `python python_readers.py dateparser < asked.jsonl`.
"""

import json
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from importlib import import_module
from typing import Any

_WARM_UP = 20


@dataclass(frozen=True)
class Asked:
    """A sentence and what its reader knows."""

    text: str
    now: datetime
    day_first: bool


@dataclass
class Answer:
    """What a library found: moments, the characters they were read from, a rule, a title."""

    moments: list[datetime] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    rrule: str | None = None
    title: str | None = None


Reader = Callable[[Asked], Answer]


def _dateparser() -> Reader:
    search = import_module("dateparser.search").search_dates

    def read(asked: Asked) -> Answer:
        settings = {
            "RELATIVE_BASE": asked.now,
            "PREFER_DATES_FROM": "future",
            "DATE_ORDER": "DMY" if asked.day_first else "MDY",
        }
        found = search(asked.text, languages=["en"], settings=settings) or []
        spans = [_place(asked.text, words) for words, _ in found]
        return Answer([at.replace(tzinfo=None) for _, at in found], spans)

    return read


def _parsedatetime() -> Reader:
    library = import_module("parsedatetime")
    calendars = {day_first: library.Calendar(order) for day_first, order in _orders().items()}

    def read(asked: Asked) -> Answer:
        found = calendars[asked.day_first].nlp(asked.text, asked.now) or ()
        return Answer([one[0] for one in found], [(one[2], one[3]) for one in found])

    return read


def _orders() -> dict[bool, Any]:
    make = import_module("parsedatetime").Constants
    return {True: make("en_AU", usePyICU=False), False: make("en_US", usePyICU=False)}


def _recurrent() -> Reader:
    library = import_module("recurrent")
    orders = _orders()
    for order in orders.values():
        order.use24 = True  # recurrent 0.4.1 asks for it, and does nothing with it

    def read(asked: Asked) -> Answer:
        order = orders[asked.day_first]
        event = library.RecurringEvent(
            asked.now, preferred_time_range=(0, 12), parse_constants=order
        )
        found = event.parse(asked.text)
        if isinstance(found, datetime):
            return Answer([found])
        rules = [line for line in (found or "").splitlines() if line.startswith("RRULE:")]
        return Answer(rrule=rules[0].removeprefix("RRULE:") if rules else None)

    return read


def _timefhuman() -> Reader:
    library = import_module("timefhuman")

    def read(asked: Asked) -> Answer:
        config = library.tfhConfig(now=asked.now, return_matched_text=True)
        found = library.timefhuman(asked.text, config=config)
        moments = [at for _, _, value in found for at in _flat(value, asked.now)]
        return Answer(moments, [span for _, span, _ in found])

    return read


def _flat(value: Any, now: datetime) -> Iterator[datetime]:
    if isinstance(value, datetime):
        yield value.replace(tzinfo=None)
    elif isinstance(value, timedelta):
        yield now + value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _flat(one, now)


def _dateutil() -> Reader:
    parse = import_module("dateutil.parser").parse

    def read(asked: Asked) -> Answer:
        midnight = asked.now.replace(hour=0, minute=0, second=0)
        found, rest = parse(
            asked.text, fuzzy_with_tokens=True, default=midnight, dayfirst=asked.day_first
        )
        return Answer([found.replace(tzinfo=None)], title=" ".join(rest))

    return read


def _datefinder(engine: str) -> Reader:
    find = import_module("datefinder").find_dates

    def read(asked: Asked) -> Answer:
        first = "day" if asked.day_first else "month"
        found = list(find(asked.text, index=True, base_date=asked.now, first=first, engine=engine))
        return Answer([at.replace(tzinfo=None) for at, _ in found], [span for _, span in found])

    return read


def _ctparse() -> Reader:
    parse = import_module("ctparse").ctparse

    def read(asked: Asked) -> Answer:
        found = parse(asked.text, ts=asked.now, timeout=5)
        value = found.resolution if found else None
        start = getattr(value, "t_from", None) or value
        moments = [start.dt] if getattr(start, "dt", None) else []
        return Answer(moments, [(value.mstart, value.mend)] if moments and value else [])

    return read


READERS: dict[str, Callable[[], Reader]] = {
    "dateparser": _dateparser,
    "parsedatetime": _parsedatetime,
    "recurrent": _recurrent,
    "timefhuman": _timefhuman,
    "dateutil": _dateutil,
    "datefinder": partial(_datefinder, "v2"),
    "datefinder-legacy": partial(_datefinder, "legacy"),
    "ctparse": _ctparse,
}


def _place(text: str, words: str) -> tuple[int, int]:
    start = max(text.find(words), 0)
    return start, start + len(words)


def _answers(reader: Reader, asked: Iterable[Asked]) -> Iterator[dict[str, Any]]:
    for one in asked:
        began = time.perf_counter()
        try:
            answer, failed = reader(one), None
        except Exception as error:  # noqa: BLE001 - what a library raises is a result
            answer, failed = Answer(), type(error).__name__
        seconds = time.perf_counter() - began
        yield {
            "moments": [at.isoformat(timespec="minutes") for at in answer.moments],
            "spans": answer.spans,
            "rrule": answer.rrule,
            "title": answer.title,
            "failed": failed,
            "seconds": seconds,
        }


def main() -> int:
    """Every line of standard input has been answered with one of standard output."""
    warnings.simplefilter("ignore")
    reader = READERS[sys.argv[1]]()
    lines = [json.loads(line) for line in sys.stdin]
    asked = [
        Asked(one["text"], datetime.fromisoformat(one["now"]), one["day_first"]) for one in lines
    ]
    list(_answers(reader, asked[:_WARM_UP]))
    for answer in _answers(reader, asked):
        sys.stdout.write(json.dumps(answer) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
