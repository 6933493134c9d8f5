"""Accounts by mail: made, verified, given another password or address."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from shared.commands.account_mails import LinkUsedUp, ask_mail, take_link, tell
from shared.commands.changing import lock_owner
from shared.commands.sessions import end_all_sessions, record_own_act, require_confirmed
from shared.core.errors import Conflict, DomainError, Forbidden, InvalidInput
from shared.core.ids import UserId, new_uuid7
from shared.core.principal import Principal
from shared.db.repositories import account_mails as mails
from shared.db.repositories import invitations
from shared.db.repositories import users as repository
from shared.db.repositories.account_mails import MailKind
from shared.db.repositories.invitations import InvitationRow
from shared.db.repositories.users import KnownAddress, UserRow
from shared.db.repositories.ways_in import end_ways_in
from shared.db.session import Database, UnitOfWork
from shared.domain.zones import load_zone

_NOT_OLDER_THAN_PASSWORD: Final[tuple[MailKind, ...]] = ("reset_password", "change_email")
_OF_OLD_ADDRESS: Final[tuple[MailKind, ...]] = ("reset_password", "verify_email")
"""Links that whoever reads the mail of the old address, or knew the old password, may have."""


class EmailTaken(Conflict):
    """Somebody has an account with this address."""

    code = "user.email_taken"
    title = "This address has an account already"


class EmailUnverified(Forbidden):
    """The password is right, and the address has still to be confirmed; a mail is on its way."""

    code = "auth.email_unverified"
    title = "Confirm your address first"


class InvitationUsedUp(DomainError):
    """The invitation is none of ours, was used or taken back, or is too old."""

    code = "auth.invitation_used_up"
    title = "This invitation is not good any more"
    status = 410


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What somebody wants an account with; `email` is normalised and lower-case."""

    email: str
    password_hash: str | None
    name: str
    zone: str
    is_verified: bool = False


async def sign_up(db: Database, wanted: NewAccount, invitation: UUID | None = None) -> UserRow:
    """The account exists; its address is verified if the invitation was mailed there.

    Raises:
        EmailTaken: the address has an account.
        InvalidInput: the zone is unknown, or the invitation is for another address.
        InvitationUsedUp: the invitation is good for nothing.
    """
    load_zone(wanted.zone)
    async with db.unit_of_work() as uow:
        invited = await _take_invitation(uow, wanted.email, invitation)
        user = await insert_account(uow, wanted, invited)
        if user is None:
            raise EmailTaken("Sign in, or use another address.")
        return user


async def sign_up_by_mail(
    db: Database, wanted: NewAccount, invitation: UUID | None = None
) -> UserRow | None:
    """A mail goes to the address: to confirm it, or that it has an account already.

    Nobody learns from this which of them. While an address is not confirmed, the last one who
    signed up with it sets the password, which the link asks for: a stranger who was first gains
    nothing. An invitation is used up in any case. One that was mailed to the address shows whose
    it is, so that no other mail is sent; the account is answered then.

    Raises:
        EmailTaken: the address has an account, as its owner learns.
        InvalidInput: the zone is unknown, or the invitation is for another address.
        InvitationUsedUp: the invitation is good for nothing.
    """
    load_zone(wanted.zone)
    async with db.unit_of_work() as uow:
        invited = await _take_invitation(uow, wanted.email, invitation)
        user = await insert_account(uow, wanted, invited)
        if invited is not None and invited.is_mailed:
            if user is None:
                raise EmailTaken("Sign in, or set a new password if you do not know yours.")
            return user
        if user is not None:
            await ask_mail(uow, user.id, "verify_email", wanted.email)
        else:
            await _mail_known(uow, wanted)
        return None


async def _mail_known(uow: UnitOfWork, wanted: NewAccount) -> None:
    """The owner of the account that the address has learns of it."""
    known = await _lock_known(uow, wanted.email)
    if known is None:
        return  # disabled or being deleted: nothing is said
    if known.is_verified:
        await ask_mail(uow, known.user_id, "address_taken", wanted.email)
        return
    assert wanted.password_hash is not None
    # Without a new mail the link before stays good, and has to go with the password before.
    if await ask_mail(uow, known.user_id, "verify_email", wanted.email):
        await repository.set_password(uow.connection, known.user_id, wanted.password_hash)


async def _lock_known(uow: UnitOfWork, email: str) -> KnownAddress | None:
    """The account that has this address once it is locked, and what is known of it then."""
    seen = await repository.find_by_email(uow.connection, email)
    if seen is None or seen.user_id not in await uow.lock_users([seen.user_id]):
        return None
    known = await repository.find_by_email(uow.connection, email)
    return known if known is not None and known.user_id == seen.user_id else None


async def _take_invitation(
    uow: UnitOfWork, email: str, invitation_id: UUID | None
) -> InvitationRow | None:
    """The invitation, locked; None without one."""
    if invitation_id is None:
        return None
    row = await invitations.lock_invitation(uow.connection, invitation_id)
    if row is None or row.state(uow.now) != "waiting":
        raise InvitationUsedUp("Ask for a new invitation.")
    if row.email is not None and row.email != email:
        message = "This invitation is for another address."
        raise InvalidInput("/email", "invitation_for_another", message)
    await invitations.use_invitation(uow.connection, row.id, None, uow.now)
    return row


async def insert_account(
    uow: UnitOfWork, wanted: NewAccount, invited: InvitationRow | None = None
) -> UserRow | None:
    """The new account, locked; None if the address has one."""
    user = UserRow(new_uuid7(uow.now), wanted.email, wanted.name, wanted.zone)
    verified_at = uow.now if wanted.is_verified else None
    if not await repository.insert_user(
        uow.connection, user, wanted.password_hash, uow.now, verified_at
    ):
        return None
    await uow.lock_users([user.id])
    if invited is None:
        await record_own_act(uow, user.id, "account.made", {})
        return user
    await invitations.use_invitation(uow.connection, invited.id, user.id, uow.now)
    if invited.is_mailed:
        await repository.set_verified(uow.connection, user.id, user.email, uow.now)
    about = {"invitation": invited.id, "invited_by": invited.invited_by}
    await record_own_act(uow, user.id, "account.made", about)
    return user


async def find_good_invitation(db: Database, invitation_id: UUID | None) -> InvitationRow:
    """The invitation of this link, which is not used up by looking at it.

    Raises:
        InvitationUsedUp: it is good for nothing.
    """
    async with db.read() as connection:
        found = await invitations.find_invitation(connection, invitation_id or UUID(int=0))
    if found is None or found.state(db.clock.now()) != "waiting":
        raise InvitationUsedUp("Ask for a new invitation.")
    return found


async def rehash_password(db: Database, user_id: UUID, old_hash: str, new_hash: str) -> bool:
    """The same password is stored as `new_hash`; False if it was changed meanwhile."""
    async with db.unit_of_work() as uow:
        return await repository.replace_password_hash(uow.connection, user_id, old_hash, new_hash)


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
        known = await _lock_known(uow, email)
        if known is None:
            return
        if await ask_mail(uow, known.user_id, "reset_password", email):
            await record_own_act(uow, known.user_id, "password.reset_asked", {})


async def reset_password(db: Database, mail_id: UUID | None, new_hash: str) -> list[UUID]:
    """The account of this mail has the new password, and no device is signed in; which were.

    Its address is verified: the mail has reached its reader. Was it not before, whoever made the
    account may be somebody else: every way in that they left ends.

    Raises:
        LinkUsedUp: the link is good for nothing, or went to an address the account had before.
    """
    async with db.unit_of_work() as uow:
        row = await take_link(uow, mail_id, "reset_password")
        user = await lock_owner(uow, Principal(UserId(row.user_id)))
        if row.email != user.email:
            raise LinkUsedUp
        await mails.void_links(uow.connection, user.id, "change_email", uow.now)
        await repository.set_password(uow.connection, user.id, new_hash)
        if await repository.set_verified(uow.connection, user.id, row.email, uow.now):
            await end_ways_in(uow.connection, user.id)
            await record_own_act(uow, user.id, "account.taken_over", {})
        await record_own_act(uow, user.id, "password.reset", {})
        return await end_all_sessions(uow, user.id, "password_changed")


async def change_password(
    db: Database, principal: Principal, checked: str, new_hash: str
) -> list[UUID] | None:
    """The account has the new password, and other devices are signed out; which were.

    The caller has checked the old one, against the hash `checked`. None, and nothing is changed,
    if that is not the account's any more.

    Raises:
        Unauthenticated: the account is gone.
    """
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        if await repository.find_password_hash(uow.connection, user.id) != checked:
            return None
        await repository.set_password(uow.connection, user.id, new_hash)
        for kind in _NOT_OLDER_THAN_PASSWORD:
            await mails.void_links(uow.connection, user.id, kind, uow.now)
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
        for kind in _OF_OLD_ADDRESS:
            await mails.void_links(uow.connection, user.id, kind, uow.now)
        await record_own_act(uow, user.id, "email.changed", {})
        await tell(uow, user, "email_changed", new=row.email)
