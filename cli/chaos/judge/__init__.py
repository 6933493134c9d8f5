"""The invariants of the system, each a pure function over the evidence of a run."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from cli.chaos.evidence import Evidence
from cli.chaos.judge.answers import answers_hold, every_process_ended_when_told
from cli.chaos.judge.events import (
    in_order_of_commit,
    in_order_of_version,
    only_injected_dead_letters,
    published_as_written,
)
from cli.chaos.judge.mails import (
    mails_are_counted,
    mails_reach_their_owner,
    no_mail_after_cancellation,
    nothing_held_back_after_cancellation,
)
from cli.chaos.judge.reminders import (
    each_reminder_has_one_outcome,
    no_job_without_its_reminder,
    none_fires_early,
)
from cli.chaos.judge.rest import came_to_rest
from cli.chaos.judge.series import each_completion_has_one_next, one_open_occurrence
from cli.chaos.judge.streams import streams_miss_nothing
from cli.chaos.judge.verbs import (
    held_back_comes_after_quiet_hours,
    nothing_is_orphaned,
    one_digest_a_day,
    undo_stops_nothing,
)
from cli.chaos.judge.violation import Violation

INVARIANTS: Final[Sequence[Callable[[Evidence], Iterator[Violation]]]] = (
    each_completion_has_one_next,
    one_open_occurrence,
    each_reminder_has_one_outcome,
    no_job_without_its_reminder,
    none_fires_early,
    mails_are_counted,
    mails_reach_their_owner,
    no_mail_after_cancellation,
    nothing_held_back_after_cancellation,
    nothing_is_orphaned,
    undo_stops_nothing,
    held_back_comes_after_quiet_hours,
    one_digest_a_day,
    published_as_written,
    in_order_of_commit,
    in_order_of_version,
    only_injected_dead_letters,
    streams_miss_nothing,
    came_to_rest,
    answers_hold,
    every_process_ended_when_told,
)


def judge(evidence: Evidence) -> list[Violation]:
    """Everything that should not be so."""
    return [violation for invariant in INVARIANTS for violation in invariant(evidence)]
