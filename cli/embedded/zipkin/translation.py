"""Spans of OTLP as Zipkin's JSON.

Source: OpenTelemetry's rules for other formats (specification/trace/sdk_exporters/zipkin.md and
specification/common/mapping-to-non-otlp.md) and Zipkin's API, version 2. Links have no place there.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

_KINDS: Final = {
    Span.SPAN_KIND_SERVER: "SERVER",
    Span.SPAN_KIND_CLIENT: "CLIENT",
    Span.SPAN_KIND_PRODUCER: "PRODUCER",
    Span.SPAN_KIND_CONSUMER: "CONSUMER",
}
_ASKING: Final = {Span.SPAN_KIND_CLIENT, Span.SPAN_KIND_PRODUCER}
_PEER: Final = "peer.service"


def zipkin_spans(body: bytes) -> list[dict[str, Any]]:
    """What Zipkin's POST /api/v2/spans takes.

    Raises:
        DecodeError: it is no request of OTLP.
    """
    request = ExportTraceServiceRequest.FromString(body)
    return [
        _zipkin_span(span, _service_of(resource.resource.attributes), scope.scope.name)
        for resource in request.resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    ]


def _zipkin_span(span: Span, service: str, scope: str) -> dict[str, Any]:
    tags = dict(_tags_of(span.attributes))
    found: dict[str, Any] = {
        "traceId": span.trace_id.hex(),
        "id": span.span_id.hex(),
        "name": span.name,
        "timestamp": span.start_time_unix_nano // 1000,
        "duration": max(1, (span.end_time_unix_nano - span.start_time_unix_nano) // 1000),
        "localEndpoint": {"serviceName": service},
    }
    if any(span.parent_span_id):
        found["parentId"] = span.parent_span_id.hex()
    if span.kind in _KINDS:
        found["kind"] = _KINDS[span.kind]
    if span.kind in _ASKING and _PEER in tags:
        found["remoteEndpoint"] = {"serviceName": tags[_PEER]}
    if span.events:
        found["annotations"] = [
            {"timestamp": event.time_unix_nano // 1000, "value": event.name}
            for event in span.events
        ]
    if span.status.code != Status.STATUS_CODE_UNSET:
        is_error = span.status.code == Status.STATUS_CODE_ERROR
        tags["otel.status_code"] = "ERROR" if is_error else "OK"
        if is_error:
            tags.setdefault("error", span.status.message)
    if scope:
        tags["otel.scope.name"] = scope
    found["tags"] = tags
    return found


def _service_of(attributes: Iterable[KeyValue]) -> str:
    return dict(_tags_of(attributes)).get("service.name", "unknown")


def _tags_of(attributes: Iterable[KeyValue]) -> Iterator[tuple[str, str]]:
    for each in attributes:
        yield each.key, _text_of(each.value)


def _text_of(value: AnyValue) -> str:
    kind = value.WhichOneof("value")
    if kind is None:
        return ""
    if kind == "bool_value":
        return str(value.bool_value).lower()
    return str(getattr(value, kind))
