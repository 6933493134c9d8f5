"""`rondel add`: sentences become tasks."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any, Final

import typer

from cli.embedded.errors import StackError
from cli.refusals import Document, Refused
from cli.remote import Token, Url
from cli.tasks.desk import AsJson, Desk, Told, WrongUse, at_desk
from cli.tasks.draft_view import repeats_of, show_doubts, show_task
from cli.tasks.drafts import (
    Draft,
    Unclear,
    changes_of,
    choice_of,
    chosen,
    in_project,
    make_project,
    read_draft,
)
from cli.tasks.listed import remember_also
from shared.core.plain import one_line

_STDIN: Final = "-"
_ADDED: Final = "added.json"


def add(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[SENTENCE]...", help="-: a task a line of stdin")
    ] = None,
    *,
    stdin: Annotated[bool, typer.Option("--stdin", help="A task a line of standard input")] = False,
    project: Annotated[str, typer.Option(help="Name or id, whatever the sentence says")] = "",
    zone: Annotated[str, typer.Option(help="IANA zone that it is said in; the account's")] = "",
    choose: Annotated[
        list[int] | None,
        typer.Option(help="Another reading, by number; without words, of what was added last"),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what is understood")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Add also what is not quite what was said")
    ] = False,
    as_json: AsJson = False,
    url: Url = "",
    token: Token = "",
) -> None:
    """Add tasks from plain words, and say what was understood.

    The server reads days, times, repetition, reminders, #project, @label
    and p1 to p4 (docs/plain-words.md). What cannot be, such as 30 February,
    is asked about at a terminal, and refused in a script without --force.

    Exit codes: 0 added, 1 the server said no, 2 wrong usage,
    3 unclear: nothing was added.

    Examples:
    rondel add "Pay rent every month on the 1st p1, remind me 1 day before"
    rondel add call mum tomorrow 5pm
    rondel add --choose 1
    rondel add - < tasks.txt
    """
    given = words or []
    with at_desk(url, token, as_json=as_json) as desk:
        numbers = choose or []
        if not given and not stdin and numbers:
            _correct_last(desk, numbers)
            return
        sentences = _sentences(given, from_stdin=stdin)
        if numbers and len(sentences) > 1:
            raise WrongUse("--choose goes with one sentence.", "Add the others by themselves.")
        drafts = [chosen(read_draft(desk, each, zone), numbers) for each in sentences]
        if project:
            drafts = [in_project(desk, each, project) for each in drafts]
        if dry_run:
            made = [_shown(desk, each, None) for each in drafts]
        else:
            if not force:
                _settle_doubts(desk, drafts, can_ask=given != [_STDIN] and not stdin)
            made = _make_all(desk, drafts, has_chosen=bool(numbers))
        desk.answer({"dry_run": dry_run, "added": made})


def _sentences(words: Sequence[str], *, from_stdin: bool) -> list[str]:
    """One of the words, or one a line of standard input."""
    if not from_stdin and list(words) != [_STDIN]:
        sentence = " ".join(words).strip()
        if not sentence:
            raise WrongUse("It is not said what is to be done.", "rondel add call mum tomorrow 5pm")
        return [sentence]
    if from_stdin and words:
        raise WrongUse("Give words or --stdin, not both.", "rondel add --stdin < tasks.txt")
    try:
        text = typer.get_binary_stream("stdin").read().decode()
    except UnicodeDecodeError as error:
        raise WrongUse("Standard input is not UTF-8.", "Save the file as UTF-8.") from error
    found = [line.strip() for line in text.splitlines() if line.strip()]
    if not found:
        raise WrongUse("There is no line on standard input.", "Write a task a line.")
    return found


def _settle_doubts(desk: Desk, drafts: Sequence[Draft], *, can_ask: bool) -> None:
    """What would be another task than was said is agreed to, one by one.

    Raises:
        Unclear: it is not, or nobody can be asked.
    """
    doubtful = [each for each in drafts if each.changes_meaning]
    if not doubtful:
        return
    if desk.as_json or not can_ask or not typer.get_text_stream("stdin").isatty():
        problems = [
            {"text": draft.text, **problem} for draft in doubtful for problem in draft.problems
        ]
        said = "; ".join(f"“{one_line(each['text'])}”: {each['message']}" for each in problems)
        raise Unclear(said, "Say it otherwise, or add it as it is with --force.", problems=problems)
    for draft in doubtful:
        _shown(desk, draft, None)
        if not typer.confirm("Add it as it stands?", err=True):
            raise Unclear("Nothing was added.", "Say it otherwise.")


def _make_all(desk: Desk, drafts: Sequence[Draft], *, has_chosen: bool) -> list[Document]:
    made: list[Document] = []
    tasks: list[Document] = []
    try:
        for draft in drafts:
            ready = _with_project(desk, draft)
            tasks.append(desk.remote.change("/api/tasks", ready.body))
            made.append(_shown(desk, ready, tasks[-1]))
    except StackError as error:
        if not tasks:
            raise
        raise _PartlyAdded(error, tasks, len(drafts)) from error
    choices = [] if has_chosen or len(drafts) > 1 else drafts[0].choices
    desk.note(_ADDED, {"task": tasks[0]["id"], "choices": list(choices)})
    return made


class _PartlyAdded(Told):
    """Some of the sentences are tasks by now, and the next one was refused."""

    code = "cli.partly_added"

    def __init__(self, error: StackError, tasks: Sequence[Document], wanted: int) -> None:
        added = [each["id"] for each in tasks]
        message = f"{len(added)} of {wanted} were added. {error}"
        problem = error.problem if isinstance(error, Refused) else None
        super().__init__(message, error.way_out, added=added, problem=problem)


def _with_project(desk: Desk, draft: Draft) -> Draft:
    if draft.new_project is None:
        return draft
    project_id = make_project(desk, draft.new_project)
    return replace(draft, body={**draft.body, "project_id": project_id}, new_project=None)


def _shown(desk: Desk, draft: Draft, task: Document | None) -> Document:
    """What is told of a draft, or of the task that it became; for programs as it is answered."""
    seen = task or draft.body
    repeats = repeats_of(desk, seen)
    if not desk.as_json:
        show_task(desk, draft, seen, repeats)
        show_doubts(desk, draft)
        desk.say(f"Added: {remember_also(desk, [task])[task['id']]}" if task else "")
    return {**draft.document, "draft": draft.body, "task": task, "repeats": repeats}


def _correct_last(desk: Desk, numbers: Sequence[int]) -> None:
    """The task that was added last is as these of its choices say.

    Raises:
        WrongUse: there are no such choices, or nothing was added.
    """
    match desk.recall(_ADDED):
        case {"task": str(task_id), "choices": list(choices)}:
            path = f"/api/tasks/{task_id}"
        case _:
            raise WrongUse("Nothing was added that has choices.", "Give the sentence again.")
    task = desk.remote.ask("GET", path)
    body: dict[str, Any] = {}
    for number in numbers:
        choice = choice_of(choices, number)
        body |= changes_of(choice, task["recurrence"])
        if choice.get("project"):
            body["project_id"] = make_project(desk, choice["project"])
    changed = desk.remote.ask("PATCH", path, json={**body, "version": task["version"]})
    repeats = repeats_of(desk, changed)
    show_task(desk, Draft("", changed, [], []), changed, repeats)
    desk.say(f"Changed: {remember_also(desk, [changed])[changed['id']]}")
    desk.answer({"changed": changed, "repeats": repeats})
