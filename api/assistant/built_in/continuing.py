"""What somebody means who goes on with what was said before: a time that was missing, “add it”."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from api.assistant.agent import Message, Turn
from api.assistant.built_in.requests import request_of
from shared.domain.words.requests import Request

NO_TIME: Final = "When? For example “friday 3pm”, or “by 2 days”."
NOT_UNDERSTOOD: Final = "I did not understand that, and nothing is changed."
_KEEPING: Final = frozenset(
    {"add it", "add that", "add this", "add it as a task", "add that as a task", "keep it"}
)
_JOINED_BY: Final = (" ", " to ", " by ")
_NEED_TIMES: Final = frozenset({"postpone", "move"})


async def request_of_line(turn: Turn) -> Request:
    """The request that is said now, with what the last one lacked."""
    request = await request_of(turn.said, turn.person)
    said, answer = _before(turn.history)
    if answer.startswith(NOT_UNDERSTOOD) and turn.said.strip().casefold().rstrip(".!") in _KEEPING:
        return replace(request, intent="add", text=said)
    if answer != NO_TIME:
        return request
    earlier = await request_of(said, turn.person)
    if earlier.intent not in _NEED_TIMES:
        return request
    for joint in _JOINED_BY:
        found = await request_of(said.rstrip(" .!?") + joint + turn.said, turn.person)
        if _is_completed(earlier, found):
            return found
    return request


def _is_completed(earlier: Request, found: Request) -> bool:
    """Whether it is the same request, now with its time."""
    timeless = replace(found, intent=earlier.intent, when=None, by=None)
    return bool(found.when or found.by) and found.intent in _NEED_TIMES and timeless == earlier


def _before(history: Sequence[Message]) -> tuple[str, str]:
    """The last message of one line and its answer; empty if there is none."""
    if len(history) < 2 or history[-1].role != "assistant":  # noqa: PLR2004 - message and answer
        return "", ""
    said, answer = (_text(each) for each in history[-2:])
    return ("", "") if len(said.strip().splitlines()) != 1 else (said.strip(), answer)


def _text(message: Message) -> str:
    return "".join(each.get("text", "") for each in message.parts if each["type"] == "text")
