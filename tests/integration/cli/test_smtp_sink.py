"""The mail sink takes what a mail client sends, and shows it without being harmed by it."""

import asyncio
import smtplib
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest

from cli.embedded.ports import HOST, choose_port
from cli.embedded.service import RunningService
from cli.embedded.smtp_sink.protocol import MAX_MAIL_BYTES
from cli.embedded.smtp_sink.service import SmtpSink, start_smtp_sink

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture(scope="module")
def sink(state_dir: Path) -> Iterator[RunningService]:
    """A running sink."""
    port = choose_port()
    running = start_smtp_sink(state_dir, port=port, http_port=choose_port(avoid=[port]))
    yield running
    running.stop()


@pytest.fixture
def web(sink: RunningService) -> Iterator[httpx.Client]:
    """A client of its page and JSON; the sink is empty at first."""
    assert isinstance(sink.service, SmtpSink)
    with httpx.Client(base_url=sink.service.page_url) as client:
        client.delete("/api/mails")
        yield client


def make_mail(subject: str = "Bins", text: str = "Put them out.", html: str = "") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Rondel <rondel@example.org>"
    message["To"] = "anna@example.org"
    message["Subject"] = subject
    message["Message-ID"] = "<1@example.org>"
    message["List-Unsubscribe"] = "<https://example.org/u>"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message


def send(sink: RunningService, message: EmailMessage, *recipients: str) -> None:
    with smtplib.SMTP(HOST, sink.port) as client:
        client.send_message(message, to_addrs=recipients or ["anna@example.org"])


def test_mail_is_listed_with_its_headers(sink, web):
    send(sink, make_mail())
    (mail,) = web.get("/api/mails").json()["items"]
    assert mail["from"] == "Rondel <rondel@example.org>"
    assert mail["to"] == ["anna@example.org"]
    assert mail["subject"] == "Bins"
    assert mail["message_id"] == "<1@example.org>"
    assert mail["headers"]["List-Unsubscribe"] == "<https://example.org/u>"
    assert mail["received_at"].endswith("Z")
    assert len(mail["received_at"]) == len("2026-03-02T09:00:00.000001Z")


def test_opened_mail_has_text_html_and_source(sink, web):
    send(sink, make_mail(text="Größe", html="<p>Größe</p>"))
    mail_id = web.get("/api/mails").json()["items"][0]["id"]
    mail = web.get(f"/api/mails/{mail_id}").json()
    assert mail["text"] == "Größe\n"
    assert mail["html"] == "<p>Größe</p>\n"
    assert mail["raw"].startswith("From: Rondel")


def test_dots_at_line_starts_come_through_unchanged(sink, web):
    text = ".\n..\n.hidden\nend.\n.\n"
    send(sink, make_mail(text=text))
    mail_id = web.get("/api/mails").json()["items"][0]["id"]
    assert web.get(f"/api/mails/{mail_id}").json()["text"] == text


def test_several_mails_on_one_connection_are_all_kept(sink, web):
    with smtplib.SMTP(HOST, sink.port) as client:
        for number in range(3):
            client.send_message(make_mail(f"number {number}"))
    subjects = [mail["subject"] for mail in web.get("/api/mails").json()["items"]]
    assert subjects == ["number 2", "number 1", "number 0"]


def test_end_of_a_mail_is_found_across_packets(sink, web):
    with (
        socket.create_connection((HOST, sink.port)) as connection,
        connection.makefile("rb") as answers,
    ):
        answers.readline()
        for line in ("HELO me", "MAIL FROM:<a@example.org>", "RCPT TO:<b@example.org>", "DATA"):
            connection.sendall(f"{line}\r\n".encode())
            answers.readline()
        for piece in (b"Subject: x\r\n\r", b"\nbody\r", b"\n.", b"\r", b"\n"):
            connection.sendall(piece)
        assert answers.readline().startswith(b"250")
    assert web.get("/api/mails").json()["items"][0]["size"] == len(b"Subject: x\r\n\r\nbody\r\n")


def test_unusual_addresses_are_understood(sink, web):
    with smtplib.SMTP(HOST, sink.port) as client:
        client.sendmail("", ['"two words"@example.org'], b"Subject: bounce\r\n\r\n")
    (mail,) = web.get("/api/mails").json()["items"]
    assert mail["to"] == ['"two words"@example.org']
    assert mail["envelope_from"] == ""


def test_mail_that_says_it_is_too_large_is_refused(sink, web):
    line = b"x" * 998 + b"\r\n"
    with smtplib.SMTP(HOST, sink.port) as client, pytest.raises(smtplib.SMTPSenderRefused):
        client.sendmail("a@example.org", "b@example.org", line * (MAX_MAIL_BYTES // 900))
    assert web.get("/api/mails").json()["total"] == 0


def test_mail_that_grows_too_large_is_refused_and_the_next_one_kept(sink, web):
    with smtplib.SMTP(HOST, sink.port) as client:
        client.helo()  # without the extensions, its size is not known beforehand
        with pytest.raises((smtplib.SMTPException, ConnectionError)):
            client.sendmail("a@example.org", "b@example.org", b"x" * (MAX_MAIL_BYTES + 1000))
    send(sink, make_mail("after"))
    subjects = [mail["subject"] for mail in web.get("/api/mails").json()["items"]]
    assert subjects == ["after"]


@pytest.mark.parametrize(
    ("query", "subjects"),
    [
        ("to=anna@example.org", ["to both", "to anna"]),
        ("to=ANNA@EXAMPLE.ORG&subject=BOTH", ["to both"]),
        ("to=anna", []),
        ("limit=1", ["to both"]),
        ("since=2999-01-01T00:00:00Z", []),
        ("since=2001-01-01T00:00:00%2B01:00", ["to both", "to ben", "to anna"]),
    ],
)
def test_list_is_narrowed_by_recipient_subject_time_and_limit(sink, web, query, subjects):
    send(sink, make_mail("to anna"), "anna@example.org")
    send(sink, make_mail("to ben"), "ben@example.org")
    send(sink, make_mail("to both"), "anna@example.org", "ben@example.org")
    found = web.get(f"/api/mails?{query}").json()["items"]
    assert [mail["subject"] for mail in found] == subjects


@pytest.mark.parametrize(
    "query", ["limit=x", "limit=-1", "since=yesterday", "before=1e9", "wait=²"]
)
def test_query_that_makes_no_sense_is_refused(web, query):
    answer = web.get(f"/api/mails?{query}")
    assert answer.status_code == 400
    assert answer.json()["error"]


async def test_waiting_caller_gets_the_mails_when_they_arrive(sink, web):
    async with httpx.AsyncClient(base_url=web.base_url, timeout=40) as client:
        waiting = asyncio.create_task(
            client.get("/api/mails?to=anna@example.org&wait=30&at_least=2")
        )
        await asyncio.to_thread(send, sink, make_mail("first"))
        await asyncio.to_thread(send, sink, make_mail("for ben"), "ben@example.org")
        await asyncio.to_thread(send, sink, make_mail("second"))
        found = (await waiting).json()["items"]
    assert [mail["subject"] for mail in found] == ["second", "first"]


def test_hostile_subject_and_addresses_are_text_on_the_page(sink, web):
    message = make_mail(HOSTILE, text=HOSTILE)
    message.replace_header("From", '"</script><b>x" <a@example.org>')
    send(sink, message)
    mail_id = web.get("/api/mails").json()["items"][0]["id"]
    pages = [
        "/",
        "/?q=%3Cscript%3E",
        *(f"/mails/{mail_id}?view={v}" for v in ("text", "headers", "raw")),
    ]
    for page in pages:
        html = web.get(page).text
        assert "<script>alert" not in html
        assert "<img" not in html
        assert "</script><b>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in web.get("/").text


def test_html_part_is_locked_up(sink, web):
    send(sink, make_mail(html=HOSTILE))
    mail_id = web.get("/api/mails").json()["items"][0]["id"]
    page = web.get(f"/mails/{mail_id}")
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page.text
    assert HOSTILE not in page.text
    policy = web.get(f"/mails/{mail_id}/html").headers["content-security-policy"]
    assert policy.startswith("sandbox ")
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize("path", ["/", "/api/mails", "/mails/999999"])
def test_every_answer_forbids_foreign_scripts_and_frames(web, path):
    headers = web.get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_foreign_name_that_points_here_reads_nothing(sink, web):
    send(sink, make_mail())
    answer = web.get("/api/mails", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "Bins" not in answer.text


def test_mail_that_is_gone_is_not_found(web):
    assert web.get("/api/mails/999999").status_code == 404
    assert web.get("/mails/999999").status_code == 404
    assert web.get("/mails/999999/html").status_code == 404


def test_deleted_mails_are_gone_and_ids_go_on(sink, web):
    send(sink, make_mail())
    before = web.get("/api/mails").json()["items"][0]["id"]
    assert web.delete("/api/mails").status_code == 204
    assert web.get("/api/mails").json() == {"total": 0, "items": []}
    send(sink, make_mail())
    assert web.get("/api/mails").json()["items"][0]["id"] == before + 1


def test_mails_survive_a_kill(state_dir):
    folder = state_dir / "killed"
    port = choose_port()
    first = start_smtp_sink(folder, port=port, http_port=choose_port(avoid=[port]))
    send(first, make_mail("kept"))
    first.kill()
    assert isinstance(first.service, SmtpSink)
    second = start_smtp_sink(folder, port=port, http_port=first.service.http_port)
    try:
        found = httpx.get(f"{first.service.page_url}/api/mails").json()["items"]
        assert [mail["subject"] for mail in found] == ["kept"]
    finally:
        second.stop()
    assert second.process.returncode == 0
