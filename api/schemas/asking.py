"""What is said to the assistant, on the wire."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.schemas.common import AnswerModel, WireModel
from shared.domain.words.understand import MOST_CHARACTERS


class ChatIn(WireModel):
    """A message to the assistant."""

    message: Annotated[str, Field(min_length=1, max_length=MOST_CHARACTERS)] = Field(
        examples=["What is due today?"]
    )
    conversation_id: UUID | None = Field(default=None, description="A new one if it is left out")
    message_id: UUID | None = Field(
        default=None,
        description="An id that the client makes, so that a message sent twice is taken once",
    )
    zone: str | None = Field(
        default=None, max_length=64, description="IANA zone; the account's if it is left out"
    )


class AssistantOut(AnswerModel):
    """Who answers."""

    agent: Literal["model", "built_in"] = Field(
        description="built_in understands everyday requests without a model"
    )
    model: str | None = Field(description="Its name; None without one")
    tokens_left: int | None = Field(description="Of today (UTC), for this account")


class AppliedOut(AnswerModel):
    """What became of a proposal that somebody said yes to."""

    ok: bool
    words: str
    undo_ids: list[UUID] = Field(description="For POST /api/undo/{id}, each takes its part back")
