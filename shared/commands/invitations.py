"""Invitations: made by administrators, and good for one account."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from shared.commands.account_mails import ask_invitation_mail
from shared.commands.governing import Admin, require_admin
from shared.core.errors import Conflict, NotFound
from shared.core.ids import new_uuid7
from shared.db.repositories import audit
from shared.db.repositories import governing as accounts
from shared.db.repositories import invitations as repository
from shared.db.repositories.invitations import InvitationRow
from shared.db.session import Database, UnitOfWork

MOST_MAILS: Final = 5
_HOUR: Final = timedelta(hours=1)


class CannotInvite(Conflict):
    """The address has an account, or nobody can be written to."""

    code = "invitation.impossible"
    title = "This invitation cannot be made"


async def invite(
    db: Database, by: Admin, email: str | None, lives: timedelta, *, is_mailed: bool
) -> InvitationRow:
    """Somebody may make an account: whoever gets the link, or the owner of `email` by mail.

    An older invitation to the same address is void.

    Raises:
        CannotInvite: the address has an account, or too many mails went there of late, or there is
            no administrator in whose name a mail could be sent.
        Forbidden: who asks is no administrator any more.
    """
    async with db.unit_of_work() as uow:
        await require_admin(uow, by)
        if email is not None:
            await _make_way(uow, email)
        row = InvitationRow(
            id=new_uuid7(uow.now),
            email=email,
            is_mailed=is_mailed and email is not None,
            invited_by=by.actor.name,
            created_at=uow.now,
            expires_at=uow.now + lives,
        )
        if row.is_mailed:
            await _mail(uow, by, row)
        await repository.insert_invitation(uow.connection, row)
        about = {"email": email, "is_mailed": row.is_mailed}
        await audit.insert_entry(
            uow.connection, by.actor, "invitation.made", str(row.id), uow.now, details=about
        )
        return row


async def _make_way(uow: UnitOfWork, email: str) -> None:
    if await accounts.find_account_id(uow.connection, email) is not None:
        raise CannotInvite("This address has an account already.")
    await repository.revoke_invitations(uow.connection, uow.now, email=email)


async def _mail(uow: UnitOfWork, by: Admin, row: InvitationRow) -> None:
    assert row.email is not None
    if await repository.count_mailed(uow.connection, row.email, uow.now - _HOUR) >= MOST_MAILS:
        raise CannotInvite("Too many mails went to this address within the last hour.")
    admins = sorted(await accounts.admin_ids(uow.connection))
    if by.principal is None and not admins:
        raise CannotInvite("A mail goes out in the name of an administrator, and there is none.")
    sender = by.principal.user_id if by.principal else admins[0]
    await uow.lock_users([sender])
    await ask_invitation_mail(uow, sender, row.email, row.id, row.expires_at)


async def revoke(db: Database, by: Admin, invitation_id: UUID) -> None:
    """The invitation is good for nothing any more.

    Raises:
        Forbidden: who asks is no administrator any more.
        NotFound: there is no such invitation that waits.
    """
    async with db.unit_of_work() as uow:
        await require_admin(uow, by)
        now = uow.now
        if not await repository.revoke_invitations(
            uow.connection, now, invitation_id=invitation_id
        ):
            raise NotFound("invitation", invitation_id)
        target = str(invitation_id)
        await audit.insert_entry(uow.connection, by.actor, "invitation.revoked", target, now)
