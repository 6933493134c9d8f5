"""A change that a client may send again without it happening again."""

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from typing_extensions import override

from shared.commands.changing import lock_owner
from shared.core.errors import Conflict, DomainError
from shared.core.principal import Principal
from shared.db.repositories.governing import admin_ids
from shared.db.repositories.idempotency import StoredAnswer, find_answer, store_answer
from shared.db.session import Database


class IdempotencyKeyReused(DomainError):
    """The key came before with another request."""

    code = "idempotency.key_reused"
    title = "This Idempotency-Key belongs to another request"
    status = 422


class AnswerNotKept(Conflict):
    """The request was carried out under this key, once; its answer cannot be shown again.

    It showed a secret, and this server has no RONDEL_SECRETS_KEY to keep it under, or has another
    one by now; or it was too large. `reason` says which, `location` where the result is, if known.
    """

    code = "idempotency.answer_not_kept"
    title = "This was done, and its answer was not kept"

    def __init__(self, reason: str, location: str | None) -> None:
        super().__init__(_REASONS[reason])
        self.reason = reason
        self.location = location

    @property
    @override
    def members(self) -> dict[str, object]:
        return {"reason": self.reason, **({"location": self.location} if self.location else {})}


_REASONS = {
    "secret": "It showed a secret, which is not stored here. If it did not arrive, ask for a new "
    "secret, or delete what was made and make it again.",
    "too_large": "The answer was too large to be kept. Read what there is now.",
}


@dataclass(frozen=True, slots=True)
class OnceRequest:
    """The key that the client chose, and hashes that tell its requests apart.

    The first hash is stored, any of them is known again: the secret behind them may change.
    """

    key: str
    hashes: tuple[bytes, ...]

    def is_same_as(self, stored: StoredAnswer) -> bool:
        """Whether the key came with this request before."""
        return any(hmac.compare_digest(stored.request_hash, each) for each in self.hashes)


Effect = Callable[[Database], Awaitable[tuple[int, bytes]]]
"""Does everything in the database it is given; status and answer to keep."""


async def run_once(
    db: Database,
    principal: Principal,
    request: OnceRequest,
    effect: Effect,
    *,
    governs: bool = False,
) -> tuple[StoredAnswer, bool]:
    """`effect` has happened once under this key; its answer, and whether it is a replay.

    Effect and answer are one transaction: what `effect` commits are savepoints of it, and an error
    takes everything back and leaves the key free. Requests of one user wait for each other at the
    lock on the user's row, so of two at the same time the second replays the first. `governs` says
    that `effect` locks every administrator: an own row that was locked before would be a deadlock.

    Raises:
        IdempotencyKeyReused: the key was used with another request.
        Unauthenticated: the account is gone.
    """
    async with db.unit_of_work() as uow:
        admins = await admin_ids(uow.connection) if governs else set[UUID]()
        if principal.user_id in admins:
            await uow.lock_users(admins, even_disabled=True)
        user = await lock_owner(uow, principal)
        stored = await find_answer(uow.connection, user.id, request.key, uow.now)
        if stored is not None:
            if not request.is_same_as(stored):
                raise IdempotencyKeyReused("Take a new key for a new request.")
            return stored, True
        status, kept = await effect(db.within(uow))
        answer = StoredAnswer(request.hashes[0], status, kept)
        await store_answer(uow.connection, user.id, request.key, answer, uow.now)
        return answer, False
