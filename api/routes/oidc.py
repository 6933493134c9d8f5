"""The way to a provider and back, for browsers: redirects, and a page where it goes no further."""

from dataclasses import replace
from typing import Annotated, Final

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.deps import ResourcesDep
from api.issuers.providers import AnswerRefused, Failure, Provider
from api.issuers.question import is_own_path
from api.issuers.sign_in import Answered, NotSignedIn, Trouble
from api.link_pages import HOME, Page, Way, answer
from api.resources import Resources
from api.routing import LeanRoute
from api.schemas.common import WireModel
from api.sign_in import device_of
from shared.commands.identities import (
    IdentityNotLinked,
    IdentityTaken,
    LinkingOff,
    account_of,
    check_linking,
    link,
)
from shared.commands.sessions import NotConfirmed, sign_in
from shared.core.errors import InvalidInput, NotFound, Unauthenticated, Unavailable
from shared.core.refresh_tokens import RefreshClaims
from shared.observability.logging import get_logger

_UNKNOWN: Final = Page(
    404, "There is no such way to sign in", "Not signed in", tone="note", ways=(HOME,)
)
_ELSEWHERE: Final = Page(
    422,
    "This link leads away from here",
    "Nothing was changed",
    ("It was not made by this server.",),
    tone="note",
    ways=(HOME,),
)
_TROUBLES: Final[dict[Trouble | Failure, Page]] = {
    "other_browser": Page(
        400,
        "This sign-in was not begun here",
        "Not signed in",
        ("It was begun in another browser, more than ten minutes ago, or is over already.",),
    ),
    "denied": Page(
        403, "You did not allow it", "Not signed in", ("Nothing was changed, here or there.",)
    ),
    "provider_error": Page(
        502, "The provider could not do it", "Not signed in", ("It says that it failed.",)
    ),
    "code_refused": Page(
        502,
        "The provider took its answer back",
        "Not signed in",
        ("Its answer was used before, or this server is not set up there as it should be.",),
    ),
    "not_understood": Page(
        502,
        "The provider's answer makes no sense",
        "Not signed in",
        ("The operator of this server finds the reason in its log.",),
    ),
    "not_valid": Page(
        502,
        "The provider's answer cannot be believed",
        "Not signed in",
        ("The operator of this server finds the reason in its log.",),
    ),
    "mixed_up": Page(
        400,
        "This answer is of another provider",
        "Not signed in",
        ("Somebody may have tried to mislead you. Nothing was changed.",),
    ),
}
_NOT_LINKED: Final = "No account here goes with this sign-in"

router = APIRouter(prefix="/api/auth/oidc", include_in_schema=False, route_class=LeanRoute)


class _StartQuery(WireModel):
    next: str = "/"


@router.get("/{provider}/start")
async def start_sign_in(
    provider: str,
    query: Annotated[_StartQuery, Query()],
    request: Request,
    resources: ResourcesDep,
) -> Response:
    """Send the browser to the provider."""
    foreign = resources.foreign_sign_in
    if not is_own_path(query.next):
        return answer(_ELSEWHERE)
    try:
        found = foreign.provider(provider)
    except NotFound:
        return answer(_UNKNOWN)
    secret = foreign.cookie.read_or_new(request)
    try:
        url = await foreign.ask(resources.db, found, secret, query.next)
    except Unavailable as error:
        return answer(_away(found, error))
    response = _redirect(url)
    foreign.cookie.set(response, secret)
    return response


@router.get("/{provider}/callback")
async def finish_sign_in(provider: str, request: Request, resources: ResourcesDep) -> Response:
    """Sign in whom the provider names, or link them; go on to where they came from."""
    foreign = resources.foreign_sign_in
    try:
        found = foreign.provider(provider)
    except NotFound:
        return answer(_UNKNOWN)
    try:
        answered = await foreign.finish(
            resources.db, found, foreign.cookie.read(request), dict(request.query_params)
        )
        if answered.principal is not None:
            return await _linked(resources, found, answered)
        return await _signed_in(resources, found, answered, request)
    except NotSignedIn as error:
        page = _TROUBLES[error.trouble]
    except AnswerRefused as error:
        page = _TROUBLES[error.failure]
        get_logger().warning("provider_not_believed", provider=found.name, reason=str(error))
    except Unavailable as error:
        page = _away(found, error)
    except IdentityNotLinked as error:
        page = Page(403, _NOT_LINKED, "Not signed in", (str(error),))
    except Unauthenticated:
        page = Page(403, "This account is locked or deleted", "Not signed in")
    except (IdentityTaken, InvalidInput, LinkingOff, NotConfirmed) as error:
        page = Page(error.status, error.title, "Not linked", (str(error),))
    return answer(_with_ways(page, found))


async def _signed_in(
    resources: Resources, provider: Provider, answered: Answered, request: Request
) -> Response:
    no_sign_up = resources.foreign_sign_in.why_no_sign_up(provider)
    user_id = await account_of(resources.db, answered.who, no_sign_up=no_sign_up)
    auth = resources.settings.auth
    session = (await sign_in(resources.db, user_id, "oidc", device_of(request), auth)).session
    response = _redirect(_own_url(resources, answered.next_path))
    claims = RefreshClaims(session.id, session.generation)
    resources.cookie.set(response, resources.refresh_tokens.write(claims))
    return response


async def _linked(resources: Resources, provider: Provider, answered: Answered) -> Response:
    assert answered.principal is not None
    check_linking(provider.settings.links)
    await link(resources.db, answered.principal, answered.who)
    return _redirect(_own_url(resources, answered.next_path))


def _own_url(resources: Resources, path: str) -> str:
    return resources.settings.public_url.rstrip("/") + path


def _redirect(url: str) -> Response:
    return RedirectResponse(url, 303, {"cache-control": "no-store"})


def _away(provider: Provider, error: Unavailable) -> Page:
    page = Page(
        503,
        f"{error.dependency} does not answer",
        "Not signed in",
        ("Try again in a while, or sign in another way.",),
    )
    return _with_ways(page, provider)


def _with_ways(page: Page, provider: Provider) -> Page:
    again = Way("Try again", f"/api/auth/oidc/{provider.name}/start")
    return replace(page, tone="note", ways=(again, Way("Sign in another way", "/")))
