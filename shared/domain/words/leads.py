"""How a request begins: create a daily task:, remind me to, don't forget to."""

from dataclasses import dataclass

from shared.domain.words.reader import Found, Reader
from shared.domain.words.reminding import says_before
from shared.domain.words.repeats import read_repeat
from shared.domain.words.tree import Repeat


@dataclass(frozen=True, slots=True)
class Lead:
    """Words in front of the title, and what else they say."""

    repeat: Found[Repeat] | None = None
    reminds: bool = False
    is_open: bool = False
    """What joins it to the title is still to come: remind me (tomorrow) to."""


def read_lead(reader: Reader, place: int) -> Found[Lead] | None:
    """The lead of a sentence, if it has one."""
    words = reader.words.lead
    start = reader.skip(place, words.hello)
    if reader.is_symbol(start, ",") and start > place:
        start += 1
    start = reader.skip(start, words.please)
    found = _made(reader, start) or _reminded(reader, start) or _told(reader, start)
    if found is None and start > place:
        return Found(Lead(), start) if reader.is_word(place, words.please) else None
    return found


def _made(reader: Reader, place: int) -> Found[Lead] | None:
    """Behind the lead of a task that is made: create a (weekly) task, todo."""
    words = reader.words.lead
    todo = reader.phrases(place, words.to_do)
    if todo is not None and reader.is_symbol(todo, ":"):
        return Found(Lead(), todo + 1)
    after = _verb(reader, place)
    repeat = read_repeat(reader, after) if after > place else None
    thing = reader.skip(repeat.end if repeat else after, words.recurring)
    if not reader.is_word(thing, words.things):
        return None
    if after == place and not reader.is_symbol(thing + 1, ":"):
        return None
    end = _joined(reader, thing + 1)
    if end is None and reader.is_word(place, words.makes_alone):
        end = thing + 1
    if end is None:
        return None
    reminds = after > place and reader.is_word(thing, words.reminder)
    is_open = reader.is_word(end - 1, reader.words.date.purpose)
    return Found(Lead(repeat, reminds=reminds, is_open=is_open), end)


def _verb(reader: Reader, place: int) -> int:
    """Behind the verb and the article of what is made."""
    words = reader.words.lead
    if not reader.is_word(place, words.makes):
        return place
    after = reader.skip(place + 1, words.make_objects)
    return reader.skip(reader.skip(after, words.new), words.new)


def _joined(reader: Reader, place: int) -> int | None:
    """Behind what joins the lead to the title."""
    if reader.is_symbol(place, ":-–"):
        return place + 1
    end = reader.phrases(place, reader.words.lead.joins)
    return end + 1 if end is not None and reader.is_symbol(end, ":") else end


def _reminded(reader: Reader, place: int) -> Found[Lead] | None:
    words = reader.words.lead
    start = reader.phrases(place, words.asks) or place
    end = reader.phrases(start, words.remind_me)
    if end is not None:
        joined = reader.phrases(end, words.remind_joins)
        if joined is not None:
            return Found(Lead(reminds=True), joined)
        return None if says_before(reader, end) else Found(Lead(reminds=True, is_open=True), end)
    if not reader.is_word(start, words.reminder):
        return None
    is_joined = reader.is_symbol(start + 1, ":") or reader.is_word(start + 1, words.reminder_to)
    return Found(Lead(), start + 2) if is_joined else None


def _told(reader: Reader, place: int) -> Found[Lead] | None:
    end = reader.phrases(place, reader.words.lead.tells)
    return None if end is None else Found(Lead(), end)
