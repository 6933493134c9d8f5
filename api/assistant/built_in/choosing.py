"""Which task is meant: by its words, as the last one, or by its number in the last list."""

from collections.abc import AsyncIterator, Sequence
from datetime import date

from api.assistant.agent import Part, Question, Text
from api.assistant.built_in.requests import context_of
from api.assistant.built_in.using import WHICH_ONE, Asking, tasks_of
from api.assistant.task_words import quoted
from api.schemas.common import Document
from shared.domain.moments import day_words
from shared.domain.words.draft import day_of
from shared.domain.words.requests import Request
from shared.domain.words.understand import understand

_MOST_OPTIONS = 9


async def choose_task(
    asking: Asking, chosen: list[Document], *, is_done: bool = False
) -> AsyncIterator[Part]:
    """The one task that is meant stands in `chosen`; if it is not clear, the parts say so."""
    request = asking.request
    if asking.chosen is not None:
        chosen.append(asking.chosen)
        return
    told = tasks_of(asking.turn.history)
    if request.choice is not None and request.query is None:
        found = numbered(told, request.choice)
        if found is None:
            yield Text("There is no such number in what I told last.")
        else:
            chosen.append(found)
        return
    if request.query is None:
        async for part in _last_told(told, chosen):
            yield part
        return
    async for part in _by_words(asking, request.query, chosen, is_done=is_done):
        yield part


def numbered(tasks: Sequence[Document], number: int) -> Document | None:
    """The task at that place, from 1, or -1 for the last; None if there is no such place."""
    if number == -1:
        return tasks[-1] if tasks else None
    return tasks[number - 1] if 0 < number <= len(tasks) else None


async def _last_told(told: Sequence[Document], chosen: list[Document]) -> AsyncIterator[Part]:
    if len(told) == 1:
        chosen.append(told[0])
    elif told:
        yield Question(WHICH_ONE, _options(told))
    else:
        yield Text("Which task? Say it with some words of its title.")


async def _by_words(
    asking: Asking, query: str, chosen: list[Document], *, is_done: bool
) -> AsyncIterator[Part]:
    day = day_meant(asking)
    if asking.request.when and is_of_a_day(asking.request) and day is None:
        yield Text(f"I do not know which day {quoted(asking.request.when)} is.")
        return
    found_by = ["done = true"] if is_done else []
    found_by += [f"due = {day.isoformat()}"] if day else []
    wanted: Document = {"words": _plain_words(query), "limit": _MOST_OPTIONS}
    if found_by:
        wanted["filter"] = " && ".join(found_by)
    async for part in asking.use("find_tasks", wanted):
        yield part
    found = asking.outcome
    if not found.ok:
        yield Text(found.words)
        return
    tasks = _nearest(found.tasks, query)
    if len(tasks) == 1:
        chosen.append(tasks[0])
    elif tasks:
        yield Question(WHICH_ONE, _options(tasks))
    else:
        kind = "finished" if is_done else "open"
        on_day = f", due {day_words(day, asking.turn.person.today)}" if day else ""
        yield Text(f"There is no {kind} task with the words {quoted(query)}{on_day}.")


def is_of_a_day(request: Request) -> bool:
    """Whether its time says which of several is meant, and not when it is to be."""
    return request.intent in {"complete", "delete", "reopen", "skip"}


def day_meant(asking: Asking) -> date | None:
    """The day of the task that is meant: skip today's standup."""
    request = asking.request
    if request.when is None or not is_of_a_day(request):
        return None
    due = understand(request.when, context_of(asking.turn.person)).due
    return None if due is None else day_of(due)


def _plain_words(query: str) -> str:
    """The query without what the search takes for operators: quotes, a minus, or."""
    words = query.replace('"', " ").split()
    plain = [word.lstrip("-") for word in words if word.casefold() != "or"]
    return " ".join(word for word in plain if word)[:200]


def _nearest(tasks: Sequence[Document], query: str) -> Sequence[Document]:
    """Those whose title is just what was said, if there are; else all."""
    same = [each for each in tasks if each["title"].casefold() == query.strip().casefold()]
    return same or tasks


def _options(tasks: Sequence[Document]) -> list[Document]:
    return [
        {"id": each["id"], "title": each["title"], "due": each["due"]}
        for each in tasks[:_MOST_OPTIONS]
    ]
