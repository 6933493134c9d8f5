"""The small pages behind the links of messages: what will happen, and what did."""

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import Response

from shared.commands.links import Followed
from shared.core.links import LIFE, LinkAction, LinkClaims, LinkSigner
from shared.db.repositories.links import LinkTarget
from shared.domain.moments import day_words, minute_text
from shared.domain.zones import to_local

PAGES: Final = ("/a/", "/l/", "/api/auth/oidc/")
"""What people open in a browser: the beginnings of the paths of these pages."""

_STYLE: Final = files("api.pages").joinpath("link.css").read_text()
_STYLE_HASH: Final = b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
HEADERS: Final[Mapping[str, str]] = {
    "content-security-policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    ),
    "cache-control": "no-store",
    "x-robots-tag": "noindex, nofollow",
}
_TEMPLATE: Final = Environment(
    loader=PackageLoader("api", "pages"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
).get_template("link.html")

_ASKS: Final = {
    LinkAction.OPEN: "Your task",
    LinkAction.DONE: "Mark as done?",
    LinkAction.SNOOZE_10M: "Remind you again in 10 minutes?",
    LinkAction.SNOOZE_1H: "Remind you again in 1 hour?",
    LinkAction.SNOOZE_TOMORROW: "Remind you again tomorrow?",
    LinkAction.REOPEN: "Mark as not done?",
    LinkAction.TAKE_BACK: "Take the snooze back?",
}
_LABELS: Final = {
    LinkAction.DONE: "Mark as done",
    LinkAction.SNOOZE_10M: "Snooze 10 min",
    LinkAction.SNOOZE_1H: "Snooze 1 hour",
    LinkAction.SNOOZE_TOMORROW: "Snooze until tomorrow",
    LinkAction.REOPEN: "Undo",
    LinkAction.TAKE_BACK: "Undo",
}
_OFFERED: Final = (
    LinkAction.DONE,
    LinkAction.SNOOZE_10M,
    LinkAction.SNOOZE_1H,
    LinkAction.SNOOZE_TOMORROW,
)
_UNDO: Final = {
    LinkAction.DONE: LinkAction.REOPEN,
    LinkAction.SNOOZE_10M: LinkAction.TAKE_BACK,
    LinkAction.SNOOZE_1H: LinkAction.TAKE_BACK,
    LinkAction.SNOOZE_TOMORROW: LinkAction.TAKE_BACK,
}
_ONCE = "This link is yours alone and works once. Nothing happens until you press the button."


@dataclass(frozen=True, slots=True)
class Choice:
    """A button and where it leads."""

    label: str
    token: str


@dataclass(frozen=True, slots=True)
class Way:
    """A link to go on by."""

    label: str
    path: str


@dataclass(frozen=True, slots=True)
class FormField:
    """One thing to fill in; `kind` and `completion` are HTML's `type` and `autocomplete`."""

    name: str
    label: str
    kind: str
    completion: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """What to fill in, and where it goes."""

    action: str
    button: str
    fields: tuple[FormField, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says; `kicker` is the line above the heading, `footer` that below all."""

    status: int
    heading: str
    kicker: str
    lines: tuple[str, ...] = ()
    task: str = ""
    tone: str = "ask"
    choices: tuple[Choice, ...] = ()
    form: Form | None = None
    ways: tuple[Way, ...] = ()
    is_settled: bool = False
    footer: str = ""


HOME: Final = Way("To Rondel", "/")
SIGN_IN: Final = Way("Sign in", "/")

UNKNOWN: Final = Page(
    404,
    "This link leads nowhere",
    "",
    ("Perhaps a part of it was lost. Open it from the message again, or sign in to Rondel.",),
    tone="note",
    ways=(HOME,),
)
EXPIRED: Final = Page(
    410,
    "This link has expired",
    "",
    ("Links in messages work for 7 days. Sign in to Rondel to go on.",),
    tone="note",
    ways=(HOME,),
)
GONE: Final = Page(
    410,
    "What this link was for is not there any more",
    "",
    ("The task or the account was deleted. Nothing was changed.",),
    tone="note",
    ways=(HOME,),
)
AWAY: Final = Page(
    503,
    "This did not work",
    "",
    ("The server is busy. Try again in a moment: it happens once at most.",),
    tone="note",
)


def answer(page: Page) -> Response:
    """The page as an answer that nobody keeps, frames or runs a script in."""
    text = _TEMPLATE.render(page=page, style=Markup(_STYLE))  # noqa: S704 - a file of ours
    return Response(text, page.status, HEADERS, "text/html; charset=utf-8")


def too_many(retry_after_seconds: int) -> Response:
    """The page says how long to wait; nothing was done, and what was asked for stays good."""
    wait = f"Nothing was changed. Try again in {retry_after_seconds} seconds."
    page = Page(429, "Too many attempts", "", (wait,), tone="note")
    response = answer(page)
    response.headers["retry-after"] = str(retry_after_seconds)
    return response


def ask(claims: LinkClaims, token: str, target: LinkTarget, signer: LinkSigner) -> Page:
    """What will happen; for a link that opens, what may."""
    due = _due_words(target)
    page = Page(
        200, _ASKS[claims.action], _ASKS[claims.action], due, task=target.title, footer=_ONCE
    )
    if claims.action is LinkAction.OPEN:
        page = replace(page, ways=(_in_app(claims),))
        if target.status != "open":
            return _settled(page, target)
        choices = tuple(
            Choice(_LABELS[each], signer.sign(replace(claims, action=each))) for each in _OFFERED
        )
        return replace(page, choices=choices, footer="These buttons work once, for 7 days.")
    if target.used_at is not None:
        return used(target)
    if target.status != "open" and claims.action is not LinkAction.REOPEN:
        return _settled(page, target)
    return replace(page, choices=(Choice(_LABELS[claims.action], token),))


def used(target: LinkTarget) -> Page:
    """The link has done its work."""
    return Page(
        409,
        "This link was used before",
        "This link was used before",
        ("It works once, so nothing was changed now.", *_state_words(target)),
        task=target.title,
        tone="note",
        ways=(HOME,),
    )


def not_possible(target: LinkTarget) -> Page:
    """The task is in no state for it."""
    return Page(
        409,
        "Nothing was changed",
        "Nothing was changed",
        _state_words(target) or ("There is nothing to take back any more.",),
        task=target.title,
        tone="note",
        ways=(HOME,),
    )


def did(
    claims: LinkClaims, target: LinkTarget, followed: Followed, signer: LinkSigner, now: datetime
) -> Page:
    """What happened at `now`, what comes next, and a way back: a link of its own each time."""
    if claims.action is LinkAction.DONE and target.status == "done":
        page = Page(200, "Done already", "Done already", task=target.title, tone="good")
        return _settled(page, target)
    lines: tuple[str, ...] = ()
    match claims.action:
        case LinkAction.DONE:
            words = "Done"
            if followed.next_due is not None:
                lines = (f"Next: {_when(followed.next_due, target)}",)
        case LinkAction.REOPEN:
            words = "Not done: it is open again"
        case LinkAction.TAKE_BACK:
            words = "The snooze was taken back"
        case _:
            words = "Snoozed"
            assert followed.until is not None
            lines = (f"You will be reminded again: {_when(followed.until, target)}",)
    undo = _UNDO.get(claims.action)
    back = replace(claims, action=undo, expires_at=now + LIFE) if undo else None
    choices = (Choice("Undo", signer.sign(back)),) if back else ()
    return Page(
        200,
        words,
        words,
        lines,
        task=target.title,
        tone="good",
        choices=choices,
        ways=(_in_app(claims),),
        is_settled=True,
        footer="Pressed by mistake? Undo works once, for 7 days." if choices else "",
    )


def _in_app(claims: LinkClaims) -> Way:
    """The task in the web app, which asks whoever is not signed in to sign in."""
    return Way("Open in Rondel", f"/tasks/{claims.task_id}")


def _settled(page: Page, target: LinkTarget) -> Page:
    return replace(page, lines=(*page.lines, *_state_words(target)), is_settled=True, footer="")


def _state_words(target: LinkTarget) -> tuple[str, ...]:
    match target.status:
        case "done":
            return ("This task is done already.",)
        case "skipped":
            return ("This task was skipped.",)
        case _:
            return ()


def _due_words(target: LinkTarget) -> tuple[str, ...]:
    due = target.due_at or target.due_on
    return (f"Due {_when(due, target)}",) if due is not None else ()


def _when(moment: date, target: LinkTarget) -> str:
    """A day, or an instant in the owner's zone and way of writing it: Tue 1 Dec 2026, 09:00."""
    if not isinstance(moment, datetime):
        return _day(moment)
    local = to_local(moment, target.zone)
    return f"{_day(local)}, {minute_text(local.time(), target.time_format)} ({target.zone})"


def _day(day: date) -> str:
    return day_words(day, date.min)
