"""What live updates brought, held against what stands on their topic."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from cli.chaos.evidence import Evidence, Listened, Place
from cli.chaos.judge.violation import Violation
from shared.events.topics import TASK_UPDATES

_NAME = "streams miss nothing"


def streams_miss_nothing(evidence: Evidence) -> Iterator[Violation]:
    """Each change of one's own came, once and in order, unless the stream said `resync`.

    However often it broke: a new one goes on behind the last id. Nothing follows the last change of
    a run, so it has to have come; with it, the end of each stream is known.
    """
    mine: dict[UUID, dict[Place, datetime]] = defaultdict(dict)
    for record in evidence.records:
        if record.topic == TASK_UPDATES and record.user_id is not None:
            mine[record.user_id][record.partition, record.offset] = record.at
    for stream in evidence.streams:
        yield from _wrong_with(stream, mine[stream.user_id])
        if not stream.has_last:
            text = "the last change of a run never came on the stream"
            yield Violation(_NAME, text, {"user": stream.user_id}, evidence.quiet_at)


def _wrong_with(stream: Listened, mine: dict[Place, datetime]) -> Iterator[Violation]:
    places = sorted(mine)
    for stretch in stream.stretches:
        start, *came = stretch
        expected = places[bisect_right(places, start) : bisect_right(places, stretch[-1])]
        if came == expected:
            continue
        missing = sorted(set(expected) - set(came))
        about = {"user": stream.user_id, "stretch": (start, stretch[-1]), "missing": missing}
        if missing:
            text = f"a stream left out {len(missing)} changes and did not say so"
            yield Violation(_NAME, text, about, mine[missing[0]])
        else:
            yield Violation(_NAME, "a stream brought changes twice or in another order", about)
