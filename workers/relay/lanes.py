"""Which lanes this relay holds: one leased lane a Kafka partition, shared fairly among relays."""

import math
from dataclasses import dataclass

from shared.core.clock import Clock
from shared.db.repositories import leases
from shared.db.session import Database
from shared.observability.logging import get_logger
from shared.observability.metrics import Metrics

LEASE_SECONDS = 4.0
RENEW_SECONDS = 1.0
_MARGIN_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane held under `epoch`; not to be used after `deadline` (monotonic seconds)."""

    partition: int
    epoch: int
    deadline: float

    @property
    def name(self) -> str:
        """The name of its lease."""
        return f"{leases.RELAY_LANE}{self.partition}"


class Lanes:
    """The lanes of one relay; `refresh()` is to be called every `RENEW_SECONDS`."""

    def __init__(self, db: Database, clock: Clock, metrics: Metrics, owner: str) -> None:
        self._db = db
        self._clock = clock
        self._metrics = metrics
        metrics.count("lease_losses_total", 0, kind="relay")
        metrics.before_scrape(self._show)
        self._owner = owner
        self._member: dict[str, int] = {}
        self._held: dict[int, Lane] = {}

    def usable(self) -> list[Lane]:
        """Lanes whose lease is certain to last a moment longer."""
        now = self._clock.monotonic()
        return [lane for lane in self._held.values() if lane.deadline > now]

    def is_usable(self, lane: Lane) -> bool:
        """Whether this very lease is held and lasts."""
        held = self._held.get(lane.partition)
        return held is not None and held.epoch == lane.epoch and self._lasts(held)

    def _lasts(self, lane: Lane) -> bool:
        return lane.deadline > self._clock.monotonic()

    async def refresh(self) -> None:
        """Leases are renewed; free lanes are taken up to the fair share, extra ones released."""
        async with self._db.statement() as connection:
            # The deadline counts from before the statement: never later than the database's.
            deadline = self._clock.monotonic() + LEASE_SECONDS - _MARGIN_SECONDS
            names = {lane.name: lane.epoch for lane in self._held.values()}
            kept = await leases.renew(connection, names | self._member, LEASE_SECONDS)
            self._keep(kept, deadline)
            if not self._member.keys() & kept:
                name = f"{leases.RELAY_MEMBER}{self._owner}"
                self._member = await leases.acquire(
                    connection, [name], self._owner, LEASE_SECONDS, force=True
                )
            members = await leases.count_live(connection, leases.RELAY_MEMBER)
            share = math.ceil(self._db.partitions / max(members, 1))
            await self._shrink_to(share)
            if len(self._held) < share:
                await self._grow_to(share, deadline)

    def _show(self) -> None:
        """The gauge counts the lanes whose lease still lasts."""
        self._metrics.set("relay_lanes_owned", len(self.usable()))

    def _keep(self, kept: set[str], deadline: float) -> None:
        for lane in list(self._held.values()):
            if lane.name in kept:
                self._held[lane.partition] = Lane(lane.partition, lane.epoch, deadline)
            else:
                self.drop(lane)

    async def _shrink_to(self, share: int) -> None:
        extra = sorted(self._held)[share:]
        if extra:
            await self._release([self._held.pop(partition) for partition in extra])

    async def _grow_to(self, share: int, deadline: float) -> None:
        free = [p for p in range(self._db.partitions) if p not in self._held]
        async with self._db.statement() as connection:
            for partition in free:
                if len(self._held) >= share:
                    return
                name = f"{leases.RELAY_LANE}{partition}"
                taken = await leases.acquire(connection, [name], self._owner, LEASE_SECONDS)
                if name in taken:
                    self._held[partition] = Lane(partition, taken[name], deadline)
                    get_logger().info("lane_taken", lane=partition, epoch=taken[name])

    def drop(self, lane: Lane) -> None:
        """The lane is somebody else's now."""
        if self._held.pop(lane.partition, None) is not None:
            self._metrics.count("lease_losses_total", kind="relay")
            get_logger().warning("lane_lost", lane=lane.partition, epoch=lane.epoch)

    async def release_all(self) -> None:
        """Other relays may take every lane at once."""
        held, self._held = list(self._held.values()), {}
        await self._release(held)
        async with self._db.statement() as connection:
            await leases.release(connection, self._member)
            await leases.forget_expired(connection, leases.RELAY_MEMBER)

    async def _release(self, lanes: list[Lane]) -> None:
        async with self._db.statement() as connection:
            await leases.release(connection, {lane.name: lane.epoch for lane in lanes})
