"""ntfy: a message published as JSON (docs.ntfy.sh/publish), so that no text becomes a header."""

from collections.abc import Iterator
from typing import Any, Final

import orjson

from shared.core.egress import parse_target
from shared.domain.channels import ChannelSettings
from workers.notifications.channels.channel import OutgoingMessage
from workers.notifications.channels.http import Kind, text_of
from workers.runtime.outbound import Request

_PRIORITIES: Final = {1: 5, 2: 4, 3: 3, 4: 3}
_BUTTONS: Final = {"done": "Done", "snooze_1h": "Snooze 1 hour"}  # with Open three: no more show
_MESSAGE_BYTES: Final = 4000  # ntfy makes an attachment of what is longer than 4096


def request_for(settings: ChannelSettings, message: OutgoingMessage) -> Request:
    """The message for a topic."""
    text = "\n".join(message.body_lines) or message.title
    document: dict[str, Any] = {
        "topic": settings.topic,
        "title": message.title,
        "message": text.encode()[:_MESSAGE_BYTES].decode(errors="ignore"),
        "priority": _PRIORITIES[message.priority],
        "click": message.task_url,
    }
    if message.actions:
        document["actions"] = list(_buttons(message))
    extra = [("Authorization", f"Bearer {settings.token}")] if settings.token else []
    return Request(parse_target(settings.server), orjson.dumps(document), extra)


def _buttons(message: OutgoingMessage) -> Iterator[dict[str, str]]:
    """Pages that ask before they do anything: what opens a link must not be what does the deed."""
    urls = {each.name: each.url for each in message.actions}
    offered = [(_BUTTONS[name], url) for name, url in urls.items() if name in _BUTTONS]
    for label, url in [*offered, ("Open", message.task_url)]:
        yield {"action": "view", "label": label, "url": url}


NTFY = Kind("ntfy", request_for, lambda answer: text_of(answer, "error"))
