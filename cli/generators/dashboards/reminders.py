"""Reminders: from being planned to the yes of the channel."""

from cli.generators.dashboards.pages import Page, Row
from cli.generators.dashboards.panels import (
    Limits,
    Query,
    added,
    heatmap,
    lines,
    quantiles,
    rate,
    stat,
)

_SENT = '{stage="sent"}'
_LATE = "reminder_lateness_seconds"

_PUNCTUAL = Row(
    "On the second",
    [
        stat(
            "On time, 1 h",
            "slo:reminders_on_time:ratio_rate1h",
            "percentunit",
            "Share that was with the channel within a second of the planned instant.",
            Limits(0.999, 0.99),
            span=6,
        ),
        stat(
            "p50, 1 h",
            f"histogram_quantile(0.5, sum by (le) (rate({_LATE}_bucket{_SENT}[1h])))",
            "s",
            "Half of the reminders were less late.",
            Limits(0.25, 1),
            span=6,
        ),
        stat(
            "p99, 1 h",
            f"histogram_quantile(0.99, sum by (le) (rate({_LATE}_bucket{_SENT}[1h])))",
            "s",
            "One of a hundred was later.",
            Limits(1, 5),
            span=6,
        ),
        stat(
            "Waiting in the timers",
            "sum(scheduler_jobs_waiting)",
            "short",
            "Reminders of the next minutes, which are in memory already.",
            Limits(100_000, 1_000_000),
            span=6,
        ),
        heatmap("How late they were", _LATE, _SENT, "s", "Exemplars lead to the trace of one."),
        lines(
            "How late, by stage",
            quantiles(_LATE, ("stage",), shares=(0.5, 0.99)),
            "s",
            "Fired: with Kafka. Claimed: with the worker that sends. Sent: the channel's yes. "
            "The first that is late is where it hangs.",
            limits=Limits(1, 5),
            span=12,
        ),
    ],
)
_FATE = Row(
    "What became of them",
    [
        lines(
            "Sent, by channel",
            [rate("deliveries_total", ("channel",), selector='{outcome="sent"}')],
            "ops",
            "Messages that a channel took.",
            is_stacked=True,
        ),
        lines(
            "How long, by channel",
            quantiles("reminder_delivery_latency_seconds", ("channel",), shares=(0.5, 0.95, 0.99)),
            "s",
            "From the planned instant to the channel's yes.",
            limits=Limits(1, 5),
        ),
        lines(
            "Deliveries, by outcome",
            [rate("deliveries_total", ("outcome",))],
            "ops",
            "Given back: tried again later. Deferred: quiet hours.",
        ),
        lines(
            "Failed, last hour",
            [added("reminders_failed_total", ("reason",), "1h")],
            "short",
            "Refused: the channel said never. Given up: tried often enough.",
            limits=Limits(1, 10),
        ),
        lines(
            "Not sent, last hour, by why",
            [added("reminders_skipped_total", ("reason",), "1h")],
            "short",
            "The codes of the receipts: done meanwhile, vacation, channel switched off, ...",
        ),
        lines(
            "Sent twice, perhaps, last day",
            [added("deliveries_resent_total", ("channel",), "1d")],
            "short",
            "Sent again because a crash hid whether the channel had taken it.",
            limits=Limits(1, 10),
        ),
    ],
)
_SCHEDULER = Row(
    "The scheduler",
    [
        lines(
            "Planned and fired",
            [
                Query("sum(rate(reminders_scheduled_total[$__rate_interval]))", "planned"),
                Query("sum(rate(reminders_fired_total[$__rate_interval]))", "fired"),
            ],
            "ops",
            "Put into the job store, and handed to Kafka at their instant.",
        ),
        lines(
            "Partitions with an owner",
            [Query("sum by (instance) (scheduler_partitions_owned)", "{{instance}}")],
            "short",
            "Reminders of a partition without an owner do not fire.",
            is_stacked=True,
        ),
        lines(
            "Job store and reminders disagreed, last hour",
            [added("scheduler_differences_total", ("kind",), "1h")],
            "short",
            "Found and mended; should stay 0.",
            limits=Limits(1, 10),
        ),
        lines(
            "Jobs that cannot be read, last hour",
            [added("scheduler_parked_total", (), "1h")],
            "short",
            "Rows that somebody has to look at.",
            limits=Limits(1, 10),
        ),
        lines(
            "Webhooks",
            [rate("webhook_deliveries_total", ("outcome",))],
            "ops",
            "Attempts at webhooks for programs, which are no reminders.",
        ),
    ],
)
PAGE = Page(
    "rondel-reminders",
    "Rondel / Reminders",
    "Whether reminders leave on the second, and what became of those that did not.",
    [_PUNCTUAL, _FATE, _SCHEDULER],
)
