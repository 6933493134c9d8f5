"""Passkeys: made, listed, named, deleted, and signed in with."""

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.deps import PrincipalDep, ResourcesDep
from api.errors import BadCredentials
from api.problems import problems
from api.rendering import json_response
from api.resources import Resources
from api.routing import LeanRoute
from api.schemas.accounts import SessionOut
from api.schemas.common import Document
from api.schemas.passkeys import (
    NewPasskeyIn,
    PasskeyChange,
    PasskeyConfirmation,
    PasskeyOptionsOut,
    PasskeyOut,
    PasskeySignIn,
    PasskeysOut,
)
from api.sign_in import device_of, session_response
from shared.commands import passkeys as commands
from shared.commands.passkeys import Asked, LastWayIn, PasskeyRefused, PasskeysNotPossible
from shared.commands.sessions import NotConfirmed
from shared.core.relying_party import RelyingParty
from shared.db.repositories.passkeys import PasskeyRow, list_passkeys

_MINE = "/me/passkeys"

router = APIRouter(prefix="/api", tags=["accounts"], route_class=LeanRoute)


@router.post(
    f"{_MINE}/options",
    response_model=PasskeyOptionsOut,
    responses=problems(NotConfirmed, PasskeysNotPossible),
)
async def ask_for_passkey(principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """Get what the browser needs to make a passkey."""
    asked = await commands.ask_for_new(resources.db, _party(resources), principal)
    return _options(asked)


@router.post(
    _MINE,
    status_code=201,
    response_model=PasskeyOut,
    responses=problems(PasskeyRefused, PasskeysNotPossible),
)
async def add_passkey(
    body: NewPasskeyIn, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Keep the passkey that the browser has made."""
    row = await commands.add_passkey(
        resources.db,
        _party(resources),
        principal,
        challenge_id=body.challenge_id,
        name=body.name,
        response=body.response.model_dump(),
        transports=body.response.response.transports,
    )
    return json_response(_document(row), status=201)


@router.get(_MINE, response_model=PasskeysOut)
async def list_own_passkeys(principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """List the passkeys of the account."""
    async with resources.db.read() as connection:
        rows = await list_passkeys(connection, principal.user_id)
    return json_response({"items": [_document(row) for row in rows]})


@router.patch(f"{_MINE}/{{passkey_id}}", response_model=PasskeyOut)
async def change_passkey(
    passkey_id: UUID, body: PasskeyChange, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Give a passkey another name."""
    return json_response(
        _document(await commands.rename(resources.db, principal, passkey_id, body.name))
    )


@router.delete(
    f"{_MINE}/{{passkey_id}}",
    status_code=204,
    response_class=Response,
    responses=problems(LastWayIn, NotConfirmed),
)
async def delete_passkey(
    passkey_id: UUID, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Delete a passkey, unless it is the last way into the account."""
    await commands.delete(resources.db, principal, passkey_id)
    return Response(status_code=204)


@router.post(
    "/auth/passkey/options",
    response_model=PasskeyOptionsOut,
    responses=problems(PasskeysNotPossible),
)
async def ask_for_passkey_sign_in(resources: ResourcesDep) -> Response:
    """Get what the browser needs to sign in with any passkey of this server."""
    return _options(await commands.ask_for_use(resources.db, _party(resources)))


@router.post(
    "/auth/passkey",
    response_model=SessionOut,
    responses=problems(BadCredentials, PasskeysNotPossible),
)
async def sign_in_with_passkey(
    body: PasskeySignIn, request: Request, resources: ResourcesDep
) -> Response:
    """Sign in with a passkey. It counts as two factors, so that no code is asked for."""
    refreshed = await commands.sign_in_by_passkey(
        resources.db,
        _party(resources),
        body.challenge_id,
        body.response.model_dump(),
        device=device_of(request),
        settings=resources.settings.auth,
    )
    if refreshed is None:
        raise BadCredentials("This passkey opens no account here, or it took too long.")
    return session_response(resources, refreshed, body.session)


@router.post(
    "/auth/passkey/confirm",
    status_code=204,
    response_class=Response,
    responses=problems(BadCredentials, NotConfirmed, PasskeysNotPossible),
)
async def confirm_with_passkey(
    body: PasskeyConfirmation, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Show with a passkey once more who you are; for ten minutes that allows what is dangerous.

    What the browser needs for it comes from POST /api/auth/passkey/options.
    """
    is_confirmed = await commands.confirm_by_passkey(
        resources.db, _party(resources), principal, body.challenge_id, body.response.model_dump()
    )
    if not is_confirmed:
        raise BadCredentials("This passkey is none of this account, or it took too long.")
    return Response(status_code=204)


def _party(resources: Resources) -> RelyingParty:
    return commands.relying_party(resources.settings.public_url)


def _options(asked: Asked) -> Response:
    return json_response({"challenge_id": str(asked.challenge_id), "options": asked.options})


def _document(row: PasskeyRow) -> Document:
    return {
        "id": str(row.id),
        "name": row.name,
        "is_backed_up": row.is_backed_up,
        "transports": list(row.transports),
        "created_at": row.created_at,
        "used_at": row.used_at,
    }
