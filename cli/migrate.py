"""`rondel migrate`: the schema of the database."""

import asyncio
import traceback
from typing import Annotated

import typer
from alembic.util.exc import CommandError
from sqlalchemy.exc import DBAPIError

from cli.embedded.errors import StackError
from cli.failing import refuse, telling_errors
from cli.target import Unreachable, place_of, target_database
from shared.db.migrate import (
    current_revision,
    downgrade,
    head_revision,
    known_revisions,
    upgrade,
    write_revision,
)

_ATTEMPTS = 3
_IN_THE_WAY = ("40P01", "55P03")
"""SQLSTATE of a deadlock, and of a lock that was not to be had in time."""
_NO_TEXT = 'Say what it does: make revision m="add colour to labels"'


def migrate(
    revision: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Write a new migration from the models")
    ] = None,
    down: Annotated[
        str | None, typer.Option(metavar="REVISION", help="Go back to this revision")
    ] = None,
    current: Annotated[
        bool, typer.Option("--current", help="Say which revision the database is at")
    ] = False,
) -> None:
    """Bring the database to the newest schema.

    It is the one that DATABASE_URL names, else the one of the running `rondel dev`.
    """
    _refuse_wrong_use(revision, down, current=current)
    with telling_errors():
        url = target_database().url
        asyncio.run(_migrate(url, revision, down, current=current))


def _refuse_wrong_use(revision: str | None, down: str | None, *, current: bool) -> None:
    if (revision is not None) + (down is not None) + current > 1:
        refuse("Give only one of --revision, --down and --current.")
    if revision is not None and not revision.strip():
        refuse(_NO_TEXT)
    if down is not None and not down.strip():
        refuse("Say which revision to go back to: rondel migrate --down REVISION")


async def _migrate(url: str, revision: str | None, down: str | None, *, current: bool) -> None:
    try:
        if revision:
            await write_revision(url, revision)
        elif down:
            await downgrade(url, down)
        elif not current:
            await _demand_known(url)
            await _upgrade(url)
        at = await current_revision(url) or "empty"
    except StackError:
        raise
    except CommandError as error:
        raise StackError(f"{error}", "See where it is with: rondel migrate --current") from error
    except OSError as error:
        raise Unreachable(url, error) from error
    except Exception as error:
        if isinstance(error, DBAPIError) and error.statement is None and error.orig is not None:
            raise Unreachable(url, error.orig.__cause__ or error.orig) from error
        raise await _failed(url, error) from error
    newest = head_revision()
    typer.echo(f"The database {place_of(url)} is at {at}; the newest revision is {newest}.")


async def _demand_known(url: str) -> None:
    """A newer version has not been here: this one would not know which way to go.

    Raises:
        StackError: it has.
    """
    at = await current_revision(url)
    if at is not None and at not in known_revisions():
        raise StackError(
            f"The database {place_of(url)} is at {at}, which this version does not know: a newer "
            f"one has been here. Nothing was changed; its own newest is {head_revision()}.",
            "The version before the newer one runs on that schema as it is. Bring it back without "
            "a migration: kubectl rollout undo.",
        )


async def _upgrade(url: str) -> None:
    """The newest schema. What runs meanwhile may hold a lock; nothing is left of such a try."""
    for attempt in range(2, _ATTEMPTS + 1):
        try:
            return await upgrade(url)
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) not in _IN_THE_WAY:
                raise
            typer.echo(f"Somebody held a lock; try {attempt} of {_ATTEMPTS}.", err=True)
    return await upgrade(url)


async def _failed(url: str, error: Exception) -> StackError:
    """What to say of a migration that failed: where it is and its statement, and what is left."""
    traceback.print_exception(error)
    at = await current_revision(url) or "empty"
    reason = str(error).partition("\n")[0] or type(error).__name__
    return StackError(
        f"A migration failed: {reason}\n"
        f"The database {place_of(url)} is at {at}; nothing is left of the migration that failed.",
        "What runs on it goes on running. Mend the cause, then run rondel migrate again.",
    )
