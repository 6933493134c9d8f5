"""Codes of authenticator apps (RFC 6238: SHA-1, 6 digits, 30 s), and of paper in its place.

A recovery code is 100 random bits, so that a plain hash is enough to keep it by.
"""

import hmac
import secrets
from datetime import datetime
from typing import Final
from uuid import UUID

import pyotp

from shared.core.secret_tokens import hash_of

STEP_SECONDS: Final = 30
RECOVERY_CODES: Final = 10
"""So many make a set."""

_ISSUER: Final = "Rondel"
_WINDOW: Final = 1
_ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's 32: nothing looks like another
_GROUPS: Final = 4
_GROUP_CHARS: Final = 5
_MISREAD: Final = str.maketrans("oil", "011", "- ")


def new_secret() -> str:
    """The secret of another app, 160 bits in base 32."""
    return pyotp.random_base32()


def uri_of(secret: str, account: str) -> str:
    """What an authenticator app reads from a QR code.

    >>> uri_of("JBSWY3DPEHPK3PXP", "ada@example.com")
    'otpauth://totp/Rondel:ada%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=Rondel'
    """
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=_ISSUER)


def code_at(secret: str, step: int) -> str:
    """The code of this step of time.

    RFC 6238, appendix B, in 6 digits:

    >>> code_at("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", 1111111109 // STEP_SECONDS)
    '081804'
    """
    return pyotp.TOTP(secret).generate_otp(step)


def step_at(now: datetime) -> int:
    """The step of time that this instant is in."""
    return int(now.timestamp()) // STEP_SECONDS


def matching_step(secret: str, code: str, now: datetime, last_step: int | None) -> int | None:
    """The step whose code this is, one off at most, and after `last_step`; None if there is none.

    Every candidate is compared, so that the time it takes says nothing.
    """
    given = code.replace(" ", "").encode()
    middle = step_at(now)
    found = None
    for step in range(middle - _WINDOW, middle + _WINDOW + 1):
        is_same = hmac.compare_digest(code_at(secret, step).encode(), given)
        if is_same and (last_step is None or step > last_step):
            found = step
    return found


def new_recovery_codes() -> list[str]:
    """A set of codes, in groups that can be written down."""
    return [
        "-".join(
            "".join(secrets.choice(_ALPHABET) for _ in range(_GROUP_CHARS)) for _ in range(_GROUPS)
        )
        for _ in range(RECOVERY_CODES)
    ]


def recovery_hash(user_id: UUID, code: str) -> bytes:
    """What is kept of a recovery code; however it was typed, and for this account alone.

    >>> someone = UUID(int=1)
    >>> recovery_hash(someone, "0abc1-") == recovery_hash(someone, " OABCL")
    True
    """
    return hash_of(f"recovery {user_id} {code.lower().translate(_MISREAD)}")
