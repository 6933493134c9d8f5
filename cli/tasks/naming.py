"""Which task is meant: by an id, by the end of one, or by words of its title."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final, NoReturn

from cli.refusals import Document
from cli.tasks.desk import OPEN, Desk, WrongUse
from cli.tasks.listed import SHORTEST, remember_also, remembered
from shared.core.plain import one_line

_END: Final = re.compile(rf"[0-9a-f]{{{SHORTEST},32}}")
_WHOLE: Final = re.compile(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}")
_SHOWN: Final = 10
_LOOKED_AT: Final = 50
_FIELDS: Final = "id,title"


def find_tasks(desk: Desk, words: Sequence[str]) -> list[Document]:
    """The tasks that are meant, each once: ids one by one, bare words together, quoted ones each.

    Raises:
        WrongUse: none fits, or several do.
        StackError: the server cannot be asked.
    """
    words = [word.strip() for word in words]
    if not all(words):
        raise WrongUse("A name is empty.", "Name a task by its id, or by words of its title.")
    bare = [word for word in words if " " not in word]
    quoted = [word for word in words if " " in word]
    by_id = _all_by_id(desk, bare)
    if by_id is None:
        quoted.insert(0, " ".join(bare))
    named = [one(desk, word, tasks) for word, tasks in zip(bare, by_id or [], strict=False)]
    named += [_by_words(desk, each) for each in quoted]
    return list({each["id"]: each for each in named}.values())


def _all_by_id(desk: Desk, words: Sequence[str]) -> list[list[Document]] | None:
    """For each word the tasks whose ids it means; None if some are no ids, but words of a title."""
    found = []
    if not all(map(_is_id, words)):
        return None
    for word in words:
        tasks = _by_id(desk, word)
        if not tasks:
            return None
        found.append(tasks)
    return found


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
        WrongUse: there are several.
    """
    return tasks[0] if len(tasks) == 1 else _refuse_ambiguous(desk, word, tasks)


def _refuse_ambiguous(desk: Desk, word: str, tasks: Sequence[Document]) -> NoReturn:
    way_out = "Name one by its id, or by more words of its title."
    more = _candidates(desk, f"“{word}” may mean any of these:", tasks)
    raise WrongUse(f"It is not clear which task “{word}” means.", way_out, **more)


def _refuse_unknown(desk: Desk, word: str, alike: Sequence[Document]) -> NoReturn:
    way_out = "`rondel today` and `rondel list` show tasks with their ids."
    more = _candidates(desk, "These are like it:", alike)
    raise WrongUse(f"No open task is meant by “{word}”.", way_out, **more)


def _candidates(desk: Desk, heading: str, tasks: Sequence[Document]) -> dict[str, list[Document]]:
    """The tasks in question, told to people, answered for programs, and known to `done`."""
    shown = tasks[:_SHOWN]
    short = remember_also(desk, shown) if shown else {}
    lines = [f"  {short[each['id']]}  {one_line(each['title'])}" for each in shown]
    desk.complain([heading, *lines] if lines else [])
    found = [
        {"id": each["id"], "short_id": short[each["id"]], "title": each["title"]} for each in shown
    ]
    return {"candidates": found}


def _is_id(word: str) -> bool:
    return bool(_END.fullmatch(word.lower()) or _WHOLE.fullmatch(word.lower()))


def _by_id(desk: Desk, word: str) -> list[Document]:
    """Tasks whose ids end so: among those shown last, else among all open ones."""
    word = word.lower()
    if _WHOLE.fullmatch(word):
        return [desk.remote.ask("GET", f"/api/tasks/{word}", params={"fields": _FIELDS})]
    fits = [each for each in remembered(desk) if _ends(each, word)]
    return fits or [each for each in desk.open_tasks if _ends(each, word)]


def _ends(task: Document, end: str) -> bool:
    return str(task["id"]).replace("-", "").endswith(end)


def _by_words(desk: Desk, words: str) -> Document:
    """The open task whose title is this, else the one whose title has all of these words.

    The server also finds what is only written alike, or stands in notes: that is never taken, but
    told, since nobody should have done what was not named.

    Raises:
        WrongUse: none has, or several have.
    """
    found = list(desk.pages("/api/tasks", most=_LOOKED_AT, filter=OPEN, q=words, fields=_FIELDS))
    wanted = _folded(words)
    whole = [each for each in found if _folded(each["title"]) == wanted]
    parts = wanted.split()
    fits = whole or [each for each in found if all(p in _folded(each["title"]) for p in parts)]
    return one(desk, words, fits) if fits else _refuse_unknown(desk, words, found)


def _folded(text: str) -> str:
    """The text in one line without case and accents.

    >>> _folded("Café  ÉCLAIR")
    'cafe eclair'
    """
    letters = unicodedata.normalize("NFKD", one_line(text).casefold())
    return "".join(each for each in letters if not unicodedata.combining(each))
