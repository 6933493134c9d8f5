"""What a run has to say: counts, what was violated, and what was going wrong near it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from cli.bench.stats import Spread
from cli.chaos.evidence import Evidence
from cli.chaos.faults.fault import Suffered
from cli.chaos.judge.mails import copies_of, ledger_of
from cli.chaos.judge.reminders import last_words
from cli.chaos.judge.violation import Violation
from cli.chaos.lateness import Slice, in_calm, in_slices, mails_of, spread_of
from cli.chaos.memory import holdings
from cli.chaos.run import Finished
from cli.chaos.schedule import Planned

FORMAT: Final = 1
"""Version of the JSON document; a reader refuses one that it does not know."""

_NEAR = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Report:
    """One run, judged."""

    seed: int
    seconds: float
    only: tuple[str, ...]
    every: float | None
    """Seconds between two faults, if they were told to take turns."""
    schedule: Sequence[Planned]
    finished: Finished
    violations: Sequence[Violation]


def count_all(finished: Finished) -> dict[str, Mapping[str, float]]:
    """How much of everything there was, by topic of interest."""
    evidence = finished.evidence
    copies, ledger = copies_of(evidence), ledger_of(evidence)
    mails = mails_of(evidence)
    kinds = Counter(each.planned.kind for each in evidence.suffered)
    return {
        "faults": {kind: kinds[kind] for kind in sorted(kinds)},
        "mail trouble": dict(finished.mail_trouble),
        "API answers": finished.answers,
        "events": {
            "committed": len(evidence.written),
            "fired": sum(each.event_type == "reminder.due" for each in evidence.events),
            **{f"copies on {topic}": number for topic, number in evidence.copies.items()},
            "dead letters injected": len(evidence.dead),
        },
        "tasks": _count_tasks(evidence),
        "reminders": {
            "planned": len(last_words(evidence)),
            **Counter(f"delivery {row.state}" for row in evidence.deliveries),
        },
        "asked for": dict(finished.verbs),
        "special": _count_special(evidence),
        "mails": {
            "received": len(evidence.mails),
            "deliveries": len(copies),
            "doubles in the SMTP window": sum(len(taken) - 1 for taken in copies.values()),
            "resends in the ledger": sum(entry.resends for entry in ledger.values()),
        },
        "live updates": dict(finished.streams),
        "late by, in s": _rounded(spread_of(mails)),
        "late by, away from faults": _rounded(spread_of(in_calm(mails, evidence.suffered))),
    }


def _count_tasks(evidence: Evidence) -> dict[str, int]:
    series = {task.series_id for task in evidence.tasks if task.series_id}
    return {
        "all": len(evidence.tasks),
        "done": sum(task.status == "done" for task in evidence.tasks),
        "skipped": sum(task.status == "skipped" for task in evidence.tasks),
        "deleted": sum(task.is_deleted for task in evidence.tasks),
        "series": len(series),
        "next occurrences": sum(task.source_id is not None for task in evidence.tasks),
    }


def _count_special(evidence: Evidence) -> dict[str, int]:
    """Messages that speak of several things, and reminders that came otherwise than planned."""
    kinds = {row.id: row.kind for row in evidence.reminders}
    return {
        "held back by quiet hours": sum(row.carried_by is not None for row in evidence.deliveries),
        "bundles": sum(kinds.get(row.reminder_id) == "bundle" for row in evidence.deliveries),
        "digests": sum(kinds.get(row.reminder_id) == "digest" for row in evidence.deliveries),
        "snoozes": sum(row.snooze_of is not None for row in evidence.reminders),
    }


def _rounded(late: Spread | None) -> dict[str, float]:
    """From the planned instant to the first copy of the mail, and of how many mails."""
    if late is None:
        return {}
    return {
        "mails": late.count,
        **{
            name: round(value, 3)
            for name, value in (("p50", late.p50), ("p99", late.p99), ("max", late.most))
        },
    }


def slices_of(report: Report) -> list[Slice]:
    """Lateness over the course of the run."""
    evidence, began_at = report.finished.evidence, report.finished.began_at
    return in_slices(mails_of(evidence), evidence.suffered, began_at, report.seconds)


def near(violation: Violation, suffered: Sequence[Suffered]) -> list[str]:
    """Faults that were under way within 15 s of a violation, if its instant is known."""
    if violation.at is None:
        return []
    at = violation.at
    return [
        f"{each.planned} [{each.began_at:%H:%M:%S.%f} to {each.ended_at:%H:%M:%S.%f}]"
        for each in suffered
        if each.began_at - _NEAR <= at <= each.ended_at + _NEAR
    ]


def as_document(report: Report) -> dict[str, Any]:
    """The JSON document of a report."""
    suffered = report.finished.evidence.suffered
    return {
        "format": FORMAT,
        "seed": report.seed,
        "seconds": report.seconds,
        "only": list(report.only),
        "every": report.every,
        "schedule": [as_plain(planned) for planned in report.schedule],
        "suffered": [as_plain(each) for each in suffered],
        "counts": count_all(report.finished),
        "late_by": [
            {"from": each.from_second, "to": each.to_second, "faults": each.faults}
            | _rounded(each.late)
            for each in slices_of(report)
        ],
        "memory": [as_plain(each) for each in holdings(report.finished.samples)],
        "violations": [
            {**as_plain(each), "near": near(each, suffered)} for each in report.violations
        ],
    }


def as_plain(value: Any) -> Any:
    """The value as JSON has it; ids, instants and bytes as text, objects by their fields."""
    if is_dataclass(value):
        return {each.name: as_plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): as_plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list | set | frozenset):
        return [as_plain(each) for each in value]
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    return str(value) if isinstance(value, datetime | UUID) else value


def lines_of(violation: Violation) -> Iterator[str]:
    """What to look at: the rows and ids of a violation, one a line."""
    for name, value in violation.about.items():
        yield f"{name}: {as_plain(value)}"
