"""Telegram: a bot writes to a chat (core.telegram.org/bots/api, sendMessage)."""

from dataclasses import replace
from typing import Any, Final

import orjson

from shared.core.egress import Target
from shared.core.plain import shortened
from shared.domain.channels import ChannelSettings
from workers.notifications.channels.channel import OutgoingMessage
from workers.notifications.channels.http import Kind, text_of
from workers.runtime.outbound import Request

_TEXT_CHARS: Final = 4000  # of 4096 UTF-16 units; without parse_mode no character has a meaning


def telegram_at(server: Target) -> Kind:
    """The kind of channel whose bots are on this server, which the operator chose."""

    def request_for(settings: ChannelSettings, message: OutgoingMessage) -> Request:
        lines = [message.title, *message.body_lines]
        text = shortened("\n".join(lines), _TEXT_CHARS // 2 - len(message.task_url))
        document: dict[str, Any] = {
            "chat_id": settings.chat_id,
            "text": f"{text}\n{message.task_url}",
            "link_preview_options": {"is_disabled": True},
        }
        path = f"{server.path.rstrip('/')}/bot{settings.token}/sendMessage"
        return Request(replace(server, path=path), orjson.dumps(document))

    return Kind("telegram", request_for, lambda answer: text_of(answer, "description"))
