"""Passwords: right, wrong, renewed, and not too many at a time."""

import asyncio

import argon2
import pytest

from api.passwords import PasswordCheck, Passwords
from shared.core.errors import Unavailable


@pytest.fixture(scope="module")
def passwords():
    passwords = Passwords()
    yield passwords
    passwords.close()


async def test_the_right_password_is_right(passwords):
    stored = await passwords.hash("correct horse")
    assert await passwords.check(stored, "correct horse") == PasswordCheck(is_right=True)
    assert await passwords.check(stored, "wrong horse") == PasswordCheck(is_right=False)


async def test_a_hash_is_argon2id_with_the_parameters_of_rfc_9106(passwords):
    stored = await passwords.hash("correct horse")
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


async def test_two_hashes_of_one_password_differ(passwords):
    assert await passwords.hash("correct horse") != await passwords.hash("correct horse")


async def test_a_missing_hash_is_wrong(passwords):
    assert await passwords.check(None, "anything") == PasswordCheck(is_right=False)


@pytest.mark.parametrize("stored", ["", "-", "$argon2id$v=19$m=1,t=1,p=1$AA$", "x" * 200])
async def test_a_hash_that_is_none_is_wrong(passwords, stored):
    assert await passwords.check(stored, "anything") == PasswordCheck(is_right=False)


async def test_old_parameters_are_renewed_with_the_right_password_only(passwords):
    old = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("correct horse")
    check = await passwords.check(old, "correct horse")
    assert check.new_hash is not None
    assert await passwords.check(check.new_hash, "correct horse") == PasswordCheck(is_right=True)
    assert await passwords.check(old, "wrong") == PasswordCheck(is_right=False)


async def test_too_many_at_once_are_turned_away_and_the_rest_served():
    passwords = Passwords(concurrency=1, waiting=1)
    answers = await asyncio.gather(
        *(passwords.hash("correct horse") for _ in range(4)), return_exceptions=True
    )
    passwords.close()
    assert [type(answer) for answer in answers] == [str, str, Unavailable, Unavailable]
