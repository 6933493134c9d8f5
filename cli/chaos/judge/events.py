"""What stands on the topics, held against what was committed into the outbox."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise, zip_longest
from uuid import UUID

from cli.chaos.evidence import Evidence, Seen
from cli.chaos.judge.reminders import planned_version_of, reminder_of
from cli.chaos.judge.violation import Violation
from shared.events.catalog import SENT_DIRECTLY

_PLANS = ("reminder.scheduled", "reminder.cancelled", "digest.scheduled", "digest.cancelled")


def published_as_written(evidence: Evidence) -> Iterator[Violation]:
    """Each committed event is on its topic, and nothing else but what fired or was injected."""
    name = "published as written"
    written = {(each.topic, each.event_id): each for each in evidence.written}
    seen = {(event.topic, event.event_id) for event in evidence.events}
    for key, each in written.items():
        if key not in seen:
            yield Violation(name, "an event was committed and never published", {"event": each})
    for event in evidence.events:
        if (event.topic, event.event_id) not in written and event.event_type not in SENT_DIRECTLY:
            text = "an event was published that nobody has committed"
            yield Violation(name, text, {"event": event}, event.at)
    poison = set(evidence.poison)
    for record in evidence.records:
        if record.event_id is None and record.value not in poison:
            yield Violation(name, "a record that is no event", {"record": record}, record.at)


def in_order_of_commit(evidence: Evidence) -> Iterator[Violation]:
    """The events of a user stand on each topic in the order of their commits, copies left out."""
    expected: dict[tuple[str, UUID], list[UUID]] = defaultdict(list)
    found: dict[tuple[str, UUID], list[UUID]] = defaultdict(list)
    known = {each.event_id for each in evidence.written}
    seen = {event.event_id for event in evidence.events}
    for each in evidence.written:
        if each.event_id in seen:  # what is missing is said by published_as_written
            expected[each.topic, each.user_id].append(each.event_id)
    for event in evidence.events:
        if event.event_id in known and event.user_id is not None:
            found[event.topic, event.user_id].append(event.event_id)
    for key, wanted in expected.items():
        pairs = zip_longest(wanted, found[key])
        wrong = next(
            ((place, *pair) for place, pair in enumerate(pairs) if pair[0] != pair[1]), None
        )
        if wrong is not None:
            about = {"topic": key[0], "user": key[1], "place, committed, published": wrong}
            yield Violation("in order of commit", "events of a user overtook each other", about)


def in_order_of_version(evidence: Evidence) -> Iterator[Violation]:
    """The versions of a task, and the plans of a reminder, rise on each topic, copies left out."""
    by_aggregate: dict[tuple[str, str], list[Seen]] = defaultdict(list)
    for event in evidence.events:
        if event.event_type.startswith("task."):
            by_aggregate[event.topic, event.data["task_id"]].append(event)
        elif event.event_type in _PLANS:
            by_aggregate[event.topic, str(reminder_of(event))].append(event)
    for events in by_aggregate.values():
        for before, after in pairwise(events):
            if version_of(before) >= version_of(after):
                text = "a version does not follow the one before it"
                about = {"before": before, "after": after}
                yield Violation("in order of version", text, about, after.at)


def version_of(event: Seen) -> int:
    """The version of the task or reminder after this event."""
    return int(event.data.get("task_version") or planned_version_of(event))


def only_injected_dead_letters(evidence: Evidence) -> Iterator[Violation]:
    """The dead letters are the records that the run made unreadable: all of them, none else.

    A record may be there several times: for each group that reads it, and once more for each crash
    between the dead letter and the commit of its offset.
    """
    name = "only injected dead letters"
    poison = set(evidence.poison)
    published = {record.value for record in evidence.records if record.event_id is None} & poison
    dead = {record.value for record in evidence.dead}
    for value in sorted(published - dead):
        text = "a record that nobody can read is not among the dead letters"
        yield Violation(name, text, {"value": value})
    for record in evidence.dead:
        if record.value not in poison:
            yield Violation(name, "an event ended as a dead letter", {"record": record}, record.at)
