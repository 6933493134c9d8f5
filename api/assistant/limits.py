"""How much an agent changes in one turn without anybody's yes."""

from typing import Final

from api.assistant.plans import Outcome
from api.assistant.tools.catalogue import TOOLS

MOST_CHANGES: Final = 5
"""Changes of tasks that are there, one by one, in a turn: more than that is a bulk change."""
MOST_ADDED: Final = 20
_ADDING: Final = frozenset({"add_task"})


class ChangeLimits:
    """Counts what was changed at once in a turn."""

    def __init__(self) -> None:
        self._changed = 0
        self._added = 0

    def refusal(self, name: str) -> Outcome | None:
        """Why this tool may not be used any more in this turn; None if it may."""
        tool = TOOLS.get(name)
        if tool is None or tool.kind == "read":
            return None
        if name in _ADDING:
            return _too_many(MOST_ADDED, "new tasks") if self._added >= MOST_ADDED else None
        return _too_many(MOST_CHANGES, "changes") if self._changed >= MOST_CHANGES else None

    def count(self, name: str, outcome: Outcome) -> None:
        """A tool was used with this outcome."""
        if not outcome.ok or not outcome.changes or outcome.proposal_id is not None:
            return
        if name in _ADDING:
            self._added += 1
        else:
            self._changed += 1


def _too_many(most: int, what: str) -> Outcome:
    words = f"At most {most} {what} in one answer. Ask for the rest as one change of many tasks."
    return Outcome(ok=False, words=words)
