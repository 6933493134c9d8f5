"""How many of the sentences of tests/nl are understood, by category, and which are not.

python -m tools.score_words --worst 10

Exits with 1 if a sentence is misread that tests/nl/known_failures.txt does not list.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from shared.domain.reminders import parse_offset
from shared.domain.words.draft import Context, Draft, ReminderDraft
from shared.domain.words.requests import Request, read_request
from shared.domain.words.understand import understand
from tests.nl.cases import FOLDER, LEAST, SLOTS, Case, load

SETS: Final = {
    FOLDER: "written with the parser",
    FOLDER / "blind": "written without a look at the parser",
}
"""Folders of cases, and what they are."""
KNOWN_FAILURES: Final = FOLDER / "known_failures.txt"
"""One sentence a line; the list may only become shorter."""
CATEGORIES: Final = tuple(LEAST)
_ALL: Final = 100


@dataclass(frozen=True, slots=True)
class Misread:
    """A sentence, and each way in which its draft is not what was expected."""

    case: Case
    why: tuple[str, ...]


def draft_of(case: Case) -> Draft:
    """What the sentence means to the reader that the case tells of."""
    return understand(case.text, _context_of(case))


def request_of(case: Case) -> Request:
    """What the sentence asks of the assistant."""
    return read_request(case.text, _context_of(case))


def _context_of(case: Case) -> Context:
    found = case.settings
    return Context(
        found.now,
        found.zone,
        "12h" if found.time_format == "12h" else "24h",
        found.week_start,
        found.day_first,
        found.projects,
    )


def differences(case: Case) -> tuple[str, ...]:
    """Each way in which it is not read as was expected; none if it is right."""
    if case.intent is not None:
        found, wanted = _slots_found(request_of(case), case), _slots_wanted(case)
    else:
        found, wanted = _facts_found(draft_of(case)), _facts_wanted(case)
    return tuple(
        f"{name}: {found[name]!r} instead of {wanted[name]!r}"
        for name in wanted
        if found[name] != wanted[name]
    )


def misread(category: str, folder: Path = FOLDER) -> list[Misread]:
    """The sentences of a category that are not understood, the worst first."""
    found = [Misread(case, differences(case)) for case in load(category, folder)]
    return sorted((each for each in found if each.why), key=lambda each: -len(each.why))


def known_failures(path: Path = KNOWN_FAILURES) -> frozenset[str]:
    """The sentences that are known to be misread."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _slots_found(request: Request, case: Case) -> dict[str, object]:
    found: dict[str, object] = {name: getattr(request, name) for name in sorted(SLOTS)}
    return found | ({"add_text": request.text} if case.add_text is not None else {})


def _slots_wanted(case: Case) -> dict[str, object]:
    wanted: dict[str, object] = {name: getattr(case, name) for name in sorted(SLOTS)}
    return wanted | ({"add_text": case.add_text} if case.add_text is not None else {})


def _facts_found(draft: Draft) -> dict[str, object]:
    repeats = draft.recurrence
    is_after = repeats is not None and repeats.anchor == "completion"
    return {
        "title": draft.title,
        "due": None if draft.due is None else _slot_text(draft.due),
        "zone": draft.zone,
        "rrule": _parts(repeats.rrule if repeats else None),
        "anchor": "completion" if is_after else None,
        "reminders": sorted(_reminder_fact(_reminder_text(each)) for each in draft.reminders),
        "priority": draft.priority,
        "labels": draft.labels,
        "project": draft.project,
        "ambiguous": sorted(_other(each.rrule, each.due) for each in draft.choices),
        "problems": tuple(each.code for each in draft.problems),
    }


def _facts_wanted(case: Case) -> dict[str, object]:
    return {
        "title": case.title,
        "due": case.due,
        "zone": case.zone,
        "rrule": _parts(case.rrule),
        "anchor": case.anchor,
        "reminders": sorted(_reminder_fact(each) for each in case.reminders),
        "priority": case.priority,
        "labels": case.labels,
        "project": case.project,
        "ambiguous": sorted(case.ambiguous),
        "problems": case.problems,
    }


def _slot_text(slot: date) -> str:
    if isinstance(slot, datetime) and not slot.second:
        return slot.isoformat(timespec="minutes")
    return slot.isoformat()


def _other(rrule: str | None, due: date | None) -> str:
    return rrule or (_slot_text(due) if due is not None else "")


def _reminder_text(draft: ReminderDraft) -> str:
    return f"at:{_slot_text(draft.at)}" if draft.at is not None else draft.offset or ""


def _reminder_fact(text: str) -> str:
    """The same for all ways to write one length of time."""
    if text.startswith("at:"):
        return text
    offset = parse_offset(text)
    return f"{offset.days} days {offset.elapsed}"


def _parts(rrule: str | None) -> str | None:
    """The rule with its parts, and the members of each, in one order."""
    if rrule is None:
        return None
    parts = (part.partition("=") for part in rrule.split(";"))
    return ";".join(sorted(f"{name}={_members(value)}" for name, _, value in parts))


def _members(value: str) -> str:
    return ",".join(sorted(value.split(",")))


def main() -> int:
    """0 if each sentence is understood that is not known to be misread."""
    about, *_ = (__doc__ or "").split("\n", 1)
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--worst", type=int, default=_ALL, help="how many misread ones are shown")
    options = parser.parse_args()
    shown: list[Misread] = []
    for folder, name in SETS.items():
        failures = {category: misread(category, folder) for category in categories_in(folder)}
        print(f"\n{name}:\n")
        print("\n".join(_table(failures, folder)))
        shown += [each for found in failures.values() for each in found]
    for each in sorted(shown, key=lambda one: -len(one.why))[: options.worst]:
        print(f"\n{each.case.place}: {each.case.text}")
        print("\n".join(f"    {why}" for why in each.why))
    return int(any(each.case.text not in known_failures() for each in shown))


def categories_in(folder: Path) -> list[str]:
    """The categories of a set."""
    return [each for each in CATEGORIES if (folder / f"{each}.jsonl").exists()]


def _table(failures: dict[str, list[Misread]], folder: Path) -> Sequence[str]:
    lines = ["| category | sentences | understood | accuracy |", "|---|---|---|---|"]
    sizes = {category: len(load(category, folder)) for category in failures}
    for category, found in failures.items():
        lines.append(_line(category, sizes[category], len(found)))
    missed = sum(len(found) for found in failures.values())
    return [*lines, _line("all", sum(sizes.values()), missed)]


def _line(name: str, size: int, missed: int) -> str:
    right = size - missed
    return f"| {name} | {size} | {right} | {right / size:.1%} |"


if __name__ == "__main__":
    sys.exit(main())
