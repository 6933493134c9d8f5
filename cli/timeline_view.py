"""A timeline as a story: each event, and below it, step by step, what came of it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import assert_never

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from shared.core.origin import PROJECT, source_of
from shared.db.repositories.timeline import EventEntry
from shared.db.repositories.timeline_effects import (
    ActEntry,
    DeadLetterEntry,
    DeliveryEntry,
    WaitingJob,
)
from shared.db.timeline import Timeline
from shared.events.catalog import SENT_DIRECTLY

_STYLES = {
    "sent": "green", "sending": "yellow", "failed": "red", "skipped": "yellow",
    "open": "red", "redriving": "yellow", "redriven": "green", "discarded": "dim",
}  # fmt: skip
_API, _WORKER = source_of("api", ""), source_of("")
_SOURCES = {PROJECT: "not known where", source_of("cli"): "command line"}

Consequence = DeliveryEntry | DeadLetterEntry | WaitingJob
Step = str | Text


def print_story(console: Console, timeline: Timeline) -> None:
    """The entries in time order; what an event caused stands below it."""
    subject = timeline.subject
    console.print(Text(f"Timeline of {subject.kind} {subject.id}", style="bold"))
    if timeline.hint:
        console.print(timeline.hint)
    if timeline.earlier is not None:
        console.print(Text("... there are earlier entries; show more with --limit", style="dim"))
    consequences = _consequences(timeline)
    for entry in timeline.entries:
        if isinstance(entry, EventEntry):
            console.print(_event(entry, consequences.pop(entry.id, ())))
        elif isinstance(entry, ActEntry) or entry.event_id is None or _is_left(entry, consequences):
            console.print(_alone(entry))
    for job in timeline.waiting:
        if job.event_id is None or job.event_id in consequences:
            words = f"reminder {job.reminder_id}"
            console.print(_headed(job.run_at, words, _steps_of(job)))
    if timeline.waits_more:
        console.print(Text("... more reminders wait; show more with --limit", style="dim"))


def _consequences(timeline: Timeline) -> dict[str, list[Consequence]]:
    """What came of each event, by its id."""
    found: defaultdict[str, list[Consequence]] = defaultdict(list)
    for each in (*timeline.entries, *timeline.waiting):
        if not isinstance(each, EventEntry | ActEntry) and each.event_id is not None:
            found[each.event_id].append(each)
    return dict(found)


def _is_left(
    entry: DeliveryEntry | DeadLetterEntry, consequences: dict[str, list[Consequence]]
) -> bool:
    """Whether no event before it on the page has it as a consequence."""
    return entry.event_id in consequences


def _event(entry: EventEntry, consequences: Sequence[Consequence]) -> Tree:
    top = Tree(_heading(entry.at, entry.type), guide_style="dim")
    origin = top.add(_origin(entry))
    if entry.record is None:
        origin.add(Text("waits in the outbox", style="yellow"))
        return top
    record = entry.record
    seen = _later(entry.at, record.recorded_at)
    place = f"{record.topic}/{record.partition} at offset {record.offset}"
    way = origin if entry.type in SENT_DIRECTLY else origin.add("outbox")
    kafka = way.add(f"{place}, seen {seen}")
    for handled in entry.handled:
        kafka.add(f"{handled.group} handled it {_later(entry.at, handled.at)}")
    for each in consequences:
        _grow(kafka, _steps_of(each))
    return top


def _origin(entry: EventEntry) -> Text:
    words = _SOURCES.get(entry.source) or f"{entry.source.removeprefix(_WORKER)} worker"
    if entry.source.startswith(_API):
        words = f"API {entry.source.removeprefix(_API)}"
    return Text(words).append(f"  trace {entry.trace_id}" if entry.trace_id else "", style="dim")


def _alone(entry: DeliveryEntry | DeadLetterEntry | ActEntry) -> Tree:
    match entry:
        case ActEntry():
            words = f"{entry.action} {entry.target}"
            steps = [f"by {entry.actor}", *([f"because: {entry.reason}"] if entry.reason else [])]
            return _headed(entry.at, words, iter(steps))
        case DeliveryEntry():
            return _headed(entry.at, "delivery", _steps_of(entry))
        case DeadLetterEntry():
            return _headed(entry.at, entry.event_type, _steps_of(entry))
    assert_never(entry)


def _steps_of(entry: Consequence) -> Iterator[Step]:
    """What there is to say, each step a consequence of the one before."""
    match entry:
        case DeliveryEntry():
            yield from _delivery_steps(entry)
        case DeadLetterEntry():
            yield from _death_steps(entry)
        case WaitingJob():
            owner = f"held by {entry.owner}" if entry.owner else "held by nobody"
            place = f"partition {entry.partition}, {owner}"
            yield Text(f"waits in the job store until {_instant(entry.run_at)}, {place}", "cyan")
            if entry.parked_reason:
                yield Text(f"parked, will not fire: {entry.parked_reason}", style="red")


def _delivery_steps(entry: DeliveryEntry) -> Iterator[Step]:
    words = f"notifications: {entry.channel} taken up {_later(entry.fire_at, entry.at)}"
    if entry.attempts > 1:
        words += f", attempt {entry.attempts}"
    if entry.resends:
        words += f", {entry.resends} after one in doubt"
    yield words
    state = Text(entry.state, style=_STYLES.get(entry.state, ""))
    if entry.lateness_ms is not None:
        state.append(f", {entry.lateness_ms} ms after its time", style="default")
    if entry.reason:
        state.append(f": {entry.reason}", style="default")
    yield state
    if entry.answer:
        yield Text(f"answer: {entry.answer}")


def _death_steps(entry: DeadLetterEntry) -> Iterator[Step]:
    tries = f" after {entry.attempts} attempts" if entry.attempts else ""
    yield Text(f"dead letter of {entry.group or 'nobody known'}{tries}", style="red")
    yield f"{entry.error_class or 'no error named'}, fingerprint {entry.fingerprint or 'none'}"
    state = Text(entry.state, style=_STYLES.get(entry.state, ""))
    if entry.closed_by:
        state.append(f" by {entry.closed_by}", style="default")
    if entry.close_reason:
        state.append(f": {entry.close_reason}", style="default")
    yield state


def _headed(at: datetime, words: str, steps: Iterator[Step]) -> Tree:
    top = Tree(_heading(at, words), guide_style="dim")
    _grow(top, steps)
    return top


def _grow(branch: Tree, steps: Iterator[Step]) -> None:
    for step in steps:
        branch = branch.add(Text(step) if isinstance(step, str) else step)


def _heading(at: datetime, words: str) -> Text:
    return Text(f"{_instant(at)}  ", style="dim").append(words, style="bold default")


def _instant(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}.{at.microsecond // 1000:03} UTC"


def _later(start: datetime, end: datetime) -> str:
    return f"{(end - start).total_seconds():.3f} s later"
