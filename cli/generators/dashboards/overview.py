"""Overview: are promises kept, and where does it hang if not."""

from cli.generators.dashboards.pages import Page, Row
from cli.generators.dashboards.panels import Limits, Query, added, lines, quantiles, rate, stat

ON_TIME = 0.999
"""Share of reminders within a second that is promised."""
ANSWERED = 0.999
"""Share of requests without a 5xx that is promised."""

_SERVED = 'route!~"/(livez|readyz|health|metrics)"'
_MAIN = 'topic!~"retry[.].*"'


def _budget(name: str, promised: float) -> str:
    return f"1 - (1 - slo:{name}:ratio_rate3d) / {1 - promised:.3g}"


_PROMISES = Row(
    "What is promised",
    [
        stat(
            "Reminders on time, 6 h",
            "slo:reminders_on_time:ratio_rate6h",
            "percentunit",
            "Share of reminders whose channel said yes within a second of the planned instant. "
            f"Promised: {ON_TIME:.1%}. Below: see Reminders, then the runbook.",
            Limits(ON_TIME, ON_TIME - 0.01),
        ),
        stat(
            "Budget left: reminders, 3 d",
            _budget("reminders_on_time", ON_TIME),
            "percentunit",
            "How much of what may be late in three days is left; below 0 the promise is broken.",
            Limits(0.5, 0),
        ),
        stat(
            "Requests answered, 6 h",
            "slo:api_success:ratio_rate6h",
            "percentunit",
            f"Share of requests without a 5xx. Promised: {ANSWERED:.1%}.",
            Limits(ANSWERED, ANSWERED - 0.01),
        ),
        stat(
            "Budget left: API, 3 d",
            _budget("api_success", ANSWERED),
            "percentunit",
            "How much of what may fail in three days is left; below 0 the promise is broken.",
            Limits(0.5, 0),
        ),
        stat(
            "Processes down",
            'count(up{job="rondel"}) - sum(up{job="rondel"})',
            "short",
            "Processes of Rondel that Prometheus cannot scrape.",
            Limits(1, 2),
        ),
        stat(
            "Parts down",
            "count(component_health == 0) or 0 * count(component_health)",
            "short",
            "Parts that a process says it cannot use: see Components for which.",
            Limits(1, 2),
        ),
    ],
)
_COURSE = Row(
    "How it goes",
    [
        lines(
            "Promises over time",
            [
                Query("slo:reminders_on_time:ratio_rate5m", "reminders, 5 min"),
                Query("slo:reminders_on_time:ratio_rate1h", "reminders, 1 h"),
                Query("slo:api_success:ratio_rate5m", "API, 5 min"),
                Query("slo:api_success:ratio_rate1h", "API, 1 h"),
            ],
            "percentunit",
            "The short windows show what happens now, the long ones what it costs.",
        ),
        lines(
            "How late reminders were",
            quantiles("reminder_lateness_seconds", selector='{stage="sent"}'),
            "s",
            "From the planned instant to the yes of the mail server or channel.",
            limits=Limits(1, 5),
        ),
        lines(
            "Reminders a second",
            [
                rate("reminders_fired_total", ()),
                rate("deliveries_total", ("outcome",)),
            ],
            "reqps",
            "Fired by the scheduler, and what became of the deliveries.",
        ),
        lines(
            "Changes that wait for Kafka",
            [Query("max(outbox_oldest_age_seconds)", "oldest")],
            "s",
            "Age of the oldest event in the outbox. It grows when the relay or Kafka is away.",
            limits=Limits(5, 30),
        ),
        lines(
            "How far consumers are behind",
            [Query(f"max by (group) (kafka_consumer_lag_seconds{{{_MAIN}}})", "{{group}}")],
            "s",
            "Age of the oldest record without an outcome, a line for each group.",
            limits=Limits(10, 30),
        ),
        lines(
            "Dead letters, last hour",
            [added("dlq_messages_total", ("event_type",), "1h")],
            "short",
            "Events that could not be handled; rondel dlq stats says why.",
            limits=Limits(1, 10),
        ),
        lines(
            "Requests a second",
            [
                Query(
                    f"sum(rate(http_request_duration_seconds_count{{{_SERVED}}}[$__rate_interval]))",
                    "all",
                )
            ],
            "reqps",
            "Requests of people and their programs; probes and scrapes are left out.",
        ),
        lines(
            "How long requests take",
            quantiles("http_request_duration_seconds", selector=f"{{{_SERVED}}}"),
            "s",
            "From the request to the last byte of the answer.",
            limits=Limits(0.5, 2),
        ),
        lines(
            "Browsers that listen",
            [Query("sum(sse_clients)", "clients")],
            "short",
            "Open streams of live updates.",
        ),
    ],
)
PAGE = Page(
    "rondel-overview",
    "Rondel / Overview",
    "Whether promises are kept, and which part to look at if not.",
    [_PROMISES, _COURSE],
)
