"""Plain words: how long a sentence takes, and a text as long as may be, in this process."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cli.bench.harness import Bench, BenchFailed
from cli.bench.report import Target
from cli.bench.stats import Spread, spread
from shared.domain.words.draft import Context
from shared.domain.words.requests import read_request
from shared.domain.words.understand import MOST_CHARACTERS, understand

STEPS = 2
_SENTENCES: Final = Path(__file__).parents[3] / "tests" / "nl"
_CONTEXT: Final = Context(datetime(2026, 11, 25, 9, tzinfo=UTC), "Europe/Berlin")
_ROUNDS: Final = 5
_LONG_ROUNDS: Final = 10
_P50_MS: Final = Target("<=", 2)
_P99_MS: Final = Target("<=", 10)
_MS: Final = 1_000
Reader = Callable[[str, Context], object]
LONG: Final = {
    "prose": "Call mum about the car and the garden in the afternoon ",
    "days": "monday ",
    "amounts": "1 day and ",
    "repetitions": "every ",
    "ordinals": "last ",
}
"""What a long text is made of: words of a title, and words that each may begin something."""


async def run(bench: Bench) -> None:
    """Rows for the sentences of tests/nl, and for texts of the most characters there may be."""
    bench.step("words: sentences")
    texts = sentences(_SENTENCES)
    for text in texts:
        understand(text, _CONTEXT)
    found = spread(_seconds(text) * _MS for _ in range(_ROUNDS) for text in texts)
    note = f"{len(texts):,} sentences, {_ROUNDS} times, in this process, after a first time"
    bench.row("a sentence, p50", found.p50, "ms", _P50_MS, note=note)
    bench.row("a sentence, p99", found.p99, "ms", _P99_MS, note=note)
    asked = spread(_seconds(text, read_request) * _MS for _ in range(_ROUNDS) for text in texts)
    bench.row("a sentence as a request to the assistant, p50", asked.p50, "ms", _P50_MS)
    bench.row("a sentence as a request to the assistant, p99", asked.p99, "ms", _P99_MS)
    bench.step("words: long texts")
    for name, pattern in LONG.items():
        long, long_asked = _long(pattern, understand), _long(pattern, read_request)
        bench.row(f"{MOST_CHARACTERS:,} characters of {name}, p50", long.p50 * _MS, "ms")
        bench.row(f"the same as a request: {name}, p50", long_asked.p50 * _MS, "ms")


def sentences(folder: Path) -> list[str]:
    """The texts of all cases in a folder.

    Raises:
        BenchFailed: there are none: this is no checkout of the repository.
    """
    files = sorted(folder.glob("*.jsonl"))
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    if not lines:
        raise BenchFailed(f"no sentences in {folder}: run it in a checkout of the repository")
    return [json.loads(line)["text"] for line in lines]


def _long(pattern: str, read: Reader) -> Spread:
    text = (pattern * MOST_CHARACTERS)[:MOST_CHARACTERS]
    return spread(_seconds(text, read) for _ in range(_LONG_ROUNDS))


def _seconds(text: str, read: Reader = understand) -> float:
    started = time.perf_counter()
    read(text, _CONTEXT)
    return time.perf_counter() - started
