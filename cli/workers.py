"""`rondel workers`: which kinds of workers rest, and who told them to."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.text import Text

from cli.consoles import plain_table, print_document, table_console
from cli.target import acting_person, run_on_database
from shared.commands.operations import pause_worker, resume_worker
from shared.core.clock import SystemClock
from shared.db.repositories.pauses import WorkerState, read_states
from shared.db.session import Database
from shared.events.groups import WORKERS

app = typer.Typer(
    help="See, pause and resume kinds of workers.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Name = Annotated[str, typer.Argument(help=f"Which kind: {', '.join(WORKERS)}")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one document")]
_DAY_SECONDS = 86_400


@app.command("ls")
def ls(*, as_json: AsJson = False) -> None:
    """List every kind of worker, and which of them rest by whose order."""

    async def read(db: Database) -> list[WorkerState]:
        async with db.read() as connection:
            return await read_states(connection, WORKERS)

    states = run_on_database(read)
    if as_json:
        print_document({"items": states})
    else:
        _print_table(states)


@app.command()
def pause(
    name: Name,
    *,
    reason: Annotated[str, typer.Option(help="For those who find it resting")],
    as_json: AsJson = False,
) -> None:
    """Make every process of a kind of worker rest, within a second.

    They keep their partitions and lose nothing. A restart does not end the pause.
    """

    async def order(db: Database) -> WorkerState:
        await pause_worker(db, acting_person(), name, reason)
        return await _read_one(db, name)

    _tell(run_on_database(order), "rests from now on", as_json=as_json)


@app.command()
def resume(name: Name, *, as_json: AsJson = False) -> None:
    """Let a kind of worker go on, within a second, with what has gathered."""

    async def order(db: Database) -> WorkerState:
        await resume_worker(db, acting_person(), name)
        return await _read_one(db, name)

    _tell(run_on_database(order), "goes on", as_json=as_json)


async def _read_one(db: Database, name: str) -> WorkerState:
    async with db.read() as connection:
        (state,) = await read_states(connection, [name])
    return state


def _tell(state: WorkerState, words: str, *, as_json: bool) -> None:
    if as_json:
        print_document(state)
    else:
        typer.echo(f"The worker {state.name} {words}.")


def _print_table(states: Sequence[WorkerState]) -> None:
    table = plain_table("worker", "state", "since", "by", "reason")
    now = SystemClock().now()
    for state in states:
        if state.paused_at is None:
            table.add_row(state.name, Text("at work", style="green"))
            continue
        seconds = (now - state.paused_at).total_seconds()
        since = state.paused_at.strftime("%H:%M:%S" if seconds < _DAY_SECONDS else "%Y-%m-%d %H:%M")
        by, reason = Text(state.paused_by or ""), Text(state.reason or "")
        table.add_row(state.name, Text("paused", style="yellow"), f"{since} UTC", by, reason)
    table_console().print(table)
