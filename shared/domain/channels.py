"""Ways to reach a person besides mail: what each kind needs to know, and what of it may be shown.

Pure. What is checked here ends in headers, paths and bodies of requests, so nothing passes that
could end a line or leave its place.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, Literal

from shared.core.egress import EgressRules, Refused, Target, parse_target
from shared.core.errors import InvalidInput
from shared.domain.apprise import check_apprise, parse_apprise

Kind = Literal["webhook", "ntfy", "gotify", "telegram", "apprise"]

CHANNELS_MAX: Final = 20
DEFAULT_NTFY: Final = "https://ntfy.sh"

_NEEDED: Final[Mapping[Kind, frozenset[str]]] = {
    "webhook": frozenset({"url"}),
    "ntfy": frozenset({"server", "topic"}),
    "gotify": frozenset({"server", "token"}),
    "telegram": frozenset({"token", "chat_id"}),
    "apprise": frozenset({"url"}),
}
_KNOWN: Final[Mapping[Kind, frozenset[str]]] = {**_NEEDED, "ntfy": _NEEDED["ntfy"] | {"token"}}

_TOPIC = re.compile(r"[-_A-Za-z0-9]{1,64}", re.ASCII)
_TOKEN = re.compile(r"[!-~]{1,200}", re.ASCII)
_BOT_TOKEN = re.compile(r"[0-9]{3,20}:[A-Za-z0-9_-]{20,100}", re.ASCII)
_CHAT_ID = re.compile(r"-?[0-9]{1,20}|@[A-Za-z0-9_]{4,40}", re.ASCII)
_SHOWN_CHARS: Final = 3


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """All that is needed to send; kept encrypted. Fields that the kind has not are empty."""

    kind: Kind
    url: str = field(default="", repr=False)
    server: str = ""
    topic: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    chat_id: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    """Signs what a webhook gets."""
    old_secret: str = field(default="", repr=False)
    """Signs it, too, until `old_until`, so that a receiver can change over."""
    old_until: str = ""

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not be seen even if a server repeats it."""
        return tuple(filter(None, (self.token, self.secret, self.old_secret)))

    def signing_secrets(self, now: datetime) -> list[str]:
        """What signs a message that leaves now: after a change for a while the former one, too."""
        if self.old_secret and now < datetime.fromisoformat(self.old_until):
            return [self.secret, self.old_secret]
        return [self.secret]

    @property
    def target(self) -> str:
        """Where it leads, as it may be shown: paths, topics and tokens are secrets."""
        match self.kind:
            case "webhook":
                return f"{parse_target(self.url).origin}/…"
            case "ntfy":
                return f"{parse_target(self.server).origin}/{_masked(self.topic)}"
            case "gotify":
                return parse_target(self.server).origin
            case "telegram":
                return f"chat {_masked(self.chat_id)}"
            case "apprise":
                return parse_apprise(self.url).shown


def needs() -> dict[Kind, list[str]]:
    """The fields that a new channel of each kind is refused without."""
    return {
        kind: sorted(names - {"server"} if kind == "ntfy" else names)
        for kind, names in _NEEDED.items()
    }


def merged(settings: ChannelSettings, given: Mapping[str, str | None]) -> ChannelSettings:
    """The settings with these fields in place of the former; None clears one that may be empty.

    Raises:
        InvalidInput: the kind has no such field, needs one that is missing, or it cannot be meant.
    """
    for name in given.keys() - _KNOWN[settings.kind]:
        raise InvalidInput(f"/{name}", "field_of_other_kind", f"{settings.kind} has no {name}.")
    changes: dict[str, Any] = {name: value or "" for name, value in given.items()}
    if settings.kind == "ntfy" and not (changes.get("server", settings.server)):
        changes["server"] = DEFAULT_NTFY
    found = replace(settings, **changes)
    for name in sorted(_NEEDED[found.kind]):
        if not getattr(found, name):
            raise InvalidInput(f"/{name}", "missing", f"{found.kind} needs a {name}.")
    for name in ("topic", "token", "chat_id"):
        _check_text(found.kind, name, getattr(found, name))
    return found


def check_addresses(settings: ChannelSettings, rules: EgressRules) -> None:
    """Requests may go where the settings lead, for all that can be seen without DNS.

    Raises:
        InvalidInput: they may not, or it is no URL.
    """
    if settings.kind == "apprise":
        check_apprise(settings.url, rules)
        return
    for name in ("url", "server"):
        value = getattr(settings, name)
        if value:
            target = _target(rules, name, value)
            if name == "server" and "?" in target.path:
                raise InvalidInput("/server", "url_query", "The address of the server alone.")


def _target(rules: EgressRules, name: str, value: str) -> Target:
    try:
        return rules.target(value)
    except Refused as refused:
        raise InvalidInput(f"/{name}", refused.code, str(refused)) from None


def _check_text(kind: Kind, name: str, value: str) -> None:
    bot = kind == "telegram"
    form, says = {
        "topic": (_TOPIC, "1 to 64 letters, digits, - and _."),
        "token": (
            (_BOT_TOKEN, "The token that BotFather gave, like 123456:ABC-...")
            if bot
            else (_TOKEN, "1 to 200 printable characters of ASCII without spaces.")
        ),
        "chat_id": (_CHAT_ID, "The number of the chat, or @name of a channel."),
    }[name]
    if value and not form.fullmatch(value):
        raise InvalidInput(f"/{name}", f"{name}_malformed", says)


def _masked(text: str) -> str:
    """Enough to tell it from others.

    >>> _masked("garden-reminders"), _masked("abc")
    ('gar…', '…')
    """
    return f"{text[:_SHOWN_CHARS]}…" if len(text) > 2 * _SHOWN_CHARS else "…"
