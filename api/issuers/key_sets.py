"""The public keys of an issuer, by their `kid`."""

from collections.abc import Mapping
from typing import Any, Final

from api.issuers.fetching import Fetcher, NotFetched
from api.issuers.kept import PAUSE_SECONDS, Kept
from api.issuers.signatures import LONGEST_KID, Key, UnusableKey, public_key
from shared.core.clock import Clock
from shared.core.errors import Unauthenticated, Unavailable
from shared.observability.logging import get_logger

MOST_KEYS: Final = 100


class KeySet:
    """The keys at one address (RFC 7517 §5).

    A request waits only for a key that is not known; those that are known are used while the set is
    renewed.
    """

    def __init__(self, name: str, url: str, fetcher: Fetcher, clock: Clock) -> None:
        self._name = name
        self._url = url
        self._fetcher = fetcher
        self._kept = Kept(f"keys of {name}", self._fetch, clock)

    async def key(self, kid: str | None) -> Key:
        """The key of this name.

        Raises:
            Unauthenticated: the issuer has no such key.
            Unavailable: its keys are not known, and it does not answer.
        """
        if kid is None:
            raise Unauthenticated("The access token names no key.")
        keys = self._kept.answer
        if keys is None or kid not in keys:
            keys = await self._kept.newest()
        if keys is None:
            raise Unavailable(f"The issuer {self._name}", int(PAUSE_SECONDS))
        if kid not in keys:
            raise Unauthenticated("The access token is signed with a key that its issuer has not.")
        return keys[kid]

    async def _fetch(self) -> Mapping[str, Key]:
        """What can be used of the set; the rest is passed over."""
        listed = (await self._fetcher.get(self._url)).get("keys")
        if not isinstance(listed, list) or len(listed) > MOST_KEYS:
            raise NotFetched("answered with something that is no key set")
        keys: dict[str, Key] = {}
        for each in listed:
            kid = _kid_of(each)
            if kid is None or kid in keys:
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
        await self._kept.close()


def _kid_of(jwk: Any) -> str | None:
    kid = jwk.get("kid") if isinstance(jwk, dict) else None
    return kid if isinstance(kid, str) and 0 < len(kid) <= LONGEST_KID else None
