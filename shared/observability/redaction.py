"""The last wall before the log: what looks like a secret does not get into a line.

No code of ours logs one on purpose (tests/integration/api/test_redaction.py). But an error's text
may quote an address with a password, and a library may log what it was given.
"""

import re
from typing import Final

HIDDEN: Final = b"[hidden]"

# A cheap word that is in the secret, and the secret with what may stay before it.
_SHAPES: Final = tuple(
    (word, re.compile(rb"(" + before + rb")" + secret))
    for word, before, secret in (
        (b"://", rb"://", rb"[^\s/@\"'\\]{1,500}(?=@)"),
        (b"eyJ", rb"", rb"eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*"),
        (b"earer ", rb"(?i:bearer) ", rb"[^\s\"'\\,]{16,}"),
        (b"asic ", rb"(?i:basic) ", rb"[A-Za-z0-9+/=]{8,}"),
        (b"rondel_", rb"rondel_[a-z]{2,12}_", rb"[\w-]{20,}"),
        (b"_refresh=", rb"rondel_refresh=", rb"[\w-]{20,}"),
        (b"whsec_", rb"whsec_", rb"[\w+/=-]{16,}"),
        (b"/bot", rb"/bot", rb"\d{5,}:[\w-]{20,}"),
        (b"/a/", rb"/a/", rb"[\w-]{40,}"),
        (b"/l/", rb"/l/", rb"[\w-]{40,}"),
        (b"development-", rb"development-", rb"[\w-]{20,}"),
        (b"assw", rb"(?i:passw(?:or)?d)\\?[\"']?\s?[=:]\s?\\?[\"']?", rb"[^\s\"'\\,&]{1,500}"),
        (b"secret"[1:], rb"(?i:secret)\\?[\"']?\s?[=:]\s?\\?[\"']?", rb"[^\s\"'\\,&]{1,500}"),
        (b"oken", rb"(?i:token)\\?[\"']?\s?[=:]\s?\\?[\"']?", rb"[^\s\"'\\,&]{8,500}"),
    )
)


def redacted(line: bytes) -> bytes:
    """The line with each secret in it hidden.

    >>> redacted(b"cannot reach postgresql://rondel:hunter2@db/rondel")
    b'cannot reach postgresql://[hidden]@db/rondel'
    """
    for word, shape in _SHAPES:
        if word in line:
            line = shape.sub(rb"\1" + HIDDEN, line)
    return line


def redacted_text(line: str) -> str:
    """As `redacted`; what UTF-8 cannot carry is kept."""
    return redacted(line.encode("utf-8", "surrogateescape")).decode("utf-8", "surrogateescape")
