"""Gotify: a message of an application (gotify.net/api-docs, POST /message)."""

from dataclasses import replace
from typing import Any, Final

import orjson

from shared.core.egress import parse_target
from shared.domain.channels import ChannelSettings
from workers.notifications.channels.channel import OutgoingMessage
from workers.notifications.channels.http import Kind, text_of
from workers.runtime.outbound import Request

_PRIORITIES: Final = {1: 8, 2: 6, 3: 5, 4: 5}


def request_for(settings: ChannelSettings, message: OutgoingMessage) -> Request:
    """The message, whose click opens the task."""
    document: dict[str, Any] = {
        "title": message.title,
        "message": "\n".join(message.body_lines) or message.title,
        "priority": _PRIORITIES[message.priority],
        "extras": {"client::notification": {"click": {"url": message.task_url}}},
    }
    server = parse_target(settings.server)
    target = replace(server, path=server.path.rstrip("/") + "/message")
    return Request(target, orjson.dumps(document), [("X-Gotify-Key", settings.token)])


GOTIFY = Kind("gotify", request_for, lambda answer: text_of(answer, "errorDescription", "error"))
