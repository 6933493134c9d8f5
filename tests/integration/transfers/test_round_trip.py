"""Random accounts, written through commands, come back from an export as they were."""

import asyncio
import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

import orjson
import pytest

from shared.commands import transfers as commands
from shared.commands.export_records import records_of
from shared.commands.preferences import change_preferences
from shared.commands.projects import create_project
from shared.commands.tasks import complete_task, create_task, delete_task, patch_task
from shared.commands.vacations import add_vacation
from shared.core.principal import Principal
from shared.db.session import Database
from shared.domain.preferences import PreferencesPatch
from shared.domain.tasks import Due, RecurrenceDraft, ReminderDraft, TaskDraft, TaskPatch
from shared.interchange import native
from shared.interchange.records import (
    FilterRecord,
    LabelRecord,
    ProjectRecord,
    ReminderRecord,
    SectionRecord,
    StepRecord,
    TaskRecord,
)
from tests.factories.users import make_user
from tests.integration.transfers.ordering import import_
from workers.transfers.runner import Runner

ROUNDS = 100
WORDS = ("Wäsche", "=SUM(1)", "☂ umbrella", "שלום", "x" * 200, "plain")


def _due(dice: random.Random, now: datetime) -> Due | None:
    local = now.replace(tzinfo=None, microsecond=0) + timedelta(hours=dice.randint(-500, 2000))
    zone = dice.choice([None, "Europe/Berlin", "America/New_York"])
    return dice.choice([None, Due(on=local.date()), Due(local=local, zone=zone)])


def _reminders(dice: random.Random, now: datetime) -> list[ReminderDraft] | None:
    made = [
        ReminderDraft(lead=dice.choice(["PT0S", "-PT30M", "-P1D"]), urgent=dice.random() < 0.3),
        ReminderDraft(
            at=now.replace(microsecond=0) + timedelta(hours=dice.randint(1, 900)),
            nag_every="PT15M",
            nag_max=3,
        ),
    ]
    return dice.choice([None, [], made, made[:1]])


async def write_account(db: Database, owner: Principal, dice: random.Random) -> None:
    """Tasks, series, projects, preferences and history of a person, all through commands."""
    now = db.clock.now()
    await change_preferences(
        db,
        owner,
        PreferencesPatch(name=dice.choice(WORDS[:1]), week_start=dice.choice(["MO", "SU"])),
    )
    if dice.random() < 0.5:
        day = now.date() + timedelta(days=dice.randint(1, 100))
        await add_vacation(db, owner, day, day + timedelta(days=3), skips_occurrences=True)
    projects = [
        (await create_project(db, owner, f"P{n}", dice.choice([None, ["PT0S"]]))).id
        for n in range(dice.randint(0, 3))
    ]
    made = []
    for _ in range(dice.randint(1, 25)):
        due = _due(dice, now)
        rule = dice.choice([None, None, "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TH"])
        draft = TaskDraft(
            dice.choice(WORDS),
            notes=dice.choice(["", "line\nline"]),
            priority=dice.choice([1, 2, 3, 4]),
            labels=dice.sample(["a", "b", "ü"], dice.randint(0, 3)),
            due=due,
            recurrence=RecurrenceDraft(rule) if rule and due else None,
            reminders=_reminders(dice, now),
            project_id=dice.choice([None, *projects]),
            parent_id=dice.choice([None, *(each.id for each in made if each.parent_id is None)]),
        )
        task = await create_task(db, owner, draft)
        made.append(task)
        if dice.random() < 0.2:
            await complete_task(db, owner, task.id, None)
        elif dice.random() < 0.2:
            await patch_task(db, owner, task.id, TaskPatch(title="Edited"), None)
        elif dice.random() < 0.1 and not any(each.parent_id == task.id for each in made):
            await delete_task(db, owner, task.id, None)
            made.remove(task)


def _organised(seed: int) -> bytes:
    """What has no command yet comes in by an import."""
    records = (
        LabelRecord(source_id="l", name="looks", color="#102030", is_favorite=True),
        ProjectRecord(source_id="p", name="Garden", color="#aabbcc", position="m"),
        SectionRecord(source_id="s", project="p", name="Beds", position="k"),
        FilterRecord(source_id="f", name="Soon", query="due < 7d", position="c"),
        TaskRecord(
            source_id="t",
            title=f"Sow {seed}",
            project="p",
            section="s",
            position="abc",
            checklist=(StepRecord(title="rake", is_done=True), StepRecord(title="water")),
            reminders=(
                ReminderRecord(
                    type="absolute",
                    at=datetime(2026, 1, 1, tzinfo=UTC),
                    fire_at=datetime(2026, 1, 1, tzinfo=UTC),
                    state="sent",
                ),
            ),
        ),
    )
    return b"".join(native.write(records, datetime(2026, 1, 1, tzinfo=UTC)))


async def export(db: Database, owner: Principal) -> bytes:
    writer = native.NativeWriter(db.clock.now())
    lines = [writer.head()]
    async for page in records_of(db, owner.user_id):
        lines += [writer.line(record) for record in page]
    return b"".join([*lines, writer.end()])


def comparable(content: bytes) -> list[dict]:
    """Records with ids named by their place, so that two accounts compare."""
    lines = [orjson.loads(line) for line in content.splitlines()[1:-1]]
    places: dict[str, str] = {}

    def named(value):
        if isinstance(value, dict):
            return {key: named(each) for key, each in value.items()}
        if isinstance(value, list):
            return [named(each) for each in value]
        if isinstance(value, str) and len(value) == 36:
            try:
                UUID(value)
            except ValueError:
                return value
            return places.setdefault(value, f"id{len(places)}")
        return value

    return sorted((named(line) for line in lines), key=lambda line: str(line.get("kind")))


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_an_account_is_the_same_after_export_wipe_and_import(db):
    for seed in range(ROUNDS):
        dice = random.Random(seed)
        owner, other = await make_user(db), await make_user(db, zone="Europe/Berlin")
        assert (await import_(db, owner, _organised(seed))).state == "done"
        await write_account(db, owner, dice)
        before = await export(db, owner)
        await commands.erase_account(db, owner)
        assert await Runner(db).run_one(asyncio.Event())
        done = await import_(db, other, before)
        assert (done.state, done.error) == ("done", None), seed
        assert done.counts["rows"] == done.counts["taken"], (seed, done.counts)
        after = await export(db, other)
        assert comparable(after) == comparable(before), seed
        again = await import_(db, other, before)
        changed = again.counts["rows"] - again.counts["unchanged"]
        assert changed <= 1, (seed, again.counts)  # preferences have no id to be known by
