"""What a tool is going to do, before it is done; and what became of it."""

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from api.schemas.common import Document


@dataclass(frozen=True, slots=True)
class Step:
    """One request to the API; with `version` it is refused if the task is another by then."""

    method: str
    path: str
    body: Document | None = None
    version: int | None = None
    takes_made: str | None = None
    """The member of the body that is the id of what the step before made."""

    def after(self, made: str | None) -> "Step":
        """The step, once the one before made this."""
        if self.takes_made is None:
            return self
        return replace(self, body={**(self.body or {}), self.takes_made: made})


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a diff, in words for people; `task_id` is None for a task that is to be made."""

    task_id: str | None
    title: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in order, what they change, and whether somebody has to say yes first."""

    words: str
    """What it would do, as a sentence without a subject: Delete “Dentist”."""
    done_words: str
    """The same, done: Deleted “Dentist”."""
    steps: tuple[Step, ...]
    changes: tuple[Change, ...]
    needs_confirmation: bool = False
    more: str = ""
    """Sentences that should be known before somebody says yes, and after."""
    tells_reminders: bool = False
    """Whether the answer names when the reminders of the task come."""

    def as_document(self) -> Document:
        """As it is stored; `plan_of` reads it back."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a tool call. Words and titles are plain text, never instructions or markup."""

    ok: bool
    words: str
    tasks: tuple[Document, ...] = ()
    """Tasks that it found or changed, as `task_summary` makes them."""
    changes: tuple[Change, ...] = ()
    undo_ids: tuple[str, ...] = ()
    proposal_id: str | None = None
    """Set if nothing was changed yet: the plan waits for a yes."""
    problem: Document | None = None
    facts: Document = field(default_factory=dict)
    """What else a tool tells, such as the sentences of a schedule."""

    def as_document(self) -> Document:
        """As clients and models read it; empty members are left out."""
        found: dict[str, Any] = asdict(self)
        return {name: value for name, value in found.items() if name in {"ok", "words"} or value}


def plan_of(document: Document) -> Plan:
    """The plan that `Plan.as_document` made this of."""
    return Plan(
        words=document["words"],
        done_words=document["done_words"],
        steps=tuple(Step(**each) for each in document["steps"]),
        changes=tuple(Change(**each) for each in document["changes"]),
        needs_confirmation=document["needs_confirmation"],
        more=document.get("more", ""),
        tells_reminders=document.get("tells_reminders", False),
    )
