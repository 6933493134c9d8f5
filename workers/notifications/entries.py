"""What outcomes change in the database: deliveries, reminders, chains, digests, bundles, events."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from shared.commands.digests import announce_digests, follow_digests
from shared.commands.reminders import announce_nags
from shared.core.ids import new_uuid7
from shared.db.repositories import bundles, deliveries, punctuality, reminder_results
from shared.db.repositories.bundles import DeferredDelivery, WantedBundle
from shared.db.repositories.deliveries import DeliveryKey, SkippedDelivery
from shared.db.repositories.digests import read_digests
from shared.db.repositories.users import UserRow
from shared.db.session import UnitOfWork
from shared.domain.punctuality import hour_of
from workers.notifications.due import Due
from workers.notifications.messages import key_text
from workers.notifications.outcomes import (
    Deferred,
    Entry,
    Skipped,
    brought_by,
    carried_settlement,
    event_of,
    nags_of,
    results_of,
    settled_digests_of,
    settlement_of,
    tallies_of,
)


async def write_entries(
    uow: UnitOfWork, users: Mapping[UUID, UserRow], entries: Collection[Entry], shard: int
) -> set[DeliveryKey]:
    """All that follows from these outcomes; which of them were news.

    `users` are their owners, locked; of one who is gone the ledger alone is written. `shard` is
    that of the counts.
    """
    changed = await _write_deliveries(uow, entries)
    news = [e for e in entries if e.key in changed and e.due.user_id in users]
    brought = [each for entry in news for each in brought_by(entry)]
    known = await _write_carried(uow, brought)
    settled = [each for each in brought if each.key in known]
    news += settled
    await _conclude(uow, users, news)
    plans = _bundles_for(news)
    announce_digests(uow, await bundles.plan_bundles(uow.connection, plans, uow.now))
    await _tell(uow, news, [*(e for e in entries if e.key in changed), *settled], shard)
    return changed


async def write_given_up(
    uow: UnitOfWork, users: Mapping[UUID, UserRow], entries: Sequence[Entry], shard: int
) -> None:
    """As `write_entries`, for deliveries that have failed for want of another try."""
    await _conclude(uow, users, entries)
    await _tell(uow, entries, entries, shard)


async def _conclude(
    uow: UnitOfWork, users: Mapping[UUID, UserRow], news: Collection[Entry]
) -> None:
    """Their reminders have come to an end, or come again; so do their digests."""
    await reminder_results.conclude_reminders(uow.connection, results_of(news), uow.now)
    nags = nags_of(news, uow.now)
    announce_nags(uow, await reminder_results.nag_on(uow.connection, nags, uow.now))
    await follow_digests(uow, users, settled_digests_of(news))


async def _tell(
    uow: UnitOfWork, news: Collection[Entry], counted: Collection[Entry], shard: int
) -> None:
    tallies = tallies_of(entry.outcome for entry in counted)
    await punctuality.add(uow.connection, hour_of(uow.now), shard, tallies)
    for event in map(event_of, news):
        if event is not None:
            uow.emit(event)


async def skip_unbegun(uow: UnitOfWork, due: Due) -> list[Entry]:
    """A digest that could not even be written is skipped, so that the next one follows it."""
    if due.digest not in {"digest", "review"}:
        return []
    rows = await read_digests(uow.connection, [due.reminder_id], uow.now)
    entries = [
        Entry(due, DeliveryKey(due.reminder_id, due.fire_at, name), Skipped("not_written"))
        for row in rows.values()
        if (row.version, row.user_id) == (due.version, due.user_id)
        for name in row.channels
    ]
    changed = await _write_deliveries(uow, entries)
    return [entry for entry in entries if entry.key in changed]


async def _write_deliveries(uow: UnitOfWork, entries: Collection[Entry]) -> set[DeliveryKey]:
    settlements, skips, deferred = [], [], []
    dropped = [entry for entry in entries if entry.carried_by is not None]
    for entry in entries:
        key, due, outcome = entry.key, entry.due, entry.outcome
        about = (key, new_uuid7(uow.now), due.task_id, due.user_id)
        if entry.carried_by is not None:
            continue
        if isinstance(outcome, Skipped):
            skips.append(SkippedDelivery(*about, outcome.reason))
        elif isinstance(outcome, Deferred):
            deferred.append(DeferredDelivery(*about, outcome.until))
        else:
            settlements.append(settlement_of(key, outcome))
    changed = await deliveries.settle(uow.connection, settlements)
    changed |= await deliveries.skip(uow.connection, skips, uow.now)
    changed |= await bundles.defer(uow.connection, deferred, uow.now)
    return changed | await _write_carried(uow, dropped)


async def _write_carried(uow: UnitOfWork, entries: Sequence[Entry]) -> set[DeliveryKey]:
    settlements = [
        carried_settlement(entry, key_text(entry.carried_by))
        for entry in entries
        if entry.carried_by is not None
    ]
    return await bundles.settle_carried(uow.connection, settlements)


def _bundles_for(entries: Sequence[Entry]) -> list[WantedBundle]:
    """The bundles for what is deferred now, each at the first instant that it is wanted at."""
    found: dict[UUID, WantedBundle] = {}
    for entry in entries:
        if isinstance(entry.outcome, Deferred):
            user_id, until = entry.due.user_id, entry.outcome.until
            known = found.get(user_id)
            first = min(until, known.fire_at) if known else until
            names = {entry.key.channel, *(known.channels if known else ())}
            found[user_id] = WantedBundle(user_id, first, sorted(names))
    return list(found.values())
