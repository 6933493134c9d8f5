"""Accounts on the wire."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from api.passwords import LONGEST, SHORTEST
from api.schemas.common import AnswerModel, OneLine, WireModel

LONGEST_EMAIL = 254
LARGEST_BYTES = 16 * 1024
"""For strangers: the longest password fits, written with an escape for every character."""


def _normalised(email: str) -> str:
    """The address in ASCII and lower case, as it is stored and compared; no DNS is asked."""
    try:
        found = validate_email(email, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise PydanticCustomError("email_invalid", "This is no e-mail address.") from None
    return (found.ascii_email or found.normalized).lower()


Email = Annotated[str, Field(max_length=LONGEST_EMAIL), AfterValidator(_normalised)]


class SignUp(WireModel):
    """A new account."""

    largest_bytes: ClassVar[int | None] = LARGEST_BYTES

    email: Email
    password: str = Field(
        min_length=SHORTEST,
        max_length=LONGEST,
        description=f"{SHORTEST} to {LONGEST} characters, no other rules",
    )
    name: Annotated[str, Field(max_length=200), OneLine] | None = None
    zone: str = Field(
        default="UTC", max_length=64, description="IANA zone that floating times follow"
    )


class SignIn(WireModel):
    """The way into an account."""

    largest_bytes: ClassVar[int | None] = LARGEST_BYTES

    email: str = Field(max_length=LONGEST_EMAIL)
    password: str = Field(max_length=LONGEST)

    @property
    def stored_email(self) -> str | None:
        """The address as it would be stored; None if no account can have it."""
        try:
            return _normalised(self.email)
        except PydanticCustomError:
            return None


class UserOut(AnswerModel):
    """An account as its owner sees it."""

    id: UUID
    email: str
    name: str
    zone: str


class SessionOut(AnswerModel):
    """An access token, to be sent as `Authorization: Bearer <access_token>`."""

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int = Field(description="Seconds")
    user: UserOut
