"""Calendar feeds: secret addresses that are handed out, renewed and taken back."""

import hashlib
import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from shared.commands.changing import lock_owner
from shared.core.errors import InvalidInput, NotFound
from shared.core.ids import new_uuid7
from shared.core.principal import Principal
from shared.db.repositories import feeds as repository
from shared.db.repositories.feeds import FeedRow
from shared.db.repositories.places import has_project
from shared.db.session import Database

MOST: Final = 50
NAME_MAX: Final = 80
TOKEN_PREFIX: Final = "rondel_feed_"  # noqa: S105 - what every token begins with, for scanners
_TOKEN_BYTES: Final = 32
_USE_NOTED_EVERY: Final = timedelta(hours=1)


def hash_of(token: str) -> bytes:
    """What is kept of a token; it is random, so that a plain hash is enough."""
    return hashlib.sha256(token.encode()).digest()


def _new_token() -> str:
    return TOKEN_PREFIX + secrets.token_urlsafe(_TOKEN_BYTES)


async def create_feed(
    db: Database, principal: Principal, name: str, project_id: UUID | None
) -> tuple[FeedRow, str]:
    """A feed of all tasks, or of a project, and its token, which is never shown again.

    Raises:
        InvalidInput: the name is blank, there is no such project, or there are too many feeds.
        Unauthenticated: the account is gone.
    """
    name = name.strip()
    if not name:
        raise InvalidInput("/name", "feed_name", "A feed has a name.")
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        if len(await repository.list_feeds(uow.connection, user.id)) >= MOST:
            raise InvalidInput("", "feeds_too_many", f"At most {MOST} feeds: delete old ones.")
        if project_id and not await has_project(uow.connection, user.id, project_id):
            message = f"There is no project {project_id}."
            raise InvalidInput("/project_id", "project_unknown", message)
        scope = "user" if project_id is None else "project"
        row = FeedRow(new_uuid7(uow.now), user.id, name, scope, project_id, uow.now)
        token = _new_token()
        await repository.insert_feed(uow.connection, row, hash_of(token))
        return row, token


async def renew_feed(db: Database, principal: Principal, feed_id: UUID) -> tuple[FeedRow, str]:
    """The feed has another token; who has the old one sees nothing any more.

    Raises:
        NotFound: no such feed of this user.
    """
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        token = _new_token()
        row = await repository.renew_token(uow.connection, user.id, feed_id, hash_of(token))
        if row is None:
            raise NotFound("feed", feed_id)
        return replace(row, last_used_at=None), token


async def delete_feed(db: Database, principal: Principal, feed_id: UUID) -> None:
    """The address is dead.

    Raises:
        NotFound: no such feed of this user.
    """
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        if not await repository.delete_feed(uow.connection, user.id, feed_id):
            raise NotFound("feed", feed_id)


async def note_use(db: Database, feed_id: UUID, last_used_at: datetime | None) -> None:
    """When the feed was used last is known to the hour; most uses write nothing."""
    now = db.clock.now()
    if last_used_at is not None and now - last_used_at < _USE_NOTED_EVERY:
        return
    async with db.unit_of_work() as uow:
        await repository.touch_feed(uow.connection, feed_id, now, now - _USE_NOTED_EVERY)
