"""Which task is meant: by an id, by the end of one, or by words of its title."""

import re
from collections.abc import Sequence
from typing import Final, NoReturn

from cli.refusals import Document
from cli.tasks.desk import Desk, WrongUse
from cli.tasks.listed import SHORTEST, remembered, short_ids
from shared.core.plain import one_line

_END: Final = re.compile(rf"[0-9a-f]{{{SHORTEST},32}}")
_WHOLE: Final = re.compile(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}")
_SHOWN: Final = 10
_MOST: Final = 20_000
_FIELDS: Final = "id,title"
_OPEN: Final = "done = false"


def find_tasks(desk: Desk, words: Sequence[str]) -> list[Document]:
    """The tasks that are meant, each once: ids one by one, bare words together, quoted ones each.

    Raises:
        WrongUse: none fits, or several do.
        StackError: the server cannot be asked.
    """
    bare = [word for word in words if " " not in word.strip()]
    by_id = [_by_id(desk, word) for word in bare if _is_id(word)]
    if len(by_id) == len(bare) and all(by_id):
        named = [one(desk, word, tasks) for word, tasks in zip(bare, by_id, strict=True)]
        quoted = [word for word in words if " " in word.strip()]
    else:
        named = []
        quoted = [" ".join(bare), *(word for word in words if " " in word.strip())]
    named += [one(desk, each, _by_words(desk, each)) for each in quoted]
    return list({each["id"]: each for each in named}.values())


def find_task(desk: Desk, word: str) -> Document:
    """The one task that this means.

    Raises:
        WrongUse: none fits, or several do.
        StackError: the server cannot be asked.
    """
    return find_tasks(desk, [word])[0]


def one(desk: Desk, word: str, tasks: Sequence[Document]) -> Document:
    """The only one of them; `id` and `title` are there.

    Raises:
        WrongUse: there is none, or there are several.
    """
    if len(tasks) == 1:
        return tasks[0]
    if not tasks:
        raise WrongUse(
            f"No open task is meant by “{word}”.",
            "`rondel today` and `rondel list` show tasks with their ids.",
            candidates=[],
        )
    return _refuse_ambiguous(desk, word, tasks)


def _refuse_ambiguous(desk: Desk, word: str, tasks: Sequence[Document]) -> NoReturn:
    short = short_ids([each["id"] for each in tasks])
    shown = [f"  {short[each['id']]}  {one_line(each['title'])}" for each in tasks[:_SHOWN]]
    if not desk.as_json:
        desk.complain([f"“{word}” may mean any of these:", *shown])
    raise WrongUse(
        f"“{word}” means {len(tasks)} tasks." if len(tasks) < _SHOWN else f"“{word}” means many.",
        "Name one by its id, or by more words of its title.",
        candidates=[
            {"id": each["id"], "short_id": short[each["id"]], "title": each["title"]}
            for each in tasks[:_SHOWN]
        ],
    )


def _is_id(word: str) -> bool:
    return bool(_END.fullmatch(word.lower()) or _WHOLE.fullmatch(word.lower()))


def _by_id(desk: Desk, word: str) -> list[Document]:
    """Tasks whose ids end so: among those shown last, else among all open ones."""
    word = word.lower()
    if _WHOLE.fullmatch(word):
        return [desk.remote.ask("GET", f"/api/tasks/{word}", params={"fields": _FIELDS})]
    fits = [each for each in remembered(desk) if _ends(each, word)]
    return fits or [each for each in open_tasks(desk) if _ends(each, word)]


def open_tasks(desk: Desk) -> list[Document]:
    """All open tasks: ids and titles."""
    return list(desk.pages("/api/tasks", most=_MOST, filter=_OPEN, fields=_FIELDS))


def _ends(task: Document, end: str) -> bool:
    return str(task["id"]).replace("-", "").endswith(end)


def _by_words(desk: Desk, words: str) -> list[Document]:
    """Open tasks that have these words; those whose title is just that, if there are some."""
    found = list(desk.pages("/api/tasks", most=_SHOWN, filter=_OPEN, q=words, fields=_FIELDS))
    wanted = one_line(words).casefold()
    return [each for each in found if one_line(each["title"]).casefold() == wanted] or found
