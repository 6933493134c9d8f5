"""An authenticator in software: it makes credentials and signs with them, as WebAuthn 2 has it.

It does what it is told, so that tests can have it lie about each thing that a server must check.
"""

import hashlib
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from enum import IntFlag

import cbor2
import orjson
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT_AND_VERIFIED = 0x05


class Flag(IntFlag):
    """Of authenticator data (§6.1)."""

    PRESENT = 0x01
    VERIFIED = 0x04
    MAY_BE_BACKED_UP = 0x08
    BACKED_UP = 0x10
    HAS_CREDENTIAL = 0x40


def encoded(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Authenticator:
    """One credential, and the browser that it is used in, on pages of `origin`."""

    origin: str
    counter: int | None = None
    """None: it has none, and always shows 0."""
    key: object = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = field(default_factory=lambda: os.urandom(32))
    user_handle: bytes = b""

    def create(self, options, *, flags=PRESENT_AND_VERIFIED, rp_id=None, algorithm=None, **data):
        """The answer of `navigator.credentials.create()`; `data` goes into the client data."""
        self.user_handle = decoded(options["user"]["id"])
        client_data = self._client_data("webauthn.create", options, **data)
        body = self._data(flags | Flag.HAS_CREDENTIAL, rp_id or options["rp"]["id"])
        body += bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id
        body += cbor2.dumps(self._cose_key(algorithm))
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": body})
        response = {
            "clientDataJSON": encoded(client_data),
            "attestationObject": encoded(attestation),
            "transports": ["internal", "hybrid"],
            "publicKeyAlgorithm": -7,
        }
        return self._credential(response)

    def get(
        self,
        options,
        *,
        flags=PRESENT_AND_VERIFIED,
        rp_id=None,
        user_handle=None,
        counter=None,
        **data,
    ):
        """The answer of `navigator.credentials.get()`; `data` goes into the client data."""
        if counter is not None:
            self.counter = counter
        elif self.counter is not None:
            self.counter += 1
        client_data = self._client_data("webauthn.get", options, **data)
        body = self._data(flags, rp_id or options["rpId"])
        response = {
            "clientDataJSON": encoded(client_data),
            "authenticatorData": encoded(body),
            "signature": encoded(self._signature(body + hashlib.sha256(client_data).digest())),
            "userHandle": encoded(self.user_handle if user_handle is None else user_handle),
        }
        return self._credential(response)

    def _credential(self, response):
        return {
            "id": encoded(self.credential_id),
            "rawId": encoded(self.credential_id),
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": response,
        }

    def _client_data(self, kind, options, **data):
        return orjson.dumps(
            {
                "type": kind,
                "challenge": options["challenge"],
                "origin": self.origin,
                "crossOrigin": False,
                **data,
            }
        )

    def _data(self, flags, rp_id):
        counter = (self.counter or 0).to_bytes(4, "big")
        return hashlib.sha256(rp_id.encode()).digest() + bytes([flags]) + counter

    def _cose_key(self, algorithm):
        if isinstance(self.key, ed25519.Ed25519PrivateKey):
            return {1: 1, 3: -8, -1: 6, -2: self.key.public_key().public_bytes_raw()}
        numbers = self.key.public_key().public_numbers()
        if isinstance(self.key, rsa.RSAPrivateKey):
            modulus = numbers.n.to_bytes(self.key.key_size // 8, "big")
            return {1: 3, 3: -257, -1: modulus, -2: numbers.e.to_bytes(3, "big")}
        size = (numbers.curve.key_size + 7) // 8
        return {
            1: 2,
            3: -7 if algorithm is None else algorithm,
            -1: 1,
            -2: numbers.x.to_bytes(size, "big"),
            -3: numbers.y.to_bytes(size, "big"),
        }

    def _signature(self, data):
        if isinstance(self.key, ed25519.Ed25519PrivateKey):
            return self.key.sign(data)
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, PKCS1v15(), SHA256())
        return self.key.sign(data, ec.ECDSA(SHA256()))
