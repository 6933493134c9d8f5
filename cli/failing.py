"""How commands end before their end, and the question before one that destroys."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from cli.dev_view import print_error
from cli.embedded.errors import StackError
from shared.core.errors import DomainError
from shared.core.settings import WrongSettings

WRONG_USE = 2
"""Exit code for a command line or settings that make no sense; failures exit with 1."""

Yes = Annotated[bool, typer.Option("--yes", help="Do not ask")]


@contextmanager
def telling_errors(code: int = 1) -> Iterator[None]:
    """What goes wrong ends the command with a reason and a way out; a StackError with `code`."""
    try:
        yield
    except WrongSettings as error:
        refuse(f"The settings are wrong.\n{error}")
    except StackError as error:
        fail(error, code)
    except DomainError as error:
        typer.echo(f"{error.title}: {error}", err=True)
        raise typer.Exit(1) from error


def fail(error: StackError, code: int = 1) -> NoReturn:
    """The error stands on standard error, and the command ends."""
    print_error(Console(stderr=True, soft_wrap=True), error)
    raise typer.Exit(code) from error


def refuse(message: str) -> NoReturn:
    """The command ends because of how it was called."""
    typer.echo(message, err=True)
    raise typer.Exit(WRONG_USE)


def can_ask() -> bool:
    """Whether somebody sits at a terminal."""
    return typer.get_text_stream("stdin").isatty()


def demand_yes(question: str, *, yes: bool, is_asked: bool = True, or_else: str = "") -> None:
    """Somebody has agreed, by the option --yes or at the terminal; else the command ends.

    `or_else` says what can be done besides giving --yes where nobody can be asked.
    """
    if yes:
        return
    if not is_asked or not can_ask():
        refuse(f"{question} Nobody can be asked here: add --yes{or_else}.")
    if not typer.confirm(question, err=True):
        typer.echo("Nothing was done.", err=True)
        raise typer.Exit(1)
