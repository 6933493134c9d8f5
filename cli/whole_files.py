"""Files that are there whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any

import orjson
import typer

from cli.consoles import DOCUMENT, print_document
from cli.embedded.errors import StackError


@contextmanager
def replacing(target: Path) -> Iterator[IO[bytes]]:
    """A file beside the target that takes its place at the end, for its owner's eyes only."""
    with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
        new = Path(file.name)
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
            new.replace(target)
        except BaseException:
            new.unlink()
            raise


def checked_target(path: Path) -> Path:
    """Where a file can be put, links followed; said before the work, not after it.

    Raises:
        StackError: nothing can be written there, or what is there is no file.
    """
    if path == Path("-"):
        message = "Standard output cannot be replaced whole."
        raise StackError(message, "Name a file; it can be sent on from there.")
    target = path.resolve()
    if target.exists() and not target.is_file():
        raise StackError(f"{path} is no regular file.", "Name another one.")
    try:
        with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}."):
            return target
    except OSError as error:
        raise cannot_write(path, error) from error


def check_report(target: str) -> None:
    """What --json names can be written; said before a long run. "-" prints, "" does neither.

    Raises:
        BadParameter: it cannot.
    """
    if target not in {"", "-"}:
        try:
            checked_target(Path(target))
        except StackError as error:
            raise typer.BadParameter(f"{error} {error.way_out}") from error


def write_report(document: dict[str, Any], target: str) -> None:
    """The report of a run is where --json says.

    Raises:
        StackError: there is no room for it any more.
    """
    if target == "-":
        print_document(document)
    elif target:
        try:
            with replacing(Path(target).resolve()) as file:
                file.write(orjson.dumps(document, option=DOCUMENT) + b"\n")
        except OSError as error:
            raise cannot_write(Path(target), error) from error


def cannot_write(target: Path, error: OSError) -> StackError:
    """What to say when a file cannot be written."""
    reason = error.strerror or str(error)
    return StackError(f"Cannot write {target}: {reason}.", "Name another file, or make room.")
