"""Making a backup: everything as it is at one moment, while everything runs."""

import asyncio
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import IO

from sqlalchemy.ext.asyncio import AsyncConnection

from cli.backup.archive import CHUNK, Manifest, Told, write_archive
from cli.backup.programs import door_to, find_programs
from cli.embedded.errors import StackError
from shared.core.version import own_version
from shared.db.copying import count_rows, export_snapshot, plain_connection, server_major
from shared.db.migrate import current_revision

_LAST_LINES = 5


async def dump_database(url: str, file: IO[bytes], told: Told) -> Manifest:
    """The whole database at `url` is in the file, as of one moment that the manifest names.

    Raises:
        StackError: it has no tables of Rondel, there are no programs, or they failed.
    """
    revision = await current_revision(url)
    if revision is None:
        raise StackError("The database is empty.", "There is nothing to back up.")
    async with plain_connection(url) as connection:
        return await _dump(connection, url, revision, file, told)


async def _dump(
    connection: AsyncConnection, url: str, revision: str, file: IO[bytes], told: Told
) -> Manifest:
    programs = find_programs(await server_major(connection))
    snapshot, made_at = await export_snapshot(connection)
    counts = await count_rows(connection)

    def manifest(size: int, checksum: str) -> Manifest:
        return Manifest(
            rondel=own_version(),
            revision=revision,
            made_at=made_at,
            postgresql=programs.major,
            rows=counts,
            bytes=size,
            sha256=checksum,
        )

    door = door_to(url)
    command = [programs.path("pg_dump"), "--format=custom", "--no-password"]
    command += [f"--snapshot={snapshot}", f"--dbname={door.address}"]
    async with running(command, door.environment, stdin=DEVNULL) as dumping:
        return await write_archive(file, _pieces(dumping), manifest, told)


async def _pieces(dumping: Process) -> AsyncIterator[bytes]:
    """What it writes.

    Raises:
        StackError: it ended with an error.
    """
    assert dumping.stdout is not None
    assert dumping.stderr is not None
    errors = asyncio.create_task(dumping.stderr.read())
    while chunk := await dumping.stdout.read(CHUNK):
        yield chunk
    said = (await errors).decode(errors="replace")
    if await dumping.wait() != 0:
        raise program_failed("pg_dump", said)


@asynccontextmanager
async def running(
    command: list[str], environment: dict[str, str], *, stdin: int, stdout: int = PIPE
) -> AsyncIterator[Process]:
    """The program, which has ended when the block has, whatever happened in it."""
    process = await asyncio.create_subprocess_exec(
        *command,
        env=environment,
        stdin=stdin,
        stdout=stdout,
        stderr=PIPE,
        limit=4 * CHUNK,
        process_group=0,  # Ctrl-C is for us: we know when it may end
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def program_failed(name: str, said: str) -> StackError:
    """What to say when one of PostgreSQL's programs ended with an error."""
    lines = "\n".join(said.strip().splitlines()[:_LAST_LINES])
    return StackError(f"{name} failed: {lines or 'it was killed'}", "Nothing is half-done.")
