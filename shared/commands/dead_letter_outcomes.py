"""What can come of an operator's order about dead letters."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from typing_extensions import override

from shared.core.errors import Conflict, DomainError
from shared.db.connection import Connection
from shared.db.repositories import dead_letters, pauses
from shared.db.repositories.dead_letters import MOST_REDRIVES, Selection
from shared.events.groups import DEAD_LETTERS_GROUP

REFUSALS: Mapping[str, str] = {
    "no_group": "it does not say which worker it failed in",
    "unknown_group": "there is no worker of the name that it failed in",
    "type_not_handled": "its worker does not handle events of its type",
    "redriven_too_often": f"it was redriven {MOST_REDRIVES} times already and died again; "
    "force it if you know why it will not",
}


@dataclass(frozen=True, slots=True)
class Preview:
    """What a selection comes to at the moment."""

    redrivable: int
    """Open letters that an order would move, if it had no limit."""
    refused: Mapping[str, int]
    """Open letters that cannot be redriven, by the reason."""
    closed: Mapping[str, int]
    """Letters that are not open, by their state."""
    groups: Mapping[str, int]
    """Who would handle them again."""
    paused: Sequence[str]
    """Those of the groups that are paused: their letters wait in the retry topic. Also the worker
    of dead letters itself, if it is: then nothing is sent yet."""
    unknown: int
    """Ids that there is no letter of."""

    @property
    def open(self) -> int:
        """Open letters, redrivable or not."""
        return self.redrivable + sum(self.refused.values())

    def describe(self) -> str:
        """Why there is nothing to do, in words."""
        closed = [f"{count} {state}" for state, count in sorted(self.closed.items())]
        refused = [f"{count}: {REFUSALS[why]}" for why, count in sorted(self.refused.items())]
        unknown = [f"{self.unknown} unknown"] if self.unknown else []
        found = [*closed, *refused, *unknown] or ["nothing fits"]
        return f"No open dead letter is left for this ({'; '.join(found)})."


async def count_selection(
    connection: Connection, selection: Selection, *, forced: bool, own: int = 0
) -> Preview:
    """What a selection comes to; `own` letters of it are redriving by this very transaction."""
    refused, closed, groups = Counter[str](), Counter[str](), Counter[str]()
    for count in await dead_letters.count_letters(connection, selection, forced=forced):
        if count.state != "open":
            closed[count.state] += count.letters
        elif count.verdict != "ok":
            refused[count.verdict] += count.letters
        else:
            groups[count.group or ""] += count.letters
    closed["redriving"] -= own
    found = own + sum(refused.values()) + sum(closed.values()) + sum(groups.values())
    return Preview(
        redrivable=sum(groups.values()),
        refused=dict(refused),
        closed={state: count for state, count in closed.items() if count},
        groups=dict(groups),
        paused=await paused_among(connection, groups),
        unknown=max(len(set(selection.ids)) - found, 0) if selection.ids else 0,
    )


async def paused_among(connection: Connection, groups: Iterable[str]) -> list[str]:
    """Which of these workers are paused, and the one of dead letters."""
    paused = {pause.worker for pause in await pauses.list_pauses(connection)}
    return sorted(paused & {DEAD_LETTERS_GROUP, *groups})


class NoneOpen(Conflict):
    """Nothing that was selected can be acted on; `closed` and `refused` count why."""

    code = "dead_letter.none_open"
    title = "No dead letter is left for this"

    def __init__(self, preview: Preview) -> None:
        super().__init__(preview.describe())
        self.preview = preview

    @property
    @override
    def members(self) -> dict[str, object]:
        return {"closed": dict(self.preview.closed), "refused": dict(self.preview.refused)}


class SelectionChanged(Conflict):
    """Not as many letters fit as were counted before; nothing was done."""

    code = "dead_letter.selection_changed"
    title = "The number of dead letters is another by now"

    def __init__(self, expected: int, actual: int) -> None:
        super().__init__(f"{expected} dead letters were expected, there are {actual}.")
        self.expected = expected
        self.actual = actual

    @property
    @override
    def members(self) -> dict[str, object]:
        return {"expected_count": self.expected, "actual_count": self.actual}


class NotOpen(Conflict):
    """Somebody has acted on the letter already."""

    code = "dead_letter.not_open"
    title = "The dead letter is not open any more"


class NotRedrivable(Conflict):
    """No worker would handle the letter, or it was tried often enough."""

    code = "dead_letter.not_redrivable"
    title = "The dead letter cannot be redriven"


class ValueInvalid(DomainError):
    """The edited value is no data of this event; `errors` say where."""

    code = "dead_letter.value_invalid"
    title = "The edited value does not fit its event"
    status = 422

    def __init__(self, errors: Sequence[Mapping[str, str]]) -> None:
        super().__init__("; ".join(f"{each['pointer']}: {each['message']}" for each in errors))
        self.errors = errors

    @property
    @override
    def members(self) -> dict[str, object]:
        return {"errors": list(self.errors)}


class RedriveFinished(Conflict):
    """There is nothing to take back any more."""

    code = "redrive.finished"
    title = "The redrive has ended"
