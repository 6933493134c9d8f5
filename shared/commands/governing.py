"""What administrators do to accounts: each is one transaction and leaves an audit entry.

Whoever does it is an administrator in that transaction still, and there always stays one.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from shared.commands.account_mails import ask_mail, make_link, tell
from shared.commands.accounts import EmailTaken
from shared.commands.changing import lock_owner
from shared.commands.operations import Role, checked_reason
from shared.commands.sessions import record_own_act, require_confirmed
from shared.commands.transfers import order_erasure
from shared.core.errors import Conflict, Forbidden, NotFound
from shared.core.ids import new_uuid7
from shared.core.principal import Actor, Principal
from shared.db.repositories import audit
from shared.db.repositories import governing as repository
from shared.db.repositories.second_factors import delete_factor
from shared.db.repositories.sessions import end_sessions
from shared.db.repositories.users import UserRow, insert_user, set_verified
from shared.db.session import Database, UnitOfWork
from shared.domain.zones import load_zone

LINK_LIVES: Final = timedelta(days=1)


class LastAdmin(Conflict):
    """Without this administrator nobody could govern the accounts any more."""

    code = "account.last_admin"
    title = "This is the last administrator"


class OwnAccount(Conflict):
    """Nobody lowers, disables or erases themselves here by accident."""

    code = "account.own"
    title = "This is your own account"


class AccountState(Conflict):
    """The account is in that state already, or has nothing of what is asked for."""

    code = "account.state"
    title = "This account is not in a state for that"


@dataclass(frozen=True, slots=True)
class Admin:
    """Who governs: somebody signed in as an administrator, or at a command line on the server."""

    actor: Actor
    principal: Principal | None = None


@dataclass(frozen=True, slots=True)
class AddedAccount:
    """An account that is made for somebody; without a password they set one by a link."""

    email: str
    name: str
    zone: str
    role: Role
    password_hash: str | None


async def add_account(db: Database, by: Admin, wanted: AddedAccount) -> UUID:
    """The account exists and can be used: its address counts as verified.

    Raises:
        EmailTaken: the address has an account.
        Forbidden: who asks is no administrator any more.
        InvalidInput: the zone is unknown.
    """
    load_zone(wanted.zone)
    async with db.unit_of_work() as uow:
        await require_admin(uow, by)
        user = UserRow(new_uuid7(uow.now), wanted.email, wanted.name, wanted.zone)
        if not await insert_user(uow.connection, user, wanted.password_hash, uow.now):
            raise EmailTaken("It can be given another role: rondel users role.")
        await set_verified(uow.connection, user.id, user.email, uow.now)
        await repository.set_role(uow.connection, user.id, wanted.role)
        await _record(uow, by, "user.added", user.id, {"role": wanted.role})
        return user.id


async def assign_role(db: Database, by: Admin, user_id: UUID, role: Role) -> None:
    """The account has this role.

    Raises:
        Forbidden: who asks is no administrator any more.
        LastAdmin: it would be lowered.
        NotConfirmed: who asks has to show who they are first.
        NotFound: there is no such account.
        OwnAccount: it is that of who asks.
    """
    async with db.unit_of_work() as uow:
        user, admins = await _govern(uow, by, user_id)
        _check_other(by, user_id)
        if role != "admin":
            _check_not_last(admins, user_id)
        before = await repository.set_role(uow.connection, user_id, role)
        await _record(uow, by, "user.role_assigned", user_id, {"role": role, "before": before})
        if before != role:
            await tell(uow, user, "role_changed", new=role)


async def disable(db: Database, by: Admin, user_id: UUID, reason: str) -> list[UUID]:
    """Nobody can use the account until it is enabled; its devices are signed out; which were.

    Raises:
        AccountState: it is disabled already.
        Forbidden, LastAdmin, NotConfirmed, NotFound, OwnAccount: as in `assign_role`.
        InvalidInput: no reason is given.
    """
    checked = checked_reason(reason)
    async with db.unit_of_work() as uow:
        user, admins = await _govern(uow, by, user_id)
        _check_other(by, user_id)
        _check_not_last(admins, user_id)
        if not await repository.set_disabled(uow.connection, user_id, uow.now):
            raise AccountState("It is disabled already.")
        ended = await end_sessions(uow.connection, user_id, "disabled", uow.now)
        await _record(uow, by, "user.disabled", user_id, {"sessions": ended}, reason=checked)
        await tell(uow, user, "account_disabled")
        return ended


async def enable(db: Database, by: Admin, user_id: UUID, reason: str) -> None:
    """Its owner can sign in again; what came due meanwhile does not come any more.

    Raises:
        AccountState: it is not disabled.
        Forbidden, NotConfirmed, NotFound: as in `assign_role`.
        InvalidInput: no reason is given.
    """
    checked = checked_reason(reason)
    async with db.unit_of_work() as uow:
        user, _ = await _govern(uow, by, user_id)
        if not await repository.set_disabled(uow.connection, user_id, None):
            raise AccountState("It is not disabled.")
        await _record(uow, by, "user.enabled", user_id, {}, reason=checked)
        await tell(uow, user, "account_enabled")


async def sign_out(db: Database, by: Admin, user_id: UUID) -> list[UUID]:
    """Every device of the account is signed out; which were.

    Raises:
        Forbidden, NotConfirmed, NotFound: as in `assign_role`.
    """
    async with db.unit_of_work() as uow:
        await _govern(uow, by, user_id)
        ended = await end_sessions(uow.connection, user_id, "signed_out_by_admin", uow.now)
        await _record(uow, by, "user.signed_out", user_id, {"sessions": ended})
        return ended


async def reset_factor(db: Database, by: Admin, user_id: UUID, reason: str) -> None:
    """Sign-in asks for the password alone; the owner is told.

    Raises:
        AccountState: there is no second factor.
        Forbidden, NotConfirmed, NotFound: as in `assign_role`.
        InvalidInput: no reason is given.
    """
    checked = checked_reason(reason)
    async with db.unit_of_work() as uow:
        user, _ = await _govern(uow, by, user_id)
        account = await repository.find_account(uow.connection, user_id, uow.now)
        if account is None or not account.second_factor:
            raise AccountState("It has no second factor.")
        await delete_factor(uow.connection, user_id)
        await _record(uow, by, "user.second_factor_reset", user_id, {}, reason=checked)
        await tell(uow, user, "second_factor_reset")


async def send_reset(db: Database, by: Admin, user_id: UUID) -> None:
    """A mail goes to the owner, with whose link they set a new password.

    Raises:
        AccountState: it is disabled, or too many such mails were sent of late.
        Forbidden, NotConfirmed, NotFound: as in `assign_role`.
    """
    async with db.unit_of_work() as uow:
        user = await _enabled(uow, by, user_id)
        if not await ask_mail(uow, user_id, "reset_password", user.email):
            raise AccountState("Too many such mails were sent within the last hour.")
        await _record(uow, by, "user.password_reset_sent", user_id, {})


async def make_reset_link(db: Database, by: Admin, user_id: UUID) -> UUID:
    """What a link is made of with which somebody sets a new password; no mail is sent.

    Raises:
        AccountState: it is disabled.
        NotFound: there is no such account.
    """
    async with db.unit_of_work() as uow:
        user = await _enabled(uow, by, user_id)
        await _record(uow, by, "user.password_reset_link", user_id, {})
        return await make_link(uow, user_id, "reset_password", user.email, LINK_LIVES)


async def erase(db: Database, by: Admin, user_id: UUID, reason: str) -> list[UUID]:
    """Nobody can use the account any more, and a worker deletes all that is its; devices ended.

    Raises:
        Forbidden, LastAdmin, NotConfirmed, NotFound, OwnAccount: as in `assign_role`.
        InvalidInput: no reason is given.
    """
    checked = checked_reason(reason)
    async with db.unit_of_work() as uow:
        _, admins = await _govern(uow, by, user_id)
        _check_other(by, user_id)
        _check_not_last(admins, user_id)
        ended = await order_erasure(uow, user_id)
        await _record(uow, by, "user.erased", user_id, {}, reason=checked)
        return ended


async def erase_own_account(db: Database, principal: Principal, *, is_checked: bool) -> list[UUID]:
    """As `erase`, of the own account; unless the caller has checked who asks, they showed it.

    Raises:
        LastAdmin: nobody else governs the accounts.
        NotConfirmed: its owner has to show who they are first.
        Unauthenticated: the account is gone.
    """
    async with db.unit_of_work() as uow:
        admins = await _lock(uow, principal.user_id)
        user = await lock_owner(uow, principal)
        if not is_checked:
            await require_confirmed(uow, principal)
        _check_not_last(admins, user.id)
        await record_own_act(uow, user.id, "account.erased", {})
        return await order_erasure(uow, user.id)


async def require_admin(uow: UnitOfWork, by: Admin) -> None:
    """Who asks is an administrator until the transaction ends.

    Raises:
        Forbidden: they are not.
    """
    if by.principal is not None and by.principal.user_id not in await _lock(uow):
        raise Forbidden("This is for administrators.")


async def _lock(uow: UnitOfWork, *more: UUID) -> set[UUID]:
    """The administrators, who stay that until the transaction ends; `more` are locked as well."""
    found = await repository.admin_ids(uow.connection)
    locked = await uow.lock_users([*found, *more], even_disabled=True)
    return await repository.admin_ids(uow.connection) & locked.keys()


async def _govern(uow: UnitOfWork, by: Admin, user_id: UUID) -> tuple[UserRow, set[UUID]]:
    admins = await _lock(uow, user_id)
    if by.principal is not None:
        if by.principal.user_id not in admins:
            raise Forbidden("This is for administrators.")
        await require_confirmed(uow, by.principal)
    user = (await uow.lock_users([user_id], even_disabled=True)).get(user_id)
    if user is None:
        raise NotFound("account", user_id)
    return user, admins


async def _enabled(uow: UnitOfWork, by: Admin, user_id: UUID) -> UserRow:
    user, _ = await _govern(uow, by, user_id)
    account = await repository.find_account(uow.connection, user_id, uow.now)
    if account is None or account.disabled_at is not None:
        raise AccountState("It is disabled: its owner could not sign in.")
    return user


def _check_other(by: Admin, user_id: UUID) -> None:
    if by.principal is not None and by.principal.user_id == user_id:
        raise OwnAccount("Another administrator can do this; to delete it, use DELETE /api/me.")


def _check_not_last(admins: set[UUID], user_id: UUID) -> None:
    if admins == {user_id}:
        raise LastAdmin("Give another account the role admin first.")


async def _record(
    uow: UnitOfWork,
    by: Admin,
    action: str,
    user_id: UUID,
    details: dict[str, Any],
    *,
    reason: str | None = None,
) -> None:
    await audit.insert_entry(
        uow.connection, by.actor, action, str(user_id), uow.now, reason=reason, details=details
    )
