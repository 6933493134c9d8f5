"""`rondel migrate`: the schema of the database."""

import asyncio
from typing import Annotated

import typer
from pydantic import Field, ValidationError
from rich.console import Console

from cli.embedded.settings import StackSettings
from cli.embedded.stack import Stack
from shared.core.settings import DatabaseSettings, Settings
from shared.db.migrate import (
    current_revision,
    downgrade,
    head_revision,
    upgrade,
    write_revision,
)

_USAGE = 2


class _MigrateSettings(Settings):
    database: DatabaseSettings = Field(description="PostgreSQL")


def migrate(
    revision: Annotated[
        str, typer.Option(metavar="TEXT", help="Write a new migration from the models")
    ] = "",
    down: Annotated[str, typer.Option(metavar="REVISION", help="Go back to this revision")] = "",
    current: Annotated[bool, typer.Option(help="Say which revision the database is at")] = False,
) -> None:
    """Bring the database to the newest schema.

    It is the one that DATABASE_URL names, else the one of the running `rondel dev`.
    """
    console = Console()
    if bool(revision) + bool(down) + current > 1:
        console.print("Give only one of --revision, --down and --current.")
        raise typer.Exit(_USAGE)
    url = _database_url(console)
    if revision:
        asyncio.run(write_revision(url, revision))
        return
    if down:
        asyncio.run(downgrade(url, down))
    elif not current:
        asyncio.run(upgrade(url))
    at = asyncio.run(current_revision(url)) or "empty"
    console.print(f"The database is at {at}; the newest revision is {head_revision()}.")


def _database_url(console: Console) -> str:
    try:
        return _MigrateSettings().database.url.get_secret_value()
    except ValidationError:
        state = Stack(StackSettings()).running()
        if state is not None:
            return state.environment["DATABASE_URL"]
    console.print("No database is known: set DATABASE_URL, or start one with: rondel dev")
    raise typer.Exit(1)
