"""How a request begins: create a daily task:, remind me to, don't forget to."""

from dataclasses import dataclass
from typing import Final

from shared.domain.words.reader import Found, Reader
from shared.domain.words.reminding import says_before
from shared.domain.words.repeats import read_repeat
from shared.domain.words.tree import Repeat

_MAKE: Final = ("create", "add", "make", "new", "set", "schedule")
_THINGS: Final = ("task", "todo", "to-do", "reminder", "item")


@dataclass(frozen=True, slots=True)
class Lead:
    """Words in front of the title, and what else they say."""

    repeat: Found[Repeat] | None = None
    reminds: bool = False
    is_open: bool = False
    """What joins it to the title is still to come: remind me (tomorrow) to."""


def read_lead(reader: Reader, place: int) -> Found[Lead] | None:
    """The lead of a sentence, if it has one."""
    start = reader.skip(place, ("please", "hey", "ok"))
    if reader.is_symbol(start, ",") and start > place:
        start += 1
    start = reader.skip(start, ("please",))
    found = _made(reader, start) or _reminded(reader, start) or _told(reader, start)
    if found is None and start > place:
        return Found(Lead(), start) if reader.is_word(place, ("please",)) else None
    return found


def _made(reader: Reader, place: int) -> Found[Lead] | None:
    """Create a (weekly) task: …; todo: …"""
    after = place
    todo = reader.phrase(place, "to", "do")
    if todo is not None and reader.is_symbol(todo, ":"):
        return Found(Lead(), todo + 1)
    if reader.is_word(after, _MAKE):
        after = reader.skip(after + 1, ("up", "me"))
        after = reader.skip(after, ("a", "an", "the", "new", "another"))
        after = reader.skip(after, ("new",))
    repeat = read_repeat(reader, after) if after > place else None
    thing = repeat.end if repeat else after
    thing = reader.skip(thing, ("recurring", "repeating"))
    if not reader.is_word(thing, _THINGS):
        return None
    end = _joined(reader, thing + 1)
    if after == place and not reader.is_symbol(thing + 1, ":"):
        return None
    if end is None and reader.is_word(place, ("create", "add", "new")):
        end = thing + 1
    if end is None:
        return None
    return Found(Lead(repeat, reader.is_word(thing, ("reminder",))), end)


def _joined(reader: Reader, place: int) -> int | None:
    """Behind what joins the lead to the title."""
    if reader.is_symbol(place, ":-–"):
        return place + 1
    for words in (("to",), ("called",), ("named",), ("titled",), ("for", "me", "to"), ("for",)):
        end = reader.phrase(place, *words)
        if end is not None:
            return end + 1 if reader.is_symbol(end, ":") else end
    return None


def _reminded(reader: Reader, place: int) -> Found[Lead] | None:
    start = reader.phrase(place, "can", "you") or reader.phrase(place, "could", "you") or place
    end = reader.phrase(start, "remind", "me")
    if end is not None:
        for words in (("to",), ("about",), ("that",), ("of",)):
            joined = reader.phrase(end, *words)
            if joined is not None:
                return Found(Lead(reminds=True), joined)
        if says_before(reader, end):
            return None
        return Found(Lead(reminds=True, is_open=True), end)
    end = reader.phrase(start, "reminder")
    if end is not None and (reader.is_symbol(end, ":") or reader.is_word(end, ("to",))):
        return Found(Lead(), end + 1)
    return None


def _told(reader: Reader, place: int) -> Found[Lead] | None:
    for words in (
        ("don't", "forget", "to"), ("dont", "forget", "to"), ("do", "not", "forget", "to"),
        ("remember", "to"), ("i", "need", "to"), ("i", "have", "to"), ("i", "must"),
        ("i", "should"), ("i", "want", "to"), ("need", "to"), ("i've", "got", "to"),
    ):  # fmt: skip
        end = reader.phrase(place, *words)
        if end is not None:
            return Found(Lead(), end)
    return None
