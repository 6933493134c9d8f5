"""What somebody asks the built-in assistant, read for this person."""

import asyncio

from api.assistant.task_words import Person
from shared.domain.words.draft import Context
from shared.domain.words.requests import Request, read_request


async def request_of(said: str, person: Person) -> Request:
    """The request that these words are; in a thread, so that a long text holds up nobody else."""
    return await asyncio.to_thread(read_request, said, context_of(person))


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
