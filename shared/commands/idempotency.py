"""A change that a client may send again without it happening again."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from shared.commands.changing import lock_owner
from shared.core.errors import DomainError
from shared.core.principal import Principal
from shared.db.repositories.idempotency import StoredAnswer, find_answer, store_answer
from shared.db.repositories.users import UserRow
from shared.db.session import Database, UnitOfWork


class IdempotencyKeyReused(DomainError):
    """The key came before with another request."""

    code = "idempotency.key_reused"
    title = "This Idempotency-Key belongs to another request"
    status = 422


@dataclass(frozen=True, slots=True)
class OnceRequest:
    """The key that the client chose, and a hash that tells its requests apart."""

    key: str
    request_hash: bytes


Effect = Callable[[UnitOfWork, UserRow], Awaitable[bytes]]


async def run_once(
    db: Database, principal: Principal, request: OnceRequest, status: int, effect: Effect
) -> tuple[StoredAnswer, bool]:
    """`effect` has happened once under this key; its answer, and whether it is a replay.

    Effect and answer are one transaction. Requests of one user wait for each other at the lock on
    the user's row, so of two at the same time the second replays the first.

    Raises:
        IdempotencyKeyReused: the key was used with another request.
        Unauthenticated: the account is gone.
    """
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        stored = await find_answer(uow.connection, user.id, request.key, uow.now)
        if stored is not None:
            if stored.request_hash != request.request_hash:
                raise IdempotencyKeyReused("Take a new key for a new request.")
            return stored, True
        answer = StoredAnswer(request.request_hash, status, await effect(uow, user))
        await store_answer(uow.connection, user.id, request.key, answer, uow.now)
        return answer, False
