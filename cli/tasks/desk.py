"""Where a person sits: the API as somebody, a clock, and how answers and errors are shown."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from functools import cached_property
from typing import Annotated, Any, ClassVar, Final, NoReturn

import typer
from rich.console import Console
from rich.text import Text

from cli.consoles import print_document
from cli.credentials import OwnFolder
from cli.embedded.errors import StackError
from cli.refusals import Document, Refused
from cli.remote import Access, Remote, open_remote
from shared.core.clock import Clock, SystemClock
from shared.core.plain import one_line
from shared.domain.moments import Clock as TimeFormat
from shared.domain.zones import to_local

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document, errors as well")]

OPEN: Final = "done = false"
"""The filter that finds what is left to do."""

_PAGE: Final = 200
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f]")
_MOST_OPEN: Final = 20_000


class Told(StackError):
    """An error of ours with what a program wants to know of it: `code`, and `more` members."""

    code: ClassVar[str] = "cli.failed"
    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, way_out: str, **more: Any) -> None:
        super().__init__(message, way_out)
        self.more = more


class WrongUse(Told):
    """What was asked for is not clear, or makes no sense; nothing was done."""

    code = "cli.wrong_use"
    exit_code = 2


class Desk:
    """One person at one server."""

    def __init__(self, remote: Remote, clock: Clock, folder: OwnFolder, *, as_json: bool) -> None:
        self.remote = remote
        self.clock = clock
        self.folder = folder
        self.as_json = as_json
        self.console = Console(highlight=False, soft_wrap=True)
        self.warnings: list[Document] = []

    @cached_property
    def me(self) -> Document:
        """The account."""
        return self.remote.ask("GET", "/api/me")

    @property
    def account(self) -> str:
        """Whose tasks these are."""
        return str(self.me["id"])

    @property
    def zone(self) -> str:
        """The zone of the account."""
        return str(self.me["zone"])

    @property
    def time_format(self) -> TimeFormat:
        """How the account writes times of day."""
        return "12h" if self.me["time_format"] == "12h" else "24h"

    @cached_property
    def now(self) -> datetime:
        """When the command began."""
        return self.clock.now()

    @property
    def today(self) -> date:
        """The day in the zone of the account."""
        return to_local(self.now, self.zone).date()

    @cached_property
    def open_tasks(self) -> list[Document]:
        """All tasks that are left to do: ids and titles."""
        return list(self.pages("/api/tasks", most=_MOST_OPEN, filter=OPEN, fields="id,title"))

    def pages(self, path: str, *, most: int, **params: Any) -> Iterator[Document]:
        """The items of a list, page by page, `most` of them at most; its warnings are kept."""
        cursor: dict[str, str] = {}
        while most > 0:
            page = self.remote.ask(
                "GET", path, params={**params, **cursor, "limit": min(most, _PAGE)}
            )
            self.warnings = page.get("warnings") or self.warnings
            yield from page["items"]
            most -= len(page["items"])
            if page["next_cursor"] is None:
                return
            cursor = {"cursor": page["next_cursor"]}

    def note(self, name: str, document: Document) -> None:
        """A later command of this account may `recall` the document.

        Where it cannot be written, that command asks the server, or asks again.
        """
        with suppress(StackError):
            self.folder.write(name, {"account": self.account, **document})

    def recall(self, name: str) -> Document:
        """What was noted for this account; empty if nothing was."""
        found = self.folder.read(name)
        is_ours = isinstance(found, dict) and found.get("account") == self.account
        return found if isinstance(found, dict) and is_ours else {}

    def say(self, line: Text | str = "") -> None:
        """A line for people; nothing where a program reads."""
        if not self.as_json:
            self.console.print(harmless(line))

    def complain(self, lines: Sequence[str]) -> None:
        """Lines for people on standard error; nothing where a program reads."""
        console = Console(stderr=True, highlight=False, soft_wrap=True)
        for line in () if self.as_json else lines:
            console.print(harmless(line))

    def answer(self, document: Document) -> None:
        """The document for programs; nothing where people read."""
        if self.as_json:
            print_document(document)


@contextmanager
def at_desk(url: str, token: str, *, as_json: bool) -> Iterator[Desk]:
    """The person's way to their tasks. What goes wrong is said, and ends the command.

    Exit codes: 1 the server said no or is not there, 2 what was asked for is not clear.
    """
    try:
        with open_remote(Access(url, token, "", "")) as remote:
            yield Desk(remote, SystemClock(), OwnFolder(), as_json=as_json)
    except StackError as error:
        stop(error, as_json=as_json)


def stop(error: StackError, *, as_json: bool) -> NoReturn:
    """The error is told, to people or to a program, and the command ends."""
    if as_json:
        print_document(_document_of(error))
    else:
        console = Console(stderr=True, highlight=False, soft_wrap=True)
        console.print(Text(one_line(str(error)), style="red"))
        console.print(harmless(error.way_out))
    raise typer.Exit(error.exit_code if isinstance(error, Told) else 1) from error


def harmless(line: Text | str) -> Text:
    """The line, without characters that speak to the terminal, whoever wrote them."""
    text = Text(line) if isinstance(line, str) else line
    return Text(one_line(text.plain)) if _CONTROL.search(text.plain) else text


def _document_of(error: StackError) -> Document:
    """The problem document of the server, or one like it, with the way out."""
    if isinstance(error, Refused):
        return {**error.problem, "way_out": error.way_out}
    code, more = (error.code, error.more) if isinstance(error, Told) else (Told.code, {})
    return {
        "type": "about:blank",
        "title": "The command cannot be carried out",
        "status": None,
        "code": code,
        "detail": str(error),
        **more,
        "way_out": error.way_out,
    }
