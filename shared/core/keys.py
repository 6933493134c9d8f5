"""Keys for one purpose each, made of the signing secret."""

import hashlib
import hmac


def derived_key(secret: str, purpose: bytes) -> bytes:
    """32 bytes that say nothing of the secret, nor of its keys for other purposes.

    HKDF-SHA256 without salt: extract, then one block of expand (RFC 5869 §2).
    """
    extracted = hmac.digest(bytes(hashlib.sha256().digest_size), secret.encode(), "sha256")
    return hmac.digest(extracted, purpose + b"\x01", "sha256")
