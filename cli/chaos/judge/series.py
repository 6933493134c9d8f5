"""Tasks that come back."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from cli.chaos.evidence import Evidence, TaskRow
from cli.chaos.judge.violation import Violation


def each_completion_has_one_next(evidence: Evidence) -> Iterator[Violation]:
    """A done or skipped occurrence has brought exactly one other; an open one none untouched.

    The rules of a run never end. A next occurrence that was deleted is one all the same.
    """
    brought: dict[UUID, list[TaskRow]] = defaultdict(list)
    for task in evidence.tasks:
        if task.source_id is not None and not _was_taken_back(task):
            brought[task.source_id].append(task)
    for task in evidence.tasks:
        if task.series_id is None or task.is_deleted:
            continue
        following = brought[task.id]
        untouched = [each for each in following if each.version == 1]
        about = {"task": task.id, "series": task.series_id, "next": [t.id for t in following]}
        if task.status in ("done", "skipped") and len(following) != 1:
            text = f"a {task.status} occurrence has {len(following)} next ones"
            yield Violation("each completion has one next", text, about)
        if task.status == "open" and untouched:
            text = "an open occurrence has a next one that nobody has touched"
            yield Violation("each completion has one next", text, about)


def _was_taken_back(task: TaskRow) -> bool:
    """Whether it stays for its receipts alone: the one before it was opened again."""
    return task.is_deleted and task.series_id is None


def one_open_occurrence(evidence: Evidence) -> Iterator[Violation]:
    """No series has two open occurrences, unless it keeps each one that was missed."""
    opened: dict[UUID, list[UUID]] = defaultdict(list)
    for task in evidence.tasks:
        if task.series_id is None or task.keeps_each:
            continue
        if task.status == "open" and not task.is_deleted:
            opened[task.series_id].append(task.id)
    for series_id, tasks in opened.items():
        if len(tasks) > 1:
            text = f"a series has {len(tasks)} open occurrences"
            yield Violation("one open occurrence", text, {"series": series_id, "tasks": tasks})
