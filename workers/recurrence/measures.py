"""What is measured of occurrences that followed others."""

from typing import Literal

from shared.commands.recurrences import RollResult
from shared.observability.metrics import Metrics


def measure_rolled(
    metrics: Metrics, result: RollResult, *, by: Literal["completion", "overdue"]
) -> None:
    """How long the rules took, how many occurrences came to be, and how far ahead they are."""
    for seconds in result.rule_seconds:
        metrics.observe("rrule_calculation_duration_seconds", seconds)
    for seconds in result.ahead_seconds:
        metrics.observe("next_occurrence_ahead_seconds", seconds)
    metrics.count("occurrences_created_total", result.created, by=by)
