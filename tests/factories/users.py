"""Accounts for tests."""

from itertools import count

from shared.commands.accounts import NewAccount, sign_up
from shared.core.principal import Principal

_number = count(1)


async def make_user(db, *, zone="Europe/Berlin", email=None, name="Ada", password_hash="-"):
    """A new account as the principal that acts for it."""
    email = email or f"user{next(_number)}@example.com"
    user = await sign_up(db, NewAccount(email, password_hash, name, zone))
    return Principal(user.id)
