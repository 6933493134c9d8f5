"""`rondel backup` and `rondel restore`."""

import asyncio
import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Annotated, Any, TypeVar

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TransferSpeedColumn,
)
from sqlalchemy.exc import DBAPIError

from cli.backup.archive import CHUNK, Manifest, Told, read_manifest
from cli.backup.dumping import dump_database
from cli.backup.restoring import Restored, restore_database
from cli.consoles import print_document
from cli.failing import refuse, telling_errors
from cli.target import Target, Unreachable, target_database
from cli.whole_files import cannot_write, checked_target, replacing

_PIPE = Path("-")
_INTERRUPTED = 130
_MAIN_TABLES = ("users", "tasks", "reminders", "deliveries", "outbox")

T = TypeVar("T")
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document, and no progress")]


class _Interrupted(Exception):
    """Somebody asked to stop."""


def backup(
    output: Annotated[
        Path, typer.Argument(metavar="FILE", help="File to write, replaced whole; - for a pipe")
    ],
    *,
    as_json: AsJson = False,
) -> None:
    """Write the whole database to one file, while everything runs.

    The file is there at the end or not at all, and readable for its owner alone. The keys are not
    in it: keep BETTER_AUTH_SECRET and RONDEL_SECRETS_KEY, too (docs/how-to/backup-and-restore.md).
    """
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    if output == _PIPE and (as_json or sys.stdout.isatty()):
        refuse("With - the backup itself goes to standard output: a pipe or a file.")
    started, place = time.monotonic(), ""
    with _telling_errors():
        target = target_database()
        with _progress("Backing up", None, console, quiet=as_json) as told:
            made = _written(target, output, told)
        place = target.place
    seconds = round(time.monotonic() - started, 1)
    if as_json:
        print_document({"file": str(output), "seconds": seconds, **_document(made)})
        return
    console.print(f"{output}: {made.bytes:,} bytes of {place} at {made.made_at:%F %T} UTC.")
    console.print(f"{_counts(made)}; revision {made.revision}, in {seconds} s.")


def restore(
    source: Annotated[
        Path, typer.Argument(metavar="FILE", help="What `rondel backup` wrote; - for a pipe")
    ],
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="Remove what the database has, if it is not empty")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Read the file and say whether it is whole; no more")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Fill an empty database from a file of `rondel backup`, whole or not at all.

    Stop the API and all workers before. What else belongs to it, for Kafka and for reminders that
    were sent meanwhile, is in docs/how-to/backup-and-restore.md.
    """
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    with _telling_errors(), _as_file(source) as path:
        manifest = read_manifest(path)
        if not as_json:
            console.print(f"Made {manifest.made_at:%F %T} UTC by Rondel {manifest.rondel}: whole.")
        if check:
            done, place = None, ""
        else:
            target = target_database()
            with _progress("Restoring", manifest.bytes, console, quiet=as_json) as told:
                done = _restored(target, path, manifest, told, replace=replace)
            place = target.place
        if as_json:
            print_document({"file": str(source), **_document(manifest, done)})
        else:
            _show_restored(console, manifest, done, place)


def _show_restored(console: Console, manifest: Manifest, done: Restored | None, place: str) -> None:
    console.print(f"{_counts(manifest)}; revision {manifest.revision}.")
    if done is None:
        return
    console.print(f"All of it is in {place}, counted.")
    if done.migrated_from:
        console.print(f"It was at revision {done.migrated_from} and is at the newest now.")
    if done.brought:
        console.print(f"{done.brought} next occurrences were under way and are there now.")
    console.print("Before you start the workers: docs/how-to/backup-and-restore.md.")


def _written(target: Target, output: Path, told: Told) -> Manifest:
    if output == _PIPE:
        return _piped(target, told)
    place = checked_target(output)
    try:
        with replacing(place) as file:
            return _run(dump_database(target.url, file, told), target)
    except OSError as error:
        raise cannot_write(place, error) from error


def _piped(target: Target, told: Told) -> Manifest:
    """The backup went to standard output. What read it may have gone, or have no room."""
    stream = sys.stdout.buffer
    try:
        made = _run(dump_database(target.url, stream, told), target)
        stream.flush()
    except OSError as error:
        # Python would try to write the rest when it ends, and fail once more.
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), stream.fileno())
        raise cannot_write(Path("what - leads to"), error) from error
    return made


def _restored(
    target: Target, path: Path, manifest: Manifest, told: Told, *, replace: bool
) -> Restored:
    return _run(restore_database(target, path, manifest, told, replace=replace), target)


def _run(work: Coroutine[Any, Any, T], target: Target) -> T:
    """What the work brings. SIGTERM ends it in order, as Ctrl-C does."""

    async def until_told() -> T:
        task = asyncio.ensure_future(work)
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        try:
            return await task
        except asyncio.CancelledError as error:
            raise _Interrupted from error

    try:
        return asyncio.run(until_told())
    except DBAPIError as error:
        raise Unreachable(target.url, error.orig or error) from error
    except BrokenPipeError:
        raise  # whoever took the backup has gone; the database's are told as the two below
    except (ConnectionError, TimeoutError, socket.gaierror) as error:
        raise Unreachable(target.url, error) from error


@contextmanager
def _telling_errors() -> Iterator[None]:
    try:
        with telling_errors():
            yield
    except (_Interrupted, KeyboardInterrupt) as error:
        typer.echo("Stopped before the end; nothing is half-done.", err=True)
        raise typer.Exit(_INTERRUPTED) from error


@contextmanager
def _as_file(source: Path) -> Iterator[Path]:
    """The backup as a file: what comes through a pipe is looked at whole before it is used."""
    if source != _PIPE:
        yield source
        return
    with NamedTemporaryFile(prefix="rondel-restore-") as file:
        spool: IO[bytes] = file.file
        try:
            shutil.copyfileobj(sys.stdin.buffer, spool, CHUNK)
            spool.flush()
        except OSError as error:
            raise cannot_write(Path(file.name), error) from error
        yield Path(file.name)


@contextmanager
def _progress(what: str, total: int | None, console: Console, *, quiet: bool) -> Iterator[Told]:
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    with Progress(
        *columns,
        TransferSpeedColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=quiet or not console.is_terminal,
    ) as progress:
        bar = progress.add_task(what, total=total)
        yield lambda size: progress.advance(bar, size)


def _counts(manifest: Manifest) -> str:
    main = [f"{manifest.rows[name]:,} {name}" for name in _MAIN_TABLES if name in manifest.rows]
    return f"{', '.join(main)}; {sum(manifest.rows.values()):,} rows in all"


def _document(manifest: Manifest, done: Restored | None = None) -> dict[str, Any]:
    found = {"manifest": manifest.model_dump(mode="json")}
    if done is None:
        return found
    return {**found, "migrated_from": done.migrated_from, "brought": done.brought}
