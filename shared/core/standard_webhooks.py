"""Signatures of Standard Webhooks 1 (docs/channels.md shows how a receiver verifies them)."""

import base64
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Final

_SECRET_BYTES: Final = 32


def new_secret() -> str:
    """A fresh secret, as receivers want it."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def headers_for(
    identifier: str, body: bytes, at: datetime, secrets_now: Iterable[str]
) -> tuple[tuple[str, str], ...]:
    """The headers of a message that leaves `at`, signed with each of these secrets.

    `identifier` is the same in every attempt and has no full stop, which separates what is signed.
    """
    timestamp = str(int(at.timestamp()))
    signed = f"{identifier}.{timestamp}.".encode() + body
    return (
        ("webhook-id", identifier),
        ("webhook-timestamp", timestamp),
        ("webhook-signature", " ".join(signature(secret, signed) for secret in secrets_now)),
    )


def signature(secret: str, signed: bytes) -> str:
    """The signature of version 1.

    >>> signature("whsec_c2VjcmV0", b"msg_1.1732600000.{}")
    'v1,lEHaUIcfFqUeqeDN52Mvwcb9ZoArMnwHT7pQtdkhVcM='
    """
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()
