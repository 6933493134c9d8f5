"""Planning of digests and reviews; called inside the transaction that changed what they go by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from shared.db.repositories import digests as repository
from shared.db.repositories.digests import DigestRow, NextDigest, WantedDigest
from shared.db.repositories.users import UserRow
from shared.db.session import UnitOfWork
from shared.domain.digests import Rhythm
from shared.domain.zones import readable_zone
from shared.events.digests import DigestCancelled, DigestKind, DigestScheduled


def rhythms_of(user: UserRow) -> dict[DigestKind, Rhythm]:
    """What this person wants to be told regularly; nothing if no channel is to tell it."""
    found: dict[DigestKind, Rhythm] = {}
    if user.digest_at is not None and user.default_channels:
        found["digest"] = Rhythm(user.digest_at, user.zone)
    if user.review_at is not None and user.review_on is not None and user.default_channels:
        found["review"] = Rhythm(user.review_at, user.zone, user.review_on)
    return found


def next_of(user: UserRow, kind: DigestKind, after: datetime) -> datetime | None:
    """When the first digest of that kind after `after` comes; None if none is wanted."""
    rhythm = rhythms_of(user).get(kind)
    return rhythm.first_after(after) if rhythm else None


async def replan_digests(uow: UnitOfWork, user: UserRow) -> None:
    """The digests that `user`, locked by the caller, wants by these settings wait; others do not.

    One that is due at this moment and fits the settings is left to be sent; the next one follows
    it then. To be called whenever the zone, `digest_at`, `review_on`, `review_at` or the default
    channels change.
    """
    wanted = rhythms_of(user)
    kinds: tuple[DigestKind, ...] = ("digest", "review")
    unwanted = [(user.id, kind) for kind in kinds if kind not in wanted]
    cancelled = await repository.cancel_digests(uow.connection, unwanted, uow.now)
    for row in cancelled:
        uow.emit(
            DigestCancelled.model_construct(
                user_id=row.user_id, digest_id=row.id, digest_version=row.version, kind=row.kind
            )
        )
    plans = [
        WantedDigest(
            user.id,
            kind,
            rhythm.first_after(uow.now),
            user.default_channels,
            rhythm.last_until(uow.now),
        )
        for kind, rhythm in wanted.items()
    ]
    announce_digests(uow, await repository.plan_digests(uow.connection, plans, uow.now))


@dataclass(frozen=True, slots=True)
class SettledDigest:
    """A version of a digest that something became of on one of its channels."""

    id: UUID
    version: int
    user_id: UUID
    kind: DigestKind
    fire_at: datetime


async def follow_digests(
    uow: UnitOfWork, users: Mapping[UUID, UserRow], settled: Iterable[SettledDigest]
) -> None:
    """The next of each waits as soon as all its channels are settled; readers are locked.

    The version makes it one, however often the same is settled.
    """
    following = []
    for each in settled:
        user = users[each.user_id]
        reader = replace(user, zone=readable_zone(user.zone))
        at = next_of(reader, each.kind, max(each.fire_at, uow.now))
        if at is not None:
            channels = reader.default_channels
            following.append(NextDigest(each.id, each.version, at, channels))
    announce_digests(uow, await repository.go_on(uow.connection, following, uow.now))


def announce_digests(uow: UnitOfWork, rows: Iterable[DigestRow]) -> None:
    """The scheduler learns that each of these waits."""
    for row in rows:
        uow.emit(
            DigestScheduled.model_construct(
                user_id=row.user_id,
                digest_id=row.id,
                digest_version=row.version,
                kind=row.kind,
                fire_at=row.fire_at,
            )
        )
