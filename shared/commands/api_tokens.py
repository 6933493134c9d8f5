"""Tokens that somebody gives to a program: made, listed, taken back."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final, Literal, get_args
from uuid import UUID

from shared.commands.account_mails import tell
from shared.commands.changing import lock_owner
from shared.commands.sessions import record_own_act, require_confirmed
from shared.core import secret_tokens
from shared.core.errors import InvalidInput, NotFound
from shared.core.ids import new_uuid7
from shared.core.principal import Principal
from shared.db.repositories import api_tokens as repository
from shared.db.repositories.api_tokens import ApiTokenRow
from shared.db.session import Database

Scope = Literal["read", "tasks:write", "ops", "feeds", "mcp"]
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)

MOST: Final = 50
NAME_MAX: Final = 80
_HINT_CHARS: Final = 4
_USE_NOTED_EVERY: Final = timedelta(minutes=1)


async def create_token(
    db: Database,
    principal: Principal,
    name: str,
    scopes: Collection[Scope],
    expires_at: datetime | None,
) -> tuple[ApiTokenRow, str]:
    """A token for a program, which is never shown again.

    Raises:
        InvalidInput: the name is blank, no scope is given, the end has passed, or there are too
            many tokens.
        NotConfirmed: its owner has to show who they are first.
        Unauthenticated: the account is gone.
    """
    name = name.strip()
    if not name:
        raise InvalidInput("/name", "token_name", "A token has a name.")
    if not scopes:
        raise InvalidInput("/scopes", "token_scopes", "A token has a scope.")
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        await require_confirmed(uow, principal)
        if expires_at is not None and expires_at <= uow.now:
            raise InvalidInput("/expires_at", "token_expired", "That has passed already.")
        if len(await repository.list_tokens(uow.connection, user.id)) >= MOST:
            raise InvalidInput("", "tokens_too_many", f"At most {MOST} tokens: delete old ones.")
        token = secret_tokens.new_token(secret_tokens.API)
        row = ApiTokenRow(
            id=new_uuid7(uow.now),
            user_id=user.id,
            name=name,
            hint=token[-_HINT_CHARS:],
            scopes=[scope for scope in SCOPES if scope in scopes],
            created_at=uow.now,
            expires_at=expires_at,
        )
        await repository.insert_token(uow.connection, row, secret_tokens.hash_of(token))
        about = {"token": row.id, "name": name, "scopes": row.scopes}
        await record_own_act(uow, user.id, "token.created", about)
        await tell(uow, user, "token_created", new=name)
        return row, token


async def delete_token(db: Database, principal: Principal, token_id: UUID) -> None:
    """The token is good for nothing any more; within seconds in other processes.

    Raises:
        NotFound: no such token of this user.
        Unauthenticated: the account is gone.
    """
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        name = await repository.delete_token(uow.connection, user.id, token_id)
        if name is None:
            raise NotFound("token", token_id)
        await record_own_act(uow, user.id, "token.deleted", {"token": token_id, "name": name})


async def note_use(db: Database, row: ApiTokenRow) -> None:
    """When the token was used last is known to the minute; most uses write nothing."""
    now = db.clock.now()
    if row.used_at is not None and now - row.used_at < _USE_NOTED_EVERY:
        return
    async with db.unit_of_work() as uow:
        await repository.touch_token(uow.connection, row.id, now, now - _USE_NOTED_EVERY)
