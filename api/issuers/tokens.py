"""Access tokens of other issuers at the door: verified, and led to an account here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from api.issuers import claims as rules
from api.issuers.claims import Expected
from api.issuers.fetching import Fetcher
from api.issuers.key_sets import KeySet
from api.issuers.signatures import Envelope, Key, opened, shared_key
from api.tokens import LONGEST_TOKEN, Verified
from shared.commands.identities import Foreigner, NoSignUp, account_of
from shared.core.errors import Unauthenticated
from shared.core.ids import UserId
from shared.core.issuers import IssuerSettings, Trusted
from shared.core.principal import Principal
from shared.core.secret_tokens import hash_of
from shared.core.settings import AuthSettings
from shared.db.session import Database

VERIFIED_SECONDS: Final = 60.0
"""So long a verified signature is remembered, and never beyond the end of its token."""
ACCOUNT_SECONDS: Final = 1.0
"""So long it is remembered whose account it is: one that was locked or deleted is out by then."""

_MOST: Final = 10_000


@dataclass(frozen=True, slots=True)
class Known:
    """A token that was found good: of which issuer, whom it names, and when it ends."""

    issuer: "Issuer"
    who: Foreigner
    expires_at: datetime
    until: float


def why_no_sign_up(trusted: Trusted, settings: AuthSettings) -> NoSignUp | None:
    """Why somebody whom this issuer or provider names first gets no account; None if they do."""
    if trusted.links != "sign_up":
        return "not_known"
    return None if settings.sign_up == "open" else "sign_up_closed"


class Issuer:
    """One issuer: its keys, and what its tokens have to say."""

    def __init__(self, name: str, settings: IssuerSettings, fetcher: Fetcher, db: Database) -> None:
        self.name = name
        self.settings = settings
        self._clock = db.clock
        self._expected = Expected(settings, settings.audiences)
        secret = settings.secret
        self._secret = shared_key(secret.get_secret_value()) if secret else None
        self._allowed = ("HS256",) if secret else settings.allowed
        self._keys = KeySet(name, settings.jwks_url or "", fetcher, db.clock)

    async def verify(self, token: str, envelope: Envelope) -> tuple[Foreigner, datetime]:
        """Whom the token names, and when it ends.

        Raises:
            Unauthenticated: it is not good.
            Unavailable: the issuer's keys cannot be had.
        """
        if envelope.algorithm not in self._allowed:
            raise Unauthenticated("The access token is signed with an algorithm not taken here.")
        key = await self._key(envelope.kid)
        key.verify(token, envelope)
        expires_at = rules.check(envelope.claims, self._expected, self._clock.now())
        return rules.person_of(envelope.claims, self.settings), expires_at

    async def _key(self, kid: str | None) -> Key:
        return self._secret or await self._keys.key(kid)

    async def close(self) -> None:
        """Nothing is under way."""
        await self._keys.close()


class ForeignTokens:
    """Verifies the tokens of all issuers that the settings name."""

    def __init__(self, settings: AuthSettings, db: Database, fetcher: Fetcher) -> None:
        self._settings = settings
        self._db = db
        self._issuers: Mapping[str, Issuer] = {
            each.issuer: Issuer(name, each, fetcher, db) for name, each in settings.issuers.items()
        }
        self._life = timedelta(minutes=settings.access_token_minutes)
        self._known: dict[bytes, Known] = {}
        self._accounts: dict[tuple[str, str], tuple[UUID, float]] = {}

    def _issuer_of(self, token: str) -> Issuer | None:
        """The issuer that the token says it is of, if it is one of ours; nothing is verified."""
        if len(token) > LONGEST_TOKEN:
            return None
        try:
            said: Any = opened(token).claims.get("iss")
        except Unauthenticated:
            return None
        return self._issuers.get(said) if isinstance(said, str) else None

    async def verify(self, token: str) -> Verified | None:
        """Whose account it is, None for a token that says it is of no issuer of ours.

        Somebody new gets an account, if the settings say so.

        A stream that it opens ends when one with a token of ours would, however long it is good.

        Raises:
            Unauthenticated: the token is not good, or the account is locked or deleted.
            IdentityNotLinked: it is good, and no account here goes with it.
            Unavailable: PostgreSQL, or an issuer whose keys are not known, does not answer.
        """
        known = await self.known(token)
        if known is None:
            return None
        user_id = await self._account(known)
        longest = self._db.clock.now() + self._life
        return Verified(Principal(UserId(user_id)), min(known.expires_at, longest))

    async def known(self, token: str) -> Known | None:
        """Whom the token names, as its issuer knows them; None if that is none of ours.

        Raises:
            Unauthenticated: the token is not good.
            Unavailable: the issuer's keys are not known, and it does not answer.
        """
        if not self._issuers:
            return None
        digest = hash_of(token)
        now = self._db.clock.monotonic()
        known = self._known.get(digest)
        if known is not None and now < known.until:
            return known
        issuer = self._issuer_of(token)
        if issuer is None:
            return None
        who, expires_at = await issuer.verify(token, opened(token))
        rest = (expires_at - self._db.clock.now()).total_seconds()
        known = Known(issuer, who, expires_at, now + min(rest, VERIFIED_SECONDS))
        _remember(self._known, digest, known)
        return known

    async def _account(self, known: Known) -> UUID:
        who = known.who
        named = (who.issuer, who.subject)
        found = self._accounts.get(named)
        now = self._db.clock.monotonic()
        if found is not None and now < found[1]:
            return found[0]
        self._accounts.pop(named, None)
        no_sign_up = why_no_sign_up(known.issuer.settings, self._settings)
        user_id = await account_of(self._db, who, no_sign_up=no_sign_up)
        _remember(self._accounts, named, (user_id, now + ACCOUNT_SECONDS))
        return user_id

    def forget_accounts(self) -> None:
        """This process has unlinked somebody."""
        self._accounts.clear()

    async def close(self) -> None:
        """Nothing is under way."""
        for issuer in self._issuers.values():
            await issuer.close()


def _remember(kept: dict[Any, Any], key: Any, value: Any) -> None:
    kept.pop(key, None)
    if len(kept) >= _MOST:
        del kept[next(iter(kept))]
    kept[key] = value
