"""What the mail sink has received."""

import asyncio
import http.client
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from cli.bench.arena import Arena
from cli.embedded.smtp_sink.service import SmtpSink

_ANSWER_SECONDS = 30.0
_PAGE = 5000


@dataclass(frozen=True, slots=True)
class Received:
    """One mail; `at` in seconds since 1970, when the sink had all of it."""

    message_id: str
    """What stands before the @ of its Message-ID: the ledger's name for it."""
    at: float


async def clear(sink: SmtpSink) -> None:
    """The sink has no mails."""
    await asyncio.to_thread(_ask, sink, "DELETE", "/api/mails")


async def count(sink: SmtpSink) -> int:
    """How many mails the sink has."""
    answer = await asyncio.to_thread(_ask, sink, "GET", "/livez")
    return int(answer["mails"])


async def received(sink: SmtpSink) -> list[Received]:
    """Every mail that the sink has."""
    found: list[Received] = []
    before = ""
    while True:
        path = f"/api/mails?limit={_PAGE}{before}"
        items = (await asyncio.to_thread(_ask, sink, "GET", path))["items"]
        found += [_mail_of(each) for each in items]
        if len(items) < _PAGE:
            return found
        before = f"&before={items[-1]['id']}"


async def received_by_reminder(arena: Arena) -> list[tuple[UUID, float]]:
    """The reminder of each mail and when the sink had it; other mails are left out."""
    rows = await arena.sql.fetch("SELECT message_id, reminder_id FROM deliveries")
    reminders = {row["message_id"]: row["reminder_id"] for row in rows}
    return [
        (reminders[mail.message_id], mail.at)
        for mail in await received(arena.services.sink)
        if mail.message_id in reminders
    ]


def _ask(sink: SmtpSink, method: str, path: str) -> Any:
    connection = http.client.HTTPConnection("127.0.0.1", sink.http_port, timeout=_ANSWER_SECONDS)
    try:
        connection.request(method, path)
        body = connection.getresponse().read()
    finally:
        connection.close()
    return orjson.loads(body) if body else None


def _mail_of(item: Any) -> Received:
    local_part = item["message_id"].strip("<>").partition("@")[0]
    return Received(local_part, _seconds(item["received_at"]))


def _seconds(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()
