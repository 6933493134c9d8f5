"""Who may work on the system itself."""

from typing import Final

from api.resources import Resources
from shared.commands.changing import account_gone
from shared.commands.governing import Admin
from shared.core.errors import Forbidden
from shared.core.principal import Actor, Principal
from shared.db.repositories.users import find_role

_OPERATORS: Final = frozenset({"operator", "admin"})


async def require_admin(resources: Resources, principal: Principal) -> Admin:
    """The caller is an administrator at this moment, whatever an older token says.

    Raises:
        Forbidden: it is another account.
        Unauthenticated: the account is gone.
    """
    async with resources.db.read() as connection:
        role = await find_role(connection, principal.user_id)
    if role is None:
        raise account_gone()
    if role != "admin":
        raise Forbidden("This is for administrators.")
    return Admin(Actor(f"{role} {principal.user_id}", principal.user_id), principal)


async def require_operator(resources: Resources, principal: Principal) -> Actor:
    """The caller is an operator at this moment, whatever an older token says.

    Raises:
        Forbidden: it is an account of a user.
        Unauthenticated: the account is gone.
    """
    async with resources.db.read() as connection:
        role = await find_role(connection, principal.user_id)
    if role is None:
        raise account_gone()
    if role not in _OPERATORS:
        raise Forbidden("This is for operators; an administrator can make you one.")
    return Actor(f"{role} {principal.user_id}", principal.user_id)
