"""`rondel migrate`: the schema of the database."""

import asyncio
from typing import Annotated
from urllib.parse import urlsplit

import typer
from alembic.util.exc import CommandError
from pydantic import Field
from rich.console import Console
from sqlalchemy.exc import DBAPIError

from cli.dev_view import print_error
from cli.embedded.errors import StackError
from cli.embedded.settings import FolderSettings
from cli.embedded.state import StateFolder
from shared.core.settings import (
    DatabaseSettings,
    Settings,
    WrongSettings,
    read_settings,
    setting_name,
)
from shared.db.migrate import (
    current_revision,
    downgrade,
    head_revision,
    upgrade,
    write_revision,
)

_USAGE = 2
_POSTGRES_PORT = 5432
_NO_TEXT = 'Say what it does: make revision m="add colour to labels"'


class _MigrateSettings(Settings):
    database: DatabaseSettings | None = Field(default=None, description="PostgreSQL")


def migrate(
    revision: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Write a new migration from the models")
    ] = None,
    down: Annotated[
        str | None, typer.Option(metavar="REVISION", help="Go back to this revision")
    ] = None,
    current: Annotated[bool, typer.Option(help="Say which revision the database is at")] = False,
) -> None:
    """Bring the database to the newest schema.

    It is the one that DATABASE_URL names, else the one of the running `rondel dev`.
    """
    _refuse_wrong_use(revision, down, current=current)
    try:
        url = _database_url()
        asyncio.run(_migrate(url, revision, down, current=current))
    except WrongSettings as error:
        typer.echo(f"The settings are wrong.\n{error}", err=True)
        raise typer.Exit(_USAGE) from error
    except StackError as error:
        print_error(Console(stderr=True, soft_wrap=True), error)
        raise typer.Exit(1) from error


def _refuse_wrong_use(revision: str | None, down: str | None, *, current: bool) -> None:
    if (revision is not None) + (down is not None) + current > 1:
        typer.echo("Give only one of --revision, --down and --current.", err=True)
    elif revision is not None and not revision.strip():
        typer.echo(_NO_TEXT, err=True)
    elif down is not None and not down.strip():
        typer.echo("Say which revision to go back to: rondel migrate --down REVISION", err=True)
    else:
        return
    raise typer.Exit(_USAGE)


async def _migrate(url: str, revision: str | None, down: str | None, *, current: bool) -> None:
    try:
        if revision:
            await write_revision(url, revision)
        elif down:
            await downgrade(url, down)
        elif not current:
            await upgrade(url)
        at = await current_revision(url) or "empty"
    except CommandError as error:
        raise StackError(f"{error}", "See where it is with: rondel migrate --current") from error
    except OSError as error:
        raise _Unreachable(url, error) from error
    except DBAPIError as error:
        if error.statement is not None or error.orig is None:
            raise  # a migration that fails: its statement has to be seen
        raise _Unreachable(url, error.orig.__cause__ or error.orig) from error
    typer.echo(f"The database {_place(url)} is at {at}; the newest revision is {head_revision()}.")


class _Unreachable(StackError):
    """No session on the database could be had."""

    def __init__(self, url: str, error: BaseException) -> None:
        super().__init__(
            f"The database {_place(url)} cannot be used: {_reason(error)}.",
            f"Start it or correct {setting_name('database', 'url')}; "
            "without one, the database of the running rondel dev is taken.",
        )


def _reason(error: BaseException) -> str:
    text = str(error)
    if isinstance(error, TimeoutError) or "Connect call failed" in text:
        return "nothing answers there"
    return text.partition("\n")[0] or type(error).__name__


def _place(url: str) -> str:
    """Where the database is, without the password.

    >>> _place("postgresql://u:p@db.example/r?sslmode=require")
    'r on db.example:5432'
    """
    parts = urlsplit(url)
    name = parts.path.strip("/") or parts.username or "postgres"
    host = parts.hostname or "localhost"
    address = f"[{host}]" if ":" in host else host
    return f"{name} on {address}:{parts.port or _POSTGRES_PORT}"


def _database_url() -> str:
    database = read_settings(_MigrateSettings).database
    if database is not None:
        return database.url.get_secret_value()
    state = StateFolder(FolderSettings().state_dir).read()
    if state is None or not state.is_alive:
        raise StackError("No database is known.", "Set DATABASE_URL, or start one with: rondel dev")
    return state.environment["DATABASE_URL"]
