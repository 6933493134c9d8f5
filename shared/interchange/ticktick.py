"""TickTick's CSV backup: a preamble, then one row a task, children sometimes before parents."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from shared.interchange.drafts import Draft, MadeIds, Places, on_day, repeat, settled, short_id
from shared.interchange.errors import InterchangeError
from shared.interchange.moments import due_of, instant, zone_of
from shared.interchange.records import ReadOptions, ReminderRecord, StepRecord, TaskRecord
from shared.interchange.rows import Loss, Row, failed, shortened
from shared.interchange.texts import decoded, table

_PREAMBLE_MAX = 40
_PRIORITIES = {"0": 4, "1": 3, "3": 2, "5": 1, "": 4, "p1": 1, "p2": 2, "p3": 3, "p4": 4}
_STATUS = {"0": "open", "1": "done", "2": "done", "-1": "done", "": "open"}
_STEP = re.compile(r"\s*([▫▪☐☑✓-])\s*(.*)")
_TRIGGER = re.compile(r"-?P[0-9DTHMSW]+", re.ASCII)


def read(source: Iterable[bytes], options: ReadOptions) -> Iterator[Row]:
    """A row for each task, parents first.

    Raises:
        InterchangeError: `file_too_large`, `encoding`, `header_missing`, `too_many_rows`.
    """
    text, losses = decoded(source)
    rows = table(text)
    names: list[str] = []
    for _ in range(_PREAMBLE_MAX):
        _, row = next(rows, (0, None))
        if isinstance(row, list) and {"Title", "List Name"} <= {name.strip() for name in row}:
            names = [name.strip() for name in row]
            break
    if not names:
        raise InterchangeError("header_missing", "There is no row that names Title and List Name.")
    yield from settled(_drafts(names, rows, losses, options))


def _drafts(
    names: list[str],
    rows: Iterable[tuple[int, list[str] | Loss]],
    losses: list[Loss],
    options: ReadOptions,
) -> Iterator[Draft | Row]:
    places = Places()
    ids = MadeIds()
    for number, row in rows:
        if isinstance(row, Loss):
            yield failed(number, row.code, row.field, row.message)
            continue
        draft = Draft(number, shortened(",".join(row)), order=number)
        draft.losses += losses
        losses = []
        if len(row) > len(names) and any(row[len(names) :]):
            draft.lose("too_many_columns", "", "It has more columns than the header.")
        _fill(draft, dict(zip(names, row, strict=False)), places, ids, options)
        yield draft


def _fill(
    draft: Draft, row: dict[str, str], places: Places, ids: MadeIds, options: ReadOptions
) -> None:
    def cell(name: str) -> str:
        return row.get(name, "").strip()

    project = places.project(cell("List Name"), draft)
    if cell("Folder Name"):
        draft.lose("folder", "Folder Name", "Lists do not stand in folders here.")
    column = cell("Column Name")
    status = _STATUS.get(cell("Status"))
    if status is None:
        draft.lose("status_unknown", "Status", f"“{cell('Status')[:20]}” is not a status.")
    done_at = instant(cell("Completed Time"))
    task = TaskRecord(
        source_id=short_id(cell("taskId")) if cell("taskId") else ids.of(*row.values()),
        title=cell("Title"),
        priority=_priority(cell("Priority"), draft),
        status="done" if status == "done" else "open",
        labels=tuple(tag.strip() for tag in cell("Tags").split(",") if tag.strip()),
        project=project,
        section=places.section(project, column, draft) if column else None,
        parent=short_id(cell("parentId")) if cell("parentId") else None,
        created_at=instant(cell("Created Time")),
        completed_at=done_at,
    )
    if cell("Status") == "-1":
        draft.lose("wont_do", "Status", "“Won't do” became done.")
    task = _content(task, row)
    draft.task = _dated(draft, task, row, options)


def _priority(text: str, draft: Draft) -> int:
    found = _PRIORITIES.get(text.lower())
    if found is None:
        draft.lose("priority_unknown", "Priority", f"“{text[:20]}” is not a priority.")
    return found or 4


def _content(task: TaskRecord, row: dict[str, str]) -> TaskRecord:
    """Notes, or the items of a checklist with what stands between them as notes."""
    content = row.get("Content", "").replace("\r\n", "\n").replace("\r", "\n")
    is_list = row.get("Is Check list", "").strip().upper() in ("Y", "TRUE", "1")
    if not is_list and row.get("Kind", "").strip().upper() != "CHECKLIST":
        return replace(task, notes=content)
    steps, notes = [], []
    for line in re.split(r"\n|(?=[▫▪])", content):
        match = _STEP.fullmatch(line)
        if match and match[2].strip():
            steps.append(StepRecord(title=match[2].strip(), is_done=match[1] in "▪☑✓"))
        elif line.strip():
            notes.append(line)
    return replace(task, notes="\n".join(notes), checklist=tuple(steps))


def _dated(draft: Draft, task: TaskRecord, row: dict[str, str], options: ReadOptions) -> TaskRecord:
    def flag(name: str) -> bool:
        return row.get(name, "").strip().lower() in ("true", "1", "y")

    zone = zone_of(row.get("Timezone", "").strip(), "Timezone", draft.losses)
    due, start = (
        due_of(
            row.get(name, "").strip(),
            name,
            draft.losses,
            zone=zone,
            owner_zone=options.zone,
        )
        for name in ("Due Date", "Start Date")
    )
    due = due or start  # a task with one time has it as its start there
    if flag("Is All Day"):
        due, start = (
            replace(one, on=one.local.date(), local=None, zone=None) if one and one.local else one
            for one in (due, start)
        )
    elif flag("Is Floating"):
        due, start = (replace(one, zone=None) if one else one for one in (due, start))
    task = replace(task, due=due, start=None if start == due else start)
    reminders = _reminders(draft, row.get("Reminder", ""))
    if reminders:
        reminders = tuple(on_day(one, due, zone or options.zone) for one in reminders)
    task = replace(task, reminders=reminders)
    rule = row.get("Repeat", "").strip()
    return repeat(draft, task, rule) if rule else task


def _reminders(draft: Draft, text: str) -> tuple[ReminderRecord, ...] | None:
    found = []
    for part in re.split(r"[\s,]+", text.strip()):
        trigger = part.removeprefix("TRIGGER:")
        if not trigger:
            continue
        if _TRIGGER.fullmatch(trigger):
            found.append(ReminderRecord(type="relative", offset=trigger))
        else:
            draft.lose("reminder_unreadable", "Reminder", f"“{part[:40]}” is not a reminder.")
    return tuple(found) or None
