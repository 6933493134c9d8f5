"""Guessing is slowed down, and the owner of an account is not.

Failures fall into buckets that drain with time; who comes to a full one is told how long to wait,
before any password is looked at. An account has one bucket for all devices that nobody knows, and
one for each device that was signed in before and says so ("device cookies", OWASP). So whoever
guesses, from however many addresses, costs the owner nothing on the devices they have; on a new one
there are passkeys, the wait, or a new password by mail, which empties the bucket and makes the
device a known one. Addresses without an account have buckets like any other: from a refusal
nobody learns whether there is one.

What is under way at the same moment sees the same bucket: that many guesses more are possible, and
no more are under way than `api` has turns for.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal
from uuid import UUID

from shared.core.errors import DomainError
from shared.core.keys import derived_key
from shared.db.repositories import sign_in_failures as repository
from shared.db.session import Database

Kind = Literal["account", "device", "address", "link", "session"]

_PURPOSE: Final = b"rondel sign-in failures v1"


@dataclass(frozen=True, slots=True)
class _Measure:
    most: int
    each: timedelta


_MEASURES: Final[dict[Kind, _Measure]] = {
    "account": _Measure(10, timedelta(minutes=15)),  # then 96 guesses a day, from everywhere
    "device": _Measure(10, timedelta(minutes=5)),
    "address": _Measure(50, timedelta(minutes=1)),  # of whatever accounts
    "link": _Measure(10, timedelta(minutes=15)),
    "session": _Measure(10, timedelta(minutes=5)),
}


class SignInThrottled(DomainError):
    """Too many attempts of late were wrong, here or elsewhere; this one was not looked at.

    A device that was signed in before, a passkey, or a new password by mail get in at once.
    """

    code = "auth.throttled"
    title = "Too many failed attempts"
    status = 429
    retryable = True

    def __init__(self, by: Kind, retry_after_seconds: int) -> None:
        super().__init__(
            f"Try again in {retry_after_seconds} s; or sign in with a passkey, on a device that "
            "was signed in before, or set a new password by mail."
        )
        self.by = by
        self.retry_after_seconds = retry_after_seconds


@dataclass(frozen=True, slots=True)
class Bucket:
    """What failures have in common; of `key` nobody can tell what it was."""

    kind: Kind
    key: bytes


class Attempts:
    """Names the buckets of attempts. Keys are MACs: the table holds no address of anybody."""

    def __init__(self, secret: str) -> None:
        self._key = derived_key(secret, _PURPOSE)

    def of_sign_in(self, email: str, address: str, device: UUID | None) -> list[Bucket]:
        """For a password at this mail address, from there, or from a known device of its owner."""
        if device is not None:
            return [self._bucket("device", device)]
        return [self._bucket("account", email), self._bucket("address", address)]

    def of_link(self, mail_id: UUID, address: str) -> list[Bucket]:
        """For a password beside the link of a mail."""
        return [self._bucket("link", mail_id), self._bucket("address", address)]

    def of_session(self, session_id: UUID) -> list[Bucket]:
        """For the password once more, of somebody who is signed in."""
        return [self._bucket("session", session_id)]

    def of_account(self, email: str) -> Bucket:
        """What unknown devices have tried at this mail address."""
        return self._bucket("account", email)

    def _bucket(self, kind: Kind, what: object) -> Bucket:
        return Bucket(kind, hmac.digest(self._key, f"{kind} {what}".encode(), "sha256")[:16])


async def require_patience(db: Database, buckets: Sequence[Bucket]) -> None:
    """One attempt more may be made.

    Raises:
        SignInThrottled: one of the buckets is full.
    """
    async with db.read() as connection:
        drained = await repository.find_drained(connection, [each.key for each in buckets])
    now = db.clock.now()
    for bucket in buckets:
        measure = _MEASURES[bucket.kind]
        room_at = drained.get(bucket.key, now) - (measure.most - 1) * measure.each
        if room_at > now:
            seconds = int((room_at - now).total_seconds()) + 1
            raise SignInThrottled(bucket.kind, seconds)


async def record_failure(db: Database, buckets: Sequence[Bucket]) -> None:
    """The attempt was wrong."""
    each = [(bucket.key, _MEASURES[bucket.kind].each) for bucket in buckets]
    async with db.statement() as connection:
        await repository.add_failure(connection, each, db.clock.now())


async def forgive(db: Database, bucket: Bucket) -> None:
    """What failed before counts no more."""
    async with db.statement() as connection:
        await repository.delete_failures(connection, bucket.key)
