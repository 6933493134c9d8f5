"""Channels on the wire. Secrets go in and never come out again, but for a webhook's new one."""

from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas.common import LARGEST_VERSION, AnswerModel, OneLine, WireModel
from shared.domain.channels import Kind, needs

_LARGEST_BYTES = 16 * 1024
_FIELDS = ("url", "server", "topic", "token", "chat_id")

Name = Annotated[str, Field(min_length=1, max_length=80, pattern=r"\S"), OneLine]
Text = Annotated[str, Field(max_length=2000), OneLine]


def _tell_needs(schema: dict[str, Any]) -> None:
    """What each kind needs stands in OpenAPI as well."""
    text = {"type": "string", "minLength": 1}
    schema["allOf"] = [
        {
            "if": {"properties": {"kind": {"const": kind}}},
            "then": {"required": names, "properties": dict.fromkeys(names, text)},
        }
        for kind, names in needs().items()
    ]


class _Given(WireModel):
    """What kinds of channels need."""

    largest_bytes: ClassVar[int | None] = _LARGEST_BYTES

    url: Text | None = Field(
        default=None, description="webhook: where it is sent; apprise: the URL"
    )
    server: Text | None = Field(
        default=None, description="ntfy (https://ntfy.sh if not given), gotify: the server"
    )
    topic: Text | None = Field(default=None, description="ntfy: the topic")
    token: Text | None = Field(
        default=None, description="ntfy (if the topic needs one), gotify, telegram: the token"
    )
    chat_id: Text | None = Field(default=None, description="telegram: the chat, or @name")

    @property
    def given(self) -> dict[str, str | None]:
        """The fields that were sent."""
        return {name: getattr(self, name) for name in _FIELDS if name in self.model_fields_set}


class ChannelCreate(_Given):
    """A new channel; which of the fields it needs, its kind says."""

    model_config = ConfigDict(json_schema_extra=_tell_needs)

    kind: Kind
    name: Name


class ChannelChange(_Given):
    """Fields to change; what is not sent stays."""

    name: Name | None = None
    enabled: bool | None = None
    version: int | None = Field(
        default=None, ge=1, le=LARGEST_VERSION, description="Refuse if it is another by now"
    )


class ChannelOut(AnswerModel):
    """A channel as its owner sees it."""

    id: UUID
    kind: Kind
    name: str
    target: str = Field(description="Where it leads, without what is secret")
    enabled: bool
    disabled_reason: Literal["gone", "failed_repeatedly"] | None = Field(
        description="Why it was switched off by itself: the other side said 410, or refused 20 "
        "messages in a row"
    )
    last_sent_at: datetime | None
    last_failed_at: datetime | None
    last_error: str | None
    version: int
    created_at: datetime
    updated_at: datetime


class NewChannelOut(AnswerModel):
    """A channel right after it was made, or got a new secret."""

    shows_secret: ClassVar[bool] = True

    channel: ChannelOut
    secret: str | None = Field(description="Signs a webhook; it is shown this once")


class ChannelsOut(AnswerModel):
    """All channels, the oldest first."""

    items: list[ChannelOut]


class ChannelDeletedOut(AnswerModel):
    """What the end of a channel meant."""

    reminders_moved: int = Field(description="Waiting reminders that go through others now")


class ChannelTestOut(AnswerModel):
    """A test message and what came of it."""

    id: UUID
    channel: str
    state: Literal["waiting", "sending", "sent", "failed"]
    answer: str | None = Field(description="What the other side said, or why nothing was sent")
    seconds: float | None = Field(description="From the question to the answer")
