"""What was measured, beside what was aimed at."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from typing_extensions import override

Unit = Literal[
    "/s", "ms", "s", "%", "x", "MB", "events", "reminders", "mails", "tasks", "requests", "jobs",
    "partitions", "steps", "rows", "µs",
]  # fmt: skip

FORMAT = 1
"""Version of the JSON document; a reader refuses one that it does not know."""


@dataclass(frozen=True, slots=True)
class Target:
    """A bound that a value is to keep."""

    bound: Literal["<=", ">=", "=="]
    value: float

    def is_met_by(self, value: float) -> bool:
        """Whether `value` keeps it."""
        match self.bound:
            case "<=":
                return value <= self.value
            case ">=":
                return value >= self.value
            case "==":
                return value == self.value

    @override
    def __str__(self) -> str:
        return f"{self.bound} {self.value:g}"


NONE_OF_THEM = Target("==", 0)


@dataclass(frozen=True, slots=True)
class Baseline:
    """What something else does with the same work in the same run, in the unit of the row."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Row:
    """One figure."""

    metric: str
    value: float
    unit: Unit
    target: Target | None = None
    baseline: Baseline | None = None
    limited_by: str | None = None
    """What a profile has shown to be the limit; None where nobody has looked."""
    note: str | None = None
    """How it was measured, where the name does not say it."""

    @property
    def is_met(self) -> bool | None:
        """Whether the target is met; None without one."""
        return self.target.is_met_by(self.value) if self.target else None

    @property
    def ratio(self) -> float | None:
        """The value as a multiple of the baseline's."""
        if self.baseline is None or self.baseline.value == 0:
            return None
        return self.value / self.baseline.value


@dataclass(slots=True)
class ScenarioRun:
    """One scenario as it went. `failure` says why it did not come to its end."""

    name: str
    seconds: float = 0.0
    load_before: float = 0.0
    load_after: float = 0.0
    failure: str | None = None
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Report:
    """One run of the command."""

    machine: dict[str, Any]
    options: dict[str, Any]
    runs: list[ScenarioRun] = field(default_factory=list)

    @property
    def has_failed(self) -> bool:
        """Whether a scenario did not come to its end. A missed target is no failure."""
        return any(run.failure for run in self.runs)


def as_document(report: Report) -> dict[str, Any]:
    """The JSON document of a report."""
    return {
        "format": FORMAT,
        "machine": report.machine,
        "options": report.options,
        "scenarios": [
            {
                "name": run.name,
                "seconds": round(run.seconds, 1),
                "load_average": [run.load_before, run.load_after],
                "failure": run.failure,
            }
            for run in report.runs
        ],
        "rows": [_row_document(run.name, row) for run in report.runs for row in run.rows],
    }


def _row_document(scenario: str, row: Row) -> dict[str, Any]:
    return {
        "scenario": scenario,
        "metric": row.metric,
        "value": round(row.value, 4),
        "unit": row.unit,
        "target": str(row.target) if row.target else None,
        "met": row.is_met,
        "limited_by": row.limited_by,
        "baseline": (
            {"name": row.baseline.name, "value": round(row.baseline.value, 4)}
            if row.baseline
            else None
        ),
        "ratio": round(row.ratio, 3) if row.ratio is not None else None,
        "note": row.note,
    }


def format_value(value: float) -> str:
    """A figure for people: no more digits than mean something.

    >>> [format_value(each) for each in (0, 3, 0.4567, 12.345, 123.4, 23456.7)]
    ['0', '3', '0.46', '12.3', '123', '23,457']
    """
    if value == int(value):
        return f"{int(value):,}"
    if abs(value) < 10:  # noqa: PLR2004 - two digits behind the point up to here
        return f"{value:.2f}"
    return f"{value:.1f}" if abs(value) < 100 else f"{value:,.0f}"  # noqa: PLR2004 - one digit


def missed(runs: Sequence[ScenarioRun]) -> list[tuple[str, Row]]:
    """Rows whose target was missed, each with its scenario."""
    return [(run.name, row) for run in runs for row in run.rows if row.is_met is False]
