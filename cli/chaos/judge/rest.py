"""The end: nothing waits, nothing is under way."""

from collections.abc import Iterator
from datetime import timedelta

from cli.chaos.evidence import Evidence
from cli.chaos.judge.violation import Violation

_DUE_TO_FIRE = timedelta(seconds=5)


def came_to_rest(evidence: Evidence) -> Iterator[Violation]:
    """Without faults: outbox empty, lag zero, no delivery under way, nothing due that waits."""
    name = "comes to rest"
    for text in evidence.unrest:
        yield Violation(name, text)
    if evidence.outbox_left:
        yield Violation(name, f"{evidence.outbox_left} events are left in the outbox")
    for (group, at), behind in evidence.lag.items():
        text = f"{group} has {behind} records of {at.topic}/{at.partition} left"
        yield Violation(name, text)
    for row in evidence.deliveries:
        if row.state == "sending":
            yield Violation(name, "a delivery is still under way", {"delivery": row}, row.fire_at)
    for job in evidence.jobs:
        if job.run_at < evidence.quiet_at - _DUE_TO_FIRE:
            yield Violation(name, "a job is due and has not fired", {"job": job}, job.run_at)
