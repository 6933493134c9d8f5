"""Which Apprise URLs a channel may have: services that are known, parameters that are known.

Pure, and without apprise, whose import would cost the API time and memory: a URL that is none to
Apprise itself shows with the first message, in the answer to a test. What is listed was read in the
plugins of apprise 2.3: they speak HTTP through `requests` alone, and with these parameters read no
file. tests/contract/test_apprise.py holds the lists against the plugins that are installed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import unquote

from shared.core.egress import EgressRules, Refused
from shared.core.errors import InvalidInput

Authority = Literal["host", "secret"]
"""What follows ://: the server, or something that only the owner may see."""

SERVICES: Final[Mapping[str, Authority]] = {
    "bark": "host", "barks": "host",
    "dingtalk": "secret",
    "discord": "secret",
    "feishu": "secret",
    "flock": "secret",
    "gchat": "secret",
    "gotify": "host", "gotifys": "host",
    "groupme": "secret",
    "hassio": "host", "hassios": "host",
    "ifttt": "secret",
    "join": "secret",
    "json": "host", "jsons": "host",
    "lark": "secret",
    "line": "secret",
    "mastodon": "host", "mastodons": "host",
    "matrix": "secret", "matrixs": "secret",
    "misskey": "host", "misskeys": "host",
    "mmost": "host", "mmosts": "host",
    "nctalk": "host", "nctalks": "host",
    "ntfy": "secret", "ntfys": "secret",
    "opsgenie": "secret",
    "pagerduty": "secret",
    "pbul": "secret",
    "pover": "secret",
    "prowl": "secret",
    "psafer": "secret",
    "pushy": "secret",
    "revolt": "secret",
    "rocket": "host", "rockets": "host",
    "ryver": "secret",
    "signal": "host", "signals": "host",
    "slack": "secret",
    "spush": "secret",
    "synology": "host", "synologys": "host",
    "tgram": "secret",
    "threema": "secret",
    "twilio": "secret",
    "twist": "secret",
    "wecombot": "secret",
    "workflows": "host",
    "wxteams": "secret",
    "zulip": "secret",
}  # fmt: skip

PARAMETERS: Final = frozenset({
    "action", "alias", "api-version", "apikey", "archive", "avatar", "avatar_url", "badge",
    "batch", "bot_id", "bot_token", "botname", "call", "category", "channel", "channels",
    "class", "click", "copy", "critical_volume", "dedup", "delay", "detect", "discovery",
    "e2ee", "email", "emojis", "entity", "expire", "fields", "flags", "footer", "format",
    "from", "group", "gwid", "href", "hsreq", "icon", "icon_url", "id", "image", "interval",
    "key", "language", "level", "links", "mode", "msgtype", "nid", "overflow", "pa", "path",
    "ping", "powerautomate", "prefix", "preview", "priority", "region", "route", "routeid",
    "secret", "sensitive", "severity", "sid", "sig", "silent", "sound", "spoiler", "sptag",
    "status", "subtitle", "tags", "team", "thread", "timestamp", "to", "token", "topic",
    "topic_auth_token", "ttl", "tts", "url_prefix", "url_title", "ver", "version", "vibration",
    "visibility", "volume", "webhook", "workspace", "wrap", "xtags",
})  # fmt: skip
"""Of all services. Not among them: what switches certificates off (`verify`), redirects or waiting
on, names a file (`template`, `attach`), chooses the verb (`method`), or calls failures a success
(`optional`)."""

_OWN_NAMES: Final = frozenset("+:-")
"""They begin the names of headers and members that services let people choose."""
_NOT_IN_A_URL = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029]")
_WHOLE = re.compile(r"([A-Za-z][A-Za-z0-9]{1,19})://([^/?#]+)([^?#]*)(?:\?([^?#]*))?", re.ASCII)
_NAME = re.compile(r"[+:-]?[A-Za-z0-9_.-]{1,64}", re.ASCII)
_PIECES = re.compile(r"[^A-Za-z0-9_-]+")
_LONGEST: Final = 2000
_SHORTEST_SECRET: Final = 4


@dataclass(frozen=True, slots=True)
class AppriseUrl:
    """A URL whose service and parameters are known."""

    schema: str
    authority: str

    @property
    def shown(self) -> str:
        """As much as others may see: the service, and its server if it is one of the owner's."""
        if SERVICES[self.schema] == "secret":
            return f"{self.schema}://…"
        return f"{self.schema}://{self.authority.rpartition('@')[2]}/…"


def parse_apprise(url: str) -> AppriseUrl:
    """The URL, if a channel may have it.

    >>> parse_apprise("json://ada:secret@hooks.example.com/path?format=text").shown
    'json://hooks.example.com/…'
    >>> parse_apprise("discord://4711/secret").shown
    'discord://…'

    Raises:
        Refused: it is none, its service is unknown, or it has a parameter that is.
    """
    # Apprise reads /# as the start of a room or a channel.
    found = _WHOLE.fullmatch(url.replace("/#", "/%23"))
    if len(url) > _LONGEST or _NOT_IN_A_URL.search(url) or found is None:
        raise Refused(
            "url_malformed", f"An Apprise URL like discord://..., {_LONGEST} characters at most."
        )
    schema, authority, _, query = found.groups()
    schema = schema.lower()
    if authority.count("@") > 1:
        raise Refused("url_malformed", "An @ in a password is written as %40.")
    if schema not in SERVICES:
        raise Refused("url_service", f"One of these services: {', '.join(SERVICES)}.")
    for name in _names(query or ""):
        is_own = name[:1] in _OWN_NAMES and len(name) > 1
        if not _NAME.fullmatch(name) or not (is_own or name.lower() in PARAMETERS):
            raise Refused(
                "url_parameter", f"Of parameters after ?, these: {', '.join(sorted(PARAMETERS))}."
            )
    return AppriseUrl(schema, authority)


def check_apprise(url: str, rules: EgressRules) -> None:
    """A channel may have it, and its server is one that requests may go to, seen without DNS.

    Raises:
        InvalidInput: it is not so.
    """
    try:
        found = parse_apprise(url)
        if SERVICES[found.schema] == "host":
            rules.target(f"https://{found.authority.rpartition('@')[2]}/")
    except Refused as refused:
        raise InvalidInput("/url", refused.code, str(refused)) from None


def without_secrets(text: str, url: str) -> str:
    """The text without any piece of the URL, and without other URLs.

    >>> without_secrets("Sent to s3cr3t of discord://id/s3cr3t", "discord://id/s3cr3t")
    'Sent to … of …'
    """
    text = re.sub(r"\S+://\S+", "…", text)
    pieces = {*_PIECES.split(url), *_PIECES.split(unquote(url))}
    schema = url.partition("://")[0]
    for piece in sorted(pieces, key=len, reverse=True):
        if len(piece) >= _SHORTEST_SECRET and piece.lower() != schema.lower():
            text = re.sub(re.escape(piece), "…", text, flags=re.IGNORECASE)
    return text


def _names(query: str) -> Iterator[str]:
    for pair in filter(None, re.split("[&;]", query)):  # Apprise takes both
        yield pair.partition("=")[0]
