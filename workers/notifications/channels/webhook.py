"""Webhooks, signed as Standard Webhooks 1 says (docs/channels.md shows how to verify)."""

from typing import Any

import orjson

from shared.core.egress import parse_target
from shared.core.standard_webhooks import headers_for
from shared.domain.channels import ChannelSettings
from workers.notifications.channels.channel import OutgoingMessage
from workers.notifications.channels.http import Kind, text_of
from workers.runtime.outbound import Request


def request_for(settings: ChannelSettings, message: OutgoingMessage) -> Request:
    """The message as a webhook. Its id is the same in every attempt, its signature is not."""
    body = orjson.dumps(_document(message), option=orjson.OPT_UTC_Z)
    identifier = message.key.replace(".", "_")  # no full stop: it separates what is signed
    headers = headers_for(
        identifier, body, message.sent_at, settings.signing_secrets(message.sent_at)
    )
    return Request(parse_target(settings.url), body, headers)


def _document(message: OutgoingMessage) -> dict[str, Any]:
    words = message.words
    if message.listing is not None:
        event = "digest.due"
    else:
        event = "reminder.due" if message.task_id else "channel.test"
    task = {
        "id": str(message.task_id),
        "title": words.title,
        "priority": message.priority,
        "url": message.task_url,
    }
    return {
        "type": event,
        "timestamp": message.sent_at,
        "data": {
            "task": task if message.task_id else None,
            "reminder": {"id": str(message.reminder_id), "fire_at": message.fire_at},
            "schedule": message.schedule or None,
            "words": {
                "subject": words.subject,
                "due": words.due,
                "moment": words.moment,
                "late": words.late,
                "lines": message.body_lines,
            },
        },
    }


WEBHOOK = Kind("webhook", request_for, lambda answer: text_of(answer, "detail", "error", "message"))
