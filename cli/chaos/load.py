"""What people do while things break: tasks with reminders all the time, done, moved, deleted.

Which people there are and what each of them draws comes from the seed; when their requests are
answered does not.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from cli.bench.seed import plan_rows
from cli.chaos.person import Person, Task, Unanswered
from shared.commands.bulk import BulkSet, change_many
from shared.core.clock import Clock
from shared.core.errors import Unavailable
from shared.core.ids import UserId
from shared.core.principal import Principal
from shared.db.repositories.reminders import ReminderRow
from shared.db.session import Database
from shared.domain.tasks import UNSET

_SOONEST_SECONDS: Final = 2
_LATEST_SECONDS: Final = 20
_FIRST_DUE: Final = timedelta(hours=2)
_PAUSE_SECONDS: Final = 2.0  # of one person, on average
_BURST_EVERY_SECONDS: Final = 9.0
_BURST: Final = 80
_BURST_KEPT_SECONDS: Final = 120.0
_OPEN_AT_MOST: Final = 30

_VERBS: Final = {
    "remind": 34,
    "repeat": 14,
    "complete": 20,
    "reopen": 10,
    "move": 8,
    "rename": 5,
    "delete": 5,
    "look": 4,
    "skip": 6,
    "postpone": 6,
    "edit_series": 6,
    "snooze": 12,
    "bulk": 4,
    "rush": 4,
    "nag": 3,
    "undo": 14,
    "archive": 3,
}
_SOON: Final = timedelta(seconds=20)
_MOST_AT_ONCE: Final = 4
_ARCHIVED_SECONDS: Final = 3.0
_CONNECTIONS: Final = 3

_SETTINGS: Final = ("quiet", "quiet", "digest", "digest", "project", "project")
"""What is special about the first people; the others have nothing set up."""


@dataclass
class Habit:
    """One person, and the dice that say what they do next."""

    person: Person
    dice: Random
    clock: Clock
    last_done: dict[UUID, UUID] = field(default_factory=dict)
    """By series: the occurrence that may be reopened, as a later one has not been touched."""

    async def settle_in(self, number: int) -> None:
        """Their account is set up: quiet hours over the first minute, a digest soon, a project."""
        soon = (self.clock.now() + _SOON).replace(second=0, microsecond=0) + timedelta(minutes=1)
        match _SETTINGS[number] if number < len(_SETTINGS) else "":
            case "quiet":
                hours = {"from": f"{soon - timedelta(minutes=5):%H:%M}", "until": f"{soon:%H:%M}"}
                await self.person.prefer({"quiet_hours": hours})
            case "digest":
                await self.person.prefer({"digest_at": f"{soon:%H:%M}"})
            case "project":
                await self.person.start_project()
            case _:
                return

    async def live(self, stop: asyncio.Event) -> None:
        """They are busy until `stop`, or until nobody answers any more."""
        try:
            while not stop.is_set():
                (verb,) = self.dice.choices(list(_VERBS), list(_VERBS.values()))
                await getattr(self, f"_{verb}")()
                await self._pause(stop)
        except Unanswered:
            return  # the task is remembered as being in an unknown state

    async def _pause(self, stop: asyncio.Event) -> None:
        try:
            async with asyncio.timeout(self.dice.expovariate(1 / _PAUSE_SECONDS)):
                await stop.wait()
        except TimeoutError:
            return

    async def _remind(self) -> None:
        """A task with one or two reminders that come due soon."""
        leads = [self._lead() for _ in range(self.dice.choice((1, 1, 2)))]
        await self._create(reminders=[{"at": self._in(lead)} for lead in leads])

    async def _repeat(self) -> None:
        """A daily task. Its own reminder has passed; that of the next occurrence is due soon."""
        due = self.clock.now() + _FIRST_DUE
        lead = timedelta(days=1) + _FIRST_DUE - timedelta(seconds=self._lead() + 5)
        task = await self._create(
            due={"datetime_local": f"{due:%Y-%m-%dT%H:%M:%S}"},
            recurrence={
                "pattern": "daily",
                "anchor": self.dice.choice(("schedule", "completion")),
            },
            reminders=[{"offset": f"-PT{int(lead.total_seconds())}S"}],
        )
        if task is not None and self.dice.random() < 0.8:  # noqa: PLR2004 - most are done at once
            await self._finish(task)

    async def _complete(self) -> None:
        task = self._pick("open")
        if task is not None:
            await self._finish(task)

    async def _finish(self, task: Task) -> None:
        done = await self.person.complete(task)
        if done is not None and done.series_id is not None:
            self.last_done[done.series_id] = done.id

    async def _reopen(self) -> None:
        task = self._pick("done")
        if task is None:
            return
        if task.series_id is not None and self.last_done.get(task.series_id) != task.id:
            return
        await self.person.reopen(task)

    async def _move(self) -> None:
        """The reminders of a task are taken away, and another is set."""
        await self._change(reminders=[{"at": self._in(self._lead())}])

    async def _rename(self) -> None:
        await self._change(title=f"Renamed {self.dice.randrange(1 << 32):08x}")

    async def _change(self, **fields: Any) -> None:
        task = self._pick("open")
        if task is not None:
            self._touch(task)
            await self.person.change(task, fields)

    async def _delete(self) -> None:
        task = self._pick("open")
        if task is not None:
            self._touch(task)
            await self.person.delete(task)

    async def _skip(self) -> None:
        task = self._pick("open", recurring=True)
        if task is not None:
            self._touch(task)
            await self.person.skip(task)

    async def _postpone(self) -> None:
        task = self._pick("open", recurring=True)
        if task is not None:
            self._touch(task)
            await self.person.postpone(task, self.dice.choice(("PT2S", "PT1M", "PT1H")))

    async def _edit_series(self) -> None:
        """Another title or another time, for as much of the series as the scope says."""
        task = self._pick("open", recurring=True)
        if task is None or task.due is None:
            return
        self._touch(task)
        scope = self.dice.choice(("this", "following", "all"))
        due = datetime.fromisoformat(task.due) + timedelta(seconds=self.dice.choice((-3, 3, 600)))
        edit: dict[str, Any] = {"title": f"Series {self.dice.randrange(1 << 32):08x}"}
        if self.dice.random() < 0.5:  # noqa: PLR2004 - of the edits
            edit = {"due": {"datetime_local": f"{due:%Y-%m-%dT%H:%M:%S}"}}
        await self.person.change_series(task, scope, edit)

    async def _snooze(self) -> None:
        task = self._pick("open")
        if task is not None and task.reminder_ids:
            reminder_id = self.dice.choice(sorted(task.reminder_ids))
            await self.person.snooze(task, reminder_id, f"PT{self._lead()}S")

    async def _bulk(self) -> None:
        found = self._of("open")[-12:]
        tasks = self.dice.sample(found, min(len(found), _MOST_AT_ONCE))
        action = self.dice.choice(("complete", "skip", "postpone", "delete", "edit"))
        for task in tasks:
            self._touch(task)
        body: dict[str, Any] = {"action": action}
        if action == "postpone":
            body["by"] = "PT1M"
        if action == "edit":
            body["set"] = {"priority": self.dice.choice(("high", "medium", "low"))}
        if tasks:
            await self.person.bulk(tasks, body)

    async def _rush(self) -> None:
        """The same occurrence is done from several connections at once."""
        task = self._pick("open", recurring=True)
        if task is not None:
            self._touch(task)
            await asyncio.gather(*[self.person.complete(task) for _ in range(_CONNECTIONS)])

    async def _nag(self) -> None:
        """A task that is told of again and again until it is done."""
        nag = {"every": "PT5M", "max": 3}
        await self._create(reminders=[{"at": self._in(self._lead()), "nag": nag}])

    async def _undo(self) -> None:
        for task in self.person.undoes:
            self._touch(task)
        await self.person.undo()

    async def _archive(self) -> None:
        """The project is put away for a moment."""
        if self.person.project_id is not None:
            await self.person.archive("archive")
            await asyncio.sleep(self.dice.uniform(0, 2) * _ARCHIVED_SECONDS)
            await self.person.archive("unarchive")

    async def _look(self) -> None:
        await self.person.look_around()

    def _touch(self, task: Task) -> None:
        if task.series_id is not None:
            self.last_done.pop(task.series_id, None)

    async def _create(self, **fields: Any) -> Task | None:
        await self._make_room()
        key = UUID(int=self.dice.getrandbits(128))
        if self.person.project_id is not None and self.dice.random() < 0.5:  # noqa: PLR2004 - half
            fields["project_id"] = self.person.project_id
        return await self.person.create({"title": f"Task {key.hex[:8]}", **fields}, key)

    async def _make_room(self) -> None:
        """However long the run, as many tasks are ended as begun: the oldest, or its series."""
        found = self._of("open")
        if len(found) <= _OPEN_AT_MOST:
            return
        self._touch(found[0])
        if found[0].series_id is None:
            await self.person.complete(found[0])
        else:
            await self.person.delete(found[0])

    def _of(self, state: str) -> list[Task]:
        return [task for task in self.person.tasks.values() if task.state == state]

    def _pick(self, state: str, *, recurring: bool = False) -> Task | None:
        fitting = [each for each in self._of(state) if each.series_id or not recurring]
        found = fitting[-12:]  # the newest: their reminders are still to come
        return self.dice.choice(found) if found else None

    def _lead(self) -> int:
        return self.dice.randint(_SOONEST_SECONDS, _LATEST_SECONDS)

    def _in(self, seconds: int) -> str:
        at = self.clock.now() + timedelta(seconds=seconds)
        return at.astimezone(UTC).replace(microsecond=0).isoformat()


@dataclass
class Bursts:
    """Now and then many reminders for one instant, written straight through the commands."""

    db: Database
    user_ids: Sequence[UUID]
    dice: Random
    kept: list[tuple[float, list[ReminderRow]]] = field(default_factory=list)
    """By the monotonic instant from which on they may go, the oldest first."""

    async def come(self, stop: asyncio.Event) -> None:
        """One after the other, until `stop`. One that meets a database that is away is left out."""
        while not stop.is_set():
            try:
                async with asyncio.timeout(self.dice.uniform(0.5, 1.5) * _BURST_EVERY_SECONDS):
                    await stop.wait()
            except TimeoutError:
                with suppress(Unavailable, OSError):  # what was committed, the data says
                    await self._burst()
                    await self._tidy()

    async def _burst(self) -> None:
        instant: datetime = self.db.clock.now() + timedelta(seconds=self.dice.randint(3, 8))
        at_ms = int(instant.timestamp()) * 1000
        rows = await plan_rows(self.db, sorted(self.user_ids), [at_ms] * _BURST)
        self.kept.append((self.db.clock.monotonic() + _BURST_KEPT_SECONDS, rows))

    async def _tidy(self) -> None:
        """Bursts that are long over are in the trash, but for tasks that somebody has touched.

        Their owners would have thousands after an hour.
        """
        while self.kept and self.kept[0][0] < self.db.clock.monotonic():
            _, rows = self.kept[0]
            for user_id in {row.user_id for row in rows}:
                ids = [row.task_id for row in rows if row.user_id == user_id]
                await change_many(
                    self.db,
                    Principal(UserId(user_id)),
                    ids,
                    "delete",
                    BulkSet(priority=UNSET, project_id=UNSET),
                    expected=dict.fromkeys(ids, 1),
                )
            self.kept.pop(0)
