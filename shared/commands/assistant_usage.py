"""How many tokens of a model an account has used on a day (UTC), against its limit."""

from datetime import date

from shared.core.principal import Principal
from shared.db.repositories import assistant_usage as repository
from shared.db.session import Database


async def tokens_used(db: Database, principal: Principal, day: date) -> int:
    """What this account has used on that day."""
    async with db.read() as connection:
        return await repository.tokens_on(connection, principal.user_id, day)


async def add_tokens(db: Database, principal: Principal, day: date, tokens: int) -> int:
    """As many more count for this account on that day; how many then do.

    Additions at the same time all count. For an account that is gone nothing does.
    """
    async with db.statement() as connection:
        return await repository.add_tokens(connection, principal.user_id, day, tokens)
