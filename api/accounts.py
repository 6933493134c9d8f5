"""Whether the account that a token names is there still."""

from uuid import UUID

from shared.commands.changing import account_gone
from shared.db.connection import Driver
from shared.db.repositories.task_queries import find_zone


async def require_account(connection: Driver, user_id: UUID) -> None:
    """The account exists. Asked only when nothing was found, so that the usual answer pays nothing.

    Raises:
        Unauthenticated: it is gone, though its token is good still.
    """
    if await find_zone(connection, user_id) is None:
        raise account_gone()
