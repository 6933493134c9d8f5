"""Sign-in from elsewhere on the wire."""

from datetime import datetime
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from api.issuers.question import is_own_path
from api.schemas.common import AnswerModel, WireModel
from api.tokens import LONGEST_TOKEN

LARGEST_BYTES = 16 * 1024


def _own_path(text: str) -> str:
    if not is_own_path(text):
        raise PydanticCustomError("path_foreign", "A path on this server, like /settings.")
    return text


OwnPath = Annotated[
    str,
    Field(max_length=1000, description="Where to go on afterwards: a path on this server"),
    AfterValidator(_own_path),
]


class ProviderOut(AnswerModel):
    """A provider that people sign in with."""

    name: str
    label: str = Field(description="What the button says")
    start: str = Field(
        description="Where the button leads; `?next=/path` says where to go on afterwards"
    )


class ProvidersOut(AnswerModel):
    """Every provider."""

    items: list[ProviderOut]


class IdentityOut(AnswerModel):
    """Who the owner of the account is at another issuer."""

    id: UUID
    issuer: str
    label: str | None = Field(description="As the settings call the issuer; null if not any more")
    subject: str
    email: str | None
    created_at: datetime
    used_at: datetime


class IdentitiesOut(AnswerModel):
    """Every identity that opens the account."""

    items: list[IdentityOut]


class IdentityIn(WireModel):
    """An access token of the other issuer: that shows who one is there."""

    largest_bytes: ClassVar[int | None] = LARGEST_BYTES

    token: str = Field(min_length=1, max_length=LONGEST_TOKEN)


class LinkIn(WireModel):
    """The provider to link the account to."""

    largest_bytes: ClassVar[int | None] = LARGEST_BYTES

    provider: str = Field(max_length=40)
    next: OwnPath = "/"


class LinkOut(AnswerModel):
    """Where the browser has to go; it keeps a cookie that the way back needs."""

    url: str
