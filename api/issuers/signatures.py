"""Signatures of tokens that others made, under keys that others published.

python-jose 3.5 checks ES*, RS* and HS256; it knows neither EdDSA nor PS256, which `cryptography`
checks. Neither sees a claim: those are checked in one place for all (`claims`), so that what
python-jose leaves out (a missing `aud`, an `iat` in the future, `crit`) cannot matter.
"""

import re
from base64 import urlsafe_b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA256
from jose import jws
from jose.exceptions import JOSEError

from shared.core.errors import Unauthenticated
from shared.core.issuers import SYMMETRIC

LONGEST_KID: Final = 255

Json = Mapping[str, Any]

_CURVES: Final = {"P-256": "ES256", "P-384": "ES384", "P-521": "ES512"}
_RSA: Final = frozenset({"RS256", "RS384", "RS512", "PS256"})
_RSA_BITS: Final = range(2048, 8193)
_LARGEST_EXPONENT: Final = 2**33
_BASE64URL: Final = re.compile(r"[A-Za-z0-9_-]*")
_PARTS: Final = 3
_TYPES: Final = frozenset({"jwt", "at+jwt", "application/at+jwt", "application/jwt"})
"""RFC 7519 §5.1, RFC 9068 §2.1. A logout token (logout+jwt), say, signs nobody in."""


class UnusableKey(Exception):
    """A published key that no token may be signed with."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """A token taken apart, nothing of it verified."""

    algorithm: str
    kid: str | None
    signed: bytes
    signature: bytes
    claims: Json


def opened(token: str) -> Envelope:
    """The parts of the token.

    Raises:
        Unauthenticated: it is none, or asks for what is not understood.
    """
    parts = token.split(".")
    if len(parts) != _PARTS or not token.isascii():
        raise Unauthenticated("The access token is not valid.")
    header, claims = _json(parts[0]), _json(parts[1])
    kind = header.get("typ", "JWT")
    if "crit" in header or not isinstance(kind, str) or kind.lower() not in _TYPES:
        raise Unauthenticated("The access token is of a kind that is not taken here.")
    kid = header.get("kid")
    if kid is not None and not (isinstance(kid, str) and 0 < len(kid) <= LONGEST_KID):
        raise Unauthenticated("The access token names no key.")
    signed = f"{parts[0]}.{parts[1]}".encode()
    return Envelope(_algorithm(header.get("alg")), kid, signed, _bytes(parts[2]), claims)


def _algorithm(said: Any) -> str:
    """Its name here: Ed25519 is what EdDSA with such a key is called since RFC 9864."""
    return "EdDSA" if said == "Ed25519" else str(said)


def _json(part: str) -> Json:
    try:
        found = orjson.loads(_bytes(part))
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        raise Unauthenticated("The access token is not valid.")
    return found


def _bytes(part: str) -> bytes:
    if not _BASE64URL.fullmatch(part):
        raise Unauthenticated("The access token is not valid.")
    try:
        return urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except NotBase64:
        raise Unauthenticated("The access token is not valid.") from None


@dataclass(frozen=True, slots=True)
class Key:
    """A key, and the algorithms that fit it."""

    algorithms: frozenset[str]
    material: Any = field(repr=False)

    def verify(self, token: str, envelope: Envelope) -> None:
        """The token was signed with this key.

        Raises:
            Unauthenticated: it was not.
        """
        algorithm = envelope.algorithm
        try:
            if algorithm not in self.algorithms:
                raise Unauthenticated("The access token's key is for another algorithm.")
            if algorithm == "EdDSA":
                _ed25519(self.material).verify(envelope.signature, envelope.signed)
            elif algorithm == "PS256":
                pss = PSS(MGF1(SHA256()), PSS.DIGEST_LENGTH)
                public = _rsa(self.material).public_key()
                public.verify(envelope.signature, envelope.signed, pss, SHA256())
            else:
                jws.verify(token, self.material, algorithms=[algorithm])
        except (InvalidSignature, JOSEError, ValueError, TypeError) as error:
            raise Unauthenticated("The access token is not signed by its issuer.") from error


def shared_key(secret: str) -> Key:
    """The key that a secret is; good for HS256 alone."""
    return Key(frozenset({SYMMETRIC}), secret)


def public_key(jwk: Json) -> Key:
    """The key that an entry of a key set describes (RFC 7517 §4).

    Raises:
        UnusableKey: it is for something else, weak, or not public.
    """
    if jwk.get("use", "sig") != "sig" or "verify" not in jwk.get("key_ops", ["verify"]):
        raise UnusableKey("not for signatures")
    if "d" in jwk or "k" in jwk:
        raise UnusableKey("a private key that was published")
    match jwk.get("kty"):
        case "EC" if jwk.get("crv") in _CURVES:
            fitting = frozenset({_CURVES[jwk["crv"]]})
            kept = {name: jwk.get(name) for name in ("kty", "crv", "x", "y")}
        case "RSA":
            fitting = _RSA
            kept = {name: jwk.get(name) for name in ("kty", "n", "e")}
            _check_rsa(kept)
        case "OKP" if jwk.get("crv") == "Ed25519":
            fitting = frozenset({"EdDSA"})
            kept = {"x": jwk.get("x")}
            _check_ed25519(kept)
        case _:
            raise UnusableKey("of a kind that is not taken")
    if "alg" in jwk:
        fitting &= {_algorithm(jwk["alg"])}
    if not fitting or not all(isinstance(value, str) for value in kept.values()):
        raise UnusableKey("of an algorithm that is not taken")
    return Key(fitting, kept)


def _check_rsa(jwk: Json) -> None:
    try:
        numbers = _rsa(jwk)
        numbers.public_key()
    except (ValueError, TypeError, AttributeError, Unauthenticated):
        raise UnusableKey("no RSA key") from None
    if numbers.n.bit_length() not in _RSA_BITS or numbers.e > _LARGEST_EXPONENT:
        raise UnusableKey("an RSA key of fewer than 2048 or more than 8192 bits")


def _check_ed25519(jwk: Json) -> None:
    try:
        _ed25519(jwk)
    except (ValueError, TypeError, AttributeError, Unauthenticated):
        raise UnusableKey("no Ed25519 key") from None


def _rsa(jwk: Json) -> RSAPublicNumbers:
    n, e = (int.from_bytes(_bytes(jwk[name])) for name in ("n", "e"))
    return RSAPublicNumbers(e, n)


def _ed25519(jwk: Json) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(_bytes(jwk["x"]))
