"""API tokens at the door: looked up, and remembered for a few seconds."""

from datetime import timedelta
from typing import Final

from api.tokens import LONGEST_TOKEN, Verified
from shared.commands.api_tokens import note_use
from shared.core.errors import Unauthenticated
from shared.core.ids import UserId
from shared.core.principal import Principal
from shared.core.secret_tokens import hash_of
from shared.core.settings import AuthSettings
from shared.db.repositories.api_tokens import find_token
from shared.db.session import Database

KNOWN_SECONDS: Final = 5.0
"""So long a token that was taken back may still be good in another process."""

_MOST: Final = 10_000


class ApiTokens:
    """Verifies the tokens of programs.

    A good one is remembered by its SHA-256 for `KNOWN_SECONDS`, a bad one is not: whoever guesses
    pays with a statement each time, and the rate limit of their address.
    """

    def __init__(self, db: Database, settings: AuthSettings) -> None:
        self._db = db
        self._life = timedelta(minutes=settings.access_token_minutes)
        self._known: dict[bytes, tuple[Verified, float]] = {}

    async def verify(self, token: str) -> Verified:
        """Whose program it is, and what it may do.

        A stream that it opens ends when one with an access token would, however long it is good.

        Raises:
            Unauthenticated: the token is none, was taken back, or ran out.
            Unavailable: PostgreSQL does not answer.
        """
        if len(token) > LONGEST_TOKEN:
            raise Unauthenticated("The access token is too long.")
        digest = hash_of(token)
        known = self._known.get(digest)
        if known is not None and self._db.clock.monotonic() < known[1]:
            return self._in_time(known[0])
        async with self._db.read() as connection:
            row = await find_token(connection, digest)
        if row is None:
            self._known.pop(digest, None)
            raise Unauthenticated("The API token is not good, or not any more.")
        longest = self._db.clock.now() + self._life
        ends = longest if row.expires_at is None else min(row.expires_at, longest)
        principal = Principal(UserId(row.user_id), scopes=frozenset(row.scopes))
        verified = self._in_time(Verified(principal, ends))
        await note_use(self._db, row)
        if len(self._known) >= _MOST:
            del self._known[next(iter(self._known))]
        self._known[digest] = (verified, self._db.clock.monotonic() + KNOWN_SECONDS)
        return verified

    def was_good(self, token: str) -> bool:
        """Whether it was a good token when it was used here last."""
        return hash_of(token) in self._known

    def forget_all(self) -> None:
        """A token was taken back by this process."""
        self._known.clear()

    def _in_time(self, verified: Verified) -> Verified:
        if verified.expires_at <= self._db.clock.now():
            raise Unauthenticated("The API token has run out.")
        return verified
