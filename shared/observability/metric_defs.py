"""Every metric: name, kind, help, labels. Nothing else may declare one.

Labels come from closed sets, never from users, tasks or error texts.
"""

from dataclasses import dataclass
from typing import Literal

LATENESS_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 30)
DURATION_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
RULE_BUCKETS = (0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.005, 0.025, 0.1)
LONG_BUCKETS = (0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600)
SIZE_BUCKETS = (1, 2, 5, 10, 25, 50, 100, 250, 500, 1000)
_HOUR = 3600
_DAY = 24 * _HOUR
AHEAD_BUCKETS = (_HOUR, 6 * _HOUR, _DAY, 2 * _DAY, 7 * _DAY, 31 * _DAY, 92 * _DAY, 366 * _DAY)


@dataclass(frozen=True, slots=True)
class MetricDef:
    """One metric as Prometheus shows it."""

    name: str
    kind: Literal["counter", "gauge", "histogram"]
    help: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = ()
    exemplars: bool = False
    """Whether an observation names the trace that it was made in."""


METRICS: tuple[MetricDef, ...] = (
    MetricDef("task_operations_total", "counter", "Changes of tasks", ("operation",)),
    MetricDef("component_health", "gauge", "1 if the component answers", ("component",)),
    MetricDef(
        "http_request_duration_seconds",
        "histogram",
        "From request to last byte of the answer",
        ("method", "route", "status"),
        DURATION_BUCKETS,
        exemplars=True,
    ),
    MetricDef("requests_rate_limited_total", "counter", "Requests refused with 429", ("bucket",)),
    MetricDef(
        "sign_ins_throttled_total", "counter", "Attempts refused after many wrong ones", ("by",)
    ),
    MetricDef(
        "rate_limit_store_failures_total", "counter", "Times the shared store of counts was away"
    ),
    MetricDef("sse_clients", "gauge", "Browsers that listen for live updates"),
    MetricDef("outbox_published_total", "counter", "Events acknowledged by Kafka", ("topic",)),
    MetricDef("outbox_oldest_age_seconds", "gauge", "Age of the oldest event not yet published"),
    MetricDef("outbox_depth", "gauge", "Events not yet published"),
    MetricDef("relay_lanes_owned", "gauge", "Lanes this relay holds a lease for"),
    MetricDef("lease_losses_total", "counter", "Leases found taken by another owner", ("kind",)),
    MetricDef(
        "kafka_consumer_lag_messages", "gauge", "Records not yet handled", ("group", "topic")
    ),
    MetricDef(
        "kafka_consumer_lag_seconds", "gauge", "Age of the last handled record", ("group", "topic")
    ),
    MetricDef("consumer_rebalances_total", "counter", "Changes of assignment", ("group",)),
    MetricDef(
        "consumer_events_total", "counter", "Events by what became of them", ("group", "outcome")
    ),
    MetricDef(
        "consumer_batch_seconds",
        "histogram",
        "One batch: handler, effects and commit",
        ("group",),
        DURATION_BUCKETS,
        exemplars=True,
    ),
    MetricDef("consumer_batch_events", "histogram", "Events a batch", ("group",), SIZE_BUCKETS),
    MetricDef("consumer_retries_total", "counter", "Events sent to a retry topic", ("group",)),
    MetricDef("dlq_messages_total", "counter", "Events sent to the dead letters", ("event_type",)),
    MetricDef(
        "dead_letters_mirrored_total", "counter", "Dead letters put into the table", ("event_type",)
    ),
    MetricDef("dead_letters_open", "gauge", "Dead letters that wait for somebody", ("event_type",)),
    MetricDef("dead_letters_redriven_total", "counter", "Dead letters sent again", ("group",)),
    MetricDef(
        "consumer_breaker_open",
        "gauge",
        "1 while a group rests because most events die",
        ("group",),
    ),
    MetricDef("consumer_breaker_trips_total", "counter", "Times a group stopped", ("group",)),
    MetricDef("worker_paused", "gauge", "1 while operators have paused the worker", ("worker",)),
    MetricDef("stale_events_total", "counter", "Events of an old version, dropped", ("group",)),
    MetricDef(
        "rrule_calculation_duration_seconds",
        "histogram",
        "Next slot of one series",
        (),
        RULE_BUCKETS,
    ),
    MetricDef(
        "overdue_occurrences_total",
        "counter",
        "Open occurrences past their time by what was done: auto_skip, vacation, kept, failed",
        ("outcome",),
    ),
    MetricDef(
        "overdue_pass_seconds",
        "histogram",
        "One look at all overdue occurrences",
        (),
        DURATION_BUCKETS,
    ),
    MetricDef("scheduler_jobs_waiting", "gauge", "Reminders in the timer window of this process"),
    MetricDef("scheduler_partitions_owned", "gauge", "Partitions whose reminders fire here"),
    MetricDef("scheduler_parked_total", "counter", "Job rows that could not be read"),
    MetricDef(
        "scheduler_differences_total",
        "counter",
        "Differences between job store and reminders that were found and mended; should stay 0",
        ("kind",),
    ),
    MetricDef("reminders_fired_total", "counter", "reminder.due acknowledged by Kafka"),
    MetricDef(
        "reminder_lateness_seconds",
        "histogram",
        "Planned instant to hand-over (fired), claim (claimed), channel's yes (sent)",
        ("stage",),
        LATENESS_BUCKETS,
        exemplars=True,
    ),
    MetricDef(
        "reminder_delivery_latency_seconds",
        "histogram",
        "Planned instant to the channel's yes",
        ("channel",),
        LATENESS_BUCKETS,
    ),
    MetricDef("deliveries_total", "counter", "Deliveries by outcome", ("channel", "outcome")),
    MetricDef(
        "webhook_deliveries_total",
        "counter",
        "Attempts at webhooks by outcome: sent, given_back, failed",
        ("outcome",),
    ),
    MetricDef(
        "deliveries_resent_total",
        "counter",
        "Sent again because a crash hid whether the channel had taken it",
        ("channel",),
    ),
    MetricDef(
        "transfers_total",
        "counter",
        "Imports, exports and deletions by what a worker made of them: done, failed, given_up,"
        " given_back, lost",
        ("kind", "outcome"),
    ),
    MetricDef(
        "transfer_duration_seconds",
        "histogram",
        "One transfer that ended, in the hands of the worker that ended it",
        ("kind",),
        LONG_BUCKETS,
    ),
    MetricDef(
        "transfer_rows_total",
        "counter",
        "Rows of imports that ended, dry runs aside: taken, lossy, skipped, failed, unchanged",
        ("outcome",),
    ),
    MetricDef("build_info", "gauge", "1 for what runs here", ("version", "python")),
    MetricDef(
        "event_loop_lag_seconds",
        "histogram",
        "How much later than planned the event loop came to a timer",
        (),
        DURATION_BUCKETS,
    ),
    MetricDef(
        "db_pool_connections",
        "gauge",
        "Connections to PostgreSQL: in_use, idle, limit (with those opened under load)",
        ("state",),
    ),
    MetricDef(
        "db_pool_wait_seconds",
        "histogram",
        "Wait for a connection of the pool, opening one included",
        (),
        DURATION_BUCKETS,
    ),
    MetricDef(
        "kafka_publishes_total",
        "counter",
        "Records handed to Kafka: acknowledged, failed (those are sent again)",
        ("topic", "outcome"),
    ),
    MetricDef(
        "kafka_publish_seconds",
        "histogram",
        "Records that were handed over together, until Kafka has them",
        (),
        DURATION_BUCKETS,
    ),
    MetricDef(
        "consumer_partitions",
        "gauge",
        "Partitions of this member: assigned, and of these paused for being too far ahead",
        ("group", "state"),
    ),
    MetricDef(
        "consumer_last_progress_timestamp_seconds",
        "gauge",
        "When the last look (a scrape) saw an outcome of an event, or nothing waiting",
        ("group",),
    ),
    MetricDef(
        "series_operations_total",
        "counter",
        "Changes of series by people: create, edit",
        ("operation",),
    ),
    MetricDef(
        "occurrences_created_total",
        "counter",
        "Occurrences brought after one was done or skipped (completion), or was overdue",
        ("by",),
    ),
    MetricDef(
        "next_occurrence_ahead_seconds",
        "histogram",
        "From now to the occurrence that was brought; in the past counts as 0",
        (),
        AHEAD_BUCKETS,
    ),
    MetricDef("reminders_scheduled_total", "counter", "Reminders put into the job store"),
    MetricDef(
        "reminders_skipped_total",
        "counter",
        "Deliveries that were not to be sent, by why: a code of the receipts, or other",
        ("reason",),
    ),
    MetricDef(
        "reminders_failed_total",
        "counter",
        "Deliveries that were to be sent and were not: refused for good, or given_up",
        ("reason",),
    ),
    MetricDef(
        "parse_requests_total",
        "counter",
        "Sentences read as tasks: clear, unclear (with problems), failed",
        ("outcome",),
    ),
    MetricDef("parse_seconds", "histogram", "Reading of one sentence", (), DURATION_BUCKETS),
    MetricDef(
        "assistant_turns_total",
        "counter",
        "Messages to the assistant by how the answer ended: complete, interrupted",
        ("outcome",),
    ),
    MetricDef(
        "assistant_tool_calls_total",
        "counter",
        "Uses of tools, by chat and MCP: done, proposed, refused; unknown is no tool of ours",
        ("tool", "outcome"),
    ),
    MetricDef(
        "assistant_model_requests_total",
        "counter",
        "Requests to the model: answered, or what was wrong with it",
        ("outcome",),
    ),
    MetricDef(
        "assistant_tokens_total",
        "counter",
        "Tokens of the model, both ways: counted by its server, or estimated",
        ("kind",),
    ),
    MetricDef("sse_events_sent_total", "counter", "Changes written to browsers"),
    MetricDef(
        "sse_delay_seconds",
        "histogram",
        "From a change to its being written to a browser",
        (),
        LATENESS_BUCKETS,
    ),
    MetricDef(
        "kafka_partitions_configured",
        "gauge",
        "Partitions of a main topic by the settings of this worker",
    ),
    MetricDef("trace_spans_exported_total", "counter", "Spans that the collector has taken"),
    MetricDef(
        "trace_spans_dropped_total",
        "counter",
        "Spans that nobody will see: queue_full, not_taken",
        ("reason",),
    ),
)
