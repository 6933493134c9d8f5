"""A scripted model that does its work: it passes the user's words on to the right tool."""

import json
import re

from tests.openai_server.replies import Reply, calls, says
from tests.openai_server.server import Asked

_LISTING = re.compile(r"(what|which|show|list)\b", re.IGNORECASE)
_DAYS = ("today", "tomorrow", "overdue")


def clever(asked: Asked) -> Reply:
    """Tells what a tool said; looks tasks up if asked to; adds what else is said, word for word."""
    last = asked.messages[-1]
    if last["role"] == "tool":
        told = json.loads(last["content"])
        return says(*_pieces(_words(told)))
    said = last["content"]
    if _LISTING.match(said):
        days = [day for day in _DAYS if day in said.lower()]
        return calls(("find_tasks", {"filter": days[0] if days else ""}))
    return calls(("add_task", {"text": said}))


def _words(told: dict) -> str:
    words = told["untrusted_task_data"]["words"]
    titles = [task["title"] for task in told["untrusted_task_data"].get("tasks", ())]
    return f"{words} {', '.join(titles)}".strip()


def _pieces(text: str) -> list[str]:
    return [text[start : start + 7] for start in range(0, len(text), 7)]
