"""Tasks as rows of a terminal: columns line up, and no title can speak to the terminal."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from rich.cells import cell_len
from rich.text import Text

from cli.refusals import Document
from cli.tasks.desk import Desk
from cli.tasks.listed import short_ids
from cli.tasks.wording import day_of, due_words, priority_mark, slot_of, time_words
from shared.core.plain import one_line

_PROJECTS: Final = 1_000
_COLOURS: Final = {"p1": "red", "p2": "yellow", "p3": "blue", "": ""}


def print_rows(desk: Desk, groups: Mapping[str, Sequence[Document]]) -> None:
    """A row a task: its id, when it is due, its priority, its title, and what else it has."""
    tasks = [task for group in groups.values() for task in group]
    short = short_ids([each["id"] for each in tasks])
    names = project_names(desk) if any(each["project_id"] for each in tasks) else {}
    rows = {each["id"]: _row(desk, each, short[each["id"]], names) for each in tasks}
    widths = [max(cell_len(row[place].plain) for row in rows.values()) for place in range(3)]
    for heading, group in groups.items():
        if heading and group:
            desk.say(Text(f"{heading} ({len(group)})", style="bold"))
        for each in group:
            desk.say(_line(rows[each["id"]], widths))


def project_names(desk: Desk) -> dict[str, str]:
    """Names of the projects by their ids."""
    found = desk.pages("/api/projects", most=_PROJECTS, fields="id,name")
    return {str(each["id"]): one_line(each["name"]) for each in found}


def _row(desk: Desk, task: Document, short: str, names: Mapping[str, str]) -> list[Text]:
    mark = priority_mark(task["priority"])
    title = Text(one_line(task["title"]), style="" if task["status"] == "open" else "dim")
    marks = [f"#{names[task['project_id']]}"] if task["project_id"] in names else []
    marks += [f"@{one_line(each)}" for each in task["labels"]]
    marks += ["↻"] if task["recurrence"] else []
    if marks:
        title.append("  " + " ".join(marks), style="cyan")
    return [Text(short, style="dim"), _when(desk, task), Text(mark, style=_COLOURS[mark]), title]


def _when(desk: Desk, task: Document) -> Text:
    if task["due"] is None:
        return Text("")
    if day_of(slot_of(task["due"])) != desk.today:
        is_late = task["status"] == "open" and day_of(slot_of(task["due"])) < desk.today
        return Text(due_words(desk, task["due"]), style="red" if is_late else "")
    is_past = task["due"]["at"] and datetime.fromisoformat(task["due"]["at"]) < desk.now
    return Text(time_words(desk, task["due"]), style="red" if is_past else "green")


def _line(row: Sequence[Text], widths: Sequence[int]) -> Text:
    line = Text()
    for cell, width in zip(row, widths, strict=False):
        if width:
            line.append_text(cell).append(" " * (width - cell_len(cell.plain) + 2))
    return line.append_text(row[-1])
