"""What somebody asks the built-in assistant, read for this person."""

import asyncio
from typing import Final

from api.assistant.task_words import Person
from shared.domain.words.draft import Context
from shared.domain.words.requests import Request, read_request

_SHORT: Final = 200


async def request_of(said: str, person: Person) -> Request:
    """The request that these words are; others are served while long ones are read."""
    context = context_of(person)
    if len(said) <= _SHORT:
        return read_request(said, context)
    return await asyncio.to_thread(read_request, said, context)


async def is_yes(said: str, person: Person) -> bool | None:
    """Whether it is a yes, or a no, to what was proposed; None if it is neither.

    Nobody says yes in 200 characters.
    """
    if len(said) > _SHORT:
        return None
    intent = (await request_of(said, person)).intent
    return intent == "confirm" if intent in {"confirm", "decline"} else None


def context_of(person: Person) -> Context:
    """How this person means words."""
    return Context(
        now=person.now,
        zone=person.zone,
        time_format=person.clock,
        week_start=person.week_start,
        day_first=person.clock == "24h",
        projects=tuple(person.projects.values()),
    )
