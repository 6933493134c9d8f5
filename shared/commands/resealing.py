"""What rests under RONDEL_SECRETS_KEY, under a new key."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from shared.core.sealing import CannotOpen, Sealer
from shared.db.repositories.sealed import Kind, lock_sealed, replace_sealed
from shared.db.session import Database

_AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many are under the first key, and which cannot be opened with any."""

    sealed: int
    unreadable: tuple[UUID, ...]


async def reseal_all(db: Database, sealer: Sealer, kind: Kind, batch: int = _AT_ONCE) -> Resealed:
    """What is sealed of every one of this kind is under the first key. Safe to repeat.

    Raises:
        NoSecretsKey: there is no key.
    """
    sealer.seal("", "check")  # says that there is no key before anything is read
    count, unreadable, after = 0, list[UUID](), UUID(int=0)
    while True:
        async with db.unit_of_work() as uow:
            found = await lock_sealed(uow.connection, kind, after, batch)
            anew: dict[UUID, bytes] = {}
            for identifier, sealed in found.items():
                purpose = f"{kind} {identifier}"
                try:
                    anew[identifier] = sealer.seal(sealer.open(sealed, purpose), purpose)
                except CannotOpen:
                    unreadable.append(identifier)
            await replace_sealed(uow.connection, kind, anew)
        count += len(anew)
        if not found:
            return Resealed(count, tuple(unreadable))
        after = max(found)
