"""What is done with a mail: the address confirmed, the password set anew."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api import account_deeds as deeds
from api.deps import PrincipalDep, ResourcesDep
from api.errors import BadCredentials
from api.even_answers import evenly
from api.problems import problems
from api.routing import LeanRoute
from api.schemas.accounts import (
    AddressLink,
    Forgotten,
    NewAddress,
    PasswordChange,
    PasswordReset,
    SessionOut,
    Verification,
)
from api.sign_in import session_response
from shared.commands import accounts as commands
from shared.commands.account_mails import LinkUsedUp
from shared.commands.second_factors import SecondFactorNeeded
from shared.commands.sessions import NotConfirmed
from shared.commands.sign_in_failures import SignInThrottled

router = APIRouter(prefix="/api", tags=["accounts"], route_class=LeanRoute)


@router.post(
    "/auth/verify-email",
    response_model=SessionOut,
    responses=problems(BadCredentials, LinkUsedUp, SecondFactorNeeded, SignInThrottled),
)
async def verify_address(body: Verification, request: Request, resources: ResourcesDep) -> Response:
    """Show that the address of a new account is yours, and sign in.

    The password that was chosen at sign-up is asked for: a link alone, in somebody else's mail,
    opens nothing.
    """
    shown = await deeds.verify(resources, request, body.token, body.password)
    opened = await deeds.open_device(resources, request, shown, body.password)
    return session_response(resources, opened, body.session)


@router.post("/auth/forgot-password", status_code=202, response_class=Response)
async def forget_password(body: Forgotten, resources: ResourcesDep) -> Response:
    """Ask for a mail to set a new password with; the answer is the same for every address."""
    await deeds.forget(resources, body.stored_email)
    return Response(status_code=202)


@router.post(
    "/auth/reset-password", status_code=204, response_class=Response, responses=problems(LinkUsedUp)
)
async def reset_password(body: PasswordReset, resources: ResourcesDep) -> Response:
    """Set a new password by the link of a mail; every device is signed out.

    The device that does it is a known one from then on: no failed sign-ins of others hold it up.
    """
    reset = await deeds.reset(resources, body.token, body.password)
    response = Response(status_code=204)
    resources.devices.set(response, reset.user_id, reset.mail_id)
    return response


@router.post(
    "/auth/change-email", status_code=204, response_class=Response, responses=problems(LinkUsedUp)
)
async def change_address(body: AddressLink, resources: ResourcesDep) -> Response:
    """Give the account the new address, by the link of the mail that went there."""
    await deeds.change_address(resources, body.token)
    return Response(status_code=204)


@router.post(
    "/me/email", status_code=202, response_class=Response, responses=problems(NotConfirmed)
)
async def ask_for_address(
    body: NewAddress, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Ask for another address; a mail goes there, whose link makes the change."""
    async with evenly():
        await commands.ask_change_of_email(resources.db, principal, body.email)
    return Response(status_code=202)


@router.post("/me/email/verify", status_code=202, response_class=Response)
async def ask_for_verification(principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """Ask for a mail to show with that the account's address is yours."""
    await commands.ask_verification(resources.db, principal.user_id)
    return Response(status_code=202)


@router.post(
    "/me/password",
    status_code=204,
    response_class=Response,
    responses=problems(BadCredentials, SignInThrottled),
)
async def change_password(
    body: PasswordChange, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Change the password; other devices are signed out, and a mail says so."""
    await deeds.change_password(resources, principal, body.current_password, body.new_password)
    return Response(status_code=204)
