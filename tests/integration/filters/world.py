"""Some hundred tasks with everything that filters ask about, as rows and as facts."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from uuid import UUID, uuid5

import orjson

from shared.domain.filters import Calendar
from shared.domain.zones import to_instant
from tests.factories.filters import LABELS, PARENTS, PROJECTS, SECTIONS, WORDS

ZONE = "Europe/Berlin"
# The evening before clocks go forward.
NOW = datetime(2026, 3, 28, 22, 30, tzinfo=UTC)
CALENDAR = Calendar(NOW, ZONE, "WE")
TASKS = 220
_RULES = ("FREQ=DAILY", "INTERVAL=2;FREQ=WEEKLY", "freq=monthly;BYMONTHDAY=1", "FREQ=YEARLY")


@dataclass
class Facts:
    """What is true of one task."""

    id: UUID
    title: str
    notes: str
    priority: int
    status: str
    created: datetime
    updated: datetime
    completed: datetime | None = None
    due_on: date | None = None
    due_local: datetime | None = None
    due_at: datetime | None = None
    zone: str | None = None
    start: datetime | None = None
    starts_on: bool = False
    project: str | None = None
    section: str | None = None
    parent: UUID | None = None
    series: int | None = None
    labels: frozenset[str] = frozenset()
    reminders: list[tuple[str, datetime | None]] = field(default_factory=list)
    checklist: list[bool] = field(default_factory=list)


@dataclass
class World:
    """The tasks, and what became of the slots of each series."""

    tasks: list[Facts]
    log: list[tuple[int, str, str, int]]

    @cached_property
    def children(self) -> dict[UUID, list[Facts]]:
        """The tasks under each: asked for a hundred thousand times."""
        found: dict[UUID, list[Facts]] = {}
        for each in self.tasks:
            if each.parent is not None:
                found.setdefault(each.parent, []).append(each)
        return found


def make_world() -> World:
    """Always the same world."""
    dice = random.Random(31)
    tasks = [_task(dice, number) for number in range(TASKS)]
    log = [
        (series, f"2026-01-{day:02}", outcome, dice.choice([1, 1, 3]))
        for series in range(len(_RULES))
        for day in range(1, 1 + dice.randrange(5))
        for outcome in [dice.choice(["done", "missed", "skipped", "moved"])]
    ]
    # One skipped occurrence that the log knows, too: it counts once.
    known = next(task for task in tasks if task.series == 0 and task.status == "skipped")
    return World(tasks, [*log, (0, _slot(tasks.index(known)), "skipped", 1)])


def _slot(number):
    return (date(2026, 2, 1) + timedelta(days=number)).isoformat()


def _task(dice, number):
    def some(values, share=0.5):
        return dice.choice(values) if dice.random() < share else None

    def when():
        minutes = dice.randrange(-9 * 48, 9 * 48) * 30
        return NOW.replace(tzinfo=None, minute=0) + timedelta(minutes=minutes)

    title = " ".join(dice.choice(WORDS) for _ in range(dice.randrange(1, 3)))
    facts = Facts(
        PARENTS[number] if number < len(PARENTS) else uuid5(PARENTS[0], str(number)),
        title,
        some(WORDS) or "",
        dice.randrange(1, 5),
        dice.choice(["open", "open", "done", "skipped"]),
        when().replace(tzinfo=UTC),
        when().replace(tzinfo=UTC),
    )
    if facts.status == "done":
        facts.completed = when().replace(tzinfo=UTC)
    kind = dice.choice(["none", "day", "time", "time"])
    if kind == "day":
        facts.due_on = when().date()
    elif kind == "time":
        facts.zone = some(["America/New_York", "Asia/Tokyo"], 0.4)
        facts.due_local = when()
        facts.due_at = to_instant(facts.due_local, facts.zone or ZONE)
    if dice.random() < 0.4:
        facts.starts_on = dice.random() < 0.5
        facts.start = datetime.combine(when().date(), time()) if facts.starts_on else when()
    facts.project = some(PROJECTS)
    facts.section = some(SECTIONS, 0.3)
    facts.parent = some(PARENTS, 0.3) if number >= len(PARENTS) else None
    facts.series = some(range(len(_RULES)), 0.4)
    facts.labels = frozenset(label for label in LABELS if dice.random() < 0.2)
    states = ["scheduled", "scheduled", "sent", "removed"]
    facts.reminders = [
        (dice.choice(states), when().replace(tzinfo=UTC)) for _ in range(dice.randrange(4))
    ]
    facts.checklist = [dice.random() < 0.5 for _ in range(dice.choice([0, 0, 1, 3]))]
    return facts


def _named(kind, name):
    return uuid5(PARENTS[0], f"{kind} {name}")


async def store(connection, user_id: UUID, world: World) -> None:
    """The world is in the tables, as this user's."""
    await connection.execute("UPDATE users SET week_start = 'WE' WHERE id = $1", user_id)
    await connection.executemany(
        "INSERT INTO projects (id, user_id, name, created_at, updated_at) VALUES ($1,$2,$3,$4,$4)",
        [(_named("project", name), user_id, name, NOW) for name in PROJECTS],
    )
    await connection.executemany(
        "INSERT INTO sections (id, user_id, project_id, name, created_at, updated_at) "
        "VALUES ($1, $2, $3, $4, $5, $5)",
        [
            (_named("section", name), user_id, _named("project", PROJECTS[0]), name, NOW)
            for name in SECTIONS
        ],
    )
    await connection.executemany(
        "INSERT INTO labels (id, user_id, name) VALUES ($1, $2, $3)",
        [(_named("label", name), user_id, name) for name in LABELS],
    )
    await connection.executemany(
        "INSERT INTO series (id, user_id, rrule, dtstart, all_day, created_at, updated_at) "
        "VALUES ($1, $2, $3, $4, true, $5, $5)",
        [
            (_named("series", number), user_id, rule, datetime(2026, 1, 1), NOW)
            for number, rule in enumerate(_RULES)
        ],
    )
    await connection.executemany(
        "INSERT INTO occurrence_log (series_id, user_id, slot, outcome, count, logged_at) "
        "VALUES ($1, $2, $3, $4, $5, $6)",
        [
            (_named("series", series), user_id, slot, outcome, count, NOW)
            for series, slot, outcome, count in world.log
        ],
    )
    await _store_tasks(connection, user_id, world)


async def _store_tasks(connection, user_id, world):
    await connection.executemany(
        """
        INSERT INTO tasks (id, user_id, title, notes, priority, status, created_at, updated_at,
            completed_at, skipped_at, due_on, due_local, due_at, zone, start_on, start_local,
            start_at, project_id, section_id, parent_id, series_id, slot, checklist, deleted_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
            $19, $20, $21, $22, $23::jsonb, $24)
        """,
        [_row(user_id, number, facts) for number, facts in enumerate(world.tasks)],
    )
    await connection.executemany(
        "INSERT INTO task_labels (task_id, label_id) VALUES ($1, $2)",
        [(task.id, _named("label", name)) for task in world.tasks for name in task.labels],
    )
    await connection.executemany(
        "INSERT INTO reminders (id, user_id, task_id, kind, fire_at, state, reason, created_at, "
        "updated_at) VALUES ($1, $2, $3, 'absolute', $4, $5, $6, $7, $7)",
        [
            (
                uuid5(task.id, str(number)),
                user_id,
                task.id,
                fire_at,
                "cancelled" if state == "removed" else state,
                "removed" if state == "removed" else None,
                NOW,
            )
            for task in world.tasks
            for number, (state, fire_at) in enumerate(task.reminders)
        ],
    )


def _row(user_id, number, facts):
    start_on = facts.start.date() if facts.starts_on and facts.start else None
    start_local = None if facts.starts_on else facts.start
    items = [{"id": str(each), "title": "x", "is_done": each} for each in facts.checklist]
    return (
        facts.id,
        user_id,
        facts.title,
        facts.notes,
        facts.priority,
        facts.status,
        facts.created,
        facts.updated,
        facts.completed,
        NOW if facts.status == "skipped" else None,
        facts.due_on,
        facts.due_local,
        facts.due_at,
        facts.zone,
        start_on,
        start_local,
        to_instant(start_local, facts.zone or ZONE) if start_local else None,
        _named("project", facts.project) if facts.project else None,
        _named("section", facts.section) if facts.section else None,
        facts.parent,
        _named("series", facts.series) if facts.series is not None else None,
        _slot(number) if facts.series is not None else None,
        orjson.dumps(items).decode(),
        None,
    )


def slots_logged(world: World, series: int, outcome: str) -> int:
    """How many slots of the series the log says that of."""
    return sum(count for of, _, said, count in world.log if (of, said) == (series, outcome))


def skips_unlogged(world: World, series: int) -> int:
    """How many occurrences are skipped that the log does not know yet."""
    known = {slot for of, slot, _, _ in world.log if of == series}
    return sum(
        task.status == "skipped" and task.series == series and _slot(number) not in known
        for number, task in enumerate(world.tasks)
    )


FREQUENCIES = ("daily", "weekly", "monthly", "yearly")
