"""Events that name one user and another's rows: they change nothing, send nothing, and are buried.

Each goes through a real broker to the real handler, as a record that has the right form.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from shared.commands.account_mails import ask_mail
from shared.commands.tasks import complete_task
from shared.core.account_links import AccountLinks
from shared.core.clock import SystemClock
from shared.core.ids import new_uuid7
from shared.core.principal import Principal
from shared.domain.tasks import ReminderDraft
from shared.events.accounts import AccountMailAsked
from shared.events.catalog import BY_MODEL
from shared.events.channels import ChannelTestAsked
from shared.events.digests import DigestCancelled, DigestDue
from shared.events.envelope import Event, dump_data, make_headers
from shared.events.reminders import ReminderCancelled, ReminderDue, ReminderScheduled
from shared.events.tasks import TaskCompleted, TaskUpdated
from shared.events.topics import REMINDERS
from shared.observability.metrics import Metrics
from tests.factories.tasks import make_task
from tests.factories.users import make_user
from tests.integration.api.isolation_rehearsal import digest_of
from tests.integration.notifications.conftest import smtp_settings
from tests.integration.notifications.mail_server import MailServer
from tests.integration.notifications.readers import prefer
from tests.integration.reminders.harness import Worker as Scheduling
from tests.integration.runtime.harness import Bench
from workers.notifications.account_mails import AccountPost
from workers.notifications.book import MailBook
from workers.notifications.channels.email import EmailChannel
from workers.notifications.handler import NotificationsHandler
from workers.notifications.messages import Links
from workers.notifications.trials import Desk, Trials
from workers.recurrence.handlers import RecurrenceHandler
from workers.webhooks.handler import WebhooksHandler

CLOCK = SystemClock()
LINKS = Links("https://rondel.example/")


@dataclass
class Stage:
    """Two users, of whom the second owns all that the events name."""

    bench: Bench
    attacker: Principal
    victim: Principal
    ids: dict[str, UUID]
    fire_at: datetime
    completed_at: datetime
    mails: MailServer
    desk: Desk

    def handler(self, group):
        """That of this family of workers."""
        db = self.bench.db
        if group == "recurrence":
            return RecurrenceHandler(db, CLOCK, Metrics())
        if group == "webhooks":
            return WebhooksHandler(db, lambda: None)
        return self.desk if group == "notifications" else self.scheduling.handler

    @property
    def scheduling(self):
        return Scheduling(self.bench.db, self.bench.producer, "one")

    def data(self, model, user_id, **more):
        """An event about the victim's rows, of this user."""
        ids = self.ids
        reminder = {
            "reminder_id": ids["reminder"],
            "task_id": ids["task"],
            "reminder_version": 1,
        }
        fields = {
            TaskCompleted: {
                "task_id": ids["task"],
                "task_version": 2,
                "completed_at": self.completed_at,
                "series_id": ids["series"],
                "slot": "2026-11-24T09:00:00",
            },
            TaskUpdated: {"task_id": ids["task"], "task_version": 2, "changed": ("title",)},
            ReminderScheduled: {**reminder, "fire_at": self.fire_at},
            ReminderCancelled: {**reminder, "reminder_version": 9, "reason": "deleted"},
            ReminderDue: {**reminder, "fire_at": self.fire_at},
            DigestCancelled: {"digest_id": ids["digest"], "digest_version": 9, "kind": "digest"},
            DigestDue: {
                "digest_id": ids["digest"],
                "digest_version": 1,
                "kind": "digest",
                "fire_at": self.fire_at,
            },
            ChannelTestAsked: {"test_id": ids["test"], "channel": "email"},
            AccountMailAsked: {"mail_id": ids["mail"]},
        }[model]
        names = model.model_fields
        chosen = {name: value for name, value in fields.items() if name in names}
        return model(user_id=user_id, **{**chosen, **more})

    async def send(self, data):
        """The record is in Kafka, as the relay would write it."""
        entry = BY_MODEL[type(data)]
        headers = make_headers(
            event_type=entry.name,
            event_id=uuid4(),
            user_id=data.user_id,
            subject="forged",
            occurred_at=CLOCK.now(),
            traceparent=None,
        )
        producer = self.bench.producer
        await (
            await producer.send(entry.topic, 0, key=b"k", value=dump_data(data), headers=headers)
        )

    async def rows_of(self, person):
        async with self.bench.db.read() as connection:
            return await digest_of(connection, person)


@pytest.fixture
async def stage(bench):
    db, mails = bench.db, MailServer()
    await mails.start()
    email = EmailChannel(smtp_settings(mails.port), CLOCK)
    book = MailBook([email])
    deliveries = NotificationsHandler(
        db, book, Metrics(), links=LINKS, late_grace=timedelta(hours=24)
    )
    signer = AccountLinks(["k" * 40])
    desk = Desk(deliveries, Trials(db, book, LINKS), AccountPost(db, email, LINKS, signer))
    attacker, victim = await make_user(db), await make_user(db)
    await subscribe(db, attacker)
    await subscribe(db, victim)
    fire_at = (CLOCK.now() + timedelta(hours=1)).replace(microsecond=0)
    task = await make_task(
        db,
        victim,
        due="2026-11-24T09:00",
        rrule="FREQ=DAILY",
        reminders=[ReminderDraft(at=fire_at, channels=("email",))],
    )
    done = await make_task(db, victim, due="2026-11-24T09:00", rrule="FREQ=DAILY")
    done = await complete_task(db, victim, done.id, None)
    await prefer(SimpleNamespace(db=db), victim, digest_at=time(7))
    ids = {"task": task.id, "reminder": task.reminders[0].id, "series": task.series.id}
    ids["done"] = done.id
    ids |= await ask_for_messages(db, victim)
    yield Stage(bench, attacker, victim, ids, fire_at, done.completed_at, mails, desk)
    await deliveries.close(5)
    await email.close()
    await mails.stop()


async def subscribe(db, owner):
    async with db.unit_of_work() as uow:
        await uow.connection.execute(
            text(
                "INSERT INTO webhooks (id, user_id, name, target, sealed, event_types, is_enabled, "
                "created_at, updated_at) VALUES (:id, :u, 'Hook', 'https://x.example', '', "
                "'[\"task.updated\"]', true, :now, :now)"
            ),
            {"id": uuid4(), "u": owner.user_id, "now": uow.now},
        )


async def ask_for_messages(db, owner):
    """A digest, a test and a mail wait; their ids."""
    test_id = uuid4()
    async with db.unit_of_work() as uow:
        await uow.lock_users([owner.user_id])
        assert await ask_mail(uow, owner.user_id, "verify_email", "ada@example.com", {})
        await uow.connection.execute(
            text(
                "INSERT INTO channel_tests (id, user_id, channel, state, asked_at) "
                "VALUES (:id, :u, 'email', 'waiting', :now)"
            ),
            {"id": test_id, "u": owner.user_id, "now": uow.now},
        )
    found = {"test": test_id}
    for kind, statement in (
        ("digest", "SELECT id FROM reminders WHERE user_id = :u AND kind = 'digest'"),
        ("mail", "SELECT id FROM account_mails WHERE user_id = :u"),
    ):
        async with db.read() as connection:
            rows = await connection.execute(text(statement), {"u": owner.user_id})
            found[kind] = rows.scalar_one()
    return found


FORGERIES = [
    ("recurrence", TaskCompleted),
    ("reminders", ReminderScheduled),
    ("reminders", ReminderCancelled),
    ("reminders", DigestCancelled),
    ("notifications", ReminderDue),
    ("notifications", DigestDue),
    ("notifications", ChannelTestAsked),
    ("notifications", AccountMailAsked),
    ("webhooks", TaskUpdated),
]


@pytest.mark.parametrize(("group", "model"), FORGERIES)
async def test_a_forged_event_changes_nothing_and_is_with_the_dead_letters(stage, group, model):
    await give_job(stage)
    before = [await stage.rows_of(who) for who in (stage.victim, stage.attacker)]
    async with stage.bench.worker(stage.handler(group)) as worker:
        await stage.send(forged(stage, model))
        assert await worker.signals.buried.wait() == BY_MODEL[model].name
    assert [await stage.rows_of(who) for who in (stage.victim, stage.attacker)] == before
    assert stage.mails.mails == []
    [dead] = await stage.bench.read_topic(f"dlq.{BY_MODEL[model].name}", 1)
    assert dict(dead.headers)["x-error-class"] == b"PermanentError"


async def test_the_same_events_of_their_owner_are_handled(stage):
    """Or the forged ones would prove nothing."""
    await give_job(stage)
    for group in ("reminders", "notifications", "webhooks"):
        before = await stage.rows_of(stage.victim)
        models = [model for name, model in FORGERIES if name == group and model is not DigestDue]
        events = [Event(uuid4(), BY_MODEL[m], CLOCK.now(), None, own(stage, m)) for m in models]
        for event in events:
            await stage.handler(group).process([event])
        assert await stage.rows_of(stage.victim) != before, group
    assert len(stage.mails.mails) == 3


async def test_a_reminder_of_ones_own_with_the_task_of_another_is_refused(stage):
    mine = await make_task(
        stage.bench.db, stage.attacker, reminders=[ReminderDraft(at=stage.fire_at)]
    )
    reminder = mine.reminders[0]
    data = stage.data(ReminderDue, stage.attacker.user_id, reminder_id=reminder.id)
    before = await stage.rows_of(stage.attacker)
    async with stage.bench.worker(stage.desk) as worker:
        await stage.send(data)
        assert await worker.signals.buried.wait() == "reminder.due"
    assert await stage.rows_of(stage.attacker) == before


async def test_what_was_given_back_of_another_is_not_given_up(stage):
    """Redriven or given up, a forged event leaves the deliveries of its victim as they are."""
    async with stage.bench.db.unit_of_work() as uow:
        await uow.connection.execute(
            text(
                "INSERT INTO deliveries (id, reminder_id, task_id, user_id, channel, fire_at, "
                "state, attempts, claimed_at) VALUES (:id, :r, :t, :u, 'email', :at, 'sending', "
                "1, :at)"
            ),
            {
                "id": new_uuid7(uow.now),
                "r": stage.ids["reminder"],
                "t": stage.ids["task"],
                "u": stage.victim.user_id,
                "at": stage.fire_at,
            },
        )
    before = await stage.rows_of(stage.victim)
    data = forged(stage, ReminderDue)
    event = Event(uuid4(), BY_MODEL[ReminderDue], CLOCK.now(), None, data)
    await stage.desk.give_up(event, "forged")
    await stage.desk.give_up(
        Event(
            uuid4(), BY_MODEL[AccountMailAsked], CLOCK.now(), None, forged(stage, AccountMailAsked)
        ),
        "forged",
    )
    assert await stage.rows_of(stage.victim) == before


def forged(stage, model):
    return stage.data(model, stage.attacker.user_id, **named(stage, model))


def own(stage, model):
    return stage.data(model, stage.victim.user_id, **named(stage, model))


def named(stage, model):
    """The done task, where the event says that one was done."""
    return {"task_id": stage.ids["done"]} if model is TaskCompleted else {}


async def give_job(stage):
    """The victim's reminder waits in the job store."""
    await stage.scheduling.handler.process(
        [
            Event(
                uuid4(),
                BY_MODEL[ReminderScheduled],
                CLOCK.now(),
                None,
                own(stage, ReminderScheduled),
            )
        ]
    )
    async with stage.bench.db.unit_of_work() as uow:
        await uow.connection.execute(
            text(
                "INSERT INTO scheduled_jobs (reminder_id, partition, run_at, version, payload) "
                "SELECT id, 0, fire_at, version, jsonb_build_object('user_id', user_id, 'kind', "
                "kind) FROM reminders WHERE id = :id"
            ),
            {"id": stage.ids["digest"]},
        )


def test_every_family_that_acts_on_rows_is_tried():
    assert {group for group, _ in FORGERIES} == {
        "recurrence",
        "reminders",
        "notifications",
        "webhooks",
    }
    assert {BY_MODEL[model].topic for _, model in FORGERIES} >= {REMINDERS}
