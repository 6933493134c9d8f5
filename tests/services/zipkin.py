"""A real Zipkin behind the bridge of the local stack, and what a test asks it."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from cli.embedded.layout import DEFAULT_STATE, cache_of
from cli.embedded.ports import choose_port
from cli.embedded.service import RunningService
from cli.embedded.zipkin.service import Zipkin, bridge_to
from tests.waiting import eventually


@dataclass(frozen=True)
class Hop:
    """One span as Zipkin shows it; times in microseconds."""

    id: str
    parent_id: str | None
    service: str
    kind: str | None
    name: str
    began_us: int
    duration_us: int
    tags: dict[str, str]
    peer: str | None

    @property
    def label(self) -> tuple[str, str]:
        """Service and name."""
        return self.service, self.name


@dataclass(frozen=True)
class Trace:
    """Everything that Zipkin has of one trace."""

    hops: list[Hop] = field(default_factory=list)

    def find(self, service: str, name: str) -> list[Hop]:
        """The spans of this service and name."""
        return [hop for hop in self.hops if hop.label == (service, name)]

    def path_to(self, service: str, name: str) -> list[Hop]:
        """From the first span to the only one of this service and name, parent by parent."""
        (hop,) = self.find(service, name)
        by_id = {each.id: each for each in self.hops}
        path = [hop]
        while (above := by_id.get(path[0].parent_id or "")) is not None:
            path.insert(0, above)
        return path


@dataclass(frozen=True)
class TraceStore:
    """Where processes send spans to, and where they are read back."""

    zipkin: RunningService
    bridge: RunningService

    @property
    def environment(self) -> dict[str, str]:
        """What a process is told so that every trace of it comes here."""
        return {
            "OTEL_EXPORTER_OTLP_ENDPOINT": self.bridge.url,
            "RONDEL_TRACING__RATIO": "1",
        }

    async def trace(
        self, trace_id: str, labels: Collection[tuple[str, str]], seconds: float = 30
    ) -> Trace:
        """The trace, once it has a span of each of these services and names."""
        seen: list[Trace] = [Trace()]

        async def look() -> Trace | None:
            seen[0] = await self.read(trace_id)
            has = {hop.label for hop in seen[0].hops}
            return seen[0] if has.issuperset(labels) else None

        def lacks() -> str:
            has = {hop.label for hop in seen[0].hops}
            return f"spans {sorted(set(labels) - has)} beside {sorted(has)}"

        found = await eventually(look, seconds, lacks)
        assert found is not None
        return found

    async def read(self, trace_id: str) -> Trace:
        """What Zipkin has of the trace by now."""
        async with httpx.AsyncClient(base_url=self.zipkin.url, timeout=10) as client:
            answer = await client.get(f"/api/v2/trace/{trace_id}")
        if answer.status_code == httpx.codes.NOT_FOUND:
            return Trace()
        return Trace([_hop(each) for each in answer.raise_for_status().json()])


def _hop(span: dict[str, Any]) -> Hop:
    return Hop(
        span["id"],
        span.get("parentId"),
        span["localEndpoint"]["serviceName"],
        span.get("kind"),
        span["name"],
        span["timestamp"],
        span["duration"],
        span.get("tags", {}),
        span.get("remoteEndpoint", {}).get("serviceName"),
    )


@contextmanager
def zipkin_running(folder: Path) -> Iterator[TraceStore]:
    """A Zipkin of its own; the jar is fetched if it is not there yet."""
    port = choose_port()
    zipkin = Zipkin(cache=cache_of(DEFAULT_STATE), port=port, log=folder / "zipkin.log").start()
    try:
        own = choose_port(avoid=[port])
        bridge = bridge_to(zipkin, own, folder / "otlp.log").start()
        try:
            yield TraceStore(zipkin, bridge)
        finally:
            bridge.kill()
    finally:
        zipkin.kill()
