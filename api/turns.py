"""Turns at the database: no account takes all connections away from the others."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final
from uuid import UUID

from api.errors import TooManyAtOnce
from api.rate_limits import OWN_BUCKET

PATIENCE_SECONDS: Final = 2.0
"""How long one waits while none of those who have a turn gives it back."""

LONGEST_SECONDS: Final = 10.0
"""How long one waits while the line moves on: a burst on a slow machine is no overload."""

IN_TURN: Final = "rondel.in_turn"
"""Key of the ASGI scope of a request that has a turn already, or is a part of one that has."""

STRANGERS: Final = UUID(int=0)
"""Whose turns those take who are not signed in; no account has this id."""

STRANGERS_PATIENCE_SECONDS: Final = 5.0
"""Longer: a password takes a tenth of a second, and two are hashed at a time."""

_WAIT_FOR_PROVIDERS: Final = frozenset({"start_sign_in", "finish_sign_in"})
"""A provider that hangs would hold up all who sign in if these had their turns."""


def takes_turn_of_strangers(endpoint: str) -> bool:
    """Whether it is one of those that sign in, and so share the turns of `STRANGERS`."""
    if endpoint in _WAIT_FOR_PROVIDERS:
        return False
    return OWN_BUCKET.get(endpoint) in {"sign_in", "sign_up"}


class _Line:
    """The requests of one user: how many have a turn, and who waits for one, in order.

    `moved_at` is when one of these was last given a turn, in the seconds of the event loop.
    """

    __slots__ = ("moved_at", "taken", "waiting")

    def __init__(self) -> None:
        self.taken = 0
        self.moved_at = 0.0
        self.waiting: deque[asyncio.Future[None]] = deque()


class Turns:
    """At most `limit` requests of a user are at the database side by side; the others wait.

    A turn that is given back goes to the one who waits longest. Users without a turn are forgotten.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lines: dict[UUID, _Line] = {}

    def __len__(self) -> int:
        """How many users have a turn."""
        return len(self._lines)

    @asynccontextmanager
    async def turn(
        self, user_id: UUID, patience_seconds: float = PATIENCE_SECONDS
    ) -> AsyncIterator[None]:
        """What is done within has a turn of this user.

        Raises:
            TooManyAtOnce: as `take` does.
        """
        await self.take(user_id, patience_seconds)
        try:
            yield
        finally:
            self.give_back(user_id)

    async def take(self, user_id: UUID, patience_seconds: float = PATIENCE_SECONDS) -> None:
        """One turn more belongs to this user, until `give_back`.

        Raises:
            TooManyAtOnce: none was given back in that time, or not this one in `LONGEST_SECONDS`.
        """
        line = self._lines.get(user_id)
        if line is None:
            line = self._lines[user_id] = _Line()
        if line.taken < self._limit:
            line.taken += 1
        else:
            await self._wait(user_id, line, patience_seconds)

    def give_back(self, user_id: UUID) -> None:
        """The turn is free for the next one."""
        line = self._lines[user_id]
        if line.waiting:  # handed over: as many are taken as before
            line.moved_at = asyncio.get_running_loop().time()
            line.waiting.popleft().set_result(None)
            return
        line.taken -= 1
        if not line.taken:
            del self._lines[user_id]

    async def _wait(self, user_id: UUID, line: _Line, patience_seconds: float) -> None:
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[None] = loop.create_future()
        line.waiting.append(turn)
        begun = loop.time()
        at_last = begun + max(patience_seconds, LONGEST_SECONDS)
        try:
            while not turn.done():
                until = min(max(begun, line.moved_at) + patience_seconds, at_last)
                left = until - loop.time()
                if left <= 0:
                    raise self._too_many()
                await asyncio.wait([turn], timeout=left)
        except asyncio.CancelledError:
            if turn.done():  # handed over in that moment
                self.give_back(user_id)
            raise
        finally:
            with suppress(ValueError):  # handed over: taken from the line already
                line.waiting.remove(turn)

    def _too_many(self) -> TooManyAtOnce:
        return TooManyAtOnce(
            f"{self._limit} requests of this account are worked on at a time, "
            "and the turn of this one did not come."
        )


def limit_for(pool_size: int) -> int:
    """How many turns a user has with such a pool: half of it.

    >>> limit_for(10), limit_for(1)
    (5, 2)
    """
    return max(2, pool_size // 2)
