"""A task is made of what was said."""

from collections.abc import AsyncIterator

from api.assistant.agent import Part, Text
from api.assistant.built_in.using import Asking


async def add(asking: Asking) -> AsyncIterator[Part]:
    """There is a new task, or it is said why not."""
    said = asking.request.text or asking.turn.said
    async for part in asking.use("add_task", {"text": said}):
        yield part
    yield Text(asking.outcome.words)
