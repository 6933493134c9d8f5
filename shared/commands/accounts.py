"""Accounts by mail: made, verified, given another password or address."""

from dataclasses import dataclass
from uuid import UUID

from shared.commands.account_mails import LinkUsedUp, ask_mail, take_link
from shared.commands.changing import lock_owner
from shared.commands.sessions import end_all_sessions, record_own_act, require_confirmed
from shared.core.errors import Conflict, Forbidden
from shared.core.ids import UserId, new_uuid7
from shared.core.principal import Principal
from shared.db.repositories import account_mails as mails
from shared.db.repositories import users as repository
from shared.db.repositories.account_mails import MailKind
from shared.db.repositories.users import UserRow
from shared.db.session import Database, UnitOfWork
from shared.domain.zones import load_zone


class EmailTaken(Conflict):
    """Somebody has an account with this address."""

    code = "user.email_taken"
    title = "This address has an account already"


class EmailUnverified(Forbidden):
    """The password is right, and the address has still to be confirmed; a mail is on its way."""

    code = "auth.email_unverified"
    title = "Confirm your address first"


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What somebody wants an account with; `email` is normalised and lower-case."""

    email: str
    password_hash: str | None
    name: str
    zone: str
    is_verified: bool = False


async def sign_up(db: Database, wanted: NewAccount) -> UserRow:
    """The account exists, its address not verified.

    Raises:
        EmailTaken: the address has an account.
        InvalidInput: the zone is unknown.
    """
    load_zone(wanted.zone)
    async with db.unit_of_work() as uow:
        user = await insert_account(uow, wanted)
        if user is None:
            raise EmailTaken("Sign in, or use another address.")
        return user


async def sign_up_by_mail(db: Database, wanted: NewAccount) -> None:
    """A mail goes to the address: to confirm it, or that it has an account already.

    Nobody learns from this which of them. While an address is not confirmed, the last one who
    signed up with it sets the password, which the link asks for: a stranger who was first gains
    nothing.

    Raises:
        InvalidInput: the zone is unknown.
    """
    load_zone(wanted.zone)
    async with db.unit_of_work() as uow:
        user = await insert_account(uow, wanted)
        if user is not None:
            await ask_mail(uow, user.id, "verify_email", wanted.email)
            return
        known = await repository.find_by_email(uow.connection, wanted.email)
        if known is None or known.user_id not in await uow.lock_users([known.user_id]):
            return  # locked or being deleted: nothing is said
        if known.is_verified:
            await ask_mail(uow, known.user_id, "address_taken", wanted.email)
            return
        assert wanted.password_hash is not None
        await repository.set_password(uow.connection, known.user_id, wanted.password_hash)
        await ask_mail(uow, known.user_id, "verify_email", wanted.email)


async def insert_account(uow: UnitOfWork, wanted: NewAccount) -> UserRow | None:
    """The new account, locked; None if the address has one."""
    user = UserRow(new_uuid7(uow.now), wanted.email, wanted.name, wanted.zone)
    verified_at = uow.now if wanted.is_verified else None
    if not await repository.insert_user(
        uow.connection, user, wanted.password_hash, uow.now, verified_at
    ):
        return None
    await uow.lock_users([user.id])
    await record_own_act(uow, user.id, "account.made", {})
    return user


async def rehash_password(db: Database, user_id: UUID, old_hash: str, new_hash: str) -> None:
    """The same password is stored as `new_hash`, unless it was changed meanwhile."""
    async with db.unit_of_work() as uow:
        await repository.replace_password_hash(uow.connection, user_id, old_hash, new_hash)


async def ask_verification(db: Database, user_id: UUID) -> None:
    """A mail with which its reader shows that the address of the account is theirs."""
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, Principal(UserId(user_id)))
        await ask_mail(uow, user.id, "verify_email", user.email)


async def kind_of_link(db: Database, mail_id: UUID | None) -> MailKind:
    """What the link of this mail is good for; nothing is used up.

    Raises:
        LinkUsedUp: it is good for nothing.
    """
    async with db.read() as connection:
        row = await mails.find_link(connection, mail_id) if mail_id else None
    if row is None or row.used_at or row.expires_at <= db.clock.now():
        raise LinkUsedUp
    return row.kind


async def owner_of_link(
    db: Database, mail_id: UUID | None, kind: MailKind
) -> tuple[UUID, str | None]:
    """Whose link it is, and the hash of their password; nothing is used up.

    Raises:
        LinkUsedUp: it is good for nothing, or for something else.
    """
    async with db.read() as connection:
        row = await mails.find_link(connection, mail_id) if mail_id else None
    if row is None or row.kind != kind or row.used_at or row.expires_at <= db.clock.now():
        raise LinkUsedUp
    async with db.read() as connection:
        return row.user_id, await repository.find_password_hash(connection, row.user_id)


async def verify_email(db: Database, mail_id: UUID | None) -> UUID:
    """The address of this mail is its reader's; the account.

    The caller has checked the password of the account.

    Raises:
        LinkUsedUp: the link is good for nothing.
    """
    async with db.unit_of_work() as uow:
        row = await take_link(uow, mail_id, "verify_email")
        await repository.set_verified(uow.connection, row.user_id, row.email, uow.now)
        await record_own_act(uow, row.user_id, "email.verified", {})
        return row.user_id


async def ask_reset(db: Database, email: str) -> None:
    """If the address has an account, a mail with which its reader sets a new password."""
    async with db.unit_of_work() as uow:
        known = await repository.find_by_email(uow.connection, email)
        if known is None or known.user_id not in await uow.lock_users([known.user_id]):
            return
        if await ask_mail(uow, known.user_id, "reset_password", email):
            await record_own_act(uow, known.user_id, "password.reset_asked", {})


async def reset_password(db: Database, mail_id: UUID | None, new_hash: str) -> list[UUID]:
    """The account of this mail has the new password, and no device is signed in; which were.

    Its address is verified: the mail has reached its reader.

    Raises:
        LinkUsedUp: the link is good for nothing.
    """
    async with db.unit_of_work() as uow:
        row = await take_link(uow, mail_id, "reset_password")
        user = await lock_owner(uow, Principal(UserId(row.user_id)))
        await repository.set_password(uow.connection, user.id, new_hash)
        await repository.set_verified(uow.connection, user.id, row.email, uow.now)
        await record_own_act(uow, user.id, "password.reset", {})
        return await end_all_sessions(uow, user.id, "password_changed")


async def change_password(db: Database, principal: Principal, new_hash: str) -> list[UUID]:
    """The account has the new password, and other devices are signed out; which were.

    The caller has checked the old one.

    Raises:
        Unauthenticated: the account is gone.
    """
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        await repository.set_password(uow.connection, user.id, new_hash)
        await record_own_act(uow, user.id, "password.changed", {})
        await tell(uow, user, "password_changed")
        return await end_all_sessions(uow, user.id, "password_changed", but=principal.session_id)


async def ask_change_of_email(db: Database, principal: Principal, email: str) -> None:
    """A mail goes to the new address; following its link gives the account this address.

    The same happens, as far as who asks can see, if the address has an account.

    Raises:
        NotConfirmed: who asks has to show who they are first.
        Unauthenticated: the account is gone.
    """
    async with db.unit_of_work() as uow:
        known = await repository.find_by_email(uow.connection, email)
        others = [known.user_id] if known else []
        locked = await uow.lock_users([principal.user_id, *others])
        user = locked.get(principal.user_id) or await lock_owner(uow, principal)
        await require_confirmed(uow, principal)
        await record_own_act(uow, user.id, "email.change_asked", {})
        if known is None:
            await ask_mail(uow, user.id, "change_email", email)
        elif known.user_id != user.id and known.user_id in locked:
            await ask_mail(uow, known.user_id, "address_taken", email)


async def change_email(db: Database, mail_id: UUID | None) -> None:
    """The account has the address of this mail, and the old one is told.

    Raises:
        LinkUsedUp: the link is good for nothing, or the address has an account by now.
    """
    async with db.unit_of_work() as uow:
        row = await take_link(uow, mail_id, "change_email")
        user = await lock_owner(uow, Principal(UserId(row.user_id)))
        if not await repository.set_email(uow.connection, user.id, row.email, uow.now):
            raise LinkUsedUp
        await record_own_act(uow, user.id, "email.changed", {})
        await tell(uow, user, "email_changed", new=row.email)


async def tell(uow: UnitOfWork, user: UserRow, what: str, **details: str) -> None:
    """A mail tells the account's owner, locked by the caller, what was changed."""
    await ask_mail(uow, user.id, "security_notice", user.email, {"what": what, **details})
