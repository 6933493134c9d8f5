"""The times in a token (RFC 7519 §4.1.4 to §4.1.6), compared with the process's clock."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.core.errors import Unauthenticated


def end_of_token(claims: Mapping[str, Any], now: datetime, leeway: timedelta) -> datetime:
    """When a token ends that has begun and not ended, by a clock that is `leeway` off at most.

    Raises:
        Unauthenticated: it has ended, or is from the future, or does not say when.
    """
    expires_at, issued_at = _instant(claims, "exp"), _instant(claims, "iat")
    if expires_at + leeway <= now:
        raise Unauthenticated("The access token has expired.")
    starts = [issued_at, *([_instant(claims, "nbf")] if "nbf" in claims else [])]
    if max(starts) - leeway > now:
        raise Unauthenticated("The access token is from the future.")
    return expires_at


def _instant(claims: Mapping[str, Any], name: str) -> datetime:
    """A NumericDate (RFC 7519 §2)."""
    value = claims.get(name)
    try:
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            return datetime.fromtimestamp(value, UTC)
    except (OverflowError, ValueError, OSError):
        pass
    raise Unauthenticated("The access token has no valid times.")
