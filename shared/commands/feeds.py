"""Calendar feeds: secret addresses that are handed out, renewed and taken back."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from shared.commands.changing import lock_owner
from shared.core.errors import InvalidInput, NotFound
from shared.core.ids import new_uuid7
from shared.core.principal import Principal
from shared.core.secret_tokens import FEED, hash_of, new_token
from shared.db.repositories import feeds as repository
from shared.db.repositories.feeds import FeedRow
from shared.db.repositories.places import has_project
from shared.db.repositories.saved_filters import find_filter
from shared.db.session import Database, UnitOfWork

MOST: Final = 50
NAME_MAX: Final = 80
_USE_NOTED_EVERY: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class FeedScope:
    """What a feed shows: a project, or what a saved filter finds, or all tasks."""

    project_id: UUID | None = None
    filter_id: UUID | None = None

    @property
    def name(self) -> str:
        """As it is stored."""
        if self.filter_id is not None:
            return "filter"
        return "user" if self.project_id is None else "project"


async def create_feed(
    db: Database, principal: Principal, name: str, scope: FeedScope
) -> tuple[FeedRow, str]:
    """A feed of this scope and its token, which is never shown again.

    Raises:
        InvalidInput: the name is blank, there is no such project or filter, or there are too many
            feeds.
        Unauthenticated: the account is gone.
    """
    name = name.strip()
    if not name:
        raise InvalidInput("/name", "feed_name", "A feed has a name.")
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        if len(await repository.list_feeds(uow.connection, user.id)) >= MOST:
            raise InvalidInput("", "feeds_too_many", f"At most {MOST} feeds: delete old ones.")
        await _check_scope(uow, user.id, scope)
        row = FeedRow(
            new_uuid7(uow.now),
            user.id,
            name,
            scope.name,
            scope.project_id,
            scope.filter_id,
            uow.now,
        )
        token = new_token(FEED)
        await repository.insert_feed(uow.connection, row, hash_of(token))
        return row, token


async def _check_scope(uow: UnitOfWork, user_id: UUID, scope: FeedScope) -> None:
    project_id, filter_id = scope.project_id, scope.filter_id
    if project_id and filter_id:
        message = "A feed shows a project or a filter; a filter can name its project."
        raise InvalidInput("/filter_id", "feed_scope", message)
    if project_id and not await has_project(uow.connection, user_id, project_id):
        message = f"There is no project {project_id}."
        raise InvalidInput("/project_id", "project_unknown", message)
    if filter_id and await find_filter(uow.connection, user_id, filter_id) is None:
        message = f"There is no filter {filter_id}."
        raise InvalidInput("/filter_id", "filter_unknown", message)


async def renew_feed(db: Database, principal: Principal, feed_id: UUID) -> tuple[FeedRow, str]:
    """The feed has another token; who has the old one sees nothing any more.

    Raises:
        NotFound: no such feed of this user.
    """
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        token = new_token(FEED)
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
