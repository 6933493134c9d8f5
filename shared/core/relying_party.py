"""What WebAuthn ceremonies are checked for: this server, as browsers know it.

The library (webauthn 3) checks type, challenge, origin, RP id, presence, verification, algorithm
and signature. Here it is asked once for each ceremony, and whatever it makes of malformed input
becomes one error. Counters are left to the caller, who keeps them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, Final, Self
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    decode_credential_public_key,
    decoded_public_key_to_cryptography,
    encode_cbor,
    parse_cbor,
    parse_client_data_json,
)
from webauthn.helpers.cose import COSECRV, COSEAlgorithmIdentifier
from webauthn.helpers.decode_credential_public_key import (
    DecodedEC2PublicKey,
    DecodedOKPPublicKey,
    DecodedRSAPublicKey,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.options_to_json_dict import options_to_json_dict
from webauthn.helpers.structs import (
    AttestationConveyancePreference,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

TIMEOUT_MS: Final = 5 * 60 * 1000
"""A hint for browsers: so long they let somebody look for their phone."""

_NAME: Final = "Rondel"
_ALGORITHMS: Final = [
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]
_SHORTEST_RSA_BYTES: Final = 2048 // 8
_LONGEST_RSA_BYTES: Final = 8192 // 8
_UNREADABLE: Final = (
    WebAuthnException,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    RecursionError,
)
"""What the library raises about malformed input, by no rule that it documents."""

Json = Mapping[str, Any]


class CeremonyFailed(Exception):
    """The answer of the authenticator is not what was asked for, or cannot be read."""


@dataclass(frozen=True, slots=True)
class NewCredential:
    """A credential as its authenticator made it."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    is_backed_up: bool


@dataclass(frozen=True, slots=True)
class Use:
    """A use of a credential whose signature is right. `user_handle` is whom it says it is for."""

    sign_count: int
    is_backed_up: bool
    user_handle: bytes | None


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """This server; credentials are bound to `id`, and pages of `origin` alone may use them."""

    id: str
    origin: str

    @classmethod
    def of(cls, public_url: str) -> Self | None:
        """The server at this address; None if it is an IP address: browsers take names alone.

        >>> RelyingParty.of("https://Tasks.Example.com/app/")
        RelyingParty(id='tasks.example.com', origin='https://tasks.example.com')
        >>> RelyingParty.of("http://localhost:8000").origin
        'http://localhost:8000'
        >>> RelyingParty.of("http://127.0.0.1:8000") is None
        True
        """
        url = urlsplit(public_url)
        host = url.hostname or ""
        if not host or _is_address(host):
            return None
        usual = {"https": 443, "http": 80}.get(url.scheme)
        port = "" if url.port in {None, usual} else f":{url.port}"
        return cls(host, f"{url.scheme}://{host}{port}")

    def creation_options(
        self,
        challenge: bytes,
        user_handle: bytes,
        *,
        account: str,
        name: str,
        known: Sequence[bytes],
    ) -> Json:
        """What `navigator.credentials.create()` is given, as JSON."""
        options = webauthn.generate_registration_options(
            rp_id=self.id,
            rp_name=_NAME,
            user_id=user_handle,
            user_name=account,
            user_display_name=name,
            challenge=challenge,
            timeout=TIMEOUT_MS,
            attestation=AttestationConveyancePreference.NONE,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=[PublicKeyCredentialDescriptor(id=each) for each in known],
            supported_pub_key_algs=_ALGORITHMS,
        )
        return options_to_json_dict(options)

    def request_options(self, challenge: bytes) -> Json:
        """What `navigator.credentials.get()` is given, as JSON: any passkey of this server."""
        options = webauthn.generate_authentication_options(
            rp_id=self.id,
            challenge=challenge,
            timeout=TIMEOUT_MS,
            user_verification=UserVerificationRequirement.REQUIRED,
        )
        return options_to_json_dict(options)

    def check_creation(self, credential: Json, challenge: bytes) -> NewCredential:
        """The new credential, which is for this server and for this challenge.

        Raises:
            CeremonyFailed: it is not.
        """
        try:
            _check_own_page(credential)
            made = webauthn.verify_registration_response(
                credential=_without_statement(credential),
                expected_challenge=challenge,
                expected_rp_id=self.id,
                expected_origin=self.origin,
                require_user_verification=True,
                supported_pub_key_algs=_ALGORITHMS,
            )
            _check_key(made.credential_public_key)
            if made.credential_id != base64url_to_bytes(credential["rawId"]):
                raise CeremonyFailed("the credential calls itself otherwise")
        except _UNREADABLE as error:
            raise CeremonyFailed(str(error)) from error
        return NewCredential(
            made.credential_id,
            made.credential_public_key,
            made.sign_count,
            made.credential_backed_up,
        )

    def check_use(self, credential: Json, challenge: bytes, public_key: bytes) -> Use:
        """The use of a credential, which is for this server and for this challenge.

        Raises:
            CeremonyFailed: it is not.
        """
        try:
            _check_own_page(credential)
            used = webauthn.verify_authentication_response(
                credential=dict(credential),
                expected_challenge=challenge,
                expected_rp_id=self.id,
                expected_origin=self.origin,
                credential_public_key=public_key,
                credential_current_sign_count=0,  # compared by the caller, under a lock
                require_user_verification=True,
            )
            handle = credential["response"].get("userHandle")
            user_handle = base64url_to_bytes(handle) if handle else None
        except _UNREADABLE as error:
            raise CeremonyFailed(str(error)) from error
        return Use(used.new_sign_count, used.credential_backed_up, user_handle)


def credential_id_of(credential: Json) -> bytes:
    """Which credential this says it is.

    Raises:
        CeremonyFailed: it cannot be read.
    """
    try:
        return base64url_to_bytes(credential["rawId"])
    except _UNREADABLE as error:
        raise CeremonyFailed(str(error)) from error


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _check_own_page(credential: Json) -> None:
    """No frame inside somebody else's page asked for it; the library does not look."""
    data = parse_client_data_json(base64url_to_bytes(credential["response"]["clientDataJSON"]))
    if data.cross_origin:
        raise CeremonyFailed("a page of another origin asked for it")


def _without_statement(credential: Json) -> dict[str, Any]:
    """The same without an attestation statement: none is asked for, so none is judged."""
    response = credential["response"]
    found = parse_cbor(base64url_to_bytes(response["attestationObject"]))
    bare = {"fmt": "none", "attStmt": {}, "authData": found["authData"]}
    attestation = bytes_to_base64url(encode_cbor(bare))
    return {**credential, "response": {**response, "attestationObject": attestation}}


def _check_key(public_key: bytes) -> None:
    """It is a key of its algorithm, rather than of another, off its curve, or of endless length."""
    key = decode_credential_public_key(public_key)
    decoded_public_key_to_cryptography(key)
    match key:
        case DecodedOKPPublicKey(alg=COSEAlgorithmIdentifier.EDDSA, crv=COSECRV.ED25519):
            return
        case DecodedEC2PublicKey(alg=COSEAlgorithmIdentifier.ECDSA_SHA_256, crv=COSECRV.P256):
            return
        case DecodedRSAPublicKey(alg=COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256, n=modulus):
            if _SHORTEST_RSA_BYTES <= len(modulus) <= _LONGEST_RSA_BYTES:
                return
        case _:
            pass
    raise CeremonyFailed("the key is none of the algorithms that were asked for")
