"""A conversation as a model reads it: what was said, and what tools answered. Pure."""

from collections.abc import Collection, Iterator, Sequence
from itertools import dropwhile
from typing import Any, Final

import orjson

from api.assistant.agent import Message, Turn
from api.assistant.model.calls import WantedCall
from api.assistant.model.prompt import UNTRUSTED, system_prompt
from api.assistant.plans import Outcome
from api.schemas.common import Document

MOST_HISTORY_CHARACTERS: Final = 16_000
MOST_RESULT_CHARACTERS: Final = 8_000
_MOST_OLD_CHARACTERS: Final = 2_000
_TASKS_OF_OLD_RESULTS: Final = 10
_ID_CHARACTERS: Final = 9
_KEPT: Final = ("ok", "words", "proposal_id")
_WAITS: Final = (
    "Nothing is changed. The user has to confirm this with the button; you cannot do it for them."
)
_WAITED: Final = "It was proposed. Whether the user has confirmed it since is not told here."
_LEFT_OUT: Final = "This is not all of it."
_BROKE_OFF: Final = "(no answer)"


def opening(turn: Turn, tools: Collection[str]) -> list[Document]:
    """The messages of the first request: the prompt, the latest history that fits, what is said."""
    history: list[Document] = []
    left = MOST_HISTORY_CHARACTERS
    for message in reversed(turn.history):
        found = list(_messages(message, tools))
        left -= sum(_size(each) for each in found)
        if left < 0:
            break
        history[:0] = found
    history = list(dropwhile(lambda each: each["role"] != "user", history))
    said = {"role": "user", "content": turn.said}
    system = {"role": "system", "content": system_prompt(turn.person)}
    return [system, *_alternating([*history, said])]


def called(text: str, calls: Sequence[tuple[str, WantedCall]]) -> Document:
    """The message in which a model called tools.

    Arguments that are no JSON do not go back to it: servers read them, and some fail.
    """
    return _calling(
        text,
        [(call_id(each), call.plain_name, call.arguments or {}) for each, call in calls],
    )


def tool_message(identifier: str, outcome: Outcome) -> Document:
    """What the tool answered."""
    content = result_text(outcome.as_document(), _WAITS, MOST_RESULT_CHARACTERS)
    return {"role": "tool", "tool_call_id": call_id(identifier), "content": content}


def result_text(outcome: Document, waits: str, most: int) -> str:
    """The outcome as JSON of at most so many characters; `waits` is what to say of a proposal.

    What anybody may have written stands below one name. Tasks are left out from the end, which is
    said.
    """
    told: Document = {"ok": outcome["ok"]}
    if outcome.get("proposal_id"):
        told["waits_for_yes"] = waits
    data = {name: value for name, value in outcome.items() if name not in {"ok", "proposal_id"}}
    text = _json({**told, UNTRUSTED: data})
    while len(text) > most and (less := _less(data)) is not None:
        data = less
        text = _json({**told, "left_out": _LEFT_OUT, UNTRUSTED: data})
    return text


def _less(data: Document) -> Document | None:
    """Half of the longest list; then the words alone; then half of them. None: nothing is left."""
    longest = max(("tasks", "changes"), key=lambda name: len(data.get(name, ())))
    if data.get(longest):
        return {**data, longest: data[longest][: len(data[longest]) // 2]}
    if len(data) > 1:
        return {"words": data["words"]}
    return {"words": data["words"][: len(data["words"]) // 2]} if data["words"] else None


def _messages(message: Message, tools: Collection[str]) -> Iterator[Document]:
    """A message of the history; tools are told of with less than when they were used."""
    if message.role == "user":
        yield {"role": "user", "content": _text(message.parts)}
        return
    text = ""
    is_silent = True
    for part in message.parts:
        match part["type"]:
            case "text":
                text += part["text"]
            case "question":
                text += f"{part['text']} {_json({UNTRUSTED: part['options']})}"
            case "tool" if part["name"] in tools and part["outcome"] is not None:
                identifier = call_id(part["id"])
                arguments = part["arguments"] if isinstance(part["arguments"], dict) else {}
                yield _calling(text, [(identifier, part["name"], arguments)])
                content = result_text(_short(part["outcome"]), _WAITED, _MOST_OLD_CHARACTERS)
                yield {"role": "tool", "tool_call_id": identifier, "content": content}
                text, is_silent = "", False
            case _:
                continue
    if text or is_silent:
        yield {"role": "assistant", "content": text or _BROKE_OFF}


def _short(outcome: Document) -> Document:
    """What of an old result is needed to talk of it further."""
    kept: Document = {name: outcome[name] for name in _KEPT if name in outcome}
    tasks = [
        {name: task[name] for name in ("id", "title", "due") if name in task}
        for task in outcome.get("tasks", ())[:_TASKS_OF_OLD_RESULTS]
    ]
    return {**kept, "tasks": tasks} if tasks else kept


def call_id(identifier: str) -> str:
    """The id of a call as all servers take it: Mistral's want nine letters and digits.

    >>> call_id("call_0123456789abcdef")
    '789abcdef'
    """
    letters = "".join(each for each in identifier if each.isascii() and each.isalnum())
    return letters[-_ID_CHARACTERS:].rjust(_ID_CHARACTERS, "0")


def _calling(text: str, calls: Sequence[tuple[str, str, Document]]) -> Document:
    return {
        "role": "assistant",
        "content": text,
        "tool_calls": [
            {
                "id": identifier,
                "type": "function",
                "function": {"name": name, "arguments": _json(arguments)},
            }
            for identifier, name, arguments in calls
        ],
    }


def _alternating(messages: Sequence[Document]) -> Iterator[Document]:
    """The same, with something between two messages of the user.

    Templates of local models refuse to go on without.
    """
    before = ""
    for message in messages:
        if before == message["role"] == "user":
            yield {"role": "assistant", "content": _BROKE_OFF}
        before = message["role"]
        yield message


def _text(parts: Sequence[Document]) -> str:
    return "".join(part["text"] for part in parts if part["type"] == "text")


def _size(message: Document) -> int:
    return len(message["content"]) + len(_json(message.get("tool_calls", "")))


def _json(value: Any) -> str:
    return orjson.dumps(value, default=str).decode()
