"""The second factor: turned on and off, and asked for at sign-in."""

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
from api.schemas.second_factors import (
    CodeIn,
    ProofIn,
    RecoveryCodesOut,
    SecondFactorAnswer,
    SecondFactorSetupOut,
)
from api.sign_in import device_of, session_response
from shared.commands import second_factors as commands
from shared.commands.second_factors import SecondFactorOff, SecondFactorOn, SecondFactorsNotSet
from shared.commands.sessions import NotConfirmed
from shared.core.sealing import Sealer

_MINE = "/me/second-factor"
_WRONG = "The code is wrong, was used before, or too many were wrong of late."

router = APIRouter(prefix="/api", tags=["accounts"], route_class=LeanRoute)


def sealer_of(resources: Resources) -> Sealer:
    """What keeps the secrets of authenticator apps."""
    return Sealer.of(resources.settings.secrets_key)


@router.post(
    _MINE,
    status_code=201,
    response_model=SecondFactorSetupOut,
    responses=problems(NotConfirmed, SecondFactorOn, SecondFactorsNotSet),
)
async def begin_second_factor(principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """Get a secret for an authenticator app; it counts once a code of it was sent."""
    setup = await commands.begin_setup(resources.db, sealer_of(resources), principal)
    return json_response({"secret": setup.secret, "uri": setup.uri}, status=201)


@router.post(
    f"{_MINE}/confirm",
    response_model=RecoveryCodesOut,
    responses=problems(BadCredentials, SecondFactorOff, SecondFactorOn, SecondFactorsNotSet),
)
async def confirm_second_factor(
    body: CodeIn, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Turn the second factor on with a code of the app; the recovery codes are shown this once."""
    codes = await commands.turn_on(resources.db, sealer_of(resources), principal, body.code)
    if codes is None:
        raise BadCredentials(_WRONG)
    return json_response({"recovery_codes": codes})


@router.delete(
    _MINE,
    status_code=204,
    response_class=Response,
    responses=problems(BadCredentials, NotConfirmed, SecondFactorOff, SecondFactorsNotSet),
)
async def delete_second_factor(
    body: ProofIn, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Turn the second factor off, with a code of the app or a recovery code."""
    if not await commands.turn_off(resources.db, sealer_of(resources), principal, body.proof):
        raise BadCredentials(_WRONG)
    return Response(status_code=204)


@router.post(
    f"{_MINE}/recovery-codes",
    response_model=RecoveryCodesOut,
    responses=problems(NotConfirmed, SecondFactorOff),
)
async def renew_recovery_codes(principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """Get new recovery codes; the ones before are good for nothing."""
    codes = await commands.renew_recovery_codes(resources.db, principal)
    return json_response({"recovery_codes": codes})


@router.post(
    "/auth/second-factor",
    response_model=SessionOut,
    responses=problems(BadCredentials, SecondFactorsNotSet),
)
async def answer_second_factor(
    body: SecondFactorAnswer, request: Request, resources: ResourcesDep
) -> Response:
    """Finish a sign-in that asks for a second factor: a code of the app, or a recovery code."""
    refreshed = await commands.finish_sign_in(
        resources.db,
        sealer_of(resources),
        body.challenge_id,
        body.proof,
        device=device_of(request),
        settings=resources.settings.auth,
    )
    if refreshed is None:
        raise BadCredentials(f"{_WRONG} If this goes on, begin with the password again.")
    return session_response(resources, refreshed, body.session)
