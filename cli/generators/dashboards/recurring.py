"""Recurring tasks: how many there are of them, and how long the next one takes to come."""

from cli.generators.dashboards.pages import Page, Row
from cli.generators.dashboards.panels import (
    Limits,
    Query,
    added,
    heatmap,
    lines,
    quantiles,
    rate,
)

_MADE = Row(
    "What is made",
    [
        lines(
            "Series, last hour",
            [added("series_operations_total", ("operation",), "1h")],
            "short",
            "Series that people made or changed.",
        ),
        lines(
            "Next occurrences a second",
            [rate("occurrences_created_total", ("by",))],
            "ops",
            "Brought because one was done or skipped (completion), or was overdue.",
        ),
        lines(
            "Changes of tasks a second",
            [rate("task_operations_total", ("operation",))],
            "ops",
            "What people and their programs do.",
        ),
    ],
)
_AHEAD = Row(
    "The next occurrence",
    [
        heatmap(
            "How far ahead",
            "next_occurrence_ahead_seconds",
            "",
            "s",
            "From its being brought to its time, in steps from an hour to a year.",
        ),
        lines(
            "How far ahead, in quantiles",
            quantiles("next_occurrence_ahead_seconds", shares=(0.1, 0.5, 0.9)),
            "s",
            "Half of the next occurrences are nearer than p50.",
            span=12,
        ),
        heatmap(
            "Working out the next slot",
            "rrule_calculation_duration_seconds",
            "",
            "s",
            "One series, one rule: RFC 5545 evaluated from the last slot on.",
        ),
        lines(
            "Working out the next slot, in quantiles",
            quantiles("rrule_calculation_duration_seconds", shares=(0.5, 0.95, 0.99)),
            "s",
            "Rises with rules that seldom match.",
            limits=Limits(0.01, 0.1),
            span=12,
        ),
    ],
)
_WORKER = Row(
    "The worker",
    [
        lines(
            "How far it is behind",
            [
                Query(
                    'max by (topic) (kafka_consumer_lag_seconds{group="recurrence"})',
                    "{{topic}}",
                )
            ],
            "s",
            "Age of the oldest completion that has not brought its next occurrence.",
            limits=Limits(10, 30),
        ),
        lines(
            "Overdue occurrences, last hour",
            [added("overdue_occurrences_total", ("outcome",), "1h")],
            "short",
            "What was done about occurrences that nobody did.",
        ),
        lines(
            "One look at all overdue",
            quantiles("overdue_pass_seconds"),
            "s",
            "One process looks at a time.",
            limits=Limits(5, 30),
        ),
    ],
)
PAGE = Page(
    "rondel-recurring",
    "Rondel / Recurring tasks",
    "How many series are made, how far ahead the next occurrence is, and how long rules take.",
    [_MADE, _AHEAD, _WORKER],
)
