"""Read sentences that nobody would say: the parser holds what it promises of each of them.

python -m tools.fuzz_words --minutes 60 --seed 7 [--json]

What is checked stands in tests/nl/soundness.py. The sentence number N of a seed is the same in each
run. Exits with 1 if a sentence is read in a way that is not sound, and shows the shortest one of
each flaw; or if reading twice the length takes much more than twice the time.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from random import Random
from time import monotonic, process_time
from typing import Any, Final

from shared.domain.words.draft import Context
from shared.domain.words.requests import read_request
from shared.domain.words.understand import MOST_CHARACTERS, understand
from tests.nl.soundness import flaws
from tools.fuzz_words.sentences import Said, corpus, said
from tools.fuzz_words.shortening import shortened

_TIMED_EACH: Final = 200
_MOST_RATIO: Final = 3.0
"""Of the times for twice the length: 2 is linear, 4 quadratic."""
_LEAST_SECONDS: Final = 0.004
"""What takes less is too short to tell."""


@dataclass
class Run:
    """What was read, and what is wrong with it."""

    seed: int
    ways: Counter[str] = field(default_factory=Counter)
    counted: Counter[str] = field(default_factory=Counter)
    worst: dict[str, tuple[str, str]] = field(default_factory=dict)
    """The shortest sentence of each flaw, and what was found in it."""
    ratio: float = 0.0
    slowest: float = 0.0
    """Microseconds a character."""

    def read(self, number: int, sentences: Sequence[str]) -> None:
        """The sentence of this number is read, and what is found is counted."""
        random = Random(f"{self.seed}:{number}")  # noqa: S311 - the same again for a seed
        one = said(random, sentences)
        self.ways[one.way] += 1
        found = flaws(one.text, one.context)
        for flaw in found:
            self._keep(flaw, one, number)
        if not found:
            self._count(one)
        if number % _TIMED_EACH == 0:
            self._time(one)

    def _keep(self, flaw: str, one: Said, number: int) -> None:
        name = flaw.partition(":")[0]
        self.counted[f"flaw {name}"] += 1
        if name in self.worst and len(one.text) >= len(self.worst[name][0]):
            return
        text = shortened(one.text, lambda text: _has(text, one.context, name))
        why = next(each for each in flaws(text, one.context) if each.startswith(name))
        self.worst[name] = (text, f"{why}\n    sentence {number}, {one.context}")

    def _count(self, one: Said) -> None:
        draft = understand(one.text, one.context)
        request = read_request(one.text, one.context)
        self.counted["characters"] += len(one.text)
        self.counted["highlights"] += len(draft.highlights)
        self.counted["due"] += draft.due is not None
        self.counted["recurrence"] += draft.recurrence is not None
        self.counted["reminders"] += len(draft.reminders)
        self.counted["choices"] += len(draft.choices)
        self.counted[f"intent {request.intent}"] += 1
        for problem in draft.problems:
            self.counted[f"problem {problem.code}"] += 1

    def _time(self, one: Said) -> None:
        unit = f"{one.text} " if one.text.strip() else "x "
        half = unit * (MOST_CHARACTERS // 2 // len(unit))
        if not half:
            return
        ratio, seconds = _ratio(half, one.context, 2)
        if ratio > _MOST_RATIO:
            ratio, seconds = _ratio(half, one.context, 7)
        self.counted["timed"] += 1
        self.ratio = max(self.ratio, ratio)
        self.slowest = max(self.slowest, seconds / len(half) / 2 * 1_000_000)
        if ratio > _MOST_RATIO:
            self.counted["flaw cost"] += 1
            self.worst["cost"] = (unit, f"cost: {ratio:.1f} times the time for twice the length")


def _has(text: str, context: Context, name: str) -> bool:
    return any(each.partition(":")[0] == name for each in flaws(text, context))


def _ratio(text: str, context: Context, times: int) -> tuple[float, float]:
    """How much longer it takes twice than once, the best of some times; and how long."""
    half = min(_seconds(text, context) for _ in range(times))
    whole = min(_seconds(text * 2, context) for _ in range(times))
    return (whole / half if half > _LEAST_SECONDS else 0.0), whole


def _seconds(text: str, context: Context) -> float:
    started = process_time()
    understand(text, context)
    read_request(text, context)
    return process_time() - started


def fuzz(seed: int, seconds: float, most: int | None = None) -> Run:
    """So many sentences, or as many as the time allows."""
    run, sentences, started = Run(seed), corpus(), monotonic()
    for number in count():
        if number == most or monotonic() - started >= seconds:
            break
        run.read(number, sentences)
    return run


def main() -> int:
    """0 if each sentence was read as promised, else 1."""
    about, *_ = (__doc__ or "").split("\n", 1)
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sentences", type=int, help="stop after so many")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    run = fuzz(options.seed, options.minutes * 60, options.sentences)
    print(json.dumps(_document(run)) if options.json else "\n".join(_lines(run)))
    return int(bool(run.worst))


def _document(run: Run) -> dict[str, Any]:
    return {
        "seed": run.seed,
        "sentences": sum(run.ways.values()),
        "ways": dict(sorted(run.ways.items())),
        "counted": dict(sorted(run.counted.items())),
        "time_ratio_of_twice_the_length": round(run.ratio, 2),
        "slowest_microseconds_a_character": round(run.slowest, 2),
        "flaws": [{"name": name, "text": text, "why": why} for name, (text, why) in _worst(run)],
    }


def _worst(run: Run) -> list[tuple[str, tuple[str, str]]]:
    return sorted(run.worst.items(), key=lambda each: len(each[1][0]))


def _lines(run: Run) -> list[str]:
    counted = sorted((run.ways + run.counted).items())
    lines = [f"{number:12,} {name}" for name, number in counted]
    lines.append(f"{sum(run.ways.values()):12,} sentences, seed {run.seed}")
    lines.append(f"{run.ratio:12.2f} times the time for twice the length at most")
    lines.append(f"{run.slowest:12.2f} microseconds a character at most")
    for _, (text, why) in _worst(run):
        lines.append(f"\n{text!r}\n    {why}")
    return lines


if __name__ == "__main__":
    sys.exit(main())
