"""Secrets of authenticator apps under a new key."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from shared.commands.second_factors import purpose_of
from shared.core.sealing import CannotOpen, Sealer
from shared.db.repositories import second_factors as repository
from shared.db.session import Database

_RESEAL_AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many secrets are under the first key, and whose cannot be opened with any."""

    sealed: int
    unreadable: tuple[UUID, ...]


async def reseal_all(db: Database, sealer: Sealer, batch: int = _RESEAL_AT_ONCE) -> Resealed:
    """The secret of every app is under the first key. Safe to repeat.

    Raises:
        NoSecretsKey: there is no key.
    """
    sealer.seal("", "check")  # says that there is no key before anything is read
    count, unreadable, after = 0, list[UUID](), UUID(int=0)
    while True:
        async with db.unit_of_work() as uow:
            found = await repository.lock_sealed(uow.connection, after, batch)
            anew: dict[UUID, bytes] = {}
            for user_id, sealed in found.items():
                try:
                    text = sealer.open(sealed, purpose_of(user_id))
                except CannotOpen:
                    unreadable.append(user_id)
                else:
                    anew[user_id] = sealer.seal(text, purpose_of(user_id))
            await repository.replace_sealed(uow.connection, anew)
        count += len(anew)
        if not found:
            return Resealed(count, tuple(unreadable))
        after = max(found)
