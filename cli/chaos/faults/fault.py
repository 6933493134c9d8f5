"""What a fault is, and what it may take hold of."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from cli.chaos.fleet import Fleet, Instance
from cli.chaos.mail import FaultyMailServer
from cli.chaos.schedule import Planned
from cli.chaos.servers import Servers
from shared.core.clock import Clock
from shared.core.settings import KafkaSettings


@dataclass(frozen=True, slots=True)
class Suffered:
    """A fault as it happened, by the true clock: it may have had to wait for the one before."""

    planned: Planned
    began_at: datetime
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class Stepped:
    """One process's clock was wrong by `seconds` for this long."""

    instance: str
    seconds: float
    began_at: datetime
    ended_at: datetime


@dataclass
class Scene:
    """The running system, as faults see it, and what they write down."""

    fleet: Fleet
    servers: Servers
    mail: FaultyMailServer
    kafka: KafkaSettings
    clock: Clock
    suffered: list[Suffered] = field(default_factory=list)
    steps: list[Stepped] = field(default_factory=list)
    poison: list[bytes] = field(default_factory=list)
    """Bodies of the records that nobody can read."""
    server_locks: dict[str, asyncio.Lock] = field(default_factory=dict)

    def instance(self, planned: Planned) -> Instance:
        """The process that a fault is about."""
        return self.fleet.instances[planned.target]


class Fault(Protocol):
    """One kind of trouble."""

    async def happen(self, planned: Planned, scene: Scene) -> None:
        """The trouble has come, lasted as long as planned, and is over."""
        ...
