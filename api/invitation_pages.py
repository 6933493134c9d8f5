"""The page behind an invitation: a form, and the account that comes of it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from uuid import UUID

from api.account_making import Asked, look_at_invitation, make_account
from api.errors import SignUpClosed
from api.link_pages import HOME, SIGN_IN, Form, FormField, Page, Way
from api.passwords import LONGEST, SHORTEST
from api.resources import Resources
from api.schemas.accounts import stored_address
from shared.commands.accounts import EmailTaken, InvitationUsedUp
from shared.core.errors import InvalidInput
from shared.db.repositories.invitations import InvitationRow

_USED_UP: Final = Page(
    410,
    "This link is not good any more",
    "Nothing was changed",
    (
        "It works once and for a while, and a newer one replaces it.",
        "To confirm a new account or another address, sign in and ask for a new mail.",
        "For an invitation, ask whoever has invited you. A password is set by a new mail:",
    ),
    tone="note",
    ways=(Way("Set a new password", "/a/forgot"), HOME),
)
_NAME_CHARS: Final = 200
_PASSWORD: Final = FormField(
    "password",
    "Password",
    "password",
    "new-password",
    f"{SHORTEST} characters or more; four words are a good one.",
)
_READY: Final = Page(
    200, "Your account is ready", "Done", ("You can sign in now.",), tone="good", ways=(SIGN_IN,)
)
_MAIL_SENT: Final = Page(
    202,
    "Look into your mail",
    "Done",
    ("Follow the link in it, and your account is ready. It works once, for three days.",),
    tone="good",
)


async def invitation_page(resources: Resources, token: str, good_for: UUID | None) -> Page:
    """The form of this invitation, or that the link is good for nothing."""
    try:
        row = await look_at_invitation(resources, good_for)
    except (InvitationUsedUp, SignUpClosed):
        return _USED_UP
    return _form(row, token)


async def use_invitation(resources: Resources, token: str, fields: Mapping[str, str]) -> Page:
    """What came of the form; there is an account, or the form says what is wrong."""
    try:
        row = await look_at_invitation(resources, resources.account_links.read(token))
        try:
            made = await make_account(resources, _asked(row, token, fields))
        except (EmailTaken, InvalidInput) as error:
            return replace(_form(row, token), status=422, kicker=str(error), tone="bad")
    except (InvitationUsedUp, SignUpClosed):
        return _USED_UP
    return _READY if made is not None else _MAIL_SENT


def _asked(row: InvitationRow, token: str, fields: Mapping[str, str]) -> Asked:
    email = row.email or stored_address(fields.get("email", ""))
    if email is None:
        raise InvalidInput("/email", "email_invalid", "This is no e-mail address.")
    password, name = fields.get("password", ""), fields.get("name", "").strip()
    if not SHORTEST <= len(password) <= LONGEST:
        message = f"A password has {SHORTEST} to {LONGEST} characters."
        raise InvalidInput("/password", "password_length", message)
    if len(name) > _NAME_CHARS or not name.isprintable():
        raise InvalidInput("/name", "name", f"A name has {_NAME_CHARS} characters on one line.")
    return Asked(email, password, name, "UTC", token)


def _form(row: InvitationRow, token: str) -> Page:
    name = FormField("name", "Your name", "text", "name")
    address = FormField("email", "Your address", "email", "username")
    fields = (name, _PASSWORD) if row.email else (address, name, _PASSWORD)
    whose = f"It will have the address {row.email}. " if row.email else ""
    return Page(
        200,
        "Make your account",
        "You are invited",
        (f"{whose}Choose a password, and you have an account.",),
        form=Form(f"/a/{token}", "Make the account", fields),
        footer="If you do not want one, close this page: nothing happens.",
    )
