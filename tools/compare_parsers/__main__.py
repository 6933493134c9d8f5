"""Ask libraries that read dates from English what they find in the sentences of tests/nl.

python -m tools.compare_parsers --python parsers/bin/python --node parsers

The libraries are no part of Rondel and stand in no lock of it. They live in a virtual environment
with requirements.txt and a folder in which `npm install` has read package.json, both beside this
file. Prints a table for docs/adr/0012-plain-words.md; --wrong NAME prints what that one got wrong.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.nl.cases import Case, load
from tools.compare_parsers.score import CATEGORIES, ZONE, Score, Tally, is_asked, score

_HERE = Path(__file__).parent
_LONGEST = 900
PYTHON = {
    "dateparser": "dt",
    "parsedatetime": "dt",
    "recurrent": "dr",
    "timefhuman": "dt",
    "dateutil": "dt",
    "datefinder": "dt",
    "datefinder-legacy": "dt",
    "ctparse": "dt",
}
"""Libraries and what they claim to find: d a due day or time, t its place in the text, r a rule."""
NODE = {
    "chrono-node": "dt",
    "sherlockjs": "dt",
    "compromise-dates": "dtr",
    "recognizers-text": "dtr",
    "rrule": "r",
}
_COLUMNS = ("dates", "times", "title", "whole", "rule", "reminders", "mixed", "negatives", "faults")


def main() -> int:
    """0 after every library that is installed has been asked."""
    options = _options()
    cases = {name: [one for one in load(name) if is_asked(one, name)] for name in CATEGORIES}
    print(", ".join(f"{name} {len(several)}" for name, several in cases.items()))
    scores = {
        name: score(cases, _ask(command, cases), claims)
        for name, command, claims in _libraries(options)
    }
    if options.wrong:
        print("\n".join(_mistakes(scores[options.wrong])))
    else:
        print("\n".join(_table(scores)))
    return 0


def _options() -> argparse.Namespace:
    about, *_ = (__doc__ or "").split("\n", 1)
    parser = argparse.ArgumentParser(prog="python -m tools.compare_parsers", description=about)
    parser.add_argument("--python", type=Path, help="interpreter that has the Python libraries")
    parser.add_argument("--node", type=Path, help="folder with node_modules")
    parser.add_argument("--only", help="ask this library alone")
    parser.add_argument("--wrong", help="print what this library got wrong")
    return parser.parse_args()


def _libraries(options: argparse.Namespace) -> Iterable[tuple[str, list[str], str]]:
    only = options.wrong or options.only
    if options.python:
        for name, claims in PYTHON.items():
            if only in (None, name):
                yield name, [options.python, _HERE / "python_readers.py", name], claims
    if options.node:
        for name, claims in NODE.items():
            if only in (None, name):
                yield name, [*_in_node(options.node), _HERE / "node_readers.cjs", name], claims


def _in_node(folder: Path) -> list[str]:
    return ["env", "-C", str(folder), f"TZ={ZONE}", "node"]


def _ask(
    command: Sequence[str | Path], cases: Mapping[str, Sequence[Case]]
) -> list[dict[str, Any]]:
    asked = "".join(
        json.dumps({"text": case.text, "now": case.now, "day_first": case.day_first}) + "\n"
        for several in cases.values()
        for case in several
    )
    done = subprocess.run(  # noqa: S603 - our own readers, at paths given by hand
        [str(part) for part in command],
        input=asked,
        capture_output=True,
        text=True,
        check=True,
        timeout=_LONGEST,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def _table(scores: Mapping[str, Score]) -> Iterable[str]:
    yield "| library | " + " | ".join(_COLUMNS) + " | raised | p50 ms | p99 ms |"
    yield "|---" * (len(_COLUMNS) + 4) + "|"
    for name, one in scores.items():
        shares = (_share(one.tallies.get(column)) for column in _COLUMNS)
        speeds = (f"{1000 * one.percentile(part):.2f}" for part in (0.5, 0.99))
        cells = (name, *shares, str(one.failures.total()), *speeds)
        yield "| " + " | ".join(cells) + " |"


def _share(tally: Tally | None) -> str:
    if tally is None or not tally.asked:
        return ""
    return f"{tally.right} of {tally.asked} ({tally.right / tally.asked:.0%})"


def _mistakes(one: Score) -> Iterable[str]:
    for question, tally in one.tallies.items():
        yield f"{question}: {tally.right} of {tally.asked} right"
        yield from (f"  {what}" for what in tally.wrong)
    yield f"raised: {dict(one.failures)}"


if __name__ == "__main__":
    sys.exit(main())
