"""Webhooks of one person, a clock to turn, and a server that answers."""

from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from sqlalchemy import text

from shared.commands import webhooks as commands
from shared.commands.channels import Vault
from shared.commands.webhooks import Made
from shared.core.egress import EgressRules
from shared.core.principal import Principal
from shared.core.sealing import Sealer
from shared.db.repositories.webhook_deliveries import list_deliveries
from shared.db.repositories.webhooks import find_webhook
from shared.db.session import Database
from shared.events.catalog import BY_MODEL
from shared.events.envelope import Event
from shared.events.tasks import TaskUpdated
from shared.observability.metrics import Metrics
from tests.factories.users import make_user
from tests.fakes import FakeClock
from tests.services.kafka import PARTITIONS
from tests.services.receiver import Receiver
from workers.runtime.outbound import Outbound
from workers.webhooks.handler import WebhooksHandler
from workers.webhooks.sender import Sender

SEALER = Sealer(["k" * 40])
LOOPBACK = EgressRules.parse("127.0.0.0/8")


@dataclass
class World:
    """What happens between an event and its arrival."""

    db: Database
    clock: FakeClock
    receiver: Receiver
    ada: Principal
    vault: Vault = field(default_factory=lambda: Vault(SEALER, LOOPBACK, "webhook"))
    _outbounds: list[Outbound] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.handler = WebhooksHandler(self.db, lambda: None)
        self.sender = self.make_sender()

    def make_sender(self, *, rules=LOOPBACK, sealer=SEALER, seconds=5.0, **options) -> Sender:
        self._outbounds.append(Outbound(rules, total_seconds=seconds))
        return Sender(self.db, sealer, self._outbounds[-1], Metrics(), **options)

    async def close(self) -> None:
        for outbound in self._outbounds:
            await outbound.close()

    async def subscribe(self, path="/in?x=1", types=("task.updated",)) -> Made:
        url = f"{self.receiver.url}{path}"
        return await commands.create_webhook(
            self.db, self.ada, self.vault, name="Hook", url=url, event_types=types
        )

    def event(self, model=TaskUpdated, **changes) -> Event:
        fields = {
            "user_id": self.ada.user_id,
            "task_id": uuid4(),
            "task_version": 2,
            "changed": ("title",),
        }
        data = model.model_construct(**fields | changes)
        return Event(uuid4(), BY_MODEL[model], self.clock.now(), None, data)

    async def happen(self, *events: Event) -> None:
        await self.handler.process(events or [self.event()])

    async def deliveries(self, made):
        async with self.db.read() as connection:
            return await list_deliveries(
                connection, made.row.user_id, made.row.id, state=None, before=None, limit=200
            )

    async def stored(self, made):
        async with self.db.read() as connection:
            return await find_webhook(connection, made.row.user_id, made.row.id)


@pytest.fixture
async def world(engine):
    clock, receiver = FakeClock(), Receiver()
    await receiver.start()
    db = Database(engine, clock, PARTITIONS)
    async with db.unit_of_work() as uow:  # a sender sends everybody's
        await uow.connection.execute(text("TRUNCATE webhooks CASCADE"))
    world = World(db, clock, receiver, await make_user(db))
    yield world
    await world.close()
    await receiver.stop()
