"""One request to a model and what it says to it, heard to the end."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from math import ceil
from typing import Final, Protocol

import orjson

from api.assistant.agent import Text, Usage
from api.assistant.model.calls import MOST_ARGUMENT_CHARACTERS, Calls
from api.assistant.model.chunks import Chunk
from api.assistant.model.failures import ModelFailed
from api.assistant.model.plain_text import PlainText
from api.schemas.common import Document

MOST_CALLS: Final = 25
"""Of one answer, with all its requests."""
MOST_TEXT_CHARACTERS: Final = 20_000
"""Of one answer, as it is shown."""
MOST_HIDDEN_CHARACTERS: Final = 200_000
"""Of what a model thinks and is not shown."""
CHARACTERS_A_TOKEN: Final = 4
"""Where a server counts nothing; about right for English and for JSON."""
_TOLD_AT_ONCE: Final = 500
_USAGE_SECONDS: Final = 2.0
"""An answer that is complete waits no longer for the server to count its tokens."""
_CUT_OFF: Final = frozenset({"length", "content_filter"})


class Endpoint(Protocol):
    """Where the model is."""

    def ask(
        self, messages: Sequence[Document], tools: Sequence[Document]
    ) -> AsyncGenerator[Chunk, None]:
        """The answer, chunk by chunk.

        Raises:
            ModelFailed: it does not come, or breaks off.
        """
        ...

    async def close(self) -> None:
        """Nothing is held open."""
        ...


class Round:
    """The answer to one request: text goes out as it comes, calls are there at the end."""

    def __init__(self, messages: Sequence[Document], tools: Sequence[Document]) -> None:
        self.calls = Calls()
        self.text = ""
        self._messages = messages
        self._tools = tools
        self._plain = PlainText()
        self._asked = len(orjson.dumps([messages, tools], default=str))
        self._heard = 0
        self._counted: int | None = None
        self._finish: str | None = None
        self._has_begun = False
        self._told = 0

    @property
    def tokens(self) -> int:
        """What it has cost so far: as the server counted, or else by its characters."""
        if self._counted is not None:
            return self._counted
        return self.estimate if self._has_begun else 0

    @property
    def is_counted(self) -> bool:
        """Whether the server has said how many tokens it took."""
        return self._counted is not None

    @property
    def estimate(self) -> int:
        """Tokens of the request and of what was heard, by their characters."""
        return ceil((self._asked + self._heard) / CHARACTERS_A_TOKEN)

    async def listen(
        self, endpoint: Endpoint, deadline: float, room: int, budget: int | None
    ) -> AsyncGenerator[Text | Usage, None]:
        """Its text; at most `room` characters, and `budget` tokens by the characters.

        Half of the estimated tokens is told as they come, for readers who leave before the count.

        Raises:
            ModelFailed: it did not come to its end; `tokens` is right all the same.
        """
        chunks = endpoint.ask(self._messages, self._tools)
        async with aclosing(_until(chunks, deadline, self)) as heard:
            async for chunk in heard:
                self._take(chunk, budget)
                if not self._told or self.estimate // 2 - self._told > _TOLD_AT_ONCE:
                    for usage in self.tell(self.estimate // 2):
                        yield usage
                for text in self._show(self._plain.feed(chunk.text), room):
                    yield text
        for text in self._show(self._plain.end(), room):
            yield text
        if self._finish is None:
            raise ModelFailed("broken", "no_end" if self._heard else "empty")
        if self._finish in _CUT_OFF:
            raise ModelFailed("broken", f"finish_{self._finish}")

    def tell(self, tokens: int) -> Sequence[Usage]:
        """What of so many tokens was not told before."""
        more = tokens - self._told
        if more <= 0:
            return ()
        self._told = tokens
        return (Usage(more),)

    @property
    def is_complete(self) -> bool:
        """Whether the model has said that it is ready; at most its count of tokens follows."""
        return self._finish is not None

    def _take(self, chunk: Chunk, budget: int | None) -> None:
        self._has_begun = True
        self._counted = chunk.tokens or self._counted
        self._finish = chunk.finish or self._finish
        before = self.calls.size
        for piece in chunk.calls:
            self.calls.add(piece)
            if len(self.calls.all) > MOST_CALLS:
                raise ModelFailed("broken", "too_many_calls")
        self._heard += len(chunk.text) + chunk.thoughts + self.calls.size - before
        if self.calls.size > MOST_ARGUMENT_CHARACTERS or self._heard > MOST_HIDDEN_CHARACTERS:
            raise ModelFailed("broken", "too_long")
        if budget is not None and self.estimate > budget and not self.is_complete:
            raise ModelFailed("used_up", "in_answer")

    def _show(self, piece: str, room: int) -> Sequence[Text]:
        if not self.text:
            piece = piece.lstrip()
        if not piece:
            return ()
        left = room - len(self.text)
        self.text += piece[:left]
        if len(piece) > left:
            raise ModelFailed("broken", "too_much_text")
        return (Text(piece),)


async def _until(
    chunks: AsyncGenerator[Chunk, None], deadline: float, round_: Round
) -> AsyncGenerator[Chunk, None]:
    """The chunks until the deadline; what goes wrong after a complete answer does not matter."""
    loop = asyncio.get_running_loop()
    async with aclosing(chunks):
        while True:
            try:
                async with asyncio.timeout_at(deadline):
                    chunk = await anext(chunks, None)
            except TimeoutError as error:
                if round_.is_complete:
                    return
                raise ModelFailed("slow", "deadline") from error
            except ModelFailed:
                if round_.is_complete:
                    return
                raise
            if chunk is None:
                return
            was_complete = round_.is_complete
            yield chunk
            if round_.is_complete and not was_complete:
                deadline = min(deadline, loop.time() + _USAGE_SECONDS)
