"""Job store and reminders are brought into agreement, whatever was done to the rows by hand."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import text

from shared.commands.reconciliation import NotOwner, find_differences, repair_differences
from shared.core.ids import new_uuid7
from shared.db.repositories import leases
from shared.db.repositories.reconciliation import Kind, Scope
from shared.db.session import Database
from shared.events.topics import partition_of
from tests.factories.users import make_user
from tests.fakes import FakeClock
from tests.integration.reminders.harness import CLOCK, planned
from tests.integration.reminders.spoiling import (
    BY_HAND,
    HOUR,
    LIMITS,
    ONE,
    Store,
    deliver,
    make_past,
)
from workers.reminders.partition import lease_name


async def test_what_agrees_is_no_difference_and_is_not_touched(store):
    before = await store.jobs()
    assert len(before) == 10
    assert await store.mend() == ([], 0)
    assert await store.jobs() == before


@pytest.mark.parametrize("kind", BY_HAND)
async def test_a_row_that_was_spoilt_by_hand_is_found_and_made_as_it_was(store, kind):
    before = await store.jobs()
    victim = store.planned[3]
    await store.sql(BY_HAND[kind], id=victim.reminder_id)
    assert await store.jobs() != before
    (found,), repaired = await store.mend()
    assert (found.kind, found.reminder_id, repaired) == (kind, victim.reminder_id, 1)
    assert await store.jobs() == before
    assert await store.find() == []


async def test_all_kinds_at_once_are_found_each_once_and_nothing_else_is_touched(store):
    before = await store.jobs()
    for victim, statement in zip(store.planned, BY_HAND.values(), strict=False):
        await store.sql(statement, id=victim.reminder_id)
    assert await store.kinds() == Counter(BY_HAND.keys())
    found, repaired = await store.mend()
    assert repaired == len(found) == len(BY_HAND)
    assert await store.jobs() == before


async def test_jobs_of_reminders_that_do_not_wait_or_are_gone_are_removed(store):
    before = await store.jobs()
    _, _, (cancelled, sent) = await store.plan(HOUR, 2 * HOUR)
    await store.sql(
        "UPDATE reminders SET state = 'cancelled', version = 2 WHERE id = :id",
        id=cancelled.reminder_id,
    )
    await store.sql("UPDATE reminders SET state = 'sent' WHERE id = :id", id=sent.reminder_id)
    stranger = new_uuid7(CLOCK.now())
    await store.sql(
        "INSERT INTO scheduled_jobs (reminder_id, partition, run_at, version, payload, "
        "parked_reason) VALUES (:id, 99, :at, 1, '7', 'unreadable')",
        id=stranger,
        at=CLOCK.now(),
    )
    found, repaired = await store.mend()
    assert {each.reminder_id for each in found} == {
        cancelled.reminder_id,
        sent.reminder_id,
        stranger,
    }
    assert {each.kind for each in found} == {Kind.ORPHAN}
    assert repaired == 3
    assert await store.jobs() == before


async def test_a_job_in_the_past_counts_as_unfired_once_somebody_owns_its_partition(store):
    victim = store.planned[0]
    await make_past(store, victim, minutes=2)
    assert await store.find() == []  # nobody is there to fire it
    partition = partition_of(victim.user_id, store.db.partitions)
    async with store.db.statement() as connection:
        await leases.acquire(connection, [lease_name(partition)], "somebody", 60)
    before = await store.jobs()
    (found,), repaired = await store.mend()
    assert (found.kind, found.reminder_id, repaired) == (Kind.UNFIRED, victim.reminder_id, 0)
    assert await store.jobs() == before  # its owner has to fire it


async def test_an_overdue_reminder_without_job_and_delivery_gets_a_job_again(store):
    victim = store.planned[0]
    await make_past(store, victim, minutes=16)
    before = await store.jobs()
    await store.sql(BY_HAND[Kind.MISSING], id=victim.reminder_id)
    (found,), repaired = await store.mend()
    assert (found.kind, found.reminder_id, repaired) == (Kind.OVERDUE, victim.reminder_id, 1)
    assert await store.jobs() == before


async def test_what_was_fired_again_is_given_twice_the_time(store):
    victim = store.planned[0]
    at = await make_past(store, victim, minutes=16)
    await store.sql(BY_HAND[Kind.MISSING], id=victim.reminder_id)
    await store.mend()
    await store.sql(BY_HAND[Kind.MISSING], id=victim.reminder_id)  # it was fired
    clock = FakeClock(at + timedelta(minutes=31))
    later = Store(Database(store.db.engine, clock, store.db.partitions), store.filler)
    assert await later.find() == []
    clock.advance(minutes=2)
    assert [each.kind for each in await later.find()] == [Kind.OVERDUE]


@pytest.mark.parametrize(
    ("minutes", "state", "expected"),
    [(14, None, 0), (16, "sending", 0), (16, "sent", 0), (16, "failed", 0), (16, "skipped", 1)],
)
async def test_what_is_on_its_way_or_was_delivered_is_not_overdue(store, minutes, state, expected):
    victim = store.planned[0]
    at = await make_past(store, victim, minutes=minutes)
    await store.sql(BY_HAND[Kind.MISSING], id=victim.reminder_id)
    if state:
        await deliver(store, victim, at, state)
    assert len(await store.find()) == expected


async def test_a_delivery_that_began_after_the_finding_keeps_the_job_away(store):
    victim = store.planned[0]
    at = await make_past(store, victim, minutes=16)
    await store.sql(BY_HAND[Kind.MISSING], id=victim.reminder_id)
    found = await store.find()
    await deliver(store, victim, at, "sending")
    assert len(await repair_differences(store.db, found)) == 0
    assert len(await store.jobs()) == 9


async def test_a_change_of_a_moment_ago_is_no_difference_yet(store):
    await store.sql("DELETE FROM scheduled_jobs")
    assert await store.find(grace_seconds=60) == []
    assert len(await store.find(grace_seconds=0)) == 10


async def test_an_event_in_the_outbox_is_on_its_way(store):
    owner = await make_user(store.db)
    await planned(store.db, owner, HOUR)
    assert await store.find() == []
    await store.sql("DELETE FROM outbox")
    assert await store.kinds() == {Kind.MISSING: 1}


async def test_a_scope_leaves_everybody_and_every_time_else_alone(store):
    one, other = {data.user_id for data in store.planned}
    await store.sql("DELETE FROM scheduled_jobs")
    instants = sorted(data.fire_at for data in store.planned if data.user_id == one)
    scope = Scope(one, instants[1], instants[3])
    found, repaired = await store.mend(scope=scope)
    assert sorted(each.at for each in found) == instants[1:3]
    assert {each.user_id for each in found} == {one}
    assert repaired == 2
    assert len(await store.find(Scope(other))) == 5


async def test_orphans_are_found_by_user_and_time_too(store):
    one, _ = {data.user_id for data in store.planned}
    await store.sql("UPDATE reminders SET state = 'sent'")
    instants = sorted(data.fire_at for data in store.planned if data.user_id == one)
    found = await store.find(Scope(one, end=instants[2]))
    assert sorted(each.at for each in found) == instants[:2]


async def test_a_lost_lease_changes_nothing(store):
    await store.sql("DELETE FROM scheduled_jobs")
    async with store.db.statement() as connection:
        taken = await leases.acquire(connection, ["scheduler/0"], "a", 60)
        await leases.acquire(connection, ["scheduler/0"], "b", 60, force=True)
    with pytest.raises(NotOwner):
        await repair_differences(store.db, await store.find(), taken)
    assert await store.jobs() == []


async def test_a_reminder_that_is_being_changed_is_left_alone_and_not_waited_for(store):
    victim = store.planned[0]
    await store.sql("DELETE FROM scheduled_jobs")
    found = await store.find()
    async with store.db.unit_of_work() as uow:
        statement = text("UPDATE reminders SET updated_at = :now WHERE id = :id")
        await uow.connection.execute(statement, {"now": uow.now, "id": victim.reminder_id})
        async with asyncio.timeout(5):
            assert len(await repair_differences(store.db, found)) == 9


async def test_a_plan_that_is_newer_than_the_finding_keeps_its_job(store):
    _, _, (data,) = await store.plan(HOUR)
    await store.sql("UPDATE reminders SET state = 'sent' WHERE id = :id", id=data.reminder_id)
    (found,) = await store.find()
    await store.sql(
        "UPDATE reminders SET state = 'scheduled', version = 2 WHERE id = :id", id=data.reminder_id
    )
    await store.sql(f"UPDATE scheduled_jobs SET version = 2 {ONE}", id=data.reminder_id)
    assert len(await repair_differences(store.db, [found])) == 0
    assert await store.find() == []


async def test_what_fires_while_a_comparison_runs_is_not_missing(store):
    clock = FakeClock(CLOCK.now())
    db = Database(store.db.engine, clock, store.db.partitions)
    pages = find_differences(db, limits=LIMITS, grace_seconds=0, page_rows=1)
    assert (await anext(pages)).rows == 1
    victim = max(store.planned, key=lambda data: (data.user_id, data.fire_at))
    clock.set(victim.fire_at + timedelta(seconds=1))
    await store.sql(BY_HAND[Kind.MISSING], id=victim.reminder_id)  # it was fired
    assert [each async for page in pages for each in page.differences] == []
