"""Whether the collector takes spans, asked as every process asks it."""

import asyncio
from http import HTTPStatus
from typing import Any

import requests
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
from typing_extensions import override

from cli.doctor.finding import Finding, ok, problem, warning
from cli.doctor.installation import Installation
from shared.observability.span_export import TRACES_PATH

_SECONDS = 6.0


class _Watched(requests.Session):
    """A session that remembers what came of its last request."""

    status: int | None = None
    trouble: str = "it was not asked"

    @override
    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        try:
            answer = super().send(request, **options)
        except requests.RequestException as error:
            self.status, self.trouble = None, _in_short(error)
            raise
        self.status, self.trouble = answer.status_code, f"it says {answer.status_code}"
        return answer


async def check_tracing(installation: Installation) -> list[Finding]:
    """The collector takes an empty export, by the same exporter that sends the spans."""
    base = installation.base
    if base is None:
        return []
    endpoint = base.tracing.endpoint
    if endpoint is None:
        return [ok("tracing", "Not set: no spans are recorded.")]
    session = _Watched()
    timeout = min(base.tracing.timeout_seconds, _SECONDS)
    if await asyncio.to_thread(_is_taken, endpoint, session, timeout):
        return [ok("tracing", f"{endpoint} takes spans.")]
    status = session.status
    if status is not None and status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return [
            problem(
                "tracing",
                f"{endpoint} takes no spans: {session.trouble} to {TRACES_PATH}.",
                "Correct OTEL_EXPORTER_OTLP_ENDPOINT: a collector's port for OTLP over HTTP. If it "
                "asks who we are, OTEL_EXPORTER_OTLP_HEADERS says it.",
            )
        ]
    return [
        warning(
            "tracing",
            f"{endpoint} takes no spans: {session.trouble}. They are dropped; nothing else waits.",
            "Start the collector, or correct OTEL_EXPORTER_OTLP_ENDPOINT.",
        )
    ]


def _is_taken(endpoint: str, session: requests.Session, timeout: float) -> bool:
    exporter: SpanExporter = OTLPSpanExporter(
        endpoint + TRACES_PATH, session=session, timeout=timeout
    )
    try:
        return exporter.export(()) is SpanExportResult.SUCCESS
    finally:
        exporter.shutdown()


def _in_short(error: requests.RequestException) -> str:
    """What is wrong, without the addresses of objects that `requests` says, too."""
    if isinstance(error, requests.Timeout):
        return "it does not answer in time"
    if isinstance(error, requests.exceptions.SSLError):
        return "its certificate is not one that is trusted here"
    return "nobody answers there"
