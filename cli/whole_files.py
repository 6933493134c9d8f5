"""Files that are there whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

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


def cannot_write(target: Path, error: OSError) -> StackError:
    """What to say when a file cannot be written."""
    reason = error.strerror or str(error)
    return StackError(f"Cannot write {target}: {reason}.", "Name another file, or make room.")
