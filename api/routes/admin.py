"""Accounts in the hands of administrators; each act is on record, and none shows a task."""

from dataclasses import asdict
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.audit_documents import audit_page
from api.deps import PrincipalDep, ResourcesDep
from api.effective_settings import settings_document
from api.operators import require_admin
from api.problems import problems
from api.rendering import json_response
from api.resources import Resources
from api.routing import LeanRoute
from api.schemas.admin import (
    AccountsQuery,
    ActReason,
    AuditQuery,
    GovernedAccountOut,
    GovernedAccountsOut,
    RoleChange,
    SettingsOut,
)
from api.schemas.audit import AuditPageOut
from api.schemas.common import Document
from shared.commands import governing as commands
from shared.commands.governing import AccountState, LastAdmin, OwnAccount
from shared.commands.sessions import NotConfirmed
from shared.core.errors import NotFound
from shared.db.repositories.audit import AuditFilter, list_all_entries
from shared.db.repositories.governing import AccountView, find_account, list_accounts

router = APIRouter(prefix="/api/admin", tags=["admin"], route_class=LeanRoute)


@router.get("/users", response_model=GovernedAccountsOut)
async def list_all_accounts(
    query: Annotated[AccountsQuery, Query()], principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """List accounts, the newest first; never what is in them."""
    await require_admin(resources, principal)
    async with resources.db.read() as connection:
        found = await list_accounts(
            connection,
            resources.clock.now(),
            before=query.cursor,
            limit=query.limit + 1,
            query=query.query,
            role=query.role,
            state=query.state,
        )
    items = found[: query.limit]
    cursor = str(items[-1].id) if len(found) > len(items) else None
    return json_response({"items": list(map(account_document, items)), "next_cursor": cursor})


@router.get("/users/{user_id}", response_model=GovernedAccountOut)
async def get_account(user_id: UUID, principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """Read one account; never what is in it."""
    await require_admin(resources, principal)
    return await _account(resources, user_id)


@router.post(
    "/users/{user_id}/role",
    response_model=GovernedAccountOut,
    responses=problems(LastAdmin, NotConfirmed, OwnAccount),
)
async def change_role(
    user_id: UUID, body: RoleChange, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Say what an account may do: their own tasks, the system as well, or accounts, too."""
    admin = await require_admin(resources, principal)
    await commands.assign_role(resources.db, admin, user_id, body.role)
    return await _account(resources, user_id)


@router.post(
    "/users/{user_id}/disable",
    response_model=GovernedAccountOut,
    responses=problems(AccountState, LastAdmin, NotConfirmed, OwnAccount),
)
async def disable_account(
    user_id: UUID, body: ActReason, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Disable an account: nobody can use it, and nothing is sent, until it is enabled."""
    admin = await require_admin(resources, principal)
    _end(resources, await commands.disable(resources.db, admin, user_id, body.reason))
    return await _account(resources, user_id)


@router.post(
    "/users/{user_id}/enable",
    response_model=GovernedAccountOut,
    responses=problems(AccountState, NotConfirmed),
)
async def enable_account(
    user_id: UUID, body: ActReason, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Enable an account again; its owner has to sign in anew."""
    admin = await require_admin(resources, principal)
    await commands.enable(resources.db, admin, user_id, body.reason)
    return await _account(resources, user_id)


@router.post(
    "/users/{user_id}/sign-out", response_model=GovernedAccountOut, responses=problems(NotConfirmed)
)
async def sign_out_account(
    user_id: UUID, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Sign out every device of an account."""
    admin = await require_admin(resources, principal)
    _end(resources, await commands.sign_out(resources.db, admin, user_id))
    return await _account(resources, user_id)


@router.post(
    "/users/{user_id}/reset-second-factor",
    response_model=GovernedAccountOut,
    responses=problems(AccountState, NotConfirmed),
)
async def reset_second_factor(
    user_id: UUID, body: ActReason, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Turn off the second factor of somebody who has lost it; a mail tells them."""
    admin = await require_admin(resources, principal)
    await commands.reset_factor(resources.db, admin, user_id, body.reason)
    return await _account(resources, user_id)


@router.post(
    "/users/{user_id}/reset-password",
    status_code=202,
    response_class=Response,
    responses=problems(AccountState, NotConfirmed),
)
async def send_password_reset(
    user_id: UUID, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Send the owner of an account a mail to set a new password with."""
    admin = await require_admin(resources, principal)
    await commands.send_reset(resources.db, admin, user_id)
    return Response(status_code=202)


@router.post(
    "/users/{user_id}/erase",
    status_code=202,
    response_class=Response,
    responses=problems(LastAdmin, NotConfirmed, OwnAccount),
)
async def erase_user(
    user_id: UUID, body: ActReason, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Delete an account with all that belongs to it, for good."""
    admin = await require_admin(resources, principal)
    _end(resources, [user_id, *await commands.erase(resources.db, admin, user_id, body.reason)])
    return Response(status_code=202)


@router.get("/audit", response_model=AuditPageOut)
async def list_everybodys_acts(
    query: Annotated[AuditQuery, Query()], principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """List who did what, the newest first, people to their own accounts too."""
    await require_admin(resources, principal)
    chosen = AuditFilter(query.user, query.actor, query.action, query.since, query.until)
    async with resources.db.read() as connection:
        found = await list_all_entries(
            connection, chosen, before=query.cursor, limit=query.limit + 1
        )
    return json_response(audit_page(found, query.limit))


@router.get("/settings", response_model=SettingsOut)
async def list_settings(principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """List the settings of the API process as they are in effect; secrets are not shown."""
    await require_admin(resources, principal)
    return json_response({"items": settings_document(resources.settings)})


def account_document(account: AccountView) -> Document:
    """The account as `GovernedAccountOut`."""
    return {**asdict(account), "id": str(account.id)}


async def _account(resources: Resources, user_id: UUID) -> Response:
    async with resources.db.read() as connection:
        account = await find_account(connection, user_id, resources.clock.now())
    if account is None:
        raise NotFound("account", user_id)
    return json_response(account_document(account))


def _end(resources: Resources, ended: list[UUID]) -> None:
    """What was ended is refused here at once; other processes learn of it within a second."""
    resources.revocations.add(*ended)
    resources.api_tokens.forget_all()
