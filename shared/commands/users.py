"""Accounts: each function is one transaction."""

from uuid import UUID

from shared.core.errors import Conflict
from shared.core.ids import new_uuid7
from shared.db.repositories.users import UserRow, insert_user, replace_password_hash
from shared.db.session import Database
from shared.domain.zones import load_zone


class EmailTaken(Conflict):
    """Somebody has an account with this address."""

    code = "user.email_taken"
    title = "This address has an account already"


async def sign_up(db: Database, *, email: str, password_hash: str, name: str, zone: str) -> UserRow:
    """The account exists. `email` is normalised and lower-case.

    Raises:
        EmailTaken: the address has an account.
        InvalidInput: the zone is unknown.
    """
    load_zone(zone)
    async with db.unit_of_work() as uow:
        user = UserRow(new_uuid7(uow.now), email, name, zone)
        if not await insert_user(uow.connection, user, password_hash, uow.now):
            raise EmailTaken("Sign in, or use another address.")
        return user


async def rehash_password(db: Database, user_id: UUID, old_hash: str, new_hash: str) -> None:
    """The same password is stored as `new_hash`, unless it was changed meanwhile."""
    async with db.unit_of_work() as uow:
        await replace_password_hash(uow.connection, user_id, old_hash, new_hash)
