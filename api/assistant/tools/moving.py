"""Tasks are due later, and their reminders come later."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Annotated, Final

from pydantic import Field

from api.assistant.plans import Outcome, Plan, Step
from api.assistant.task_words import Person, instant_words, moment_of_due, quoted, slot_of_due
from api.assistant.tools.ending import OneTask
from api.assistant.tools.phrases import (
    LONGEST_PHRASE,
    NotUnderstood,
    past_notes,
    read_length,
    read_when,
)
from api.assistant.tools.tasks import Shown, read_task, refuse_ended
from api.assistant.tools.tool import Tool, ToolContext
from api.schemas.common import Document
from shared.domain.snooze import LONGEST, Snooze, snoozed_until
from shared.domain.words.draft import day_of
from shared.domain.words.reminder_drafts import offset_text
from shared.domain.zones import to_instant, to_local

Phrase = Annotated[str, Field(min_length=1, max_length=LONGEST_PHRASE)]

_FIRED: Final = frozenset({"sent", "failed", "skipped"})
_WAITING: Final = frozenset({"scheduled", "deferred"})
_FRESH: Final = timedelta(days=1)
_ALONE: Final = "Only this occurrence moves; it still repeats: {rule}."


class PostponeTask(OneTask):
    """When instead: either to or by."""

    to: Phrase | None = Field(
        default=None,
        description="When it is to be due, as the user said it: 'friday 3pm', 'tomorrow', 'next "
        "week'. Pass the words on; never compute a date. A day alone keeps the time of day",
    )
    by: Phrase | None = Field(
        default=None,
        description="How much later than it is due now, as said: '2 days', '1 hour', 'a week'",
    )


async def _postpone(context: ToolContext, wanted: PostponeTask) -> Outcome | Plan:
    one_of("to", wanted.to, "by", wanted.by)
    task = await read_task(context, wanted.task_id)
    refuse_ended(task)
    notes: Sequence[str] = ()
    if wanted.to is not None:
        read = await read_when(context, wanted.to, task.due)
        due, notes = read.due, read.notes
    else:
        due = later(context, task, wanted.by or "")
        notes = past_notes(context, due)
    before, after = task.due_words(context), moment_of_due(due, context.person)
    alone = [_ALONE.format(rule=task.repeat_words(context))] if task.repeats else []
    return Plan(
        words=f"Move {task.quoted} from {before} to {after}",
        done_words=f"Moved {task.quoted} from {before} to {after}.",
        more=" ".join([*alone, *notes]),
        steps=(task.step("POST", "/postpone", {"to": due}),),
        changes=(task.change("due", before, after),),
        tells_reminders=True,
    )


def later(context: ToolContext, task: Shown, by: str) -> Document:
    """When the task is due so much later, days on the clock of its zone.

    Raises:
        NotUnderstood: that is no length of time, or nothing to count from.
    """
    length = read_length(by)
    due = task.due
    if due is None:
        raise NotUnderstood(f"{task.quoted} has no due time to count from: say when it is due.")
    slot = slot_of_due(due)
    try:
        days, seconds = length.days_and_seconds(day_of(slot))
        if not isinstance(slot, datetime):
            if seconds:
                raise NotUnderstood(f"{task.quoted} is due on a day, without a time: say days.")
            return {"date": (slot + timedelta(days=days)).isoformat()}
        moved = _after(slot + timedelta(days=days), seconds, due["zone"] or context.person.zone)
    except (OverflowError, ValueError) as error:
        raise NotUnderstood(f"{quoted(by)} later lies beyond the calendar.") from error
    return {"datetime_local": moved.isoformat(), **({"zone": due["zone"]} if due["zone"] else {})}


def _after(local: datetime, seconds: int, zone: str) -> datetime:
    if not seconds:
        return local
    exact = to_instant(local, zone) + timedelta(seconds=seconds)
    return to_local(exact, zone).replace(tzinfo=None, fold=0)


class SnoozeTask(OneTask):
    """Until when the reminder waits: either for or until."""

    length: Phrase | None = Field(
        default=None, alias="for", description="How long from now, as said: '10 minutes', '1 day'"
    )
    until: Phrase | None = Field(
        default=None, description="Until when, as said: '5pm', 'tomorrow at 9', 'monday'"
    )


async def _snooze(context: ToolContext, wanted: SnoozeTask) -> Outcome | Plan:
    one_of("for", wanted.length, "until", wanted.until)
    task = await read_task(context, wanted.task_id)
    refuse_ended(task)
    reminder: Document = _reminder_of(task, context.person.now)
    notes: Sequence[str] = ()
    if wanted.length is not None:
        until = _put_off(context, wanted.length, reminder)
    else:
        until, notes = await _until(context, wanted.until or "")
    fires_at = datetime.fromisoformat(reminder["fire_at"])
    before = instant_words(fires_at.replace(second=0), context.person)
    after = instant_words(until.replace(second=0), context.person)
    path = f"/api/reminders/{reminder['id']}/snooze"
    return Plan(
        words=f"Snooze the reminder of {task.quoted} of {before} until {after}",
        done_words=f"Snoozed: the reminder of {task.quoted} of {before} comes again {after}. "
        f"The task stays due {task.due_words(context)}.",
        more=" ".join(notes),
        steps=(Step("POST", path, {"until": until.isoformat()}),),
        changes=(task.change("reminder", before, after),),
    )


def _reminder_of(task: Shown, now: datetime) -> Document:
    """The reminder that is meant: that of the last day, or that which comes next.

    Raises:
        NotUnderstood: it has none.
    """
    timed: list[Document] = [
        each for each in task.document["reminders"] if each["fire_at"] is not None
    ]
    timed.sort(key=lambda each: datetime.fromisoformat(each["fire_at"]))
    fired = [each for each in timed if each["state"] in _FIRED]
    waiting = [each for each in timed if each["state"] in _WAITING]
    is_fresh = fired and datetime.fromisoformat(fired[-1]["fire_at"]) > now - _FRESH
    if fired and (is_fresh or not waiting):
        return fired[-1]
    if waiting:
        return waiting[0]
    raise NotUnderstood(
        f"{task.quoted} has no reminder to put off. One can be added, such as “1 hour before”."
    )


def _put_off(context: ToolContext, phrase: str, reminder: Document) -> datetime:
    """So long after now; after its own time, if that is ahead and it was not put off before."""
    person = context.person
    fires_at = datetime.fromisoformat(reminder["fire_at"])
    is_first = reminder["snooze_of"] is None and fires_at > person.now
    return _later_than(fires_at if is_first else person.now, phrase, person)


def _later_than(start: datetime, phrase: str, person: Person) -> datetime:
    day = to_local(start, person.zone).date()
    days, seconds = read_length(phrase).days_and_seconds(day)
    if timedelta(days=days, seconds=seconds) > LONGEST:
        raise NotUnderstood(f"A reminder can be put off by {LONGEST.days} days at most.")
    length = offset_text(days, seconds, is_before=False)
    return snoozed_until(Snooze(length=length), start, person.zone, time())


async def _until(context: ToolContext, phrase: str) -> tuple[datetime, Sequence[str]]:
    """The moment that is meant; of a day the time at which the account is told of whole days."""
    read = await read_when(context, phrase)
    slot = slot_of_due(read.due)
    if not isinstance(slot, datetime):
        slot = datetime.combine(slot, await _all_day_time(context))
    until = to_instant(slot, read.due.get("zone") or context.person.zone)
    if until <= context.person.now:
        words = instant_words(until, context.person)
        raise NotUnderstood(f"{quoted(phrase)} means {words}, which is past. Say a time ahead.")
    return until, read.notes


async def _all_day_time(context: ToolContext) -> time:
    me = (await context.caller.ask("GET", "/api/me")).document
    return time.fromisoformat(me["all_day_reminder_time"])


def one_of(first: str, one: object, second: str, other: object) -> None:
    """Exactly one of the two is given.

    Raises:
        NotUnderstood: both are, or none.
    """
    if (one is None) == (other is None):
        raise NotUnderstood(f"Give either {first} or {second}.")


POSTPONE_TASK = Tool(
    name="postpone_task",
    title="Postpone a task",
    description="Make one task due at another time; of a repeating task this occurrence alone.",
    arguments=PostponeTask,
    kind="change",
    run=_postpone,
)
SNOOZE_TASK = Tool(
    name="snooze_task",
    title="Snooze a reminder",
    description="Let the reminder of a task that came last, or comes next, come later. The task "
    "stays due when it is.",
    arguments=SnoozeTask,
    kind="change",
    run=_snooze,
)
