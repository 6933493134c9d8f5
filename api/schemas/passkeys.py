"""Passkeys on the wire. What browsers say is as `PublicKeyCredential.toJSON()` writes it."""

from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas.accounts import SessionKeeping
from api.schemas.common import AnswerModel, OneLine, WireModel
from shared.commands.passkeys import NAME_MAX

LARGEST_BYTES = 64 * 1024

CredentialId = Annotated[
    str, Field(min_length=1, max_length=1400, pattern=r"^[A-Za-z0-9_-]+$", description="base64url")
]
Encoded = Annotated[
    str, Field(max_length=48 * 1024, pattern=r"^[A-Za-z0-9_-]*$", description="base64url")
]
Name = Annotated[str, Field(min_length=1, max_length=NAME_MAX), OneLine]
Transport = Annotated[str, Field(max_length=20, pattern=r"^[a-z0-9-]+$")]


class _FromBrowser(WireModel):
    """Newer browsers say more than is needed here; that is left out."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="ignore", frozen=True)


class CreatedIn(_FromBrowser):
    """What the authenticator says about the passkey that it made."""

    clientDataJSON: Encoded  # noqa: N815 - the standard's name
    attestationObject: Encoded  # noqa: N815 - the standard's name
    transports: list[Transport] = Field(default=[], max_length=10)


class NewCredentialIn(_FromBrowser):
    """The answer of `navigator.credentials.create()`."""

    id: CredentialId
    rawId: CredentialId  # noqa: N815 - the standard's name
    type: Literal["public-key"]
    response: CreatedIn


class NewPasskeyIn(WireModel):
    """A passkey that the browser has made."""

    largest_bytes: ClassVar[int | None] = LARGEST_BYTES

    challenge_id: UUID
    name: Name
    response: NewCredentialIn


class PasskeyChange(WireModel):
    """Another name."""

    name: Name


class UsedIn(_FromBrowser):
    """What the authenticator says about the use of a passkey."""

    clientDataJSON: Encoded  # noqa: N815 - the standard's name
    authenticatorData: Encoded  # noqa: N815 - the standard's name
    signature: Encoded
    userHandle: Encoded | None = None  # noqa: N815 - the standard's name


class CredentialIn(_FromBrowser):
    """The answer of `navigator.credentials.get()`."""

    id: CredentialId
    rawId: CredentialId  # noqa: N815 - the standard's name
    type: Literal["public-key"]
    response: UsedIn


class PasskeySignIn(WireModel):
    """A passkey that somebody signs in with."""

    largest_bytes: ClassVar[int | None] = LARGEST_BYTES

    challenge_id: UUID
    response: CredentialIn
    session: SessionKeeping = "bearer"


class PasskeyConfirmation(WireModel):
    """A passkey with which somebody who is signed in shows who they are."""

    largest_bytes: ClassVar[int | None] = LARGEST_BYTES

    challenge_id: UUID
    response: CredentialIn


class PasskeyOptionsOut(AnswerModel):
    """What the browser is given; send its answer with `challenge_id`, once."""

    challenge_id: UUID
    options: dict[str, Any] = Field(
        description="For `PublicKeyCredential.parseCreationOptionsFromJSON()`, or "
        "`parseRequestOptionsFromJSON()` at sign-in"
    )


class PasskeyOut(AnswerModel):
    """A passkey."""

    id: UUID
    name: str
    is_backed_up: bool = Field(description="Whether its owner's other devices have it, too")
    transports: list[str]
    created_at: datetime
    used_at: datetime | None


class PasskeysOut(AnswerModel):
    """The passkeys of an account, the oldest first."""

    items: list[PasskeyOut]
