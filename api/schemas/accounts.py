"""Accounts on the wire."""

import re
from datetime import datetime, time
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from api.passwords import LONGEST, SHORTEST
from api.schemas.common import AnswerModel, LocalTimeOut, OneLine, WireModel
from api.schemas.reminders import LONGEST_DURATION
from shared.commands.operations import Role
from shared.commands.second_factors import Proof
from shared.core.errors import InvalidInput
from shared.domain.preferences import NAME_MAX, TimeFormat, Weekday
from shared.domain.reminders import MOST_CHANNELS
from shared.domain.tasks import REMINDERS_MAX
from shared.domain.zones import load_zone

LONGEST_EMAIL = 254
LARGEST_BYTES = 16 * 1024
"""For strangers: the longest password fits, written with an escape for every character."""


_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)


def _time_of_day(value: Any) -> time:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise PydanticCustomError("time_malformed", "Write it like 07:30.")
    return time.fromisoformat(value)


TimeOfDay = Annotated[
    time,
    BeforeValidator(_time_of_day),
    PlainSerializer(lambda at: at.isoformat("minutes"), return_type=str),
    WithJsonSchema({"type": "string", "pattern": _TIME.pattern, "examples": ["07:30"]}),
]
"""A wall time to the minute, in the zone of the account."""


def _normalised(email: str) -> str:
    """The address in ASCII and lower case, as it is stored and compared; no DNS is asked."""
    try:
        found = validate_email(email, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise PydanticCustomError("email_invalid", "This is no e-mail address.") from None
    return (found.ascii_email or found.normalized).lower()


def stored_address(email: str) -> str | None:
    """The address as it is stored and compared; None if it is none."""
    try:
        return _normalised(email)
    except PydanticCustomError:
        return None


def _known_zone(zone: str) -> str:
    """Checked with the other fields, so that all that is wrong is said at once."""
    try:
        load_zone(zone)
    except InvalidInput as error:
        context = {"message": str(error)}
        raise PydanticCustomError("zone_unknown", "{message}", context) from None
    return zone


Email = Annotated[str, Field(max_length=LONGEST_EMAIL), AfterValidator(_normalised)]


Password = Annotated[
    str,
    Field(
        min_length=SHORTEST,
        max_length=LONGEST,
        description=f"{SHORTEST} to {LONGEST} characters, and not one of the most common ones",
    ),
]
SessionKeeping = Annotated[
    Literal["bearer", "cookie"],
    Field(
        description="Where the refresh token goes: into the answer, or, for the pages of a "
        "browser, into a cookie that scripts cannot read"
    ),
]


class SignUp(WireModel):
    """A new account."""

    largest_bytes: ClassVar[int | None] = LARGEST_BYTES

    email: Email
    password: Password
    name: Annotated[str, Field(max_length=200), OneLine] | None = None
    zone: Annotated[str, AfterValidator(_known_zone)] = Field(
        default="UTC", max_length=64, description="IANA zone that floating times follow"
    )
    invitation: str | None = Field(
        default=None, max_length=200, description="The last part of the link of an invitation"
    )
    session: SessionKeeping = "bearer"


class AccountErasure(WireModel):
    """The password, said again, and a code where there is a second factor.

    Without a password, its owner has to have shown who they are on this device of late.
    """

    largest_bytes: ClassVar[int | None] = LARGEST_BYTES

    password: str | None = Field(default=None, max_length=LONGEST)
    code: str | None = Field(default=None, max_length=20)
    recovery_code: str | None = Field(default=None, max_length=64)

    @property
    def proof(self) -> Proof:
        """What is shown beside the password."""
        return Proof(self.code, self.recovery_code)


class Confirmation(WireModel):
    """The password, said again; with a second factor, a code of the app or a recovery code, too."""

    largest_bytes: ClassVar[int | None] = LARGEST_BYTES

    password: str = Field(max_length=LONGEST)
    code: str | None = Field(default=None, max_length=20)
    recovery_code: str | None = Field(default=None, max_length=64)

    @property
    def proof(self) -> Proof:
        """What is shown beside the password."""
        return Proof(self.code, self.recovery_code)


class RefreshRequest(WireModel):
    """The refresh token of a program; a browser leaves it out, its cookie has it."""

    largest_bytes: ClassVar[int | None] = LARGEST_BYTES

    refresh_token: str | None = Field(default=None, max_length=400)


class Forgotten(WireModel):
    """Whose password is to be set anew."""

    largest_bytes: ClassVar[int | None] = LARGEST_BYTES

    email: str = Field(max_length=LONGEST_EMAIL)

    @property
    def stored_email(self) -> str | None:
        """The address as it would be stored; None if no account can have it."""
        return stored_address(self.email)


LinkToken = Annotated[
    str, Field(max_length=200, description="The last part of the link in the mail")
]


class Verification(WireModel):
    """The link of the mail, and the password that was chosen at sign-up."""

    largest_bytes: ClassVar[int | None] = LARGEST_BYTES

    token: LinkToken
    password: str = Field(max_length=LONGEST)
    session: SessionKeeping = "bearer"


class PasswordReset(WireModel):
    """The link of the mail, and the new password."""

    largest_bytes: ClassVar[int | None] = LARGEST_BYTES

    token: LinkToken
    password: Password


class PasswordChange(WireModel):
    """The password that was, and the one to be."""

    largest_bytes: ClassVar[int | None] = LARGEST_BYTES

    current_password: str = Field(max_length=LONGEST)
    new_password: Password


class NewAddress(WireModel):
    """The address that the account is to have."""

    largest_bytes: ClassVar[int | None] = LARGEST_BYTES

    email: Email


class AddressLink(WireModel):
    """The link of the mail to the new address."""

    largest_bytes: ClassVar[int | None] = LARGEST_BYTES

    token: LinkToken


class SignIn(WireModel):
    """The way into an account."""

    largest_bytes: ClassVar[int | None] = LARGEST_BYTES

    email: str = Field(max_length=LONGEST_EMAIL)
    password: str = Field(max_length=LONGEST)
    session: SessionKeeping = "bearer"

    @property
    def stored_email(self) -> str | None:
        """The address as it would be stored; None if no account can have it."""
        return stored_address(self.email)


class QuietHoursModel(WireModel):
    """Nothing is sent from then until then, perhaps of the next day."""

    start: TimeOfDay = Field(alias="from")
    until: TimeOfDay


class ReviewModel(WireModel):
    """The weekly review comes on this day at this time."""

    weekday: Weekday
    at: TimeOfDay


Offsets = Annotated[
    list[Annotated[str, Field(max_length=LONGEST_DURATION)]], Field(max_length=REMINDERS_MAX)
]
ChannelNames = Annotated[
    list[Annotated[str, Field(max_length=LONGEST_DURATION)]],
    Field(min_length=1, max_length=MOST_CHANNELS),
]


class PreferencesChange(WireModel):
    """Preferences to change (RFC 7396): what is missing stays; null switches off."""

    name: Annotated[str, Field(min_length=1, max_length=NAME_MAX), OneLine] = ""
    zone: str = Field(default="", max_length=64, description="IANA zone; what floats moves with it")
    week_start: Weekday = "MO"
    time_format: TimeFormat = "24h"
    all_day_reminder_time: TimeOfDay = Field(
        default=time(9), description="When a task with a date alone reminds"
    )
    default_reminders: Offsets = Field(
        default=[], description="Offsets for a task with a due time when nothing is said"
    )
    all_day_default_reminders: Offsets = Field(
        default=[], description="The same for a task with a date alone"
    )
    default_channels: ChannelNames = Field(default=[], description="email, or ids of channels")
    quiet_hours: QuietHoursModel | None = None
    digest_at: TimeOfDay | None = Field(default=None, description="Time of the morning digest")
    review: ReviewModel | None = Field(default=None, description="Time of the weekly review")


class UserOut(AnswerModel):
    """An account as its owner sees it. Times are wall times in `zone`."""

    id: UUID
    email: str
    name: str
    role: Role = Field(description="What it may do beside its own tasks; operators see the system")
    zone: str
    week_start: Weekday
    time_format: TimeFormat
    all_day_reminder_time: TimeOfDay
    default_reminders: list[str]
    all_day_default_reminders: list[str]
    default_channels: list[str]
    quiet_hours: QuietHoursModel | None
    digest_at: TimeOfDay | None
    review: ReviewModel | None


class SignInMethodsOut(AnswerModel):
    """The ways into an account."""

    has_password: bool
    second_factor: bool = Field(description="Whether the password alone is not enough")
    recovery_codes: int = Field(description="How many are left")
    passkeys: int
    identities: int = Field(description="Who its owner is at other issuers: how many")


class MeOut(UserOut):
    """The account that is signed in, and how it can be signed in to."""

    sign_in_methods: SignInMethodsOut


class MovedTaskOut(AnswerModel):
    """One task that stands at the same wall time and at another instant."""

    task_id: UUID
    title: str
    datetime_local: LocalTimeOut | None
    before: datetime | None
    after: datetime | None


class MovedOut(AnswerModel):
    """What a change of zone has moved."""

    tasks_moved: int
    reminders_moved: int
    fixed_tasks: int = Field(description="Open tasks with a zone of their own, which stay")
    examples: list[MovedTaskOut] = Field(description="10 at most")


class PreferencesOut(MeOut):
    """The account after a change; `moved` is null unless the zone is another one."""

    moved: MovedOut | None


class MailSentOut(AnswerModel):
    """The address has to be confirmed first."""

    state: Literal["mail_sent"]


class SessionOut(AnswerModel):
    """A device that is signed in. Send the token as `Authorization: Bearer <access_token>`."""

    shows_secret: ClassVar[bool] = True

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int = Field(description="Seconds until the access token has to be refreshed")
    refresh_token: str | None = Field(description="Good once; null if a cookie has it")
    session_id: UUID
    user: UserOut


class DeviceOut(AnswerModel):
    """A device that is signed in."""

    id: UUID
    method: Literal["password", "passkey", "oidc"]
    user_agent: str
    address: str = Field(description="From where it was used last")
    created_at: datetime
    used_at: datetime = Field(description="When it was refreshed last")
    expires_at: datetime = Field(description="When it is signed out if it is not used")
    is_current: bool


class SessionsOut(AnswerModel):
    """The devices of an account."""

    items: list[DeviceOut]
