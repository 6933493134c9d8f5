"""`rondel today` and `rondel list`."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Final

import typer

from cli.refusals import Document
from cli.remote import Token, Url
from cli.tasks.desk import OPEN, AsJson, Desk, at_desk
from cli.tasks.listed import remember, short_ids
from cli.tasks.rows import print_rows
from cli.tasks.wording import day_of, slot_of

_TODAY: Final = f"{OPEN} & (overdue | today)"
_FIELDS: Final = "id,title,priority,status,labels,due,project_id,recurrence,series_id"
_MOST: Final = 1_000


def today(*, as_json: AsJson = False, url: Url = "", token: Token = "") -> None:
    """Show what is overdue and what is due today, with ids that other commands take.

    Examples:
    rondel today
    rondel today --json
    """
    with at_desk(url, token, as_json=as_json) as desk:
        found, has_more = _read(desk, _TODAY, "due,priority", _MOST)
        late = [each for each in found if day_of(slot_of(each["due"])) < desk.today]
        due = [each for each in found if day_of(slot_of(each["due"])) >= desk.today]
        if as_json:
            short = short_ids([each["id"] for each in found])
            groups = {"overdue": _documents(late, short), "today": _documents(due, short)}
            desk.answer({"date": desk.today.isoformat(), **groups, "has_more": has_more})
        elif found:
            print_rows(desk, {"Overdue": late, "Today": due})
        else:
            desk.say("Nothing is due today.")
        more = f"There are more than {_MOST:,}: find them with rondel list FILTER."
        desk.complain([more] if has_more else [])


def list_tasks(
    filter_words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILTER]...", help="As in docs/filters.md; open tasks if left out"),
    ] = None,
    *,
    limit: Annotated[int, typer.Option(min=1, max=_MOST, help="How many at most")] = 50,
    sort: Annotated[
        str, typer.Option(help="Keys with commas between: due, -priority, title, created …")
    ] = "due,priority",
    as_json: AsJson = False,
    url: Url = "",
    token: Token = "",
) -> None:
    """List the tasks that a filter finds.

    Examples:
    rondel list "today & p1"
    rondel list "#Work & no date" --sort priority
    rondel list 'done = true' --sort completed --limit 5
    """
    with at_desk(url, token, as_json=as_json) as desk:
        words = " ".join(filter_words or []).strip() or OPEN
        found, has_more = _read(desk, words, sort, limit)
        if as_json:
            short = short_ids([each["id"] for each in found])
            tasks = _documents(found, short)
            more = {"has_more": has_more, "warnings": desk.warnings}
            desk.answer({"filter": words, "tasks": tasks, **more})
        elif found:
            print_rows(desk, {"": found})
        else:
            desk.say("No task is like that.")
        desk.complain([each["message"] for each in desk.warnings])
        desk.complain([f"There are more than {limit}: see them with --limit."] if has_more else [])


def _read(desk: Desk, words: str, sort: str, most: int) -> tuple[list[Document], bool]:
    """Tasks, and whether there are more of them."""
    pages = desk.pages("/api/tasks", most=most + 1, filter=words, sort=sort, fields=_FIELDS)
    found = list(pages)
    remember(desk, found[:most])
    return found[:most], len(found) > most


def _documents(tasks: Sequence[Document], short: Mapping[str, str]) -> list[Document]:
    return [{"short_id": short[each["id"]], **each} for each in tasks]
