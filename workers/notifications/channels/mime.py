"""Mails as bytes, made by hand because `email.message` costs a millisecond of CPU each.

Sources: RFC 5322 (message), RFC 2045-2047 (MIME), RFC 2369 (List-Unsubscribe), RFC 3834
(Auto-Submitted), RFC 6532 (addresses outside ASCII). The tests read every shape of it back with the
standard library's parser.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from typing import Final

from shared.core.errors import InvalidInput
from shared.core.plain import one_line

# "=_" cannot occur in quoted-printable text, so no body can contain it (RFC 2045 §6.7 (5)).
_BOUNDARY: Final = "=_rondel_reminder"
_WORD_BYTES = 39  # 52 characters of base64 and 12 around them: with the header's name under 76
_LINE_CHARS = 76
_LONGEST_PLAIN = 500  # far below the 998 of RFC 5322 §2.1.1, also without a space to break at
_ATEXT = r"[\w!#$%&'*+/=?^`{|}~-]+"
_ADDRESS = re.compile(rf"({_ATEXT}(?:\.{_ATEXT})*)@([\w-]+(?:\.[\w-]+)*)")
_QUOTABLE = re.compile(r"[\x20-\x7e]*")
_NEEDS_BACKSLASH = re.compile(r'(["\\])')
_LONGEST_ADDRESS = 254


class UnusableAddress(ValueError):
    """This text is no mail address."""


@dataclass(frozen=True, slots=True)
class Address:
    """A mail address as it goes over the wire; `needs_utf8` when the part before @ is not ASCII."""

    mailbox: str
    needs_utf8: bool


@dataclass(frozen=True, slots=True)
class MailParts:
    """What stands in a mail. Each is plain text; nothing in it can add a header or a part."""

    sender: str
    to: Address
    to_name: str
    subject: str
    date: datetime
    message_id: str
    unsubscribe_url: str
    text: str
    html: str


def parse_address(text: str) -> Address:
    """The address, its domain in the form that DNS knows.

    Raises:
        UnusableAddress: it is none, or one that could be mistaken for more than one.
    """
    match = _ADDRESS.fullmatch(text) if len(text) <= _LONGEST_ADDRESS else None
    if match is None:
        raise UnusableAddress("not a mail address")
    local, domain = match.groups()
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode()
        except UnicodeError as error:
            raise UnusableAddress("the domain is not a valid name") from error
    return Address(f"{local}@{domain}", needs_utf8=not local.isascii())


def parse_sender(text: str) -> tuple[str, str]:
    """The header value and the bare address of a configured sender.

    Raises:
        InvalidInput: there is no usable address in it.
    """
    name, found = parseaddr(text)
    try:
        address = parse_address(found)
    except UnusableAddress as error:
        raise InvalidInput("/smtp/sender", "sender_address", f"{text!r}: {error}") from error
    return mailbox_header("From", name, address.mailbox), address.mailbox


def build_mail(parts: MailParts) -> bytes:
    """The mail: a multipart/alternative of text and HTML, every line ended by CRLF."""
    head = "\r\n".join(
        [
            f"From: {parts.sender}",
            f"To: {mailbox_header('To', parts.to_name, parts.to.mailbox)}",
            f"Subject: {unstructured('Subject', parts.subject)}",
            f"Date: {format_datetime(parts.date)}",
            f"Message-ID: <{parts.message_id}>",
            "MIME-Version: 1.0",
            "Auto-Submitted: auto-generated",
            "X-Auto-Response-Suppress: All",
            f"List-Unsubscribe: <{parts.unsubscribe_url}>",
            f'Content-Type: multipart/alternative; boundary="{_BOUNDARY}"',
            "",
            "",
        ]
    )
    return b"".join(
        [
            head.encode(),
            *_part("plain", parts.text),
            *_part("html", parts.html),
            _CLOSE,
        ]
    )


def unstructured(name: str, text: str) -> str:
    """`text` as the value of the header `name`: one line, or encoded words folded at 76."""
    text = one_line(text)
    if text.isascii() and "=?" not in text and len(text) <= _LONGEST_PLAIN:
        return _folded(name, text)
    return "\r\n ".join(_encoded_words(text))


def _folded(name: str, text: str) -> str:
    """`text` with line breaks before spaces, so that lines stay short where words are."""
    lines = [""]
    room = _LINE_CHARS - len(name) - len(": ")
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) >= room:
            lines.append("")
            room = _LINE_CHARS
        lines[-1] += f" {word}" if lines[-1] or len(lines) > 1 else word
    return "\r\n".join(lines)


@lru_cache(maxsize=4096)
def mailbox_header(name: str, display_name: str, mailbox: str) -> str:
    """`display_name <mailbox>` for the header `name`, or the bare mailbox without one."""
    display_name = one_line(display_name)
    if not display_name:
        return mailbox
    if _QUOTABLE.fullmatch(display_name) and "=?" not in display_name:
        quoted = _NEEDS_BACKSLASH.sub(r"\\\1", display_name)
        line = f'"{quoted}" <{mailbox}>'
        if len(name) + len(": ") + len(line) <= _LINE_CHARS:
            return line
    return "\r\n ".join([*_encoded_words(display_name), f"<{mailbox}>"])


def _encoded_words(text: str) -> Iterator[str]:
    """RFC 2047 words of at most 39 bytes each; no character is split (§5)."""
    word = b""
    for character in text:
        encoded = character.encode("utf-8", "replace")
        if len(word) + len(encoded) > _WORD_BYTES:
            yield _encoded_word(word)
            word = b""
        word += encoded
    yield _encoded_word(word)


def _encoded_word(word: bytes) -> str:
    return f"=?utf-8?b?{binascii.b2a_base64(word, newline=False).decode()}?="


def _part(subtype: str, body: str) -> tuple[bytes, bytes, bytes]:
    lines = body.replace("\r", "").replace("\n", "\r\n").encode("utf-8", "replace")
    return _PART_HEADS[subtype], binascii.b2a_qp(lines, istext=True), b"\r\n"


_PART_HEADS: Final = {
    subtype: (
        f"--{_BOUNDARY}\r\n"
        f"Content-Type: text/{subtype}; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    ).encode()
    for subtype in ("plain", "html")
}
_CLOSE: Final = f"--{_BOUNDARY}--\r\n".encode()
