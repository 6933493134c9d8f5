"""What words of requests mean, as data, and the templates that they are put together by.

A template is a row of words and slots: `mark {task} [as] done|finished`. Words with a bar between
them stand for each other, those in brackets may be missing, a slot holds what it is called after.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from shared.domain.words.request_draft import Intent
from shared.domain.words.vocabulary import Phrases, Words

Says: TypeAlias = Literal[
    "",
    "no_due",
    "no_repeat",
    "no_reminders",
    "no_priority",
    "to_inbox",
    "remove_labels",
    "done_on",
    "created_on",
    "now",
    "last",
    "to_project",
]
_SLOT: Final = "{"
_OPTION: Final = "["


@dataclass(frozen=True, slots=True)
class Item:
    """A place of a template: one of these words, or a slot."""

    words: Words = frozenset()
    slot: str = ""
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A template, the intent of those who speak like that, and what else they say by it."""

    intent: Intent
    items: tuple[Item, ...]
    says: Says = ""

    @property
    def heads(self) -> Words:
        """The words that may stand first; none if anything may."""
        found: set[str] = set()
        for item in self.items:
            if item.slot:
                return frozenset()
            found |= item.words
            if not item.is_optional:
                break
        return frozenset(found)


def rules(intent: Intent, *templates: str, says: Says = "") -> tuple[Rule, ...]:
    """The rules of these templates."""
    return tuple(Rule(intent, _items(template), says) for template in templates)


def _items(template: str) -> tuple[Item, ...]:
    return tuple(_item(part) for part in template.split())


def _item(part: str) -> Item:
    bare = part.strip("[]")
    is_optional = part.startswith(_OPTION)
    if bare.startswith(_SLOT):
        return Item(slot=bare.strip("{}"), is_optional=is_optional)
    return Item(words=frozenset(bare.split("|")), is_optional=is_optional)


@dataclass(frozen=True, slots=True)
class TalkWords:
    """What is said between people, around a request or instead of one."""

    polite: Phrases
    """In front of a request."""
    asks: Phrases
    """In front of a request that is put as a question."""
    thanks: Phrases
    """Behind a request."""
    confirm: Phrases
    decline: Phrases
    refuses: Phrases
    """In front of what is not to be done."""
    fillers: Words
    """They go along with a yes or a no."""
    undo: Phrases
    help: Phrases
    questions: Words
    """First words of what is no task."""


@dataclass(frozen=True, slots=True)
class TargetWords:
    """How a task is pointed at."""

    articles: Words
    nouns: Words
    plurals: Words
    called: Words
    about: Words
    """Behind the noun, in front of what the tasks are about."""
    last: Phrases
    """The one that was talked of last."""
    ones: Words
    numbers: Words
    """In front of the number of a choice."""
    all: Words
    everything: Words
    all_chosen: Phrases
    own: Words
    """Between `all` and the tasks: of, my."""
    fields: Words
    """Behind the possessive form of a task."""
    joins: Words
    """Between two requests."""
    dangling: Words
    """No name of a task ends with one of these: until, as."""


@dataclass(frozen=True, slots=True)
class FilterWords:
    """What lists of tasks are asked for by."""

    terms: Mapping[tuple[str, ...], str]
    """Phrases and what they are in the language of filters; the longer ones first."""
    priorities: Mapping[str, int]
    priority: Words
    fillers: Words
    """They say nothing more."""
    things: Words
    """Those of them that stand for tasks."""
    ands: Words
    ors: Words
    without: Words
    labelled: Words
    label: Words
    project: Words
    inbox: Words
    before: Words
    until: Words
    after: Words
    next: Words
    days: Words
    within: Words


@dataclass(frozen=True, slots=True)
class RequestWords:
    """The words of requests in one language."""

    first: Sequence[Rule]
    """Rules that come before the leads of new tasks."""
    others: Sequence[Rule]
    talk: TalkWords
    target: TargetWords
    filter: FilterWords
    verbs: Words = field(init=False)
    """First words of requests that change something."""
    by_head: Mapping[str, Sequence[Rule]] = field(init=False)
    """The other rules by the word they may begin with; "" for those that begin with anything."""

    def __post_init__(self) -> None:
        found: dict[str, list[Rule]] = {"": []}
        heads = {head for rule in self.others for head in rule.heads}
        for rule in self.others:
            for head in rule.heads or {"", *heads}:
                found.setdefault(head, []).append(rule)
        quiet = {"list", "explain", "help", "projects", "add"}
        verbs = {head for rule in self.others if rule.intent not in quiet for head in rule.heads}
        object.__setattr__(self, "by_head", found)
        object.__setattr__(self, "verbs", frozenset(verbs))
