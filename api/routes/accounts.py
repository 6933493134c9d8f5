"""Accounts: sign up, sign in, who am I, what I prefer."""

from datetime import time

from fastapi import APIRouter
from starlette.responses import Response

from api.deps import PrincipalDep, ResourcesDep
from api.drafts import preferences_of
from api.errors import BadCredentials, BodyNotJson, BodyTooLarge, TooManyAtOnce
from api.problems import problems
from api.rendering import json_response
from api.resources import Resources
from api.routing import LeanRoute
from api.schemas.accounts import (
    AccountErasure,
    PreferencesChange,
    PreferencesOut,
    SessionOut,
    SignIn,
    SignUp,
    UserOut,
)
from api.schemas.tasks import Document
from shared.commands.preferences import change_preferences
from shared.commands.transfers import erase_account
from shared.commands.users import EmailTaken, rehash_password, sign_up
from shared.commands.zones import Moved
from shared.core.errors import InvalidInput, Unauthenticated, Unavailable
from shared.db.repositories.erasing import find_password_hash
from shared.db.repositories.users import UserRow, find_credentials, find_user
from shared.domain.preferences import WEEKDAYS
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


@router.patch(
    "/me",
    response_model=PreferencesOut,
    responses=problems(*_BODY, TooManyAtOnce, Unauthenticated),
)
async def change_me(
    body: PreferencesChange, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Change preferences (JSON merge patch); another zone moves everything that floats."""
    changed = await change_preferences(resources.db, principal, preferences_of(body))
    moved = _moved(changed.moved) if changed.moved else None
    return json_response({**_user(changed.user), "moved": moved})


@router.delete(
    "/me",
    status_code=202,
    response_class=Response,
    responses=problems(*_BODY, BadCredentials, TooManyAtOnce, Unauthenticated),
)
async def delete_me(
    body: AccountErasure, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Delete the account with all that belongs to it; it cannot be used from now on."""
    async with resources.db.read() as connection:
        known = await find_password_hash(connection, principal.user_id)
    check = await resources.passwords.check(known, body.password)
    if known is None or not check.is_right:
        raise BadCredentials("The password is wrong.")
    await erase_account(resources.db, principal)
    return Response(status_code=202)


async def _authenticated(resources: Resources, body: SignIn) -> UserRow:
    email = body.stored_email
    async with resources.db.read() as connection:
        known = await find_credentials(connection, email) if email else None
        user = await find_user(connection, known.user_id) if known else None
    check = await resources.passwords.check(known.password_hash if known else None, body.password)
    if known is None or user is None or not check.is_right:
        raise BadCredentials("No account has this address and password.")
    if known.password_hash is not None and check.new_hash is not None:
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
    review = None
    if user.review_on is not None and user.review_at is not None:
        review = {"weekday": WEEKDAYS[user.review_on], "at": _time(user.review_at)}
    quiet = None
    if user.quiet_from is not None and user.quiet_until is not None:
        quiet = {"from": _time(user.quiet_from), "until": _time(user.quiet_until)}
    return {
        "id": str(user.id),
        "email": user.email,
        "name": user.name,
        "zone": user.zone,
        "week_start": user.week_start,
        "time_format": user.time_format,
        "all_day_reminder_time": _time(user.all_day_reminder_time),
        "default_reminders": list(user.default_reminders),
        "all_day_default_reminders": list(user.all_day_default_reminders),
        "default_channels": list(user.default_channels),
        "quiet_hours": quiet,
        "digest_at": _time(user.digest_at) if user.digest_at is not None else None,
        "review": review,
    }


def _time(at: time) -> str:
    return at.isoformat("minutes")


def _moved(moved: Moved) -> Document:
    return {
        "tasks_moved": moved.tasks,
        "reminders_moved": moved.reminders,
        "fixed_tasks": moved.fixed_tasks,
        "examples": [
            {
                "task_id": str(each.task_id),
                "title": each.title,
                "datetime_local": each.local,
                "before": each.before,
                "after": each.after,
            }
            for each in moved.examples
        ],
    }
