"""What the API promised, and how processes ended."""

from collections.abc import Iterator

from cli.chaos.evidence import Evidence, KnownTask
from cli.chaos.judge.violation import Violation


def answers_hold(evidence: Evidence) -> Iterator[Violation]:
    """What was answered with 2xx is there: the task in its state and version, its reminders.

    While PostgreSQL or the API is away there may be 503 or no answer; such a request is sent again
    until it is answered. Any other answer is a violation by itself.
    """
    name = "answers hold"
    for complaint in evidence.complaints:
        yield Violation(name, complaint.text, at=complaint.at)
    for task in evidence.known:
        wrong = _wrong_with(task, evidence)
        if wrong is not None:
            about = {"answered": task, "row": evidence.tasks_by_id.get(task.id)}
            yield Violation(name, wrong, about)


def _wrong_with(task: KnownTask, evidence: Evidence) -> str | None:
    row = evidence.tasks_by_id.get(task.id)
    if row is None:
        return "a task that the API answered with is gone"
    state = "deleted" if row.is_deleted else row.status
    if task.state not in ("unknown", state):
        return f"the API said {task.state}, the database says {state}"
    if row.version < task.version:
        return f"the API said version {task.version}, the database says {row.version}"
    missing = [each for each in task.reminder_ids if each not in evidence.reminders_by_id]
    return f"reminders that the API answered with are gone: {missing}" if missing else None


def every_process_ended_when_told(evidence: Evidence) -> Iterator[Violation]:
    """No process ended by itself, and at the end each did with code 0."""
    for death in evidence.deaths:
        text = f"{death.instance} ended by itself or not in order, with code {death.code}"
        yield Violation("processes end when told", text, at=death.at)
