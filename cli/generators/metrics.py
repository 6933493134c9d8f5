"""docs/metrics.md, made from the list of metrics."""

from collections.abc import Iterator

from shared.observability.metric_defs import METRICS

_HEAD = """# Metrics

Made from `shared/observability/metric_defs.py` by `make events`; do not edit. Every process serves
them at `/metrics` on its own port; a process shows those that it has a use for. Beside them each
shows `process_*` (CPU, memory, files, start), `python_gc_*` and `python_info` of prometheus-client.
How to scrape them, and dashboards: [monitoring.md](monitoring.md).

| name | kind | labels | what it says |
|---|---|---|---|
"""


def render() -> Iterator[tuple[str, str]]:
    """Path and text of the generated file."""
    rows = [
        f"| `{m.name}` | {m.kind} | {', '.join(f'`{label}`' for label in m.labels)} | {m.help} |"
        for m in METRICS
    ]
    yield "docs/metrics.md", _HEAD + "\n".join(rows) + "\n"
