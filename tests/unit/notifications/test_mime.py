"""Mails built by hand are read back by the standard library's parser."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.core.errors import InvalidInput
from shared.core.plain import one_line
from workers.notifications.channels.mime import (
    Address,
    MailParts,
    UnusableAddress,
    build_mail,
    parse_address,
    parse_sender,
)

PARTS = MailParts(
    sender='"Rondel" <rondel@rondel.example>',
    to=Address("ada@example.com", needs_utf8=False),
    to_name="Ada",
    subject="Reminder: Tea",
    date=datetime(2026, 11, 26, 16, 0, tzinfo=UTC),
    message_id="key@rondel.example",
    unsubscribe_url="https://rondel.example/settings/notifications",
    text="Tea\n",
    html="<p>Tea</p>\n",
)
HEADERS = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "MIME-Version",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "List-Unsubscribe",
    "Content-Type",
]
hostile_text = st.text(st.characters() | st.sampled_from('\r\n\x00\x0b\x85\u2028\u202e:<>,;=?"\\'))


def read(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_parts_come_back():
    message = read(build_mail(PARTS))

    assert [str(message[name]) for name in HEADERS[:5]] == [
        "Rondel <rondel@rondel.example>",
        "Ada <ada@example.com>",
        "Reminder: Tea",
        "Thu, 26 Nov 2026 16:00:00 +0000",
        "<key@rondel.example>",
    ]
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


@given(hostile_text, hostile_text)
def test_no_text_adds_a_header_or_hides_one(subject, name):
    content = build_mail(replace(PARTS, subject=subject, to_name=name))

    message = read(content)
    assert message.keys() == HEADERS
    assert message.defects == []
    assert message["Auto-Submitted"] == "auto-generated"
    assert [address.addr_spec for address in message["To"].addresses] == ["ada@example.com"]


@given(st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" ")))
def test_every_subject_comes_back(subject):
    message = read(build_mail(replace(PARTS, subject=subject)))

    assert " ".join(message["Subject"].split()) == one_line(subject)


@given(
    st.text(
        st.characters(codec="utf-8", exclude_characters="\r\x85\u2028\u2029\x0b\x0c\x1c\x1d\x1e")
    )
)
def test_every_body_comes_back(text):
    message = read(build_mail(replace(PARTS, text=f"{text}\n", html=f"<p>{text}</p>\n")))

    bodies = [part.get_content().replace("\r\n", "\n") for part in message.iter_parts()]
    assert bodies == [f"{text}\n", f"<p>{text}</p>\n"]


@given(hostile_text, hostile_text, hostile_text)
def test_lines_are_short_and_end_with_crlf(subject, name, body):
    content = build_mail(replace(PARTS, subject=subject, to_name=name, text=body, html=body))

    lines = content.replace(b"=\n", b"=\r\n").split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert max(map(len, lines)) <= 998
    assert content.isascii()


@pytest.mark.parametrize(
    "subject",
    ["Reminder: " + "report " * 30, "Reminder: " + "ü" * 120, "x" * 200, "=?utf-8?q?fake?="],
)
def test_long_and_odd_subjects_are_folded_and_come_back(subject):
    content = build_mail(replace(PARTS, subject=subject))

    head = content.partition(b"\r\n\r\n")[0]
    assert read(content)["Subject"] == subject.strip()
    assert max(len(line) for line in head.split(b"\r\n")) <= 220


def test_name_with_specials_is_quoted():
    message = read(build_mail(replace(PARTS, to_name='Ada "Countess", Lovelace <x@y>')))

    [address] = message["To"].addresses
    assert address.display_name == 'Ada "Countess", Lovelace <x@y>'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ada",
        "ada@",
        "@example.com",
        "ada@example.com\r\nBcc: eve@example.com",
        "ada@example.com, eve@example.com",
        "ada <ada@example.com>",
        "a b@example.com",
        '"a b"@example.com',
        "ada@exa mple.com",
        "ada@[127.0.0.1]",
        "ada@-..com",
        "a" * 250 + "@example.com",
        "ada@" + "ü" * 70 + ".example",
    ],
)
def test_what_is_no_single_address_is_refused(text):
    with pytest.raises(UnusableAddress):
        parse_address(text)


@given(hostile_text)
def test_accepted_addresses_are_safe_in_a_header_and_in_a_command(text):
    try:
        address = parse_address(f"{text}@example.com")
    except UnusableAddress:
        return
    assert not any(c.isspace() or c in '<>,;:"' or ord(c) < 32 for c in address.mailbox)


def test_domain_outside_ascii_is_written_as_dns_knows_it():
    assert parse_address("ada@bücher.example") == Address("ada@xn--bcher-kva.example", False)


def test_sender_without_an_address_is_refused_at_the_start():
    with pytest.raises(InvalidInput, match="Rondel"):
        parse_sender("Rondel")
