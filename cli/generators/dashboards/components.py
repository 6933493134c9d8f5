"""Components: each process, what it depends on, and what it takes."""

from cli.generators.dashboards.pages import Page, Row
from cli.generators.dashboards.panels import RATE, Limits, Query, lines, quantiles, rate

_IT = '{service=~"$service"}'
_TAKEN = '{service=~"$service",outcome="acknowledged"}'
_SERVED = '{route!~"/(livez|readyz|health|metrics)"}'

_HEALTH = Row(
    "Health",
    [
        lines(
            "Processes",
            [Query('min by (service) (up{job="rondel",service=~"$service"})', "{{service}}")],
            "short",
            "1: Prometheus reaches the process.",
        ),
        lines(
            "Parts of each process",
            [
                Query(
                    f"min by (service, component) (component_health{_IT})",
                    "{{service}} {{component}}",
                )
            ],
            "short",
            "0: the process cannot use it. /health of the process says why.",
        ),
        lines(
            "Paused by operators",
            [Query("max by (worker) (worker_paused)", "{{worker}}")],
            "short",
            "1: rondel workers ls says by whom and why.",
            limits=Limits(0.5, 1),
        ),
        lines(
            "Share of records that Kafka took",
            [
                Query(
                    f"sum by (service) (rate(kafka_publishes_total{_TAKEN}[{RATE}]))"
                    f" / sum by (service) (rate(kafka_publishes_total{_IT}[{RATE}]))",
                    "{{service}}",
                )
            ],
            "percentunit",
            "Publishes that were acknowledged, of all; what failed is sent again.",
            limits=Limits(0.999, 0.9),
        ),
        lines(
            "What runs",
            [
                Query(
                    f"count by (service, version, python) (build_info{_IT})",
                    "{{service}} {{version}} on {{python}}",
                )
            ],
            "short",
            "Processes by version: two versions of a service are a release under way.",
        ),
        lines(
            "Since the start",
            [Query(f"time() - max by (service) (process_start_time_seconds{_IT})", "{{service}}")],
            "s",
            "How long each process runs; a saw tooth is a process that keeps dying.",
        ),
    ],
)
_RESOURCES = Row(
    "What they take",
    [
        lines(
            "CPU",
            [
                Query(
                    f"sum by (service) (rate(process_cpu_seconds_total{_IT}[{RATE}]))",
                    "{{service}}",
                )
            ],
            "percentunit",
            "Of one core.",
            limits=Limits(0.7, 0.95),
        ),
        lines(
            "Memory",
            [Query(f"max by (service) (process_resident_memory_bytes{_IT})", "{{service}}")],
            "bytes",
            "Resident memory of each process.",
        ),
        lines(
            "Open files and connections",
            [Query(f"max by (service) (process_open_fds{_IT})", "{{service}}")],
            "short",
            "Each connection is one.",
        ),
        lines(
            "Event loop: how late",
            quantiles("event_loop_lag_seconds", ("service",), selector=_IT, shares=(0.99,)),
            "s",
            "What holds the loop up holds up every request or event of the process.",
            limits=Limits(0.1, 0.5),
        ),
        lines(
            "Database connections",
            [
                Query(
                    f"sum by (service, state) (db_pool_connections{_IT})",
                    "{{service}} {{state}}",
                )
            ],
            "short",
            "In use, idle, and how many there may be.",
        ),
        lines(
            "Wait for a connection",
            quantiles("db_pool_wait_seconds", ("service",), selector=_IT, shares=(0.5, 0.99)),
            "s",
            "From asking the pool to having a connection, opening one included.",
            limits=Limits(0.1, 1),
        ),
        lines(
            "Garbage collections",
            [
                Query(
                    f"sum by (service) (rate(python_gc_collections_total{_IT}[{RATE}]))",
                    "{{service}}",
                )
            ],
            "ops",
            "Of all generations.",
        ),
    ],
)
_HTTP = Row(
    "The API",
    [
        lines(
            "Requests, by route",
            [
                Query(
                    "topk(10, sum by (method, route) "
                    f"(rate(http_request_duration_seconds_count{_SERVED}[{RATE}])))",
                    "{{method}} {{route}}",
                )
            ],
            "reqps",
            "The ten that are asked most.",
        ),
        lines(
            "Answers, by status",
            [rate("http_request_duration_seconds_count", ("status",), selector=_SERVED)],
            "reqps",
            "5xx are ours, 4xx the client's.",
        ),
        lines(
            "Duration",
            quantiles("http_request_duration_seconds", selector=_SERVED),
            "s",
            "From the request to the last byte of the answer; exemplars lead to a trace.",
            limits=Limits(0.5, 2),
        ),
        lines(
            "Refused as too many",
            [
                rate("requests_rate_limited_total", ("bucket",)),
                Query(f"sum(rate(sign_ins_throttled_total[{RATE}]))", "sign-ins"),
            ],
            "reqps",
            "Answered 429, by the limit that was reached.",
            limits=Limits(1, 50),
        ),
        lines(
            "Live updates: browsers and changes",
            [
                Query("sum(sse_clients)", "browsers"),
                Query(f"sum(rate(sse_events_sent_total[{RATE}]))", "changes a second"),
            ],
            "short",
            "Open streams, and what is written to them.",
        ),
        lines(
            "Live updates: how late",
            quantiles("sse_delay_seconds"),
            "s",
            "From a change to its being written to a browser: outbox, relay, Kafka, API.",
            limits=Limits(1, 5),
        ),
    ],
)
_WORDS = Row(
    "Words and the assistant",
    [
        lines(
            "Sentences read",
            [rate("parse_requests_total", ("outcome",))],
            "reqps",
            "Unclear: read, with problems that are told.",
        ),
        lines(
            "How long reading takes",
            quantiles("parse_seconds"),
            "s",
            "One sentence, with what is asked of the database.",
            limits=Limits(0.1, 1),
        ),
        lines(
            "Answers of the assistant",
            [rate("assistant_turns_total", ("outcome",))],
            "reqps",
            "Messages in the chat, by how the answer ended.",
        ),
        lines(
            "Tools used",
            [rate("assistant_tool_calls_total", ("tool", "outcome"))],
            "reqps",
            "By chat and MCP; proposed waits for a yes.",
        ),
        lines(
            "Requests to the model",
            [rate("assistant_model_requests_total", ("outcome",))],
            "reqps",
            "Without a model there are none, and this stays at 0.",
        ),
        lines(
            "Tokens",
            [rate("assistant_tokens_total", ("kind",))],
            "short",
            "A second, both ways: as the model's server counted them, or estimated.",
        ),
    ],
)
PAGE = Page(
    "rondel-components",
    "Rondel / Components",
    "Each process: whether it is up, what it depends on, and what it takes.",
    [_HEALTH, _RESOURCES, _HTTP, _WORDS],
    by=[("service", "build_info")],
)
