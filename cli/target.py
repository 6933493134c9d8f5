"""The database that a command works on: the one that is named, else that of the running stack."""

import asyncio
import getpass
from collections.abc import Awaitable, Callable
from typing import NoReturn, TypeVar
from urllib.parse import urlsplit

import typer
from pydantic import BaseModel, Field
from rich.console import Console

from cli.dev_view import print_error
from cli.embedded.errors import StackError
from cli.embedded.settings import FolderSettings
from cli.embedded.state import StateFolder
from shared.core.clock import SystemClock
from shared.core.errors import DomainError, Unavailable
from shared.core.origin import source_of, within_source
from shared.core.principal import Actor
from shared.core.settings import (
    DatabaseSettings,
    KafkaSettings,
    Settings,
    WrongSettings,
    read_settings,
    setting_name,
)
from shared.db.engine import create_engine
from shared.db.session import Database

WRONG_USE = 2
"""Exit code for a command line or settings that make no sense; failures exit with 1."""

_POSTGRES_PORT = 5432
_NAME = "cli"

T = TypeVar("T")


class _Topics(BaseModel):
    partitions: int = KafkaSettings.model_fields["partitions"].default


class _TargetSettings(Settings):
    database: DatabaseSettings | None = Field(default=None, description="PostgreSQL")
    kafka: _Topics = Field(default_factory=_Topics, description="How the topics are cut")


def database_url() -> str:
    """The address that DATABASE_URL names, else that of the running `rondel dev`.

    Raises:
        WrongSettings: the setting makes no sense.
        StackError: none is named and no stack runs.
    """
    return _database_of(read_settings(_TargetSettings)).url.get_secret_value()


def _database_of(settings: _TargetSettings) -> DatabaseSettings:
    if settings.database is not None:
        return settings.database
    state = StateFolder(FolderSettings().state_dir).read()
    if state is None or not state.is_alive:
        raise StackError("No database is known.", "Set DATABASE_URL, or start one with: rondel dev")
    return DatabaseSettings.model_validate({"url": state.environment["DATABASE_URL"]})


def run_on_database(work: Callable[[Database], Awaitable[T]]) -> T:
    """What `work` answers; an error becomes a message with a way out, and an exit code."""
    try:
        settings = read_settings(_TargetSettings)
        return asyncio.run(_run(_database_of(settings), settings.kafka.partitions, work))
    except WrongSettings as error:
        typer.echo(f"The settings are wrong.\n{error}", err=True)
        raise typer.Exit(WRONG_USE) from error
    except StackError as error:
        fail(error)
    except DomainError as error:
        typer.echo(f"{error.title}: {error}", err=True)
        raise typer.Exit(1) from error


def fail(error: StackError) -> NoReturn:
    """The error stands on standard error, and the command ends with 1."""
    print_error(Console(stderr=True, soft_wrap=True), error)
    raise typer.Exit(1) from error


def acting_person() -> Actor:
    """Who sits at this command line: the name of the system's user, for the audit log."""
    return Actor(f"{getpass.getuser()} (command line)", None)


class Unreachable(StackError):
    """No session on the database could be had."""

    def __init__(self, url: str, error: BaseException) -> None:
        super().__init__(
            f"The database {place_of(url)} cannot be used: {_reason(error)}.",
            f"Start it or correct {setting_name('database', 'url')}; "
            "without one, the database of the running rondel dev is taken.",
        )


def place_of(url: str) -> str:
    """Where the database is, without the password.

    >>> place_of("postgresql://u:p@db.example/r?sslmode=require")
    'r on db.example:5432'
    """
    parts = urlsplit(url)
    name = parts.path.strip("/") or parts.username or "postgres"
    host = parts.hostname or "localhost"
    address = f"[{host}]" if ":" in host else host
    return f"{name} on {address}:{parts.port or _POSTGRES_PORT}"


def _reason(error: BaseException) -> str:
    text = str(error)
    if isinstance(error, TimeoutError) or "Connect call failed" in text:
        return "nothing answers there"
    return text.partition("\n")[0] or type(error).__name__


async def _run(
    settings: DatabaseSettings, partitions: int, work: Callable[[Database], Awaitable[T]]
) -> T:
    engine = create_engine(settings, _NAME)
    try:
        with within_source(source_of(_NAME)):
            return await work(Database(engine, SystemClock(), partitions))
    except Unavailable as error:
        raise Unreachable(settings.url.get_secret_value(), error.__cause__ or error) from error
    finally:
        await engine.dispose()
