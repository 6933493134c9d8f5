"""What a process can be told about traces."""

from typing import Annotated, ClassVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def _check_endpoint(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be http://host:port or https://host:port, without /v1/traces")
    if parts.query or parts.fragment or parts.username:
        raise ValueError("must have no query and no user; OTEL_EXPORTER_OTLP_HEADERS can sign in")
    return value.rstrip("/")


class TracingSettings(BaseModel):
    """Whether spans are recorded, which, and where they go."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")

    endpoint: Annotated[str, AfterValidator(_check_endpoint)] | None = Field(
        default=None,
        description="A collector that takes OTLP over HTTP; /v1/traces is put behind it. Without "
        "it nothing is recorded, and ids of traces travel all the same",
        examples=["http://localhost:4318"],
    )
    ratio: float = Field(
        default=0.1, ge=0, le=1, description="Part of all traces that is recorded, by their ids"
    )
    trust_clients: bool = Field(
        default=False,
        description="Whether a request that asks to be recorded is (the sampled flag of its "
        "traceparent); only where nobody but your own proxies can reach the API",
    )
    queue_spans: int = Field(
        default=2048,
        ge=1,
        le=100_000,
        description="Spans that wait to be sent; more are dropped and counted. About 2 KB each",
    )
    timeout_seconds: float = Field(
        default=5, gt=0, le=60, description="Longest wait for the collector, tries included"
    )
    stop_seconds: float = Field(
        default=2, ge=0, le=60, description="Time to send what is left when the process stops"
    )
