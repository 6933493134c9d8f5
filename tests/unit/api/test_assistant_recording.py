"""Answers of the assistant as they are kept."""

from api.assistant.agent import Text, ToolCall, ToolResult
from api.assistant.plans import Outcome
from api.assistant.recording import MOST_BYTES, Recording
from api.rendering import dump

TASK = {"id": "1", "title": "ü" * 500, "due": "no date", "notes": "ü" * 500, "labels": ["x"]}


def recorded(calls, **arguments):
    """An answer that used a tool so often, and found fifty tasks each time."""
    recording = Recording()
    for number in range(calls):
        outcome = Outcome(ok=True, words="50 tasks.", tasks=(TASK,) * 50, undo_ids=("u",))
        recording.add(ToolCall(f"call_{number}", "find_tasks", arguments))
        recording.add(ToolResult(f"call_{number}", "find_tasks", outcome))
        recording.add(Text("There they are."))
    return recording.end()


def test_an_answer_that_found_a_lot_is_kept_without_what_was_found_first():
    parts = recorded(25)
    assert len(dump(parts)) <= MOST_BYTES
    tools = [part for part in parts if part["type"] == "tool"]
    assert len(tools) == 25
    assert tools[0]["outcome"] == {"ok": True, "words": "50 tasks.", "undo_ids": ("u",)}
    assert [part["text"] for part in parts if part["type"] == "text"] == ["There they are."] * 25
    assert sum("tasks" in each["outcome"] for each in tools) == 2
    titles = [task["title"] for task in tools[-1]["outcome"]["tasks"]]
    assert titles == [TASK["title"]] * 50


def test_long_arguments_are_not_kept_with_many_tools():
    parts = recorded(25, text="ü" * 20_000)
    assert len(dump(parts)) <= MOST_BYTES
    assert parts[0]["arguments"] == {}


def test_what_is_short_is_kept_as_it_is():
    parts = recorded(1, words="milk")
    assert parts[0]["arguments"] == {"words": "milk"}
    assert parts[0]["outcome"]["tasks"] == (TASK,) * 50
