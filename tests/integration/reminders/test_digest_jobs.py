"""Digests, which have no task, wait and fire as reminders do, and are mended as these are."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from shared.commands.digests import announce_digests, replan_digests
from shared.db.repositories import digests
from shared.db.repositories.digests import WantedDigest, digest_id
from shared.db.repositories.reconciliation import Kind
from shared.events.catalog import CATALOG
from shared.events.digests import DigestDue, DigestScheduled
from shared.events.envelope import Event
from tests.factories.users import make_user
from tests.integration.reminders.harness import CLOCK, event_of, fired, planned, waiting
from tests.integration.reminders.spoiling import BY_HAND, HOUR, ONE


async def sql(database, statement, **parameters):
    async with database.statement() as connection:
        return (await connection.execute(text(statement), parameters)).all()


async def announced(database, owner, *kinds):
    """The events of this person's digests that wait for the relay, oldest first."""
    rows = await sql(
        database,
        "SELECT * FROM outbox WHERE subject = ANY(CAST(:ids AS text[])) ORDER BY id",
        ids=[str(digest_id(owner.user_id, kind)) for kind in kinds or ("digest", "review")],
    )
    return [
        Event(
            row.event_id,
            CATALOG[row.event_type],
            row.occurred_at,
            None,
            CATALOG[row.event_type].model.model_validate_json(row.payload),
        )
        for row in rows
    ]


async def plan_digest(database, owner, seconds, kind="digest"):
    """A digest in that many seconds, as the event that announces it."""
    async with database.unit_of_work() as uow:
        await uow.lock_users([owner.user_id])
        at = uow.now + timedelta(seconds=seconds)
        wanted = [WantedDigest(owner.user_id, kind, at, ("email",))]
        announce_digests(uow, await digests.plan_digests(uow.connection, wanted, uow.now))
    return (await announced(database, owner, kind))[-1]


async def set_preferences(database, owner, **values):
    """As the owner's settings are saved, the digests are planned by them."""
    assignments = ", ".join(f"{name} = :{name}" for name in values)
    async with database.unit_of_work() as uow:
        await uow.connection.execute(
            text(f"UPDATE users SET {assignments} WHERE id = :id"),
            values | {"id": owner.user_id},
        )
        users = await uow.lock_users([owner.user_id])
        await replan_digests(uow, users[owner.user_id])


async def test_digests_fire_among_reminders_in_order_and_their_rows_go(
    database, start_worker, tail
):
    owner = await make_user(database)
    worker = await start_worker(range(database.partitions))
    _, reminders = await planned(database, owner, 0.3, 0.9)
    digest = await plan_digest(database, owner, 0.6, "review")
    await worker.handler.process([*reminders, digest])
    due = [event.data for event in await fired(tail, 3)]
    assert isinstance(due[1], DigestDue)
    assert due[1].digest_id == digest.data.digest_id
    assert (due[1].kind, due[1].digest_version) == ("review", 1)
    assert due[1].fire_at == digest.data.fire_at <= CLOCK.now()
    await worker.scheduler.stop()
    assert await waiting(database) == 0


async def test_a_digest_found_in_the_table_fires_with_the_same_id_as_one_known_before(
    database, start_worker, tail
):
    owner = await make_user(database)
    before = await start_worker(range(database.partitions), "before")
    digest = await plan_digest(database, owner, 0.5)
    await before.handler.process([digest])
    (first,) = await fired(tail, 1)
    await before.scheduler.stop()
    await sql(database, "DELETE FROM inbox")
    await before.handler.process([digest])
    after = await start_worker(range(database.partitions), "after")
    (again,) = await fired(tail, 1)
    assert first.id == again.id
    assert again.data == first.data
    assert after.metrics.registry.get_sample_value("scheduler_parked_total") in {None, 0}


async def test_a_cancelled_digest_does_not_fire(database, start_worker):
    owner = await make_user(database)
    worker = await start_worker(range(database.partitions))
    await set_preferences(database, owner, digest_at=(CLOCK.now() - timedelta(hours=5)).time())
    await worker.handler.process(await announced(database, owner))
    assert await waiting(database) == 1
    await set_preferences(database, owner, digest_at=None)
    *_, cancelled = await announced(database, owner)
    assert cancelled.type.name == "digest.cancelled"
    await worker.handler.process([cancelled])
    assert await waiting(database) == 0


async def test_digests_are_planned_once_and_move_with_the_settings(database):
    owner = await make_user(database, zone="Europe/Berlin")
    at = (CLOCK.now() - timedelta(hours=5)).time().replace(microsecond=0)
    await set_preferences(database, owner, digest_at=at, review_on=2, review_at=at)
    await set_preferences(database, owner, digest_at=at)
    digest, review = (event.data for event in await announced(database, owner))
    assert {digest.kind, review.kind} == {"digest", "review"}
    assert digest.fire_at > CLOCK.now()
    await set_preferences(database, owner, zone="Asia/Tokyo")
    *_, moved, _ = (event.data for event in await announced(database, owner))
    assert isinstance(moved, DigestScheduled)
    assert moved.digest_version == 2


async def test_a_digest_that_is_due_now_is_left_to_be_sent(database):
    owner = await make_user(database, zone="UTC")
    now = CLOCK.now().replace(microsecond=0)
    await set_preferences(database, owner, digest_at=now.time())
    await sql(
        database,
        "UPDATE reminders SET fire_at = :at WHERE id = :id",
        at=now,
        id=digest_id(owner.user_id, "digest"),
    )
    before = len(await announced(database, owner))
    await set_preferences(database, owner, digest_at=now.time())
    assert len(await announced(database, owner)) == before
    await set_preferences(database, owner, digest_at=(now - timedelta(hours=1)).time())
    assert len(await announced(database, owner)) == before + 1


@pytest.mark.parametrize(
    ("kind", "statement"),
    [
        *BY_HAND.items(),
        (
            Kind.WRONG_PAYLOAD,
            f"""UPDATE scheduled_jobs SET payload = payload || '{{"kind": "review"}}' {ONE}""",
        ),
    ],
)
async def test_a_digest_row_that_was_spoilt_is_found_and_made_as_it_was(store, kind, statement):
    owner = await make_user(store.db)
    digest = await plan_digest(store.db, owner, HOUR)
    await store.filler.handler.process([digest])
    await store.sql("DELETE FROM outbox")
    before = await store.jobs()
    assert await store.find() == []
    await store.sql(statement, id=digest.data.digest_id)
    (found,), repaired = await store.mend()
    assert (found.kind, found.reminder_id, repaired) == (kind, digest.data.digest_id, 1)
    assert await store.jobs() == before


async def test_a_digest_of_an_unknown_kind_is_parked(database, start_worker):
    owner = await make_user(database)
    digest = await plan_digest(database, owner, 3600)
    before = await start_worker([], "before")
    await before.handler.process([event_of(digest.data)])
    await sql(database, """UPDATE scheduled_jobs SET payload = payload || '{"kind": "nonsense"}'""")
    await start_worker(range(database.partitions), "after")
    [row] = await sql(database, "SELECT parked_reason FROM scheduled_jobs")
    assert row.parked_reason == "unknown kind: nonsense"
