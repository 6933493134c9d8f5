"""Who the owner of an account is elsewhere: listed, linked, unlinked."""

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.deps import PrincipalDep, ResourcesDep
from api.problems import problems
from api.rendering import json_response
from api.resources import Resources
from api.routing import LeanRoute
from api.schemas.common import Document
from api.schemas.identities import (
    IdentitiesOut,
    IdentityIn,
    IdentityOut,
    LinkIn,
    LinkOut,
    ProvidersOut,
)
from shared.commands import identities as commands
from shared.commands.identities import IdentityIsLastWay, IdentityTaken, LinkingOff
from shared.commands.sessions import NotConfirmed
from shared.core.errors import InvalidInput, NotFound, Unauthenticated
from shared.db.repositories.identities import IdentityRow, list_identities

_MINE = "/me/identities"

router = APIRouter(prefix="/api", tags=["accounts"], route_class=LeanRoute)


@router.get("/auth/providers", response_model=ProvidersOut)
async def list_providers(resources: ResourcesDep) -> Response:
    """List the providers that one can sign in with here."""
    items = [
        {"name": each.name, "label": each.label, "start": f"/api/auth/oidc/{each.name}/start"}
        for each in resources.foreign_sign_in.providers.values()
    ]
    return json_response({"items": items})


@router.get(_MINE, response_model=IdentitiesOut)
async def list_own_identities(principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """List who the owner of the account is elsewhere: each of them opens it."""
    async with resources.db.read() as connection:
        rows = await list_identities(connection, principal.user_id)
    return json_response({"items": [_document(row, resources) for row in rows]})


@router.post(
    _MINE,
    status_code=201,
    response_model=IdentityOut,
    responses=problems(IdentityTaken, LinkingOff, NotConfirmed),
)
async def link_identity(
    body: IdentityIn, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Link the account to whom an access token of another issuer names."""
    try:
        known = await resources.foreign_tokens.known(body.token)
    except Unauthenticated as error:
        raise _bad_token(str(error)) from error
    if known is None:
        raise _bad_token("This is no token of an issuer that is trusted here.")
    commands.check_linking(known.issuer.settings.links)
    row = await commands.link(resources.db, principal, known.who)
    return json_response(_document(row, resources), status=201)


@router.post(
    f"{_MINE}/link", response_model=LinkOut, responses=problems(LinkingOff, NotConfirmed, NotFound)
)
async def begin_link(
    body: LinkIn, request: Request, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Get where to send the browser, to link the account to a provider."""
    foreign = resources.foreign_sign_in
    secret = foreign.cookie.read_or_new(request)
    provider = foreign.provider(body.provider)
    url = await foreign.ask(resources.db, provider, secret, body.next, principal)
    response = json_response({"url": url})
    foreign.cookie.set(response, secret)
    return response


@router.delete(
    f"{_MINE}/{{identity_id}}",
    status_code=204,
    response_class=Response,
    responses=problems(IdentityIsLastWay, NotConfirmed),
)
async def unlink_identity(
    identity_id: UUID, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Unlink an identity, unless it is the last way into the account."""
    await commands.unlink(resources.db, principal, identity_id)
    resources.foreign_tokens.forget_accounts()
    return Response(status_code=204)


def _bad_token(message: str) -> InvalidInput:
    return InvalidInput("/token", "token_not_good", message)


def _document(row: IdentityRow, resources: Resources) -> Document:
    return {
        "id": str(row.id),
        "issuer": row.issuer,
        "label": _labels(resources).get(row.issuer),
        "subject": row.subject,
        "email": row.email,
        "created_at": row.created_at,
        "used_at": row.used_at,
    }


def _labels(resources: Resources) -> dict[str, str]:
    auth = resources.settings.auth
    names = {each.issuer: name for name, each in auth.issuers.items()}
    return names | {
        each.settings.issuer: each.label for each in resources.foreign_sign_in.providers.values()
    }
