"""Phrases about times, read by the parser that reads sentences: all of it is understood, or none.

Nothing here computes a date from words: `POST /api/tasks/parse` does, for the quick-add box, too.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Final

from api.assistant.plans import Outcome
from api.assistant.task_words import instant_of_due, quoted, slot_of_due
from api.assistant.tools.tool import ToolContext
from api.schemas.common import Document
from shared.domain.words.amounts import read_amounts
from shared.domain.words.draft import day_of
from shared.domain.words.english import ENGLISH
from shared.domain.words.pieces import PieceKind, Sight, pieces_of
from shared.domain.words.reader import Reader
from shared.domain.words.reminder_drafts import offset_text
from shared.domain.words.today import moved
from shared.domain.words.tokens import Kind, tokens_of
from shared.domain.words.tree import Amount
from shared.domain.words.vocabulary import Unit
from shared.domain.zones import to_instant

LONGEST_PHRASE: Final = 200
_SOUND: Final = frozenset({"empty", "end_not_kept", "times_differ", "project_unknown", "in_past"})
"""Problems with which the rest still means what was said; a project is refused as a piece."""
_TOLD_OTHERWISE: Final = frozenset({"empty", "in_past"})
_WHEN_EXAMPLES: Final = "“friday 3pm”, “in 2 days”, “2026-12-01 09:00”"
_REPEAT_EXAMPLES: Final = "“every monday at 9”, “every 3 days”, “every month on the last day”"
_REMIND_EXAMPLES: Final = "“1 day before”, “30 minutes before and at 9am”, “tomorrow at 8:00”"
_LENGTH_EXAMPLES: Final = "“10 minutes”, “2 days”, “1 week”"
_TITLE: Final = "x"
_FILLERS: Final = frozenset({"to", "until", "till"})
_ALREADY_REMINDS: Final = ("remind", "alert", "notify", "with a reminder", "!")
_EXACT: Final = {Unit.SECOND: 1, Unit.MINUTE: 60, Unit.HOUR: 3600}
_DAYS: Final = {Unit.DAY: 1, Unit.WEEK: 7}


class NotUnderstood(Exception):
    """A phrase does not say what it should; nothing was changed, and `outcome` says why."""

    def __init__(self, words: str, **facts: object) -> None:
        super().__init__(words)
        self.outcome = Outcome(ok=False, words=f"{words} Nothing was changed.", facts=dict(facts))


@dataclass(frozen=True, slots=True)
class ReadWhen:
    """A due time as the API takes it, and what else should be known of how it was read."""

    due: Document
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadRepeat:
    """A rule as the API takes it, from when on, and what else should be known."""

    due: Document
    recurrence: Document
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Length:
    """An amount of time that was said; months and years have no length of their own."""

    amounts: tuple[Amount, ...] = field(default=())

    def days_and_seconds(self, day: date) -> tuple[int, int]:
        """How long it is from this day on, a week being 7 days; months end on their last day."""
        end, seconds = day, 0
        for number, unit in self.amounts:
            if unit in _EXACT:
                seconds += number * _EXACT[unit]
            else:
                end = moved(end, number * _DAYS.get(unit, 1), Unit.DAY if unit in _DAYS else unit)
        return (end - day).days, seconds

    def iso(self, day: date) -> str:
        """The same as an ISO 8601 duration."""
        return offset_text(*self.days_and_seconds(day), is_before=False)


async def read_when(
    context: ToolContext, phrase: str, due: Document | None = None, *, all_day: bool = False
) -> ReadWhen:
    """The due time that is meant, of a task that is due at `due` so far.

    A time alone is of the day that the task has; a day alone keeps the task's time, unless it is
    to be for all day.

    Raises:
        NotUnderstood: there is more in the phrase, or no time, or one that cannot be.
    """
    text = _without_filler(phrase)
    said = said_in(text)
    if PieceKind.REPEAT in said:
        raise NotUnderstood(f"{quoted(phrase)} is a repetition, not a single time.")
    if PieceKind.REMINDER in said:
        raise NotUnderstood(f"{quoted(phrase)} is about a reminder, not about a due time.")
    now = context.person.now
    if due is not None and PieceKind.DATE not in said:
        now = _from_its_day(context, due)
    read = await _parse(context, text, now=now)
    found = read["task"].get("due")
    _check(read, phrase, _WHEN_EXAMPLES, {"due"}, is_there=found is not None)
    meant = _like_before(found, due, all_day=all_day)
    return ReadWhen(meant, (*past_notes(context, meant), *_notes(read, phrase, text)))


def past_notes(context: ToolContext, due: Document) -> tuple[str, ...]:
    """A sentence that says so, if this due time is past."""
    person = context.person
    if due.get("date") is not None:
        is_past = day_of(slot_of_due(due)) < person.today
    else:
        is_past = instant_of_due(due, person) < person.now
    return ("That is past.",) if is_past else ()


async def read_repeat(
    context: ToolContext, phrase: str, due: Document | None = None, when: str | None = None
) -> ReadRepeat:
    """The rule that is meant and its first time, of a task that is due at `due` so far.

    Raises:
        NotUnderstood: there is more in the phrase, no repetition, or one that cannot be.
    """
    text = phrase.strip() if when is None else f"{phrase.strip()} {_without_filler(when)}"
    rule = await _read_rule(context, text, due, context.person.now)
    if due is not None and not {PieceKind.DATE, PieceKind.BOUND} & said_in(text):
        # Its own day counts, if the rule names it: what is due stays due, be it past.
        own = await _read_rule(context, text, due, _beginning_of_day(context, due))
        is_same = slot_of_due(own.due) == slot_of_due(due)
        rule = own if is_same or not past_notes(context, own.due) else rule
    return rule


async def _read_rule(
    context: ToolContext, text: str, due: Document | None, now: datetime
) -> ReadRepeat:
    """The rule as it is meant at `now`, at the time of day of `due` if none is said."""
    read = await _parse(context, text, now=now)
    slot = None if due is None else slot_of_due(due)
    if isinstance(slot, datetime) and "date" in (read["task"].get("due") or {}):
        text = f"at {slot:%H:%M} {text}"
        read = await _parse(context, text, now=now)
    task = read["task"]
    is_there = "due" in task and "recurrence" in task
    _check(read, text, _REPEAT_EXAMPLES, {"due", "repeat"}, is_there=is_there)
    return ReadRepeat(_like_before(task["due"], due), task["recurrence"], _notes(read, text, text))


async def read_reminders(
    context: ToolContext, phrase: str, due: Document | None, *, repeats: bool
) -> list[Document]:
    """The reminders that are meant, of a task that is due then, as the API takes them.

    Raises:
        NotUnderstood: there is more in the phrase, no reminder, or nothing to count from.
    """
    said = phrase.strip()
    if not said.casefold().startswith(_ALREADY_REMINDS):
        said = f"remind me {said}"
    slot = None if due is None else slot_of_due(due)
    zone = (due or {}).get("zone") or context.person.zone
    # Behind a title, as in a sentence: at the beginning “remind me” leads to the task itself.
    text = f"{_TITLE} {said}" if slot is None else f"{_TITLE} {slot.isoformat()} {said}"
    read = await _parse(context, text, zone=zone)
    task = read["task"]
    read["title"] = read["title"].removeprefix(_TITLE).strip()
    reminders = task.get("reminders") or []
    _check(read, phrase, _REMIND_EXAMPLES, {"due", "reminder"}, is_there=bool(reminders))
    if slot is None:
        return [_at_moment(context, task, each, phrase) for each in reminders]
    if slot_of_due(task["due"]) != slot:
        raise NotUnderstood(f"{quoted(phrase)} says when something is due, not when to remind.")
    return [_relative(each, slot, zone) if repeats else each for each in reminders]


def read_length(phrase: str) -> Length:
    """The amount of time that is meant.

    Raises:
        NotUnderstood: it is none, or there is more in the phrase.
    """
    reader = Reader(tokens_of(phrase), ENGLISH)
    place = 1 if reader.is_word(0, {"for", "by"}) else 0
    found = read_amounts(reader, place)
    is_whole = found is not None and reader.at(found.end).kind is Kind.END
    if found is None or not is_whole or not any(number for number, _ in found.value):
        raise NotUnderstood(
            f"{quoted(phrase)} is no length of time. Say it like {_LENGTH_EXAMPLES}."
        )
    return Length(found.value)


def said_in(text: str) -> set[PieceKind]:
    """What kinds of things the text says."""
    return {piece.kind for piece in pieces_of(Reader(tokens_of(text), ENGLISH), Sight())}


async def _parse(
    context: ToolContext, text: str, *, now: datetime | None = None, zone: str | None = None
) -> Document:
    person = context.person
    body = {"text": text, "zone": zone or person.zone, "now": now or person.now}
    return (await context.caller.ask("POST", "/api/tasks/parse", body=body)).document


def _from_its_day(context: ToolContext, due: Document) -> datetime:
    """The beginning of the day on which it is due, if that is ahead; else now."""
    return max(context.person.now, _beginning_of_day(context, due))


def _beginning_of_day(context: ToolContext, due: Document) -> datetime:
    return to_instant(datetime.combine(day_of(slot_of_due(due)), time()), context.person.zone)


def _check(
    read: Document, phrase: str, examples: str, allowed: set[str], *, is_there: bool
) -> None:
    """All of the phrase is understood, as what is allowed here.

    Raises:
        NotUnderstood: it is not.
    """
    faults = [each for each in read["problems"] if each["code"] not in _SOUND]
    if faults:
        messages = " ".join(dict.fromkeys(each["message"] for each in faults))
        raise NotUnderstood(f"{quoted(phrase)}: {messages}", problems=faults)
    others = [each for each in read["highlights"] if each["name"] not in allowed]
    left = " ".join([read["title"], *(each["text"] for each in others)]).strip()
    if is_there and left:
        words = f"I do not understand {quoted(left)} in {quoted(phrase)}."
        raise NotUnderstood(f"{words} Say it like {examples}.", not_understood=left)
    if not is_there or left:
        raise NotUnderstood(f"I do not understand {quoted(phrase)}. Say it like {examples}.")


def _notes(read: Document, phrase: str, text: str) -> tuple[str, ...]:
    """What else it may mean, and what of it cannot be kept."""
    told = [each["message"] for each in read["problems"] if each["code"] not in _TOLD_OTHERWISE]
    others = [
        f"{quoted(text[each['start'] : each['end']] or phrase)} may mean {each['words']} as well."
        for each in read["choices"]
        if each.get("words")
    ]
    return (*told, *others)


def _like_before(found: Document, due: Document | None, *, all_day: bool = False) -> Document:
    """The new due time, with the zone and the time of day of the old one where none is said."""
    zone = found.get("zone") or (due or {}).get("zone")
    slot = slot_of_due(found)
    if not isinstance(slot, datetime):
        old = None if due is None or all_day else slot_of_due(due)
        if not isinstance(old, datetime):
            return {"date": slot.isoformat()}
        slot = datetime.combine(slot, old.time())
    return {"datetime_local": slot.isoformat(), **({"zone": zone} if zone else {})}


def _without_filler(phrase: str) -> str:
    """The phrase without the word that only leads to it: to friday, until 9."""
    first, _, rest = phrase.strip().partition(" ")
    return rest.strip() if rest and first.casefold() in _FILLERS else phrase.strip()


def _at_moment(context: ToolContext, task: Document, reminder: Document, phrase: str) -> Document:
    """A reminder of a task without a date; the parser took its moment for the due time."""
    if "at" in reminder:
        return {"at": reminder["at"]}
    due = task.get("due")
    if due is None or "datetime_local" not in due:
        raise NotUnderstood(
            f"{quoted(phrase)} counts from a due time, and the task has none. Say when it is due, "
            "or a moment such as “tomorrow at 9:00”."
        )
    return {"at": instant_of_due(due, context.person).isoformat()}


def _relative(reminder: Document, slot: date, zone: str) -> Document:
    """A moment beside one occurrence, as a length of time before each."""
    if "at" not in reminder:
        return reminder
    at = datetime.fromisoformat(reminder["at"])
    local = slot if isinstance(slot, datetime) else datetime.combine(slot, time(9))
    whole = int((to_instant(local, zone) - at).total_seconds())
    days, seconds = divmod(abs(whole), 86_400)
    return {"offset": offset_text(days, seconds, is_before=whole > 0)}
