"""What a token that others made says, once its signature was found good."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from api.issuers.signatures import Json
from api.schemas.accounts import stored_address
from api.token_times import end_of_token
from shared.commands.identities import Foreigner
from shared.core.errors import Unauthenticated
from shared.core.issuers import Trusted

LONGEST_SUBJECT: Final = 255

_HASHES: Final = {"256": "sha256", "384": "sha384", "512": "sha512"}


@dataclass(frozen=True, slots=True)
class Expected:
    """What the claims have to say."""

    trusted: Trusted
    audiences: Collection[str]


def check(claims: Json, expected: Expected, now: datetime) -> datetime:
    """The token is of this issuer, for us, and good now; when it ends.

    Raises:
        Unauthenticated: it is not.
    """
    trusted = expected.trusted
    if claims.get("iss") != trusted.issuer:
        raise Unauthenticated("The access token is of another issuer.")
    if not _audiences(claims) & set(expected.audiences):
        raise Unauthenticated("The access token is for somebody else.")
    leeway = timedelta(seconds=trusted.leeway_seconds)
    return end_of_token(claims, now, leeway) + leeway


def person_of(claims: Json, trusted: Trusted) -> Foreigner:
    """Whom the claims name.

    Raises:
        Unauthenticated: nobody.
    """
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or "\0" in subject:
        raise Unauthenticated("The access token names nobody.")
    email = _text(claims.get(trusted.email_claim))
    return Foreigner(
        issuer=trusted.issuer,
        subject=subject,
        email=stored_address(email) if email else None,
        is_verified=any(claims.get(name) is True for name in trusted.verified_claims),
        name=_text(claims.get(trusted.name_claim)),
        zone=_text(claims.get("zoneinfo")),
    )


def check_identity_token(
    claims: Json, client_id: str, nonce: str, *, access_token: str | None, algorithm: str
) -> None:
    """What OpenID Connect Core §3.1.3.7 asks of an ID token beyond `check` is so.

    Raises:
        Unauthenticated: it is not.
    """
    said = claims.get("nonce")
    if not isinstance(said, str) or not hmac.compare_digest(said.encode(), nonce.encode()):
        raise Unauthenticated("The ID token is an answer to another question.")
    party = claims.get("azp", client_id if len(_audiences(claims)) == 1 else None)
    if party != client_id:
        raise Unauthenticated("The ID token was made for another client.")
    if "at_hash" not in claims:
        return
    if access_token is None or claims["at_hash"] != _half_hash(access_token, algorithm):
        raise Unauthenticated("The ID token belongs to another access token.")


def _half_hash(token: str, algorithm: str) -> str:
    """The left half of its hash (OpenID Connect Core §3.1.3.6); Ed25519 goes with SHA-512."""
    digest = hashlib.new(_HASHES.get(algorithm[-3:], "sha512"), token.encode()).digest()
    return urlsafe_b64encode(digest[: len(digest) // 2]).decode().rstrip("=")


def _audiences(claims: Json) -> set[str]:
    said = claims.get("aud")
    every = said if isinstance(said, list) else [said]
    return {each for each in every if isinstance(each, str)}


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None
