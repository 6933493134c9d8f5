"""How the parts of this process are."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

import asyncpg

from api.live.hub import LiveHub
from api.shared_reads import SharedRead
from shared.core.database_trust import TRUSTED_SECONDS
from shared.core.errors import Unavailable
from shared.db.session import Database
from shared.observability.metrics import Metrics

Status = Literal["ok", "degraded", "down"]

_PATIENCE_SECONDS = 2.0
_FRESH_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class ComponentHealth:
    """How one part is: without PostgreSQL nothing works, without Kafka only live updates rest."""

    name: str
    status: Status
    details: dict[str, object] = field(default_factory=dict)


class Neighbour(Protocol):
    """How a part of a worker is that runs in the same process."""

    @property
    def status(self) -> Status:
        """As of our own parts."""
        ...

    @property
    def details(self) -> Mapping[str, object]:
        """What operators want to know."""
        ...

    @property
    def works(self) -> bool:
        """What the gauge `component_health` shows."""
        ...


Neighbours = Mapping[str, Callable[[], Neighbour]]
"""The parts of workers that run in the same process, as `worker.part`; asked without I/O."""


class Health:
    """Tells how each part is, from what requests have shown.

    PostgreSQL is asked only if nothing has used it for `trusted_seconds`, or the last use failed:
    a server that scales to zero would never rest otherwise. Probes come without sign-in, so that
    is done by one at a time and about once a second, however many come.

    Workers in the same process are told of as well; one of them that is down makes the whole
    `degraded`, since requests are served all the same.
    """

    def __init__(
        self,
        db: Database,
        live: LiveHub,
        metrics: Metrics,
        *,
        trusted_seconds: float = TRUSTED_SECONDS,
        neighbours: Neighbours | None = None,
    ) -> None:
        self._db = db
        self._trusted_seconds = trusted_seconds
        self._live = live
        self._metrics = metrics
        self._neighbours = neighbours or {}
        self.is_stopping = False
        """Set at a stop: a balancer that looks at /readyz sends nobody here any more."""
        self._asked = SharedRead(self._ask_database, db.clock, _FRESH_SECONDS, "health")

    async def check_components(self) -> list[ComponentHealth]:
        """Every part and how it is; the gauges in /metrics say the same."""
        found = [*await self.check_own(), *self._check_neighbours()]
        if self.is_stopping:
            found.append(ComponentHealth("process", "down", {"stopping": True}))
        return found

    async def check_own(self) -> list[ComponentHealth]:
        """The parts that requests need."""
        components = [await self._database(), self._live_updates()]
        for each in components:
            self._show(each.name, works=each.status == "ok")
        return components

    def _check_neighbours(self) -> list[ComponentHealth]:
        found = []
        for name, check in self._neighbours.items():
            part = check()
            self._show(name, works=part.works)
            status: Status = "degraded" if part.status == "down" else part.status
            found.append(ComponentHealth(name, status, dict(part.details)))
        return found

    def _show(self, name: str, *, works: bool) -> None:
        self._metrics.set("component_health", float(works), component=name)

    async def _database(self) -> ComponentHealth:
        known = self._db.contact.good_for()
        if known is not None and known < self._trusted_seconds:
            return ComponentHealth("postgresql", "ok", {"answered_seconds_ago": round(known, 1)})
        return await self._asked.get()

    async def _ask_database(self) -> ComponentHealth:
        started = self._db.clock.monotonic()
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS), self._db.driver() as connection:
                await connection.fetchrow("SELECT 1")
        except (Unavailable, TimeoutError, asyncpg.PostgresError) as error:
            return ComponentHealth("postgresql", "down", {"error": type(error).__name__})
        answered_ms = round((self._db.clock.monotonic() - started) * 1000, 2)
        return ComponentHealth("postgresql", "ok", {"answered_ms": answered_ms})

    def _live_updates(self) -> ComponentHealth:
        """Writes do not need Kafka: their events wait in the outbox."""
        status: Status = "ok" if self._live.is_connected else "degraded"
        return ComponentHealth("kafka", status, {"sse_clients": self._live.clients})


def worst_of(components: list[ComponentHealth]) -> Status:
    """The worst status among them."""
    order: tuple[Status, ...] = ("ok", "degraded", "down")
    return max((each.status for each in components), key=order.index)
