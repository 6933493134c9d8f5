"""What a person does with an account: random commands, each as the API would run it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any, Literal
from uuid import UUID

import orjson

from shared.commands.ordering import Move, move_task
from shared.commands.projects import archive_project
from shared.commands.recurrences import Completion, roll_completions
from shared.commands.series_edits import Scope, patch_series
from shared.commands.skipping import skip_task
from shared.commands.snoozing import snooze_reminder
from shared.commands.tasks import complete_task, create_task, delete_task, patch_task, reopen_task
from shared.commands.trash import restore_task
from shared.core.errors import DomainError
from shared.core.principal import Principal
from shared.db.session import Database
from shared.domain.snooze import Snooze
from shared.domain.tasks import Due, RecurrenceDraft, ReminderDraft, TaskDraft, TaskPatch

_TIMES = 15


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works on an account, as it was exported."""

    db: Database
    owner: Principal
    rng: Random
    tasks: list[dict[str, Any]]
    projects: list[dict[str, Any]]
    archived: set[str]

    def task(self) -> dict[str, Any]:
        """One of the tasks."""
        return self.rng.choice(self.tasks)


async def change(db: Database, owner: Principal, rng: Random, export: bytes) -> int:
    """Something was done up to 15 times; how often it could not be."""
    lines = [orjson.loads(line) for line in export.splitlines()[1:-1]]
    tasks = [line for line in lines if line["kind"] == "task"]
    projects = [line for line in lines if line["kind"] == "project"]
    archived = {each["source_id"] for each in projects if each["archived_at"]}
    person = Person(db, owner, rng, tasks, projects, archived)
    refused = 0
    for _ in range(rng.randint(0, _TIMES)):
        try:
            await rng.choice(_WAYS)(person)
        except DomainError:  # it is done already, deleted, moved away
            refused += 1
    return refused


def _id(record: dict[str, Any]) -> UUID:
    return UUID(record["source_id"])


async def _create(person: Person) -> None:
    """As it comes from the API: planned from what its owner chose."""
    rng, now = person.rng, person.db.clock.now().replace(tzinfo=None, microsecond=0)
    local = now + timedelta(hours=rng.randint(-500, 2_000))
    due = rng.choice([None, Due(on=local.date()), Due(local=local, zone="Europe/Berlin")])
    rule = rng.choice([None, "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TH"])
    wanted = [ReminderDraft(lead="-PT30M", nag_every="PT15M", nag_max=3)]
    draft = TaskDraft(
        "Created ☂",
        labels=["created"],
        due=due,
        recurrence=RecurrenceDraft(rule) if rule and due else None,
        reminders=rng.choice([None, [], wanted]),
        parent_id=rng.choice([None, _id(person.task())]),
    )
    await create_task(person.db, person.owner, draft)


async def _complete(person: Person) -> None:
    """As the worker for recurrence would go on with it."""
    done = await complete_task(person.db, person.owner, _id(person.task()), None)
    if done.completed_at is not None:
        async with person.db.unit_of_work() as uow:
            completion = Completion(done.user_id, done.id, done.completed_at)
            await roll_completions(uow, [completion], person.db.clock.monotonic)


async def _reopen(person: Person) -> None:
    await reopen_task(person.db, person.owner, _id(person.task()), None)


async def _skip(person: Person) -> None:
    await skip_task(person.db, person.owner, _id(person.task()), None)


async def _delete(person: Person) -> None:
    await delete_task(person.db, person.owner, _id(person.task()), None)


async def _restore(person: Person) -> None:
    await restore_task(person.db, person.owner, _id(person.task()))


async def _edit(person: Person) -> None:
    reminders = [ReminderDraft(lead="-PT5M"), ReminderDraft(lead="PT0S", urgent=True)]
    project = _id(person.rng.choice(person.projects)) if person.projects else None
    patches = [
        TaskPatch(title="Edited, ünïcode"),
        TaskPatch(labels=["fresh", "ß"]),
        TaskPatch(reminders=reminders),
        TaskPatch(project_id=project),
        TaskPatch(due=None),
    ]
    patch = person.rng.choice(patches)
    await patch_task(person.db, person.owner, _id(person.task()), patch, None)


async def _edit_series(person: Person) -> None:
    project = _id(person.rng.choice(person.projects)) if person.projects else None
    patches = [
        TaskPatch(title="Of one alone", project_id=project, reminders=[ReminderDraft(lead="PT0S")]),
        TaskPatch(recurrence=RecurrenceDraft("FREQ=WEEKLY", "completion")),
    ]
    scope: Scope = person.rng.choice(["this", "following", "all"])
    patch = person.rng.choice(patches)
    found = [task for task in person.tasks if task["series"]] or person.tasks
    task = _id(person.rng.choice(found))
    await patch_series(person.db, person.owner, task, scope, patch, expected=None)


async def _move(person: Person) -> None:
    anchor = _id(person.task())
    side: Literal["before", "after"] = person.rng.choice(["before", "after"])
    task = _id(person.task())
    await move_task(person.db, person.owner, task, Move(anchor=anchor, side=side), None)


async def _snooze(person: Person) -> None:
    """Not in an archived project, where only an import would see that nothing may wait."""
    reminders = [
        each
        for task in person.tasks
        if task["project"] not in person.archived
        for each in task["reminders"] or ()
    ]
    if reminders:
        reminder = _id(person.rng.choice(reminders))
        await snooze_reminder(person.db, person.owner, reminder, Snooze(length="PT1H"))


async def _archive(person: Person) -> None:
    if person.projects:
        project = person.rng.choice(person.projects)
        person.archived.add(project["source_id"])
        await archive_project(person.db, person.owner, _id(project), None)


_WAYS: tuple[Callable[[Person], Awaitable[None]], ...] = (
    _create,
    _create,
    _complete,
    _complete,
    _reopen,
    _skip,
    _delete,
    _restore,
    _edit,
    _edit_series,
    _move,
    _move,
    _snooze,
    _archive,
)
