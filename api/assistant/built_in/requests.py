"""What somebody asks the built-in assistant, read for this person."""

from shared.domain.words.requests import Request, read_request

from api.assistant.agent import Turn
from api.assistant.task_words import Person
from shared.domain.words.draft import Context


def request_of(turn: Turn) -> Request:
    """The request that the words of this turn are."""
    return read_request(turn.said, context_of(turn.person))


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
