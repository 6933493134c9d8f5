"""Kafka: what is published, how far each group is, what fails."""

from cli.generators.dashboards.pages import Page, Row
from cli.generators.dashboards.panels import RATE, Limits, Query, added, lines, quantiles, rate

_GROUP = '{group=~"$group"}'
_MAIN = '{group=~"$group",topic!~"retry[.].*"}'

_PUBLISHED = Row(
    "Published",
    [
        lines(
            "Records published, by topic",
            [rate("kafka_publishes_total", ("topic",), selector='{outcome="acknowledged"}')],
            "wps",
            "What Kafka has acknowledged. Retry topics and dead letters are topics, too.",
            is_stacked=True,
        ),
        lines(
            "Records that failed, by topic",
            [rate("kafka_publishes_total", ("topic",), selector='{outcome="failed"}')],
            "wps",
            "Not acknowledged; they are sent again. More than a moment of it: is Kafka there?",
            limits=Limits(0.1, 10),
        ),
        lines(
            "Until Kafka has them",
            quantiles("kafka_publish_seconds"),
            "s",
            "From handing records over to the acknowledgement by all replicas in sync.",
            limits=Limits(0.25, 2),
        ),
        lines(
            "Outbox: oldest event",
            [Query("max(outbox_oldest_age_seconds)", "oldest")],
            "s",
            "How long the oldest change has waited for the relay and Kafka.",
            limits=Limits(5, 30),
        ),
        lines(
            "Outbox: events",
            [Query("max(outbox_depth)", "events")],
            "short",
            "Changes that are committed and not published yet.",
            limits=Limits(1000, 10000),
        ),
        lines(
            "Lanes of the relay",
            [Query("sum by (instance) (relay_lanes_owned)", "{{instance}}")],
            "short",
            "Lanes that each relay holds a lease for; the sum is the number of partitions.",
            is_stacked=True,
        ),
    ],
)
_LAG = Row(
    "How far behind",
    [
        lines(
            "Lag in records",
            [
                Query(
                    f"sum by (group, topic) (kafka_consumer_lag_messages{_MAIN})",
                    "{{group}} {{topic}}",
                )
            ],
            "short",
            "Records without an outcome, by group and topic.",
        ),
        lines(
            "Lag in seconds",
            [Query(f"max by (group) (kafka_consumer_lag_seconds{_MAIN})", "{{group}}")],
            "s",
            "Age of the oldest record that was fetched and has no outcome.",
            limits=Limits(10, 30),
        ),
        lines(
            "Since the last progress",
            [
                Query(
                    f"time() - max by (group) (consumer_last_progress_timestamp_seconds{_GROUP})",
                    "{{group}}",
                )
            ],
            "s",
            "Time in which a group had work and finished none of it.",
            limits=Limits(60, 300),
        ),
        lines(
            "Events handled, by group",
            [rate("consumer_events_total", ("group", "outcome"), selector=_GROUP)],
            "eps",
            "By what became of them; skipped are those that a group has no use for.",
        ),
        lines(
            "Batches: how long",
            quantiles("consumer_batch_seconds", ("group",), selector=_GROUP, shares=(0.5, 0.99)),
            "s",
            "Handler, effects and commit of one batch.",
            limits=Limits(1, 5),
        ),
        lines(
            "Batches: how large",
            quantiles("consumer_batch_events", ("group",), selector=_GROUP, shares=(0.5, 0.99)),
            "short",
            "Events in one transaction.",
        ),
    ],
)
_MEMBERS = Row(
    "Members",
    [
        lines(
            "Partitions by member",
            [
                Query(
                    "sum by (group, instance) "
                    '(consumer_partitions{group=~"$group",state="assigned"})',
                    "{{group}} {{instance}}",
                )
            ],
            "short",
            "How evenly partitions are spread, retry topics included.",
        ),
        lines(
            "Partitions held back",
            [
                Query(
                    'sum by (group) (consumer_partitions{group=~"$group",state="paused"})',
                    "{{group}}",
                )
            ],
            "short",
            "Partitions that are not fetched for now: too much waits, or a retry is not due.",
        ),
        lines(
            "Rebalances, last 15 min",
            [added("consumer_rebalances_total", ("group",), "15m", selector=_GROUP)],
            "short",
            "Changes of assignment. Each stops a group for a moment.",
            limits=Limits(3, 10),
        ),
    ],
)
_FAILURES = Row(
    "What fails",
    [
        lines(
            "Sent to retry topics",
            [rate("consumer_retries_total", ("group",), selector=_GROUP)],
            "eps",
            "Events that failed for now and are tried again later.",
            limits=Limits(0.1, 5),
        ),
        lines(
            "Dead letters, last hour",
            [added("dlq_messages_total", ("event_type",), "1h")],
            "short",
            "Events that could not be handled, by type.",
            limits=Limits(1, 10),
        ),
        lines(
            "Dead letters that wait",
            [Query("max by (event_type) (dead_letters_open)", "{{event_type}}")],
            "short",
            "Letters that somebody has to look at: rondel dlq ls.",
            limits=Limits(1, 10),
        ),
        lines(
            "Breakers",
            [Query(f"max by (group) (consumer_breaker_open{_GROUP})", "{{group}}")],
            "short",
            "1: the group has stopped, because nearly all of its events fail.",
            limits=Limits(0.5, 1),
        ),
        lines(
            "Leases lost, last hour",
            [added("lease_losses_total", ("kind",), "1h")],
            "short",
            "Work that was refused because another owner had it: a process that was frozen.",
            limits=Limits(1, 10),
        ),
        lines(
            "Old events dropped",
            [Query(f"sum by (group) (rate(stale_events_total{_GROUP}[{RATE}]))", "{{group}}")],
            "eps",
            "Events of a version that was overtaken; harmless.",
        ),
    ],
)
PAGE = Page(
    "rondel-kafka",
    "Rondel / Kafka",
    "What is published, how far each consumer group is, and what fails.",
    [_PUBLISHED, _LAG, _MEMBERS, _FAILURES],
    by=[("group", "kafka_consumer_lag_messages")],
)
