"""How much one answer may change before anybody has looked. Pure."""

from typing import Final

from api.assistant.plans import Outcome, Plan

MOST_AT_ONCE: Final = 5
"""Tasks that are there."""
MOST_ADDED: Final = 20


class ChangeLimits:
    """Counts what is done at once during one turn.

    A model that was talked into something by a task's text gets no further than this; what waits
    for a yes is not counted, and what was done can be undone.
    """

    def __init__(self, most: int = MOST_AT_ONCE, most_added: int = MOST_ADDED) -> None:
        self._most = most
        self._most_added = most_added
        self._done = 0
        self._added = 0

    def refusal(self, plan: Plan) -> Outcome | None:
        """None if the plan may go on, which is counted; otherwise what to answer instead."""
        if plan.needs_confirmation:
            return None
        touched = len({each.task_id for each in plan.changes if each.task_id is not None})
        added = len([each for each in plan.changes if each.task_id is None])
        if self._done + touched > self._most:
            return _too_much(f"changes at most {self._most} tasks at once")
        if self._added + added > self._most_added:
            return _too_much(f"makes at most {self._most_added} tasks")
        self._done += touched
        self._added += added
        return None


def _too_much(what: str) -> Outcome:
    words = f"Not done: one answer {what}. Ask for the rest in another message."
    return Outcome(ok=False, words=words)
