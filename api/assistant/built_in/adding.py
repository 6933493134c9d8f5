"""A task is made of what was said; a project that is missing is offered."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Final

from api.assistant.agent import Part, Text
from api.assistant.built_in.requests import context_of
from api.assistant.built_in.using import Asking
from api.assistant.task_words import quoted
from shared.domain.words.understand import understand

_NEW_PROJECT: Final = re.compile(
    r"(?:please\s+|can you\s+|could you\s+)?(?:create|make|start|new|add)\s+"
    r"(?:(?:a|the)\s+)?(?:new\s+)?project\s+(?:called|named|:)\s*(?P<called>\S.*)"
    r"|(?:please\s+)?(?:create|make|new)\s+(?:(?:a|the)\s+)?(?:new\s+)?project:?\s+"
    r"(?P<marked>#\S+|[\"“][^\"”]+[\"”])"
    r"|(?:please\s+)?(?:create|make|new)\s+project\s+(?P<bare>[^:\s].*)",
    re.IGNORECASE | re.DOTALL,
)


async def add(asking: Asking) -> AsyncIterator[Part]:
    """There is a new task, or it is said why not."""
    said = asking.request.text or asking.turn.said
    async for part in asking.use("add_task", {"text": said}):
        yield part
    yield Text(asking.outcome.words)
    added = asking.outcome.tasks
    name = await _missing_project(asking, said) if added and asking.is_alone else None
    if name is not None:
        async for part in offer_project(asking, name, added[0]["id"]):
            yield part


def project_to_make(said: str) -> str | None:
    """The name of the project that is asked for; None if none is.

    >>> project_to_make("create project Home"), project_to_make("Create a project called Big trip")
    ('Home', 'Big trip')
    >>> project_to_make("create a project plan"), project_to_make("add project files to the box")
    (None, None)
    """
    found = _NEW_PROJECT.fullmatch(said.strip().rstrip(".!").rstrip())
    if found is None:
        return None
    name = next(each for each in found.groups() if each is not None)
    return name.strip(' "“”').lstrip("#") or None


async def make_project(asking: Asking, name: str) -> AsyncIterator[Part]:
    """There is a new project, or it is said why not."""
    async for part in asking.use("create_project", {"name": name}):
        yield part
    yield Text(asking.outcome.words)


async def offer_project(asking: Asking, name: str, task_id: str) -> AsyncIterator[Part]:
    """A yes makes the project, and puts the task there."""
    async for part in asking.use("create_project", {"name": name, "task_id": task_id}):
        yield part
    if asking.outcome.proposal_id is not None:
        yield Text(f"\nShall I make the project {quoted(name)} and put it there? Say yes, or no.")


async def _missing_project(asking: Asking, said: str) -> str | None:
    """The project that was said, if there is none of this name."""
    person = asking.turn.person
    name = (await asyncio.to_thread(understand, said, context_of(person))).project
    known = {each.casefold() for each in person.projects.values()}
    return None if name is None or name.casefold() in known else name
