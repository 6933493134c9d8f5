"""What a shell offers while a command is typed: ids of open tasks, and words of their titles."""

import re
from collections.abc import Iterator, Sequence
from threading import Thread
from typing import Any, Final

import httpx
import typer

from cli.embedded.errors import StackError
from cli.remote import Access, open_remote
from cli.tasks.listed import short_ids

_SECONDS: Final = 1.0
_MOST: Final = 200
_OPEN: Final = {"filter": "done = false", "sort": "due,priority", "fields": "id,title"}
_WORD: Final = re.compile(r"[^\W_]+")
_Offer = tuple[str, str]


def complete_tasks(ctx: typer.Context, incomplete: str) -> list[_Offer]:
    """Ids of open tasks with their titles, or the rest of a word of a title.

    Nothing if the server is not there within a second: a shell must not wait.
    """
    tasks = _soon(ctx.params.get("url") or "", ctx.params.get("token") or "")
    before = [str(each).casefold() for each in ctx.params.get("names") or ()]
    return list(dict(_offers(tasks, before, incomplete)).items())


def _offers(tasks: Sequence[Any], before: Sequence[str], incomplete: str) -> Iterator[_Offer]:
    short = short_ids([each["id"] for each in tasks])
    start = incomplete.casefold()
    for each in tasks:
        if short[each["id"]].startswith(start) and short[each["id"]] not in before:
            yield short[each["id"]], shell_safe(each["title"])
    if not start:
        return
    for each in tasks:
        words = _WORD.findall(each["title"])
        folded = [word.casefold() for word in words]
        if all(word in folded for word in before if word not in short.values()):
            for word in words:
                if word.casefold().startswith(start):
                    yield incomplete + word[len(incomplete) :], shell_safe(each["title"])


def shell_safe(title: str) -> str:
    r"""Letters, digits and spaces of a title: shells evaluate what stands in a description.

    >>> shell_safe("Pay `rent` \\$(rm) [bold]now")
    'Pay rent rm bold now'
    """
    return " ".join(_WORD.findall(title))


def _soon(url: str, token: str) -> list[Any]:
    """Open tasks, those due first; none if they cannot be had within a second."""
    found: list[Any] = []
    reading = Thread(target=_read, args=(url, token, found), daemon=True)
    reading.start()
    reading.join(_SECONDS)
    return found[:]


def _read(url: str, token: str, found: list[Any]) -> None:
    access = Access(url, token, "", "")
    try:
        with open_remote(access, httpx.Timeout(_SECONDS)) as remote:
            answer = remote.ask("GET", "/api/tasks", params={**_OPEN, "limit": _MOST})
            found.extend(answer["items"])
    except (StackError, LookupError, TypeError, ValueError):
        return  # nothing is offered, and nothing is said in the middle of a line
