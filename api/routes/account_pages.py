"""The pages behind the links of mails about accounts: a form, and what came of it."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final
from urllib.parse import parse_qsl

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api import account_deeds as deeds
from api.deps import ResourcesDep
from api.errors import BadCredentials, BodyTooLarge
from api.invitation_pages import invitation_page, use_invitation
from api.link_pages import SIGN_IN, Form, FormField, Page, answer
from api.passwords import LONGEST, SHORTEST
from api.resources import Resources
from api.routing import LeanRoute
from api.schemas.accounts import LARGEST_BYTES, stored_address
from shared.commands.account_mails import LinkUsedUp
from shared.commands.accounts import kind_of_link
from shared.commands.sign_in_failures import SignInThrottled
from shared.core.errors import InvalidInput
from shared.db.repositories.account_mails import MailKind

Fields = dict[str, str]

_READING: Final = ["GET", "HEAD"]
_MOST_FIELDS: Final = 10
_NEW_PASSWORD: Final = FormField(
    "password",
    "New password",
    "password",
    "new-password",
    f"{SHORTEST} characters or more; four words are a good one.",
)
_FORMS: Final[dict[MailKind, Page]] = {
    "verify_email": Page(
        200,
        "Confirm your address",
        "Your new account",
        ("Enter the password that you chose when you signed up, and your account is ready.",),
        form=Form(
            "",
            "Confirm the address",
            (FormField("password", "Password", "password", "current-password"),),
        ),
        footer="If you did not sign up, close this page: nothing happens.",
    ),
    "reset_password": Page(
        200,
        "Set a new password",
        "Your account",
        ("Every device will be signed out.",),
        form=Form("", "Set the password", (_NEW_PASSWORD,)),
        footer="If you did not ask for it, close this page: nothing happens.",
    ),
    "change_email": Page(
        200,
        "Confirm your new address",
        "Your account",
        ("Your account will have this address from then on, and the old one is told.",),
        form=Form("", "Confirm the address"),
        footer="If you did not ask for it, close this page: nothing happens.",
    ),
}
_DONE: Final[dict[MailKind, Page]] = {
    "verify_email": Page(
        200,
        "Your account is ready",
        "Done",
        ("You can sign in now.",),
        tone="good",
        ways=(SIGN_IN,),
    ),
    "reset_password": Page(
        200,
        "The new password is set",
        "Done",
        ("Every device was signed out. Sign in with the new password.",),
        tone="good",
        ways=(SIGN_IN,),
    ),
    "change_email": Page(
        200,
        "Your account has the new address",
        "Done",
        ("Sign in with it.",),
        tone="good",
        ways=(SIGN_IN,),
    ),
}
_FORGOT: Final = Page(
    200,
    "Set a new password",
    "Your account",
    ("Enter the address of your account. A mail with a link will come.",),
    form=Form(
        "/a/forgot",
        "Send the mail",
        (FormField("email", "Address", "email", "username"),),
    ),
)
_SENT: Final = Page(
    202,
    "Look into your mail",
    "Done",
    ("If this address has an account, a link is on its way. It works once, for an hour.",),
    tone="good",
)

router = APIRouter(include_in_schema=False, route_class=LeanRoute)


@router.api_route("/a/forgot", methods=_READING)
async def show_forgotten() -> Response:
    """Ask for the address."""
    return answer(_FORGOT)


@router.post("/a/forgot")
async def ask_for_mail(request: Request, resources: ResourcesDep) -> Response:
    """Send a mail, if the address has an account."""
    fields = await _fields(request)
    email = fields.get("email", "")[:LARGEST_BYTES]
    await deeds.forget(resources, stored_address(email))
    return answer(_SENT)


@router.api_route("/a/{token}", methods=_READING)
async def show_account_link(token: str, resources: ResourcesDep) -> Response:
    """Say what the link will do, and ask for what it needs."""
    good_for = resources.account_links.read(token)
    try:
        kind = await kind_of_link(resources.db, good_for)
    except LinkUsedUp:
        return answer(await invitation_page(resources, token, good_for))
    return answer(_form(kind, token))


@router.post("/a/{token}")
async def use_account_link(token: str, request: Request, resources: ResourcesDep) -> Response:
    """Do it, once."""
    fields = await _fields(request)
    try:
        kind = await kind_of_link(resources.db, resources.account_links.read(token))
        page, reset = await _outcome(resources, request, kind, token, fields)
    except LinkUsedUp:
        return answer(await use_invitation(resources, token, fields))
    response = answer(page)
    if reset is not None:
        resources.devices.set(response, reset.user_id, reset.mail_id)
    return response


async def _outcome(
    resources: Resources, request: Request, kind: MailKind, token: str, fields: Fields
) -> tuple[Page, deeds.Reset | None]:
    try:
        reset = await _DEEDS[kind](resources, request, token, fields)
    except (BadCredentials, InvalidInput, SignInThrottled) as error:
        status = error.status if isinstance(error, SignInThrottled) else 422
        return replace(_form(kind, token), status=status, kicker=str(error), tone="bad"), None
    return _DONE[kind], reset


async def _verify(resources: Resources, request: Request, token: str, fields: Fields) -> None:
    await deeds.verify(resources, request, token, fields.get("password", ""))


async def _reset(
    resources: Resources, _request: Request, token: str, fields: Fields
) -> deeds.Reset:
    password = fields.get("password", "")
    if not SHORTEST <= len(password) <= LONGEST:
        message = f"A password has {SHORTEST} to {LONGEST} characters."
        raise InvalidInput("/password", "password_length", message)
    return await deeds.reset(resources, token, password)


async def _change(resources: Resources, _request: Request, token: str, _fields: Fields) -> None:
    await deeds.change_address(resources, token)


_Deed = Callable[[Resources, Request, str, Fields], Awaitable[deeds.Reset | None]]
_DEEDS: Final[dict[MailKind, _Deed]] = {
    "verify_email": _verify,
    "reset_password": _reset,
    "change_email": _change,
}


def _form(kind: MailKind, token: str) -> Page:
    page = _FORMS[kind]
    assert page.form is not None
    return replace(page, form=replace(page.form, action=f"/a/{token}"))


async def _fields(request: Request) -> Fields:
    """What the form of a page says.

    Raises:
        BodyTooLarge: no such form is as long.
    """
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_BYTES:
            raise BodyTooLarge(LARGEST_BYTES)
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:  # no UTF-8, or too many: nothing that a page of ours sends
        return {}
    return dict(pairs)
