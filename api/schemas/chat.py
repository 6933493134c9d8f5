"""Conversations with the assistant and its proposals, on the wire."""

from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas.common import AnswerModel, OneLine, WireModel
from shared.commands.conversations import MESSAGES_AT_ONCE, MOST_MESSAGES, TITLE_MAX
from shared.events.base import Instant


class ConversationQuery(WireModel):
    """Which conversations to list."""

    cursor: str | None = Field(default=None, max_length=200, description="next_cursor of a page")
    limit: int = Field(default=50, ge=1, le=200)


class MessageQuery(WireModel):
    """Which messages of a conversation to read."""

    cursor: int = Field(
        default=0, ge=0, le=2 * MOST_MESSAGES, description="next_cursor of a page; 0 begins"
    )
    limit: int = Field(default=50, ge=1, le=MESSAGES_AT_ONCE)


class ConversationChange(WireModel):
    """What to change of a conversation."""

    title: Annotated[str, Field(min_length=1, max_length=TITLE_MAX), OneLine]


class ConversationOut(AnswerModel):
    """A conversation."""

    id: UUID
    title: str = Field(description="The first words that were said, or what its owner chose")
    created_at: Instant
    updated_at: Instant = Field(description="When its last message came")


class ConversationPageOut(AnswerModel):
    """A page of conversations, the one that was used last first."""

    items: list[ConversationOut]
    next_cursor: str | None


class _PartOut(AnswerModel):
    """Parts may get more members in later versions; clients pass over what they do not know."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="allow", frozen=True)


class TextPartOut(_PartOut):
    """Plain text, never markup."""

    type: Literal["text"]
    text: str


class ToolPartOut(_PartOut):
    """A tool that was used, and what became of that."""

    type: Literal["tool"]
    id: str = Field(description="Of the call, in this message")
    name: str
    arguments: Any = Field(description="As the agent gave them")
    outcome: dict[str, Any] | None = Field(
        description="`ok`, `words`, and what it found or changed; null: the answer broke off before"
    )


class NoticePartOut(_PartOut):
    """Something about the answer itself that its reader should know."""

    type: Literal["notice"]
    code: str
    text: str


class QuestionPartOut(_PartOut):
    """Which task is meant; the answer is a message with the number of an option, from 1."""

    type: Literal["question"]
    text: str
    options: list[dict[str, Any]] = Field(description="`id`, `title` and `due` of each")


MessagePartOut = Annotated[
    TextPartOut | ToolPartOut | NoticePartOut | QuestionPartOut, Field(discriminator="type")
]


class MessageOut(AnswerModel):
    """What one side said."""

    id: UUID
    number: int = Field(ge=1, description="Its place in the conversation")
    role: Literal["user", "assistant"]
    parts: list[MessagePartOut]
    state: Literal["complete", "interrupted"] = Field(
        description="interrupted: the answer broke off; what had come of it is here"
    )
    created_at: Instant


class ConversationWithMessagesOut(ConversationOut):
    """A conversation with a page of its messages, oldest first."""

    messages: list[MessageOut]
    next_cursor: int | None = Field(description="For the messages after these")


class ProposedChangeOut(AnswerModel):
    """One line of what would change, in words."""

    task_id: UUID | None = Field(description="null: the task is to be made")
    title: str
    field: str
    before: str
    after: str


class ProposalOut(AnswerModel):
    """What the assistant would do once its owner says yes."""

    id: UUID
    conversation_id: UUID | None = Field(description="null: a program asked, outside of any")
    state: Literal["pending", "applied", "dismissed", "failed", "expired"] = Field(
        description="pending waits for a yes; applied is carried out, or being so"
    )
    words: str
    changes: list[ProposedChangeOut]
    created_at: Instant
    expires_at: Instant
    undo_ids: list[UUID] = Field(description="What takes the changes back, once they are made")
