"""Links of messages: a page that asks, and the deed. No sign-in: the link is the capability."""

from datetime import timedelta

from fastapi import APIRouter
from starlette.responses import Response

from api import link_pages
from api.deps import ResourcesDep
from api.link_pages import Page
from api.resources import Resources
from api.routing import LeanRoute
from shared.commands.links import LinkUsed, follow_link
from shared.core.errors import Conflict, NotFound, Unauthenticated
from shared.core.links import LinkAction, LinkClaims
from shared.db.repositories.links import LinkTarget, find_target

router = APIRouter(include_in_schema=False, route_class=LeanRoute)

# Programs that look into mails follow links: what they ask for changes nothing.
_READING = ["GET", "HEAD"]


@router.api_route("/l/{token}", methods=_READING)
async def show_link(token: str, resources: ResourcesDep) -> Response:
    """Say what the link will do."""
    return await _answer(resources, token, is_deed=False)


@router.post("/l/{token}")
async def use_link(token: str, resources: ResourcesDep) -> Response:
    """Do it, once."""
    return await _answer(resources, token, is_deed=True)


async def _answer(resources: Resources, token: str, *, is_deed: bool) -> Response:
    claims = resources.links.read(token)
    if claims is None:
        return link_pages.answer(link_pages.UNKNOWN)
    leeway = timedelta(seconds=resources.settings.auth.leeway_seconds)
    if claims.expires_at + leeway <= resources.clock.now():
        return link_pages.answer(link_pages.EXPIRED)
    async with resources.turns.turn(claims.user_id):  # as for the account's other requests
        page = await _page(resources, token, claims, is_deed=is_deed)
    return link_pages.answer(page)


async def _page(resources: Resources, token: str, claims: LinkClaims, *, is_deed: bool) -> Page:
    target = await _target(resources, claims)
    if target is None:
        return link_pages.GONE
    if not is_deed or claims.action is LinkAction.OPEN:
        return link_pages.ask(claims, token, target, resources.links)
    try:
        followed = await follow_link(resources.db, claims, target.zone)
    except LinkUsed:
        return link_pages.used(await _target(resources, claims) or target)
    except Conflict:
        return link_pages.not_possible(await _target(resources, claims) or target)
    except (NotFound, Unauthenticated):
        found = await _target(resources, claims)
        return link_pages.not_possible(found) if found else link_pages.GONE
    resources.metrics.count("task_operations_total", operation="link")
    return link_pages.did(claims, target, followed, resources.links, resources.clock.now())


async def _target(resources: Resources, claims: LinkClaims) -> LinkTarget | None:
    async with resources.db.read() as connection:
        return await find_target(
            connection, claims.fingerprint, claims.user_id, claims.task_id, claims.reminder_id
        )
