"""Try random recurrence rules against a plain expansion of RFC 5545 and against dateutil.

python -m tools.try_rules --count 10000 --seed 1

Exits with 1 if any answer differs. The same seed makes the same rules.
"""

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, fields
from random import Random
from typing import Any

from tools.try_rules.compare import Counts, Disagreement, try_case
from tools.try_rules.generate import random_case

_SHOWN = 10
_PROGRESS_EVERY = 500


def main() -> int:
    """0 if all answers agree, else 1."""
    options = _options()
    counts, rng = Counts(), Random(options.seed)  # noqa: S311 - rules, not secrets
    for number in range(1, options.count + 1):
        try_case(random_case(rng), counts)
        if number % _PROGRESS_EVERY == 0:
            found = len(counts.disagreements)
            print(f"{number:,} of {options.count:,} rules, {found} differ", file=sys.stderr)
    if options.json:
        print(json.dumps(_document(options.seed, counts), indent=2, default=str))
    else:
        print("\n".join(_lines(options.seed, counts)))
    return 1 if counts.disagreements else 0


def _options() -> argparse.Namespace:
    about, *_ = (__doc__ or "").split("\n", 1)
    parser = argparse.ArgumentParser(prog="python -m tools.try_rules", description=about)
    parser.add_argument("--count", type=_natural, default=1000, help="how many rules (1000)")
    parser.add_argument("--seed", type=int, default=1, help="of the random numbers (1)")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    return parser.parse_args()


def _natural(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least one rule")
    return number


def _lines(seed: int, counts: Counts) -> Iterable[str]:
    yield f"seed {seed}: {counts.generated:,} rules"
    yield from _table(counts.by_freq.items())
    yield f"{sum(counts.refused.values()):,} refused"
    yield from _table(counts.refused.items())
    yield f"{counts.refusals_checked:,} of rule_never_occurs checked by plain search of ten years"
    yield f"{counts.with_plain:,} compared with the plain expansion, {counts.slots:,} slots"
    yield f"{counts.resumed:,} of them again from the middle on"
    yield (
        f"{counts.in_zone:,} of hours or minutes compared where clocks change, "
        f"{counts.slots_in_zone:,} slots"
    )
    yield f"{counts.with_dateutil:,} compared with dateutil, {counts.slots_with_dateutil:,} slots"
    yield f"{sum(counts.skipped.values()):,} comparisons skipped or cut"
    yield from _table(counts.skipped.items())
    yield f"{len(counts.disagreements):,} disagreements"
    for each in counts.disagreements[:_SHOWN]:
        yield from _shown(each)


def _table(items: Iterable[tuple[str, int]]) -> Iterable[str]:
    return (f"  {number:>7,}  {name}" for name, number in sorted(items, key=lambda item: -item[1]))


def _shown(each: Disagreement) -> Iterable[str]:
    case = each.case
    yield f"\n{case.rule}\n  start {case.start}  {each.question}"
    for name, dates in (("left out", case.exdates), ("added", case.rdates)):
        if dates:
            yield f"  {name} {', '.join(map(str, dates))}"
    yield f"  ours  {', '.join(map(str, each.ours)) or 'none'}"
    yield f"  other {', '.join(map(str, each.other)) or 'none'}"


def _document(seed: int, counts: Counts) -> dict[str, Any]:
    shown = [asdict(each) for each in counts.disagreements[:_SHOWN]]
    document = {each.name: getattr(counts, each.name) for each in fields(counts)}
    document["disagreements"] = len(counts.disagreements)
    return {"seed": seed, **document, "first_disagreements": shown}


if __name__ == "__main__":
    sys.exit(main())
