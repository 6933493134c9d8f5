"""The file of a backup: a zip with the dump and, behind it, a manifest that tells of it.

A zip, so that it can be opened without Rondel: `unzip` and `pg_restore` do. It is not compressed a
second time. The manifest comes last, because it has the checksum, and the list of a zip comes
behind everything: a file that was cut off has neither.
"""

import hashlib
import lzma
import zipfile
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Annotated, ClassVar, Final, Literal

from pydantic import BaseModel, ConfigDict, NonNegativeInt, StringConstraints, ValidationError

from cli.embedded.errors import StackError

DUMP = "database.dump"
MANIFEST = "manifest.json"
CHUNK = 1 << 20
_MANIFEST_LIMIT = 1 << 20

_UNREADABLE: Final = (
    zipfile.BadZipFile,
    KeyError,
    EOFError,
    RuntimeError,  # with a password, or packed in a way that Python does not know
    zlib.error,
    lzma.LZMAError,
)
_Table = Annotated[str, StringConstraints(pattern=r"^[a-z_][a-z0-9_]*$")]
"""A name that goes into SQL as it is."""

Told = Callable[[int], None]
"""Hears how many bytes more are done."""


class Manifest(BaseModel):
    """What a backup says of itself. There are no keys in it, and nothing of anybody's tasks."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="ignore")

    format: Literal[1] = 1
    rondel: str
    revision: str
    made_at: datetime
    postgresql: int
    rows: dict[_Table, NonNegativeInt]
    bytes: int
    sha256: str


class NotWhole(StackError):
    """The file is no backup, or not as it was written."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"{path} cannot be restored: {reason}.",
            "Nothing was changed. Take another backup, or another copy of this one.",
        )


async def write_archive(
    file: IO[bytes],
    chunks: AsyncIterator[bytes],
    manifest: Callable[[int, str], Manifest],
    told: Told,
) -> Manifest:
    """The dump that comes in pieces is in the file, and the manifest behind it.

    `manifest` gets the size and the checksum. What is written can be a pipe.
    """
    checksum, size = hashlib.sha256(), 0
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        with archive.open(DUMP, "w", force_zip64=True) as entry:
            async for chunk in chunks:
                entry.write(chunk)
                checksum.update(chunk)
                size += len(chunk)
                told(len(chunk))
        made = manifest(size, checksum.hexdigest())
        archive.writestr(MANIFEST, made.model_dump_json(indent=2) + "\n")
    return made


def read_manifest(path: Path) -> Manifest:
    """What the file says of itself, once its dump was read and is the one that was written.

    Raises:
        NotWhole: it is no backup, was cut off or changed.
    """
    with _opened(path) as archive:
        try:
            if archive.getinfo(MANIFEST).file_size > _MANIFEST_LIMIT:
                raise NotWhole(path, "its manifest is too large")
            manifest = Manifest.model_validate_json(archive.read(MANIFEST))
        except KeyError as error:
            raise NotWhole(path, "it has no manifest, so it is no backup of Rondel") from error
        except ValidationError as error:
            reason = "its manifest cannot be read; a newer Rondel may have written it"
            raise NotWhole(path, reason) from error
        checksum, size = hashlib.sha256(), 0
        for chunk in _chunks(archive):
            checksum.update(chunk)
            size += len(chunk)
    if (size, checksum.hexdigest()) != (manifest.bytes, manifest.sha256):
        raise NotWhole(path, "its checksum is wrong")
    return manifest


def read_dump(path: Path) -> Iterator[bytes]:
    """The dump, in pieces."""
    with _opened(path) as archive:
        yield from _chunks(archive)


def _chunks(archive: zipfile.ZipFile) -> Iterator[bytes]:
    with archive.open(DUMP) as entry:
        while chunk := entry.read(CHUNK):
            yield chunk


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except _UNREADABLE as error:
        reason = "it was cut off, was damaged, or is no backup"
        raise NotWhole(path, reason) from error
    except OSError as error:
        raise NotWhole(path, error.strerror or str(error)) from error
