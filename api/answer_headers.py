"""What browsers are told with every answer: what it may do there, who may embed or keep it."""

from collections.abc import Sequence
from typing import Final

from starlette.types import Message

RawHeaders = Sequence[tuple[bytes, bytes]]

_TYPE: Final = b"content-type"
_POLICY: Final = b"content-security-policy"
_CACHE: Final = b"cache-control"
_FILE: Final = b"content-disposition"
_ONE_YEAR: Final = b"max-age=31536000; includeSubDomains"
_JSON: Final = (b"application/json", b"application/problem+json")

_NOTHING: Final = b"default-src 'none'; frame-ancestors 'none'"
_FOR_DATA: Final = (_POLICY, _NOTHING)
_FOR_FILES: Final = (_POLICY, _NOTHING + b"; sandbox")
"""Should a browser show a file after all, it is of no origin: no cookie, no script, no form."""

_NOT_KEPT: Final = (_CACHE, b"no-store")

_PERMISSIONS: Final = (
    "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "hid=(), idle-detection=(), magnetometer=(), microphone=(), midi=(), "
    "payment=(), serial=(), usb=(), xr-spatial-tracking=()"
)

_ALWAYS: Final[RawHeaders] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", _PERMISSIONS.encode()),
)


class AnswerHeaders:
    """Adds them to each answer. A page that brings a policy of its own keeps it.

    Answers that do not say how they are cached are not.
    """

    def __init__(self, public_url: str) -> None:
        is_https = public_url.startswith("https://")
        transport = ((b"strict-transport-security", _ONE_YEAR),) if is_https else ()
        self._always = (*_ALWAYS, *transport)

    def add(self, start: Message, *more: tuple[bytes, bytes]) -> None:
        """The message that begins an answer has them."""
        policy, cache = _FOR_FILES, _NOT_KEPT
        is_file = has_policy = has_cache = False
        for name, value in start["headers"]:
            if name == _TYPE:
                policy = _FOR_DATA if value in _JSON else policy
            elif name == _FILE:
                is_file = True
            elif name == _POLICY:
                has_policy = True
            elif name == _CACHE:
                has_cache = True
        added = [*start["headers"], *self._always, *more]
        if not has_policy:
            added.append(_FOR_FILES if is_file else policy)
        if not has_cache:
            added.append(cache)
        start["headers"] = added
