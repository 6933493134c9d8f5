"""The public keys of an issuer: kept, renewed behind the requests, and kept on while it is down."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from api.issuers.fetching import Fetcher, NotFetched
from api.issuers.signatures import LONGEST_KID, Key, UnusableKey, public_key
from shared.core.clock import Clock
from shared.core.errors import Unauthenticated, Unavailable
from shared.observability.logging import get_logger

FRESH_SECONDS: Final = 300.0
"""After so long the set is fetched again, so that a key that was taken out is not taken here."""
KEPT_SECONDS: Final = 86_400.0
"""So long keys are good while the issuer does not answer."""
PAUSE_SECONDS: Final = 10.0
"""At least so long between two questions, whatever tokens name unknown keys."""
MOST_KEYS: Final = 100


class KeySet:
    """The keys at one address, by their `kid`.

    One question at a time is under way, however many wait for it. A request waits only for a key
    that is not known; those that are known are used while the set is renewed.
    """

    def __init__(self, name: str, url: str, fetcher: Fetcher, clock: Clock) -> None:
        self._name = name
        self._url = url
        self._fetcher = fetcher
        self._clock = clock
        self._keys: Mapping[str, Key] = {}
        self._fetched_at: float | None = None
        self._asked_at: float | None = None
        self._asking: asyncio.Task[None] | None = None

    async def key(self, kid: str | None) -> Key:
        """The key of this name.

        Raises:
            Unauthenticated: the issuer has no such key.
            Unavailable: its keys are not known, and it does not answer.
        """
        if kid is None:
            raise Unauthenticated("The access token names no key.")
        self._forget_old()
        known = self._keys.get(kid)
        if known is not None:
            if self._is_older_than(FRESH_SECONDS):
                self._ask()
            return known
        asking = self._ask()
        if asking is not None:
            await asyncio.shield(asking)
        known = self._keys.get(kid)
        if known is not None:
            return known
        if self._fetched_at is None:
            raise Unavailable(f"The issuer {self._name}", int(PAUSE_SECONDS))
        raise Unauthenticated("The access token is signed with a key that its issuer has not.")

    def _is_older_than(self, seconds: float) -> bool:
        return self._fetched_at is None or self._clock.monotonic() - self._fetched_at > seconds

    def _forget_old(self) -> None:
        if self._fetched_at is not None and self._is_older_than(KEPT_SECONDS):
            self._keys, self._fetched_at = {}, None

    def _ask(self) -> "asyncio.Task[None] | None":
        """The question that is under way; None if the last one was too short a time ago."""
        if self._asking is not None and not self._asking.done():
            return self._asking
        now = self._clock.monotonic()
        if self._asked_at is not None and now - self._asked_at < PAUSE_SECONDS:
            return None
        self._asked_at = now
        self._asking = asyncio.create_task(self._fetch(), name=f"keys-{self._name}")
        return self._asking

    async def _fetch(self) -> None:
        try:
            found = await self._fetcher.get(self._url)
            self._keys = self._read(found)
        except NotFetched as error:
            get_logger().warning("issuer_keys_not_fetched", issuer=self._name, reason=str(error))
        else:
            self._fetched_at = self._clock.monotonic()
            get_logger().info("issuer_keys_fetched", issuer=self._name, keys=len(self._keys))

    def _read(self, document: Mapping[str, Any]) -> Mapping[str, Key]:
        """What can be used of a key set (RFC 7517 §5: the rest is passed over)."""
        listed = document.get("keys")
        if not isinstance(listed, list) or len(listed) > MOST_KEYS:
            raise NotFetched("answered with something that is no key set")
        keys: dict[str, Key] = {}
        for each in listed:
            kid = each.get("kid") if isinstance(each, dict) else None
            if not isinstance(kid, str) or not 0 < len(kid) <= LONGEST_KID or kid in keys:
                continue
            try:
                keys[kid] = public_key(each)
            except UnusableKey as error:
                get_logger().info("issuer_key_passed_over", issuer=self._name, reason=str(error))
        if not keys:
            raise NotFetched("has published no key that can be used")
        return keys

    async def close(self) -> None:
        """Nothing is under way."""
        if self._asking is not None and not self._asking.done():
            self._asking.cancel()
            await asyncio.wait({self._asking})
