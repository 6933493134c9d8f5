"""Templates against sentences: the first one that fits says what is asked for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from shared.domain.filters import FilterInvalid, parse_filter
from shared.domain.words.reader import Reader
from shared.domain.words.request_draft import Request
from shared.domain.words.request_filters import day_in_past
from shared.domain.words.request_sentence import Sentence, merged
from shared.domain.words.request_slots import SLOTS, SPANS
from shared.domain.words.request_words import Item, Rule
from shared.domain.words.tokens import Kind

_MOST_SPLITS: Final = 8
"""So many ways to divide a sentence between two slots are tried: the cost stays linear."""
_QUIET: Final = frozenset({"list", "explain", "help", "projects"})
"""They change nothing, so that a question may be meant."""
_LOWEST: Final = 4
_INBOX: Final = "inbox"
_SAYS: Final[Mapping[str, Request]] = {
    "no_due": Request(no_due=True),
    "no_repeat": Request(no_repeat=True),
    "no_reminders": Request(no_reminders=True),
    "no_priority": Request(set_priority=_LOWEST),
    "last": Request(is_last=True),
    "now": Request(filter="overdue | today"),
    "to_inbox": Request(set_project=_INBOX),
}
_PAST: Final[Mapping[str, str]] = {"done_on": "completed", "created_on": "created"}


def match_first(sentence: Sentence, rules: Iterable[Rule]) -> Request | None:
    """What the first rule that fits says; None if none does."""
    for rule in rules:
        if sentence.is_question and rule.intent not in _QUIET:
            continue
        found = _match(sentence, rule.items, sentence.start)
        said = _said(sentence, rule, found) if found is not None else None
        if said is not None and rule.intent == "unknown":
            return Request()
        if said is not None and _is_sound(said):
            return replace(said, intent=rule.intent)
    return None


def _match(sentence: Sentence, items: Sequence[Item], place: int) -> Request | None:
    """What the rest of a template says of the rest of the sentence."""
    if not items:
        return Request() if place == sentence.stop else None
    item, others = items[0], items[1:]
    if item.slot in SPANS:
        return _match_span(sentence, item, others, place)
    found = None
    if item.slot:
        read = SLOTS[item.slot](sentence, place) if place < sentence.stop else None
        rest = _match(sentence, others, read.end) if read else None
        found = merged(read.value, rest) if read and rest else None
    elif _stands(sentence.reader, place, item):
        found = _match(sentence, others, place + 1)
    if found is None and item.is_optional:
        return _match(sentence, others, place)
    return found


def _match_span(
    sentence: Sentence, item: Item, others: Sequence[Item], place: int
) -> Request | None:
    rule, tries = SPANS[item.slot], 0
    least = place if item.slot == "any" else place + 1
    ends = range(least, sentence.stop + 1) if others else (sentence.stop,)
    for end in ends:
        if end < least or (others and not _may_follow(sentence.reader, end, others[0])):
            continue
        rest = _match(sentence, others, end)
        if rest is None:
            continue
        said = rule(sentence, place, end)
        if said is not None:
            return merged(said, rest)
        tries += 1
        if tries >= _MOST_SPLITS:
            break
    return None


def _may_follow(reader: Reader, place: int, item: Item) -> bool:
    return bool(item.slot) or item.is_optional or _stands(reader, place, item)


def _stands(reader: Reader, place: int, item: Item) -> bool:
    token = reader.at(place)
    return token.kind in (Kind.WORD, Kind.SYMBOL) and token.text in item.words


def _said(sentence: Sentence, rule: Rule, found: Request) -> Request:
    """What the rule says beside its slots."""
    if rule.says in _SAYS:
        return merged(found, _SAYS[rule.says])
    if rule.says in _PAST:
        return replace(found, filter=day_in_past(sentence, found.filter or "", _PAST[rule.says]))
    if rule.says == "to_project":
        return _in_project(found)
    return _taken_off(found) if rule.says == "remove_labels" else found


def _in_project(found: Request) -> Request:
    """A new task in a project, as the parser reads it."""
    mark = "" if found.set_project == _INBOX else f' #"{found.set_project}"'
    return Request(text=f"{found.query or ''}{mark}")


def _is_sound(found: Request) -> bool:
    """Whether its filter, if it has one, is one: names may hold any characters."""
    try:
        return found.filter is None or parse_filter(found.filter) is not None
    except FilterInvalid:
        return False


def _taken_off(found: Request) -> Request:
    """The marks are not wanted any more."""
    return replace(
        found,
        add_labels=(),
        remove_labels=found.add_labels,
        set_project=_INBOX if found.set_project else None,
        set_priority=_LOWEST if found.set_priority else None,
    )
