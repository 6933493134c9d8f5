"""An issuer of tokens in software: keys of every kind, a key set, and any token one could wish."""

import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_CURVES = {"ES256": ec.SECP256R1, "ES384": ec.SECP384R1, "ES512": ec.SECP521R1}
_NAMES = {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521"}
_HASHES = {"256": hashes.SHA256, "384": hashes.SHA384, "512": hashes.SHA512}


def encoded(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def part(value: Any) -> str:
    return encoded(value if isinstance(value, bytes) else json.dumps(value).encode())


def number(value: int, size: int = 0) -> str:
    return encoded(value.to_bytes(size or (value.bit_length() + 7) // 8))


@dataclass
class SigningKey:
    """A key pair and its name."""

    kid: str
    algorithm: str
    bits: int = 2048
    private: Any = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if self.algorithm in _CURVES:
            self.private = ec.generate_private_key(_CURVES[self.algorithm]())
        elif self.algorithm == "EdDSA":
            self.private = ed25519.Ed25519PrivateKey.generate()
        else:
            self.private = rsa.generate_private_key(65537, self.bits)

    def jwk(self, **changes: Any) -> dict[str, Any]:
        """Its public half, as a key set has it; None takes a member away."""
        public = self.private.public_key()
        about: dict[str, Any] = {"kid": self.kid, "alg": self.algorithm, "use": "sig"}
        if self.algorithm in _CURVES:
            size = (public.curve.key_size + 7) // 8
            numbers = public.public_numbers()
            about |= {"kty": "EC", "crv": _NAMES[self.algorithm]}
            about |= {"x": number(numbers.x, size), "y": number(numbers.y, size)}
        elif self.algorithm == "EdDSA":
            raw = public.public_bytes(Encoding.Raw, PublicFormat.Raw)
            about |= {"kty": "OKP", "crv": "Ed25519", "x": encoded(raw)}
        else:
            numbers = public.public_numbers()
            about |= {"kty": "RSA", "n": number(numbers.n), "e": number(numbers.e)}
        return {name: value for name, value in (about | changes).items() if value is not None}

    def pem(self) -> bytes:
        public = self.private.public_key()
        return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    def sign(self, claims: Any, *, header: dict[str, Any] | None = None) -> str:
        """A token of this key; what `header` says wins."""
        head = {"alg": self.algorithm, "kid": self.kid, **(header or {})}
        head = {name: value for name, value in head.items() if value is not None}
        signed = f"{part(head)}.{part(claims)}"
        return f"{signed}.{encoded(self._signature(signed.encode()))}"

    def _signature(self, data: bytes) -> bytes:
        if self.algorithm == "EdDSA":
            return self.private.sign(data)
        digest = _HASHES[self.algorithm[-3:]]()
        if self.algorithm in _CURVES:
            size = (self.private.curve.key_size + 7) // 8
            r, s = decode_dss_signature(self.private.sign(data, ec.ECDSA(digest)))
            return r.to_bytes(size) + s.to_bytes(size)
        scheme: Any = padding.PKCS1v15()
        if self.algorithm.startswith("PS"):
            scheme = padding.PSS(padding.MGF1(digest), padding.PSS.DIGEST_LENGTH)
        return self.private.sign(data, scheme, digest)


def by_secret(claims: Any, secret: bytes, header: dict[str, Any] | None = None) -> str:
    """A token under HMAC, whatever the secret is."""
    signed = f"{part({'alg': 'HS256', **(header or {})})}.{part(claims)}"
    mac = hmac.HMAC(secret, hashes.SHA256())
    mac.update(signed.encode())
    return f"{signed}.{encoded(mac.finalize())}"


def unsigned(claims: Any, header: dict[str, Any]) -> str:
    return f"{part(header)}.{part(claims)}."
