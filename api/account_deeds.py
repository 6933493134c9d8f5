"""What is done with passwords and links of mails, for programs and for the pages behind links."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from starlette.requests import Request

from api.errors import BadCredentials
from api.even_answers import evenly
from api.password_rules import check_password
from api.rate_limits import address_of
from api.resources import Resources
from api.sign_in import Attempt, attempt_of, device_of
from shared.commands import accounts as commands
from shared.commands.second_factors import Proof, SecondFactorNeeded, prove, sign_in_by_password
from shared.commands.sessions import Refreshed
from shared.commands.sign_in_failures import forgive
from shared.core.errors import Unauthenticated
from shared.core.principal import Principal
from shared.core.sealing import Sealer
from shared.db.repositories.users import find_password_hash, find_user

_WRONG_CURRENT: Final = "The current password is wrong."


@dataclass(frozen=True, slots=True)
class Shown:
    """Whose password was shown, and the hash that it was checked against."""

    user_id: UUID
    checked: str


async def open_device(
    resources: Resources, request: Request, shown: Shown, password: str
) -> Refreshed:
    """Who has shown this password is signed in on one device more.

    Raises:
        BadCredentials: it was changed meanwhile, or the account is gone.
        SecondFactorNeeded: the password alone is not enough.
        Unavailable: too many sign in at the moment.
    """
    db, auth = resources.db, resources.settings.auth
    checked: str | None = shown.checked
    while checked is not None:
        try:
            opened = await sign_in_by_password(db, shown.user_id, checked, device_of(request), auth)
        except SecondFactorNeeded:
            raise
        except Unauthenticated:
            break  # as if there had never been one
        if opened is not None:
            return opened
        checked = await _checked_hash(resources, shown.user_id, password)
    raise BadCredentials("No account has this address and password.")


async def _checked_hash(resources: Resources, user_id: UUID, password: str) -> str | None:
    """The hash of the account's password, if it is this one."""
    async with resources.db.read() as connection:
        stored = await find_password_hash(connection, user_id)
    check = await resources.passwords.check(stored, password)
    return stored if check.is_right else None


async def change_password(
    resources: Resources, principal: Principal, current: str, new: str
) -> None:
    """The account has the new password, and its other devices are signed out.

    Raises:
        BadCredentials: the current one is another.
        InvalidInput: everybody would guess the new one.
        SignInThrottled: too many were wrong of late.
        Unauthenticated: the account is gone.
        Unavailable: too many sign in at the moment.
    """
    attempt = attempt_of(resources, principal)
    await attempt.require_room()
    async with resources.db.read() as connection:
        user = await find_user(connection, principal.user_id)
    checked = await _checked_hash(resources, principal.user_id, current)
    if user is None or checked is None:
        await attempt.fail()
        raise BadCredentials(_WRONG_CURRENT)
    check_password(new, user.email, "/new_password")
    new_hash = await resources.passwords.hash(new)
    while checked is not None:
        ended = await commands.change_password(resources.db, principal, checked, new_hash)
        if ended is not None:
            resources.revocations.add(*ended)
            return
        checked = await _checked_hash(resources, principal.user_id, current)
    raise BadCredentials(_WRONG_CURRENT)


async def verify(resources: Resources, request: Request, token: str, password: str) -> Shown:
    """The address of a new account is its owner's; the account.

    Raises:
        LinkUsedUp: the link is good for nothing.
        BadCredentials: the password is not the one of the account.
        SignInThrottled: too many were not.
        Unavailable: too many sign in at the moment.
    """
    mail_id = resources.account_links.read(token)
    _, stored = await commands.owner_of_link(resources.db, mail_id, "verify_email")
    assert mail_id is not None  # or it would have no owner
    attempt = Attempt(resources, resources.attempts.of_link(mail_id, address_of(request)))
    await attempt.require_room()
    check = await resources.passwords.check(stored, password)
    if stored is None or not check.is_right:
        await attempt.fail()
        raise BadCredentials("The password is not the one that was chosen at sign-up.")
    return Shown(await commands.verify_email(resources.db, mail_id), stored)


@dataclass(frozen=True, slots=True)
class Reset:
    """Whose password was set anew, by which mail."""

    user_id: UUID
    mail_id: UUID


async def reset(resources: Resources, token: str, password: str) -> Reset:
    """The account has the new password, and no device is signed in; failed sign-ins are forgotten.

    Raises:
        LinkUsedUp: the link is good for nothing.
        InvalidInput: everybody would guess the password.
        Unavailable: too many sign in at the moment.
    """
    mail_id = resources.account_links.read(token)
    user_id, _ = await commands.owner_of_link(resources.db, mail_id, "reset_password")
    async with resources.db.read() as connection:
        user = await find_user(connection, user_id)
    check_password(password, user.email if user else "")
    new_hash = await resources.passwords.hash(password)
    resources.revocations.add(*await commands.reset_password(resources.db, mail_id, new_hash))
    if user is not None:
        await forgive(resources.db, resources.attempts.of_account(user.email))
    assert mail_id is not None  # or it would have no owner
    return Reset(user_id, mail_id)


async def change_address(resources: Resources, token: str) -> None:
    """The account has the address that the mail went to.

    Raises:
        LinkUsedUp: the link is good for nothing, or the address has an account by now.
    """
    await commands.change_email(resources.db, resources.account_links.read(token))


async def check_owner(
    resources: Resources, principal: Principal, password: str, proof: Proof
) -> None:
    """Who asks knows the password of their account, and has its second factor if there is one.

    Raises:
        BadCredentials: they do not.
        InvalidInput: there is a second factor, and nothing of it was sent.
        SecondFactorsNotSet: the server has no key, or another one.
        SignInThrottled: too many were wrong of late.
        Unavailable: too many sign in at the moment.
    """
    attempt = attempt_of(resources, principal)
    await attempt.require_room()
    if await _checked_hash(resources, principal.user_id, password) is None:
        await attempt.fail()
        raise BadCredentials("The password is wrong.")
    sealer = Sealer.of(resources.settings.secrets_key)
    if not await prove(resources.db, sealer, principal, proof):
        raise BadCredentials("The code is wrong, was used before, or too many were of late.")


async def forget(resources: Resources, stored_email: str | None) -> None:
    """A mail is on its way, if the address has an account; that takes as long if it has none."""
    async with evenly():
        if stored_email is not None:
            await commands.ask_reset(resources.db, stored_email)
