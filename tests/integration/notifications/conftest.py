"""A worker's handler against a real database and a real mail server."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from shared.core.settings import SmtpSettings
from shared.db.session import Database
from shared.domain.tasks import ReminderDraft
from shared.events.catalog import CATALOG
from shared.events.envelope import Event
from shared.events.reminders import ReminderDue
from shared.observability.metrics import Metrics
from tests.factories.tasks import make_task
from tests.factories.users import make_user
from tests.fakes import FakeClock
from tests.integration.notifications.mail_server import MailServer
from tests.services.kafka import PARTITIONS
from tests.waiting import eventually
from workers.notifications.book import MailBook
from workers.notifications.channels.email import EmailChannel
from workers.notifications.handler import NotificationsHandler
from workers.notifications.messages import Links

FIRE_AT = datetime(2026, 11, 26, 16, 0, 0, 250_000, tzinfo=UTC)
SENDER = "Rondel <rondel@rondel.example>"


def smtp_settings(port: int, **changes) -> SmtpSettings:
    values = {"host": "127.0.0.1", "port": port, "sender": SENDER, "timeout_seconds": 5}
    return SmtpSettings.model_validate(values | changes)


@pytest.fixture
async def mail_server() -> AsyncIterator[MailServer]:
    server = MailServer()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(FIRE_AT - timedelta(days=1))


@pytest.fixture
async def world(engine, clock, mail_server) -> AsyncIterator["World"]:
    world = World(Database(engine, clock, PARTITIONS), clock, mail_server)
    yield world
    await world.close()


@dataclass
class Worker:
    """One notifications worker, without Kafka around it."""

    handler: NotificationsHandler
    email: EmailChannel
    metrics: Metrics

    async def process(self, *events: Event) -> None:
        await self.handler.process(events)

    def count(self, name: str, **labels: str) -> float:
        return self.metrics.registry.get_sample_value(name, labels) or 0.0


class World:
    """A database, a mail server, workers, and what tests ask about them."""

    def __init__(self, db: Database, clock: FakeClock, mail_server: MailServer) -> None:
        self.db = db
        self.clock = clock
        self.server = mail_server
        self._workers: list[Worker] = []

    def start_worker(
        self, *, claim_seconds: float = 10, db=None, channel=EmailChannel, **smtp
    ) -> Worker:
        metrics = Metrics()
        db = db or self.db
        email = channel(smtp_settings(self.server.port, **smtp), db.clock)
        handler = NotificationsHandler(
            db,
            MailBook([email]),
            metrics,
            links=Links("https://rondel.example/"),
            late_grace=timedelta(hours=24),
            claim_seconds=claim_seconds,
        )
        self._workers.append(Worker(handler, email, metrics))
        return self._workers[-1]

    async def due_reminder(self, *, fire_at=FIRE_AT, late_seconds=0.012, **task) -> Event:
        """A reminder whose instant has just come, as the scheduler says it."""
        task = {"title": "Submit report", "due": "2026-11-27T17:00:00"} | task
        user = await make_user(self.db)
        channels = task.pop("channels", ("email",))
        reminders = [ReminderDraft(at=fire_at, channels=channels)]
        view = await make_task(self.db, user, reminders=reminders, **task)
        if self.clock.now() < fire_at:
            self.clock.set(fire_at + timedelta(seconds=late_seconds))
        reminder = view.reminders[0]
        return due_event(
            user_id=user.user_id,
            task_id=view.id,
            reminder_id=reminder.id,
            reminder_version=reminder.version,
            fire_at=reminder.fire_at,
        )

    async def cut_off_a_write_to(self, table: str, begin: Callable[[], None]) -> None:
        """The first statement that `begin` lets write there is cancelled in PostgreSQL."""

        async def is_cut_off():
            return await self.rows(
                "SELECT pg_cancel_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )

        async with self.db.unit_of_work() as uow:
            await uow.connection.execute(text(f"LOCK TABLE {table} IN SHARE MODE"))
            begin()
            await eventually(is_cut_off)

    async def deliveries_of(self, event: Event) -> list:
        """Its rows of the ledger."""
        return await self.rows(
            "SELECT * FROM deliveries WHERE reminder_id = :id ORDER BY fire_at, channel",
            id=event.data.reminder_id,
        )

    async def delivery_of(self, event: Event):
        [row] = await self.deliveries_of(event)
        return row

    async def reminder_of(self, event: Event):
        [row] = await self.rows("SELECT * FROM reminders WHERE id = :id", id=event.data.reminder_id)
        return row

    async def events_of(self, event: Event) -> list[str]:
        """Types of the reminder's events that wait for the relay, but for its planning."""
        rows = await self.rows(
            "SELECT event_type FROM outbox WHERE subject = :id AND event_type NOT IN "
            "('reminder.scheduled', 'reminder.cancelled') ORDER BY id",
            id=str(event.data.reminder_id),
        )
        return [row.event_type for row in rows]

    async def rows(self, statement: str, **parameters) -> list:
        async with self.db.read() as connection:
            return list(await connection.execute(text(statement), parameters))

    async def change(self, statement: str, **parameters) -> None:
        async with self.db.statement() as connection:
            await connection.execute(text(statement), parameters)

    async def end_of_claim(self, event: Event) -> None:
        """The time of the claim on this delivery, or of the pause after a doubt, has passed."""
        await self.change(
            "UPDATE deliveries SET claimed_until = clock_timestamp() - interval '1 second' "
            "WHERE reminder_id = :id AND claimed_until IS NOT NULL",
            id=event.data.reminder_id,
        )

    async def close(self) -> None:
        for worker in self._workers:
            await worker.handler.close(5)
            await worker.email.close()


def due_event(**data) -> Event:
    return Event(uuid4(), CATALOG["reminder.due"], data["fire_at"], None, ReminderDue(**data))
