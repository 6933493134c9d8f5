"""Passwords: argon2id in a few threads of its own, so that sign-ins cannot starve the rest."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, TypeVar

from argon2 import Parameters, PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from shared.core.errors import Unavailable

SHORTEST: Final = 10
LONGEST: Final = 1024

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PasswordCheck:
    """Whether it was the right one; `new_hash` is set when the stored hash has old parameters."""

    is_right: bool
    new_hash: str | None = None


class Passwords:
    """Hashes, unless told otherwise with the parameters of RFC 9106 for little memory (64 MiB).

    At most `concurrency` at a time, `waiting` more in line; beyond that callers are turned away.
    """

    def __init__(
        self,
        concurrency: int = 2,
        waiting: int = 64,
        parameters: Parameters = RFC_9106_LOW_MEMORY,
    ) -> None:
        self._hasher = PasswordHasher.from_parameters(parameters)
        self._threads = ThreadPoolExecutor(concurrency, thread_name_prefix="argon2")
        self._limit = concurrency + waiting
        self._running = 0

    def close(self) -> None:
        """The threads end with what they have begun."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def hash(self, password: str) -> str:
        """The encoded hash, with a fresh salt.

        Raises:
            Unavailable: too many wait.
        """
        return await self._in_thread(lambda: self._hasher.hash(password))

    async def check(self, stored: str | None, password: str) -> PasswordCheck:
        """Whether `password` made `stored`. Without a stored hash it costs the same and is wrong.

        Raises:
            Unavailable: too many wait.
        """
        return await self._in_thread(lambda: self._check(stored, password))

    def _check(self, stored: str | None, password: str) -> PasswordCheck:
        if stored is None:
            self._hasher.hash(password)
            return PasswordCheck(is_right=False)
        try:
            self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return PasswordCheck(is_right=False)
        is_old = self._hasher.check_needs_rehash(stored)
        return PasswordCheck(
            is_right=True, new_hash=self._hasher.hash(password) if is_old else None
        )

    async def _in_thread(self, work: Callable[[], T]) -> T:
        if self._running >= self._limit:
            raise Unavailable("Sign-in", retry_after_seconds=2)
        self._running += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._running -= 1
