"""Conversations with the assistant: what was said is kept. Each function is one transaction.

Nothing that was said is ever logged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from typing_extensions import override

from shared.commands.changing import lock_owner
from shared.core.errors import Conflict, InvalidInput, NotFound
from shared.core.ids import new_uuid7
from shared.core.plain import one_line, shortened
from shared.core.principal import Principal
from shared.db.repositories import conversations as repository
from shared.db.repositories.conversations import (
    ConversationPlace,
    ConversationRow,
    MessageRow,
    MessageState,
)
from shared.db.session import Database, UnitOfWork

TITLE_MAX: Final = 80
HISTORY: Final = 40
"""As many messages before a new one are what its answer is made from."""
MOST_MESSAGES: Final = 1_000
"""In one conversation."""
MOST_CONVERSATIONS: Final = 500
"""Of one account: a new one takes the place of that which nobody used for longest."""
MESSAGES_AT_ONCE: Final = 200
BYTES_AT_ONCE: Final = 1 << 20
"""A page ends with the message that goes beyond, and a history begins with it."""


class MessageExists(Conflict):
    """A message of this id was said before: the request came twice. Nothing was changed."""

    code = "chat.message_exists"
    title = "This message is there already"

    def __init__(self, message_id: UUID, conversation_id: UUID) -> None:
        super().__init__("Read its conversation, or send another message under a new id.")
        self.message_id = message_id
        self.conversation_id = conversation_id

    @property
    @override
    def members(self) -> dict[str, object]:
        return {
            "message_id": str(self.message_id),
            "conversation_id": str(self.conversation_id),
        }


class ConversationFull(Conflict):
    """There is no room for another question and its answer."""

    code = "chat.conversation_full"
    title = "This conversation is full"

    def __init__(self, conversation_id: UUID) -> None:
        super().__init__(f"It has {MOST_MESSAGES:,} messages: begin a new one.")
        self.conversation_id = conversation_id

    @property
    @override
    def members(self) -> dict[str, object]:
        return {"conversation_id": str(self.conversation_id)}


@dataclass(frozen=True, slots=True)
class Opened:
    """A message that waits for its answer; `history` is what was said before, oldest first."""

    conversation_id: UUID
    message_id: UUID
    history: list[MessageRow]
    is_new: bool
    """Whether the conversation is."""


async def open_message(
    db: Database,
    principal: Principal,
    conversation_id: UUID | None,
    message_id: UUID | None,
    text: str,
) -> Opened:
    """The message is the conversation's last, or with None the first of a new one.

    An account has at most 500 conversations: a new one takes the place of that which nobody used
    for longest. Ids are one's own: what others have said under the same id is not in the way.

    Raises:
        ConversationFull: it has 1,000 messages.
        InvalidInput: there is no word in the text.
        MessageExists: a message of that id is there already.
        NotFound: no such conversation of this user.
        Unauthenticated: the account is gone.
    """
    title = _title_of(text)
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        if message_id is not None:
            known = await repository.find_message(uow.connection, user.id, message_id)
            if known is not None:
                raise MessageExists(known.id, known.conversation_id)
        history: list[MessageRow] = []
        if conversation_id is None:
            place = await _begin(uow, user.id, title)
        else:
            place = conversation_id
            history = await _history(uow, user.id, place)
        said = message_id or new_uuid7(uow.now)
        number = await repository.add_message(
            uow.connection,
            user.id,
            place,
            message_id=said,
            role="user",
            parts=[{"type": "text", "text": text}],
            state="complete",
            now=uow.now,
        )
        if number is None:
            raise NotFound("conversation", place)
        return Opened(place, said, history, is_new=conversation_id is None)


async def _begin(uow: UnitOfWork, user_id: UUID, title: str) -> UUID:
    """A new conversation, for which there is room."""
    await repository.forget_oldest(uow.connection, user_id, MOST_CONVERSATIONS - 1)
    row = ConversationRow(new_uuid7(uow.now), user_id, title, uow.now, uow.now)
    await repository.insert_conversation(uow.connection, row)
    return row.id


async def _history(uow: UnitOfWork, user_id: UUID, conversation_id: UUID) -> list[MessageRow]:
    """The last messages of a conversation that takes one more and its answer."""
    history = await repository.last_messages(
        uow.connection, user_id, conversation_id, HISTORY, BYTES_AT_ONCE
    )
    if history and history[-1].number > MOST_MESSAGES - 2:
        raise ConversationFull(conversation_id)
    return history


async def keep_answer(
    db: Database,
    principal: Principal,
    conversation_id: UUID,
    parts: Sequence[dict[str, Any]],
    state: MessageState,
) -> UUID | None:
    """The assistant's message is the conversation's last; its id.

    None, and nothing is kept, if conversation or account are gone meanwhile.
    """
    async with db.unit_of_work() as uow:
        if principal.user_id not in await uow.lock_users([principal.user_id]):
            return None
        answer_id = new_uuid7(uow.now)
        number = await repository.add_message(
            uow.connection,
            principal.user_id,
            conversation_id,
            message_id=answer_id,
            role="assistant",
            parts=parts,
            state=state,
            now=uow.now,
        )
        return None if number is None else answer_id


async def list_conversations(
    db: Database, principal: Principal, *, after: ConversationPlace | None, limit: int
) -> tuple[list[ConversationRow], ConversationPlace | None]:
    """A page of conversations, the one used last first, and where the next page begins.

    One that is used between two pages moves to the front; no other is missed.
    """
    async with db.read() as connection:
        rows = await repository.list_conversations(
            connection, principal.user_id, after=after, limit=limit + 1
        )
    if len(rows) <= limit:
        return rows, None
    last = rows[limit - 1]
    return rows[:limit], ConversationPlace(last.updated_at, last.id)


async def read_conversation(
    db: Database, principal: Principal, conversation_id: UUID, *, after: int = 0, limit: int
) -> tuple[ConversationRow, list[MessageRow], int | None]:
    """The conversation, its messages after that number, oldest first, and the last number if more.

    At most 200 messages at once, and fewer of long ones.

    Raises:
        NotFound: no such conversation of this user.
    """
    limit = min(limit, MESSAGES_AT_ONCE)
    async with db.read() as connection:
        user_id = principal.user_id
        row = await repository.find_conversation(connection, user_id, conversation_id)
        if row is None:
            raise NotFound("conversation", conversation_id)
        messages, has_more = await repository.list_messages(
            connection, user_id, row.id, after=after, limit=limit, most_bytes=BYTES_AT_ONCE
        )
    return row, messages, messages[-1].number if has_more else None


async def rename_conversation(
    db: Database, principal: Principal, conversation_id: UUID, title: str
) -> ConversationRow:
    """The conversation has this title; it counts as used no later than before.

    Raises:
        InvalidInput: the title is blank, or not one line of at most 80 characters.
        NotFound: no such conversation of this user.
        Unauthenticated: the account is gone.
    """
    title = title.strip()
    if not title or len(title) > TITLE_MAX or any(ord(each) < ord(" ") for each in title):
        message = f"1 to {TITLE_MAX} characters in one line."
        raise InvalidInput("/title", "title_invalid", message)
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        row = await repository.rename_conversation(uow.connection, user.id, conversation_id, title)
        if row is None:
            raise NotFound("conversation", conversation_id)
        return row


async def delete_conversation(db: Database, principal: Principal, conversation_id: UUID) -> None:
    """It is gone with all messages and proposals; what was changed in it stays changed.

    Raises:
        NotFound: no such conversation of this user.
        Unauthenticated: the account is gone.
    """
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        if not await repository.delete_conversation(uow.connection, user.id, conversation_id):
            raise NotFound("conversation", conversation_id)


def _title_of(text: str) -> str:
    r"""The first words of the message.

    >>> _title_of("  Buy milk\nand bread ")
    'Buy milk and bread'
    >>> _title_of("word " * 40)[-10:]
    'word word…'
    """
    line = one_line(text)
    if not line:
        raise InvalidInput("/message", "message_blank", "Say something.")
    if len(line) <= TITLE_MAX:
        return line
    words = line[:TITLE_MAX].rpartition(" ")[0]
    return f"{words}…" if words else shortened(line, TITLE_MAX)
