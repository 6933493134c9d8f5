"""How the parts of this process are."""

import asyncio
from dataclasses import dataclass, field
from typing import Literal

from api.resources import Resources
from shared.core.errors import Unavailable

Status = Literal["ok", "degraded", "down"]

_PATIENCE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class ComponentHealth:
    """How one part is: without PostgreSQL nothing works, without Kafka only live updates rest."""

    name: str
    status: Status
    details: dict[str, object] = field(default_factory=dict)


async def check_components(resources: Resources) -> list[ComponentHealth]:
    """Every part and how it is, just asked; the gauges in /metrics say the same."""
    components = [await _database(resources), _live(resources)]
    for each in components:
        is_up = each.status == "ok"
        resources.metrics.set("component_health", float(is_up), component=each.name)
    return components


def worst_of(components: list[ComponentHealth]) -> Status:
    """The worst status among them."""
    order: tuple[Status, ...] = ("ok", "degraded", "down")
    return max((each.status for each in components), key=order.index)


async def _database(resources: Resources) -> ComponentHealth:
    started = resources.clock.monotonic()
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS), resources.db.driver() as connection:
            await connection.fetchrow("SELECT 1")
    except (Unavailable, TimeoutError) as error:
        return ComponentHealth("postgresql", "down", {"error": type(error).__name__})
    answered_ms = round((resources.clock.monotonic() - started) * 1000, 2)
    return ComponentHealth("postgresql", "ok", {"answered_ms": answered_ms})


def _live(resources: Resources) -> ComponentHealth:
    """Writes do not need Kafka: their events wait in the outbox."""
    status: Status = "ok" if resources.live.is_connected else "degraded"
    return ComponentHealth("kafka", status, {"sse_clients": resources.live.clients})
