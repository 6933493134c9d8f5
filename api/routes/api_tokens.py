"""Tokens for programs."""

from datetime import datetime
from typing import Annotated, Any, ClassVar
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from api.deps import PrincipalDep, ResourcesDep
from api.problems import problems
from api.rendering import json_response
from api.routing import LeanRoute
from api.schemas.common import AnswerModel, Instant, OneLine, WireModel
from shared.commands.api_tokens import NAME_MAX, SCOPES, Scope, create_token, delete_token
from shared.commands.sessions import NotConfirmed
from shared.db.repositories.api_tokens import ApiTokenRow, list_tokens

router = APIRouter(prefix="/api/me/tokens", tags=["accounts"], route_class=LeanRoute)


class ApiTokenIn(WireModel):
    """A token to be made."""

    name: Annotated[str, Field(min_length=1, max_length=NAME_MAX), OneLine]
    scopes: list[Scope] = Field(min_length=1, max_length=len(SCOPES))
    expires_at: Instant | None = Field(default=None, description="Null for a token without an end")


class ApiTokenOut(AnswerModel):
    """A token for a program."""

    id: UUID
    name: str
    hint: str = Field(description="Its last characters")
    scopes: list[Scope]
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None = Field(description="When it was used last, to the minute")


class NewApiTokenOut(ApiTokenOut):
    """A token that was just made; `token` is never shown again."""

    shows_secret: ClassVar[bool] = True

    token: str


class ApiTokensOut(AnswerModel):
    """The tokens of an account, the oldest first."""

    items: list[ApiTokenOut]


@router.get("", response_model=ApiTokensOut)
async def list_api_tokens(principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """List the tokens that programs use, without their secrets."""
    async with resources.db.read() as connection:
        rows = await list_tokens(connection, principal.user_id)
    return json_response({"items": [_document(row) for row in rows]})


@router.post("", status_code=201, response_model=NewApiTokenOut, responses=problems(NotConfirmed))
async def create_api_token(
    body: ApiTokenIn, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Make a token for a program; it is shown this once."""
    row, token = await create_token(
        resources.db, principal, body.name, body.scopes, body.expires_at
    )
    return json_response({**_document(row), "token": token}, status=201)


@router.delete("/{token_id}", status_code=204, response_class=Response)
async def delete_api_token(
    token_id: UUID, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Take a token back; within seconds it is good nowhere.

    Live updates that it opened end as if an access token had opened them.
    """
    await delete_token(resources.db, principal, token_id)
    resources.api_tokens.forget_all()
    return Response(status_code=204)


def _document(row: ApiTokenRow) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "name": row.name,
        "hint": row.hint,
        "scopes": list(row.scopes),
        "created_at": row.created_at,
        "expires_at": row.expires_at,
        "used_at": row.used_at,
    }
