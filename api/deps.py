"""What routes ask for by type."""

from typing import Annotated

from fastapi import Depends
from fastapi.dependencies.models import Dependant
from starlette.requests import Request

from api.rate_limits import RATE_BUCKET, RATE_PAID, address_of
from api.resources import Resources, resources_of
from api.scopes import require_scope
from api.tokens import Verified
from shared.commands.identities import IdentityNotLinked
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
        RateLimited: too many requests came of late, of this account or without a good token.
        IdentityNotLinked: it is of another issuer, and no account here goes with it.
        Unavailable: what has to be asked about it does not answer.
        ScopeMissing: it is the API token of a program that may not do this.
    """
    resources = resources_of(request.scope)
    try:
        verified = await _verified(resources, request, _sent_with(request))
    except (Unauthenticated, IdentityNotLinked):
        await resources.rate_limits.take(request.scope, "address", address_of(request))
        raise
    request.scope["principal"] = verified.principal
    bucket = request.scope[RATE_BUCKET]
    if bucket != "user" or RATE_PAID not in request.scope:
        who = str(verified.principal.user_id)
        await resources.rate_limits.take(request.scope, bucket, who)
    require_scope(verified.principal, request.method, request.scope["route"].path_format)
    return verified


def _sent_with(request: Request) -> str:
    sent = [value for name, value in request.scope["headers"] if name == b"authorization"]
    # Of several, another program might read another.
    header = sent[0].decode("latin-1") if len(sent) == 1 else ""
    if header[: len(_SCHEME)].lower() != _SCHEME:
        raise Unauthenticated("Send the header Authorization: Bearer <access token>.")
    return header[len(_SCHEME) :].strip()


async def _verified(resources: Resources, request: Request, token: str) -> Verified:
    if token.startswith(secret_tokens.API):
        if not resources.api_tokens.was_good(token):  # whoever guesses costs no more statements
            await resources.rate_limits.require(request.scope, "address", address_of(request))
        verified = await resources.api_tokens.verify(token)
    else:
        verified = (
            resources.tokens.known(token)
            or await resources.foreign_tokens.verify(token)
            or resources.tokens.verify(token)
        )
    if verified.principal in resources.revocations:
        raise Unauthenticated("This device was signed out, or the account is not there any more.")
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


def is_for_user(dependant: Dependant) -> bool:
    """Whether the endpoint asks for the principal: streams ask for the token alone."""
    return any(each.call is current_principal for each in dependant.dependencies)


def asks_for_token(dependant: Dependant) -> bool:
    """Whether who calls is known before the endpoint runs."""
    return dependant.call is verified_token or any(
        asks_for_token(each) for each in dependant.dependencies
    )
