"""Calendar feeds: handed out, renewed, taken back, and read without signing in."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query
from starlette.responses import Response, StreamingResponse

from api.deps import PrincipalDep, ResourcesDep
from api.errors import TooManyAtOnce
from api.feed_calendar import beginning_of, calendar, etag_of, shown_of
from api.preconditions import is_unchanged
from api.problems import problems
from api.rendering import json_response
from api.resources import Resources
from api.routing import LeanRoute
from api.schemas.common import Document
from api.schemas.feeds import FeedCreate, FeedListOut, FeedMadeOut, FeedQuery
from shared.commands import feeds as commands
from shared.commands.changing import account_gone
from shared.commands.feeds import FeedScope
from shared.core.errors import InvalidInput, NotFound, Unavailable
from shared.core.secret_tokens import FEED, hash_of
from shared.db.repositories.feeds import FeedRow, OpenedFeed, list_feeds, open_feed
from shared.db.repositories.users import find_user

_CALENDAR = "text/calendar; charset=utf-8"
_LONGEST_TOKEN = 100

router = APIRouter(route_class=LeanRoute)


@router.get("/api/feeds", tags=["feeds"], response_model=FeedListOut)
async def list_calendar_feeds(principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """List the calendar feeds of the account, without their addresses."""
    async with resources.db.read() as connection:
        rows = await list_feeds(connection, principal.user_id)
        if not rows and await find_user(connection, principal.user_id) is None:
            raise account_gone()
    return json_response({"items": [_document(row) for row in rows]})


@router.post("/api/feeds", tags=["feeds"], status_code=201, response_model=FeedMadeOut)
async def create_feed(
    body: FeedCreate, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Make a calendar feed; its address is shown this once."""
    scope = FeedScope(body.project_id, body.filter_id)
    if body.scope not in {None, scope.name}:
        message = f"A feed of scope {body.scope} names its {body.scope}_id, and nothing else."
        if body.scope == "user":
            message = "A feed of scope user names neither a project nor a filter."
        raise InvalidInput("/scope", "feed_scope", message)
    row, token = await commands.create_feed(resources.db, principal, body.name, scope)
    return json_response(_made(resources, row, token), 201)


@router.post("/api/feeds/{feed_id}/renew", tags=["feeds"], response_model=FeedMadeOut)
async def renew_feed(feed_id: UUID, principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """Give a feed another address; the old one is dead at once."""
    row, token = await commands.renew_feed(resources.db, principal, feed_id)
    return json_response(_made(resources, row, token))


@router.delete("/api/feeds/{feed_id}", tags=["feeds"], status_code=204)
async def delete_feed(feed_id: UUID, principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """Delete a feed; its address is dead at once."""
    await commands.delete_feed(resources.db, principal, feed_id)
    return Response(status_code=204)


@router.head("/feeds/{token}.ics", include_in_schema=False)
@router.get(
    "/feeds/{token}.ics",
    tags=["feeds"],
    response_class=Response,
    responses={
        200: {"content": {"text/calendar": {}}, "description": "A calendar (RFC 5545)"},
        304: {"description": "Nothing has changed"},
        **problems(NotFound, TooManyAtOnce, Unavailable),
    },
)
async def read_feed(
    token: str,
    query: Annotated[FeedQuery, Query()],
    resources: ResourcesDep,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Read a calendar feed; whoever has its address may."""
    feed = await shown_of(resources, await _open(resources, token))
    etag = etag_of(feed, query.as_, resources.clock.now())
    headers = {"etag": etag, "cache-control": "private, no-cache", "x-robots-tag": "noindex"}
    await commands.note_use(resources.db, feed.opened.id, feed.opened.last_used_at)
    if is_unchanged(if_none_match, etag):
        return Response(status_code=304, headers=headers)
    headers["content-disposition"] = "attachment; filename=rondel.ics"
    beginning = await beginning_of(resources, feed)  # what is wrong is said before anything is sent
    body = calendar(resources, feed, query.as_, beginning)
    return StreamingResponse(body, headers=headers, media_type=_CALENDAR)


async def _open(resources: Resources, token: str) -> OpenedFeed:
    """The feed of the token. What is no token at all is not looked up."""
    if not token.startswith(FEED) or len(token) > _LONGEST_TOKEN:
        raise NotFound("feed", "with this address")
    async with resources.db.driver() as connection:
        feed = await open_feed(connection, hash_of(token))
    if feed is None:
        raise NotFound("feed", "with this address")
    return feed


def _made(resources: Resources, row: FeedRow, token: str) -> Document:
    url = f"{resources.settings.public_url.rstrip('/')}/feeds/{token}.ics"
    return {**_document(row), "url": url, "todos_url": f"{url}?as=todos"}


def _document(row: FeedRow) -> Document:
    return {
        "id": str(row.id),
        "name": row.name,
        "scope": row.scope,
        "project_id": str(row.project_id) if row.project_id else None,
        "filter_id": str(row.filter_id) if row.filter_id else None,
        "created_at": row.created_at,
        "last_used_at": row.last_used_at,
    }
