"""Tokens that are a secret and nothing else: random, shown once, kept as a hash."""

import hashlib
import secrets
from typing import Final

FEED: Final = "rondel_feed_"
API: Final = "rondel_api_"
"""What tokens of a kind begin with, so that secret scanners know them."""

_BYTES: Final = 32


def new_token(prefix: str) -> str:
    """A token of this kind that nobody can guess (256 bits)."""
    return prefix + secrets.token_urlsafe(_BYTES)


def hash_of(token: str) -> bytes:
    """What is kept of a token; it is random, so that a plain hash is enough."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
