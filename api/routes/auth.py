"""The way into an account, and out of it."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.account_deeds import Shown, check_owner, open_device
from api.account_making import Asked, make_account
from api.deps import PrincipalDep, ResourcesDep
from api.errors import BadCredentials, InvitationNeeded, SignUpClosed
from api.problems import problems
from api.rendering import json_response
from api.resources import Resources
from api.routing import LeanRoute
from api.schemas.accounts import (
    Confirmation,
    MailSentOut,
    RefreshRequest,
    SessionOut,
    SignIn,
    SignUp,
)
from api.sign_in import (
    Keeping,
    attempt_at_account,
    device_of,
    session_response,
)
from shared.commands.accounts import (
    EmailTaken,
    EmailUnverified,
    InvitationUsedUp,
    ask_verification,
    rehash_password,
)
from shared.commands.second_factors import (
    SecondFactorNeeded,
    SecondFactorsNotSet,
)
from shared.commands.sessions import (
    NotConfirmed,
    SessionEnded,
    confirm,
    refresh,
    sign_in,
    sign_out,
)
from shared.commands.sign_in_failures import SignInThrottled
from shared.core.refresh_tokens import RefreshClaims
from shared.db.repositories.users import find_credentials

_MAIL_SENT = {
    "model": MailSentOut,
    "description": "The address has to be confirmed first: a mail is on its way. The same for "
    "an address that has an account.",
}

router = APIRouter(prefix="/api/auth", tags=["accounts"], route_class=LeanRoute)


@router.post(
    "/sign-up",
    status_code=201,
    response_model=SessionOut,
    responses={
        202: _MAIL_SENT,
        **problems(EmailTaken, InvitationNeeded, InvitationUsedUp, SignUpClosed),
    },
)
async def create_account(body: SignUp, request: Request, resources: ResourcesDep) -> Response:
    """Make an account, and sign in to it or get a mail to confirm the address with."""
    asked = Asked(body.email, body.password, body.name or "", body.zone, body.invitation)
    signed_up = await make_account(resources, asked)
    if signed_up is None:
        return json_response({"state": "mail_sent"}, status=202)
    refreshed = await sign_in(
        resources.db, signed_up.id, "password", device_of(request), resources.settings.auth
    )
    return session_response(resources, refreshed, body.session, status=201)


@router.post(
    "/sign-in",
    response_model=SessionOut,
    responses=problems(BadCredentials, EmailUnverified, SecondFactorNeeded, SignInThrottled),
)
async def create_session(body: SignIn, request: Request, resources: ResourcesDep) -> Response:
    """Sign in on this device: an access token for minutes, and a refresh token for the next one.

    A wrong password and an unknown address get the same answer after the same work, and after many
    wrong ones the same wait, except on devices that were signed in before (by a cookie). Where
    there is a second factor, the right password is answered with a challenge for it.
    """
    email = body.stored_email
    async with resources.db.read() as connection:
        known = await find_credentials(connection, email) if email else None
    attempt = attempt_at_account(
        resources, request, email or body.email, known.user_id if known else None
    )
    await attempt.require_room()
    stored = known.password_hash if known else None
    check = await resources.passwords.check(stored, body.password)
    if known is None or stored is None or not check.is_right:
        await attempt.fail()
        raise BadCredentials("No account has this address and password.")
    if not known.is_verified and resources.settings.auth.verify_email == "first":
        await ask_verification(resources.db, known.user_id)
        raise EmailUnverified("A mail with a link is on its way to your address.")
    if check.new_hash is not None and await rehash_password(
        resources.db, known.user_id, stored, check.new_hash
    ):
        stored = check.new_hash
    shown = Shown(known.user_id, stored)
    refreshed = await open_device(resources, request, shown, body.password)
    return session_response(resources, refreshed, body.session)


@router.post(
    "/refresh",
    response_model=SessionOut,
    responses={
        204: {"description": "Neither token nor cookie: nobody was signed in here"},
        **problems(SessionEnded),
    },
)
async def refresh_session(
    body: RefreshRequest, request: Request, resources: ResourcesDep
) -> Response:
    """Get the next tokens of this device: with the last refresh token, or the browser's cookie.

    Each refresh token is good once, and for half a minute more gives the same next one. Used later
    than that, somebody else has it: the device is signed out. A browser without a cookie is told so
    without an error, as that is how the first visit of everybody begins.
    """
    if body.refresh_token is None and resources.cookie.read(request) is None:
        return Response(status_code=204)
    claims, keeping = _claims(body, request, resources)
    if claims is None:
        raise SessionEnded("There is no refresh token, or it is none of this server.")
    refreshed = await refresh(resources.db, claims, device_of(request), resources.settings.auth)
    return session_response(resources, refreshed, keeping)


@router.post("/sign-out", status_code=204, response_class=Response)
async def sign_out_here(
    body: RefreshRequest, request: Request, resources: ResourcesDep
) -> Response:
    """Sign this device out, with its refresh token or the browser's cookie."""
    claims, keeping = _claims(body, request, resources)
    if claims is not None:
        resources.revocations.add(await sign_out(resources.db, claims))
    response = Response(status_code=204)
    if keeping == "cookie":
        resources.cookie.clear(response)
    return response


@router.post(
    "/confirm",
    status_code=204,
    response_class=Response,
    responses=problems(BadCredentials, NotConfirmed, SecondFactorsNotSet, SignInThrottled),
)
async def confirm_session(
    body: Confirmation, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Show once more who you are; for ten minutes that allows what is dangerous.

    Where there is a second factor, a code of it, or a recovery code, is needed beside the password.
    """
    await check_owner(resources, principal, body.password, body.proof)
    await confirm(resources.db, principal)
    return Response(status_code=204)


def _claims(
    body: RefreshRequest, request: Request, resources: Resources
) -> tuple[RefreshClaims | None, Keeping]:
    if body.refresh_token is not None:
        return resources.refresh_tokens.read(body.refresh_token), "bearer"
    token = resources.cookie.read(request)
    return (resources.refresh_tokens.read(token) if token else None), "cookie"
