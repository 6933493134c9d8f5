"""The mail sink of the local stack as a process, and what a test asks it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
import pytest

from cli.embedded.ports import HOST, choose_port
from cli.embedded.service import RunningService
from cli.embedded.smtp_sink.service import SmtpSink, start_smtp_sink

_MOST = 5_000


@dataclass(frozen=True)
class SunkMail:
    """A mail that the sink has taken."""

    subject: str
    message_id: str
    received_at: datetime
    headers: dict[str, str]


class MailSink:
    """A running sink; mails are told apart by their recipient."""

    def __init__(self, running: RunningService) -> None:
        assert isinstance(running.service, SmtpSink)
        self.running = running
        self.page_url = running.service.page_url
        self.environment = {"SMTP_HOST": HOST, "SMTP_PORT": str(running.port)}
        """What a process is told so that its mails come here."""

    async def mails(self, to: str = "", *, at_least: int = 0, seconds: int = 20) -> list[SunkMail]:
        """The mails to this address, the oldest first; waits until there are `at_least` so many.

        Raises:
            AssertionError: fewer came within `seconds`.
        """
        query: dict[str, Any] = {"to": to, "limit": _MOST}
        if at_least:
            query |= {"at_least": at_least, "wait": seconds}
        async with httpx.AsyncClient(base_url=self.page_url, timeout=seconds + 5) as client:
            answer = await client.get("/api/mails", params=query)
        found = [_mail(item) for item in reversed(answer.raise_for_status().json()["items"])]
        assert len(found) >= at_least, f"{len(found)} mails to {to} within {seconds} s"
        return found


@pytest.fixture(scope="session")
def mail_sink(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailSink]:
    """A mail sink; it dies with the tests, killed or not."""
    port = choose_port()
    folder = tmp_path_factory.mktemp("mail")
    running = start_smtp_sink(folder, port=port, http_port=choose_port(avoid=[port]))
    yield MailSink(running)
    running.kill()


def _mail(item: dict[str, Any]) -> SunkMail:
    return SunkMail(
        subject=item["subject"],
        message_id=item["message_id"],
        received_at=datetime.fromisoformat(item["received_at"]),
        headers=item["headers"],
    )
