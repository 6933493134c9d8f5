"""Accounts: sign up, sign in, who am I."""

from fastapi import APIRouter
from starlette.responses import Response

from api.deps import PrincipalDep, ResourcesDep
from api.errors import BadCredentials, BodyNotJson, BodyTooLarge, TooManyAtOnce
from api.problems import problems
from api.rendering import json_response
from api.resources import Resources
from api.routing import LeanRoute
from api.schemas.accounts import SessionOut, SignIn, SignUp, UserOut
from api.schemas.tasks import Document
from shared.commands.users import EmailTaken, rehash_password, sign_up
from shared.core.errors import InvalidInput, Unauthenticated, Unavailable
from shared.db.repositories.users import UserRow, find_credentials, find_user
from shared.domain.zones import load_zone

_BODY = (BodyNotJson, BodyTooLarge, InvalidInput, Unavailable)

router = APIRouter(prefix="/api", tags=["accounts"], route_class=LeanRoute)


@router.post(
    "/auth/sign-up",
    status_code=201,
    response_model=SessionOut,
    responses=problems(*_BODY, EmailTaken),
)
async def create_account(body: SignUp, resources: ResourcesDep) -> Response:
    """Make an account and sign in to it."""
    load_zone(body.zone)  # before the expensive hash
    user = await sign_up(
        resources.db,
        email=body.email,
        password_hash=await resources.passwords.hash(body.password),
        name=body.name or body.email.partition("@")[0],
        zone=body.zone,
    )
    return json_response(_session(resources, user), status=201)


@router.post("/auth/sign-in", response_model=SessionOut, responses=problems(*_BODY, BadCredentials))
async def create_session(body: SignIn, resources: ResourcesDep) -> Response:
    """Get an access token for an account.

    A wrong password and an unknown address get the same answer after the same work.
    """
    return json_response(_session(resources, await _authenticated(resources, body)))


@router.get(
    "/me", response_model=UserOut, responses=problems(TooManyAtOnce, Unauthenticated, Unavailable)
)
async def get_me(principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """Read the account that is signed in."""
    async with resources.db.read() as connection:
        user = await find_user(connection, principal.user_id)
    if user is None:
        raise Unauthenticated("This account does not exist any more.")
    return json_response(_user(user))


async def _authenticated(resources: Resources, body: SignIn) -> UserRow:
    email = body.stored_email
    async with resources.db.read() as connection:
        known = await find_credentials(connection, email) if email else None
        user = await find_user(connection, known.user_id) if known else None
    check = await resources.passwords.check(known.password_hash if known else None, body.password)
    if known is None or user is None or not check.is_right:
        raise BadCredentials("No account has this address and password.")
    if check.new_hash is not None:
        await rehash_password(resources.db, user.id, known.password_hash, check.new_hash)
    return user


def _session(resources: Resources, user: UserRow) -> Document:
    token, life_seconds = resources.tokens.issue(user.id)
    return {
        "access_token": token,
        "token_type": "Bearer",
        "expires_in": life_seconds,
        "user": _user(user),
    }


def _user(user: UserRow) -> Document:
    return {"id": str(user.id), "email": user.email, "name": user.name, "zone": user.zone}
