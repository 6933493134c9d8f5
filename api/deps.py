"""What routes ask for by type."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from api.resources import Resources, resources_of
from api.tokens import Verified
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
    """
    header = request.headers.get("authorization", "")
    if header[: len(_SCHEME)].lower() != _SCHEME:
        raise Unauthenticated("Send the header Authorization: Bearer <access token>.")
    resources = resources_of(request.scope)
    verified = resources.tokens.verify(header[len(_SCHEME) :].strip())
    if verified.principal.session_id in resources.revocations:
        raise Unauthenticated("This device was signed out.")
    request.scope["principal"] = verified.principal
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
