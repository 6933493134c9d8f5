"""Accounts: who am I, what I prefer, and the end of it."""

from dataclasses import asdict

from fastapi import APIRouter
from starlette.responses import Response

from api.account_deeds import check_owner
from api.account_documents import user_document
from api.deps import PrincipalDep, ResourcesDep
from api.drafts import preferences_of
from api.errors import BadCredentials
from api.problems import problems
from api.rendering import json_response
from api.routing import LeanRoute
from api.schemas.accounts import (
    AccountErasure,
    MeOut,
    PreferencesChange,
    PreferencesOut,
)
from api.schemas.common import Document
from shared.commands.changing import account_gone
from shared.commands.governing import LastAdmin, erase_own_account
from shared.commands.preferences import change_preferences
from shared.commands.second_factors import SecondFactorsNotSet
from shared.commands.sessions import NotConfirmed
from shared.commands.zones import Moved
from shared.db.repositories.second_factors import find_methods
from shared.db.repositories.users import find_user

router = APIRouter(prefix="/api", tags=["accounts"], route_class=LeanRoute)


@router.get("/me", response_model=MeOut)
async def get_me(principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """Read the account that is signed in."""
    async with resources.db.read() as connection:
        user = await find_user(connection, principal.user_id)
        methods = await find_methods(connection, principal.user_id)
    if user is None or methods is None:
        raise account_gone()
    return json_response({**user_document(user), "sign_in_methods": asdict(methods)})


@router.patch("/me", response_model=PreferencesOut)
async def change_me(
    body: PreferencesChange, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Change preferences (JSON merge patch); another zone moves everything that floats."""
    changed = await change_preferences(resources.db, principal, preferences_of(body))
    moved = _moved(changed.moved) if changed.moved else None
    async with resources.db.read() as connection:
        methods = await find_methods(connection, principal.user_id)
    if methods is None:
        raise account_gone()
    document = {**user_document(changed.user), "sign_in_methods": asdict(methods)}
    return json_response({**document, "moved": moved})


@router.delete(
    "/me",
    status_code=202,
    response_class=Response,
    responses=problems(BadCredentials, LastAdmin, NotConfirmed, SecondFactorsNotSet),
)
async def delete_me(
    body: AccountErasure, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Delete the account with all that belongs to it; it cannot be used from now on.

    Say the password again (and a code, where there is a second factor), or have shown who you are
    on this device within the last ten minutes.
    """
    if body.password is not None:
        await check_owner(resources, principal, body.password, body.proof)
    is_checked = body.password is not None
    ended = await erase_own_account(resources.db, principal, is_checked=is_checked)
    resources.revocations.add(principal.user_id, *ended)
    resources.api_tokens.forget_all()
    return Response(status_code=202)


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
