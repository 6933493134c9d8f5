"""The assistant that needs no model: everyday requests, read by a grammar, done with the tools."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import replace
from typing import Final

from api.assistant.agent import Part, Text, Turn
from api.assistant.built_in import changing, reading
from api.assistant.built_in.adding import add, make_project, project_to_make
from api.assistant.built_in.choosing import numbered
from api.assistant.built_in.continuing import request_of_line
from api.assistant.built_in.requests import request_of
from api.assistant.built_in.using import Asking, open_question
from shared.domain.words.requests import Request

_MOST_LINES: Final = 20

Handler = Callable[[Asking], AsyncIterator[Part]]

_HANDLERS: Final[Mapping[str, Handler]] = {
    "add": add,
    "list": reading.list_tasks,
    "projects": reading.list_projects,
    "explain": reading.explain,
    "help": reading.help_out,
    "unknown": reading.not_understood,
    "complete": changing.complete,
    "reopen": changing.reopen,
    "skip": changing.skip,
    "postpone": changing.postpone,
    "move": changing.move,
    "snooze": changing.snooze,
    "delete": changing.delete,
    "change": changing.change,
    "undo": changing.undo,
}


class BuiltIn:
    """Answers everyday requests, and says plainly what it cannot do."""

    async def answer(self, turn: Turn) -> AsyncIterator[Part]:
        """The parts of the answer; each line is a request of its own."""
        lines = [line for line in turn.said.splitlines() if line.strip()]
        if len(lines) > _MOST_LINES:
            yield Text(f"At most {_MOST_LINES} lines at once, please.")
            return
        for number, line in enumerate(lines):
            if number:
                yield Text("\n")
            async for part in _answer_line(replace(turn, said=line), is_alone=len(lines) == 1):
                yield part


async def _answer_line(turn: Turn, *, is_alone: bool) -> AsyncIterator[Part]:
    project = project_to_make(turn.said)
    request = await (request_of_line(turn) if is_alone else request_of(turn.said, turn.person))
    if project is not None:
        async for part in make_project(Asking(turn, request, is_alone=is_alone), project):
            yield part
        return
    if request.intent == "choose":
        async for part in _answer_choice(turn, request):
            yield part
        return
    handler = _HANDLERS.get(request.intent, reading.not_understood)
    async for part in handler(Asking(turn, request, is_alone=is_alone)):
        yield part


async def _answer_choice(turn: Turn, request: Request) -> AsyncIterator[Part]:
    """What was asked for before, with the task that is chosen now, or with all of them."""
    said, options = open_question(turn.history) or ("", ())
    chosen = numbered(options, request.choice or 0)
    if not options or (chosen is None and not request.is_all):
        yield Text("There is nothing to choose from with that number.")
        return
    earlier = await request_of(said, turn.person)
    handler = _HANDLERS.get(earlier.intent, reading.not_understood)
    if request.is_all:
        ids = [each["id"] for each in options]
        asking = Asking(turn, replace(earlier, is_all=True), all_ids=ids)
    else:
        asking = Asking(turn, earlier, chosen=chosen)
    async for part in handler(asking):
        yield part
