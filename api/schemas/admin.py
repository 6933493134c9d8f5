"""What administrators send and get."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from api.schemas.accounts import LARGEST_BYTES, Email
from api.schemas.common import AnswerModel, Instant, OneLine, WireModel
from shared.commands.operations import REASON_CHARS, Role
from shared.db.repositories.audit import PREFIX_CHARS

MOST_A_PAGE = 200

_Prefix = Annotated[str, Field(min_length=1, max_length=PREFIX_CHARS), OneLine]
Reason = Annotated[str, Field(min_length=1, max_length=REASON_CHARS)]


class AccountsQuery(WireModel):
    """Which accounts."""

    query: Annotated[str, Field(min_length=1, max_length=100), OneLine] | None = Field(
        default=None, description="Part of the address or of the name"
    )
    role: Role | None = None
    state: Literal["active", "disabled", "unverified"] | None = None
    cursor: UUID | None = Field(default=None, description="From the page before")
    limit: int = Field(default=50, ge=1, le=MOST_A_PAGE)


class GovernedAccountOut(AnswerModel):
    """An account, without anything of its contents."""

    id: UUID
    email: str
    name: str
    role: Role
    created_at: datetime
    email_verified_at: datetime | None
    disabled_at: datetime | None
    last_seen_at: datetime | None = Field(
        description="When a device was refreshed or an API token used last; null if never of late"
    )
    has_password: bool
    second_factor: bool
    passkeys: int
    devices: int = Field(description="How many are signed in")
    tokens: int = Field(description="How many API tokens there are")


class GovernedAccountsOut(AnswerModel):
    """A page of accounts, the newest first."""

    items: list[GovernedAccountOut]
    next_cursor: UUID | None = Field(description="Ask for the next page with it; null at the end")


class RoleChange(WireModel):
    """What the account may do from now on."""

    largest_bytes: ClassVar[int | None] = LARGEST_BYTES

    role: Role


class ActReason(WireModel):
    """Why; it stands in the audit log, which the owner of the account can read."""

    largest_bytes: ClassVar[int | None] = LARGEST_BYTES

    reason: Reason


class AuditQuery(WireModel):
    """Which acts; those of everybody, on their own accounts too."""

    user: UUID | None = Field(default=None, description="Who did it, or whose account it was")
    actor: _Prefix | None = Field(default=None, description="How the actor begins, such as admin")
    action: _Prefix | None = Field(
        default=None, description="How the action begins, such as session."
    )
    since: Instant | None = Field(default=None, description="Not before")
    until: Instant | None = Field(default=None, description="Before")
    cursor: int | None = Field(default=None, ge=1, le=2**62, description="From the page before")
    limit: int = Field(default=50, ge=1, le=MOST_A_PAGE)


class SettingOut(AnswerModel):
    """A setting of the API process, as it is in effect."""

    name: str = Field(description="The environment variable")
    value: str | int | float | bool | None = Field(description="Null for a secret, or if not set")
    is_secret: bool
    is_set: bool = Field(description="Whether it has a value, shown or not")
    is_default: bool
    description: str


class SettingsOut(AnswerModel):
    """The settings of the API process; secrets are not shown."""

    items: list[SettingOut]


class NewInvitation(WireModel):
    """Who is invited: the owner of an address, by mail, or whoever gets the link."""

    largest_bytes: ClassVar[int | None] = LARGEST_BYTES

    email: Email | None = Field(
        default=None, description="The only address that it is good for; null for any"
    )
    send_mail: bool = Field(
        default=True,
        description="With an address: the link goes there and is not shown, so that nobody else "
        "can have it and the address needs no confirmation",
    )
    days: int = Field(default=7, ge=1, le=90, description="How long it is good")


class InvitationOut(AnswerModel):
    """An invitation, good for one account."""

    id: UUID
    email: str | None
    is_mailed: bool
    invited_by: str
    created_at: datetime
    expires_at: datetime
    state: Literal["waiting", "used", "revoked", "expired"]
    used_at: datetime | None
    used_by: UUID | None


class InvitationMadeOut(InvitationOut):
    """A new invitation, and its link, shown this once."""

    shows_secret: ClassVar[bool] = True

    url: str | None = Field(description="The link to hand over; null if it goes by mail alone")


class InvitationsOut(AnswerModel):
    """A page of invitations, the newest first."""

    items: list[InvitationOut]
    next_cursor: UUID | None = Field(description="Ask for the next page with it; null at the end")


class InvitationsQuery(WireModel):
    """Which invitations."""

    cursor: UUID | None = Field(default=None, description="From the page before")
    limit: int = Field(default=50, ge=1, le=MOST_A_PAGE)
