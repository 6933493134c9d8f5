"""How somebody gets an account, over the API or the page of an invitation."""

from dataclasses import dataclass
from uuid import UUID

from api.errors import InvitationNeeded, SignUpClosed
from api.even_answers import evenly
from api.password_rules import check_password
from api.resources import Resources
from shared.commands.accounts import (
    InvitationUsedUp,
    NewAccount,
    find_good_invitation,
    sign_up,
    sign_up_by_mail,
)
from shared.db.repositories.invitations import InvitationRow
from shared.db.repositories.users import UserRow


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants an account with; `email` is as it is stored, the invitation as sent."""

    email: str
    password: str
    name: str
    zone: str
    invitation: str | None


async def make_account(resources: Resources, asked: Asked) -> UserRow | None:
    """The account, which can be used; None if a mail is on its way, to its owner or a new one.

    Raises:
        EmailTaken: the address has an account.
        InvalidInput: everybody would guess the password, or the invitation is for somebody else.
        InvitationNeeded: this server takes only who is invited.
        InvitationUsedUp: the invitation is good for nothing.
        SignUpClosed: this server takes nobody.
        Unavailable: too many sign in at the moment.
    """
    check_open(resources)
    invitation = None
    if asked.invitation is not None:
        invitation = resources.account_links.read(asked.invitation)
        if invitation is None:
            raise InvitationUsedUp("Ask for a new invitation.")
    elif resources.settings.auth.sign_up == "invite":
        raise InvitationNeeded("Ask the operator of this server for an invitation.")
    check_password(asked.password, asked.email)
    wanted = NewAccount(
        email=asked.email,
        password_hash=await resources.passwords.hash(asked.password),
        name=asked.name or asked.email.partition("@")[0],
        zone=asked.zone,
    )
    if resources.settings.auth.verify_email == "first":
        async with evenly():
            return await sign_up_by_mail(resources.db, wanted, invitation)
    return await sign_up(resources.db, wanted, invitation)


async def look_at_invitation(resources: Resources, good_for: UUID | None) -> InvitationRow:
    """The invitation of this link, if it is good.

    Raises:
        InvitationUsedUp: it is good for nothing.
        SignUpClosed: this server takes nobody.
    """
    check_open(resources)
    return await find_good_invitation(resources.db, good_for)


def check_open(resources: Resources) -> None:
    """Somebody may make an account here, if only by invitation.

    Raises:
        SignUpClosed: nobody may.
    """
    if resources.settings.auth.sign_up == "closed":
        raise SignUpClosed("Ask the operator of this server for an account.")
