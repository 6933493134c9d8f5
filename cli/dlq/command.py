"""`rondel dlq`: dead letters looked at, redriven and discarded, by whoever has the database."""

from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.text import Text

from api.dead_letter_documents import (
    heap_document,
    letter_document,
    listed_document,
    redrive_document,
)
from cli.consoles import print_document, table_console
from cli.dlq import view
from cli.dlq.acting import cancel, discard, redrive
from cli.dlq.choosing import (
    AsJson,
    ErrorClass,
    EventType,
    Fingerprint,
    Group,
    OnlyIds,
    Since,
    Until,
    User,
    Wanted,
    WithState,
    state_of,
    wanted_of,
)
from cli.dlq.watching import watch
from cli.target import acting_person, run_on_database
from shared.commands import dead_letters as commands
from shared.core.errors import NotFound
from shared.db.repositories.dead_letters import (
    ListedLetter,
    Stat,
    State,
    letter_stats,
    list_letters,
)
from shared.db.repositories.redrives import RedriveView, find_redrive, list_redrives
from shared.db.session import Database

_LIMIT = 50
Limit = Annotated[int, typer.Option(min=1, max=1_000, help="How many at most")]

app = typer.Typer(
    help="Dead letters: events that a worker could not handle. Look, redrive, discard.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


@app.command("ls")
def list_them(
    *,
    only: OnlyIds = None,
    event_type: EventType = None,
    error_class: ErrorClass = None,
    fingerprint: Fingerprint = None,
    user: User = None,
    group: Group = None,
    since: Since = None,
    until: Until = None,
    state: WithState = "open",
    limit: Limit = _LIMIT,
    before: Annotated[UUID | None, typer.Option(help="Only those older than this one")] = None,
    as_json: AsJson = False,
) -> None:
    """List dead letters, the newest first, without their payloads."""
    wanted = wanted_of(
        only,
        event_type=event_type,
        error_class=error_class,
        fingerprint=fingerprint,
        user=user,
        group=group,
        since=since,
        until=until,
    )
    kept = state_of(state)

    async def ask(db: Database) -> tuple[list[ListedLetter], UUID | None]:
        selection = await wanted.find(db)
        async with db.read() as connection:
            return await list_letters(connection, selection, state=kept, limit=limit, before=before)

    found, following = run_on_database(ask)
    if as_json:
        cursor = str(following) if following else None
        print_document({"items": list(map(listed_document, found)), "next_cursor": cursor})
        return
    console = table_console()
    if not found:
        _print_nothing(console, wanted, kept)
        return
    view.print_letters(console, found)
    if following:
        console.print(f"\nThere are more: [bold]--before {following}[/]", soft_wrap=True)


@app.command()
def show(
    letter_id: Annotated[UUID, typer.Argument(metavar="ID", help="Id of a dead letter")],
    *,
    as_json: AsJson = False,
) -> None:
    """Show one with its payload; that it was shown goes into the audit log."""
    letter = run_on_database(lambda db: commands.show_letter(db, acting_person(), letter_id))
    if as_json:
        print_document(letter_document(letter))
    else:
        view.print_letter(table_console(), letter)


@app.command()
def stats(
    *,
    only: OnlyIds = None,
    event_type: EventType = None,
    error_class: ErrorClass = None,
    fingerprint: Fingerprint = None,
    user: User = None,
    group: Group = None,
    since: Since = None,
    until: Until = None,
    state: WithState = "open",
    limit: Limit = _LIMIT,
    as_json: AsJson = False,
) -> None:
    """Count dead letters by event type and by fingerprint."""
    wanted = wanted_of(
        only,
        event_type=event_type,
        error_class=error_class,
        fingerprint=fingerprint,
        user=user,
        group=group,
        since=since,
        until=until,
    )
    kept = state_of(state)

    async def ask(db: Database) -> tuple[list[Stat], list[Stat]]:
        selection = await wanted.find(db)
        async with db.read() as connection:
            return (
                await letter_stats(connection, selection, by="event_type", state=kept, limit=limit),
                await letter_stats(
                    connection, selection, by="fingerprint", state=kept, limit=limit
                ),
            )

    types, errors = run_on_database(ask)
    if as_json:
        documents = {"by_event_type": types, "by_fingerprint": errors}
        print_document({name: list(map(heap_document, each)) for name, each in documents.items()})
    elif not types:
        _print_nothing(table_console(), wanted, kept)
    else:
        view.print_stats(table_console(), types, errors)


app.command()(redrive)
app.command()(discard)


@app.command()
def redrives(
    redrive_id: Annotated[
        UUID | None, typer.Argument(metavar="[ID]", help="Only this one", show_default=False)
    ] = None,
    *,
    limit: Limit = _LIMIT,
    follow: Annotated[bool, typer.Option("--watch", help="Follow it until it ends")] = False,
    as_json: AsJson = False,
) -> None:
    """List redrives and how far they are, the newest first."""
    if follow and redrive_id is None:
        raise typer.BadParameter("say which redrive to watch", param_hint="ID")
    console = table_console(stderr=as_json)

    async def ask(db: Database) -> list[RedriveView]:
        if redrive_id is not None and follow:
            return [await watch(db, redrive_id, console)]
        async with db.read() as connection:
            if redrive_id is None:
                return (await list_redrives(connection, before=None, limit=limit))[0]
            found = await find_redrive(connection, redrive_id)
        if found is None:
            raise NotFound("redrive", redrive_id)
        return [found]

    found = run_on_database(ask)
    if as_json:
        print_document({"items": list(map(redrive_document, found))})
    elif found:
        view.print_redrives(console, found)
    else:
        console.print("Nothing was ever redriven. See what is dead: [bold]rondel dlq stats[/]")


app.command()(cancel)


def _print_nothing(console: Console, wanted: Wanted, state: State | None) -> None:
    what = f"No dead letter is {state}" if state else "There is no dead letter"
    if wanted.is_everything:
        console.print(Text(f"{what}.", style="green" if state == "open" else ""))
    else:
        console.print(f"{what} that fits. Try fewer options, or [bold]--state all[/].")
