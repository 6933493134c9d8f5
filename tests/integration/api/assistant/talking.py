"""Talking to the assistant in tests: events of an answer, and what was said."""

from dataclasses import dataclass
from uuid import UUID

import orjson

from tests.integration.api.harness import Api, Person


@dataclass
class Answer:
    """The events of one answer, in order."""

    events: list[tuple[str, dict]]

    @property
    def text(self) -> str:
        """All that was said."""
        return "".join(data["text"] for name, data in self.events if name == "text")

    @property
    def start(self) -> dict:
        """Conversation and message."""
        return self.one("start")

    def one(self, name: str) -> dict:
        """The only event of this name."""
        (found,) = self.all(name)
        return found

    def all(self, name: str) -> list[dict]:
        """The events of this name."""
        return [data for each, data in self.events if each == name]

    def outcome(self, tool: str) -> dict:
        """What the last use of this tool came to."""
        return [each["outcome"] for each in self.all("tool_result") if each["name"] == tool][-1]


class Talk:
    """A conversation of somebody with the assistant."""

    def __init__(self, api: Api, person: Person) -> None:
        self.api = api
        self.person = person
        self.conversation_id: UUID | None = None

    async def say(self, message: str, **more) -> Answer:
        """The whole answer to the message."""
        body = {"message": message, **more}
        if self.conversation_id is not None:
            body["conversation_id"] = str(self.conversation_id)
        answer = await self.api.ask("POST", "/api/chat", self.person, json=body)
        assert answer.status_code == 200, answer.text
        found = Answer(events_of(answer.text))
        self.conversation_id = UUID(found.start["conversation_id"])
        return found


def events_of(text: str) -> list[tuple[str, dict]]:
    """The events of a stream that has ended."""
    found = []
    for block in text.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if lines:
            found.append((lines["event"], orjson.loads(lines["data"])))
    return found
