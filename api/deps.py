"""What routes ask for by type."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from api.resources import Resources, resources_of
from api.scopes import require_scope
from api.tokens import Verified
from shared.core import secret_tokens
from shared.core.errors import Unauthenticated
from shared.core.principal import Principal

_SCHEME = "bearer "


async def current_resources(request: Request) -> Resources:
    """The resources of the application."""
    return resources_of(request.scope)


async def verified_token(request: Request) -> Verified:
    """The good access token of the Authorization header.

    Raises:
        Unauthenticated: there is none.
        ScopeMissing: it is the API token of a program that may not do this.
    """
    header = request.headers.get("authorization", "")
    if header[: len(_SCHEME)].lower() != _SCHEME:
        raise Unauthenticated("Send the header Authorization: Bearer <access token>.")
    verified = await _verified(resources_of(request.scope), header[len(_SCHEME) :].strip())
    request.scope["principal"] = verified.principal
    require_scope(verified.principal, request.method, request.scope["route"].path_format)
    return verified


async def _verified(resources: Resources, token: str) -> Verified:
    if token.startswith(secret_tokens.API):
        return await resources.api_tokens.verify(token)
    verified = resources.tokens.verify(token)
    if verified.principal.session_id in resources.revocations:
        raise Unauthenticated("This device was signed out.")
    return verified


async def current_principal(verified: Annotated[Verified, Depends(verified_token)]) -> Principal:
    """Who is calling, and may use the database: `LeanRoute` gives such a route a turn first.

    Raises:
        Unauthenticated: that could not be established.
    """
    return verified.principal


ResourcesDep = Annotated[Resources, Depends(current_resources)]
PrincipalDep = Annotated[Principal, Depends(current_principal)]
VerifiedDep = Annotated[Verified, Depends(verified_token)]
