"""Restoring a backup: in one transaction, so that it is there whole or not at all."""

import asyncio
import time
from asyncio.subprocess import PIPE, Process
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cli.backup.archive import CHUNK, Manifest, NotWhole, Told, read_dump
from cli.backup.dumping import program_failed, running
from cli.backup.programs import Door, Programs, door_to, find_programs
from cli.embedded.errors import StackError
from cli.target import Target, open_target, place_of
from shared.commands.recurrences import Completion, roll_completions
from shared.db.copying import (
    comparing_script,
    emptying_script,
    find_sessions,
    find_tables,
    plain_connection,
    refresh_statistics,
    server_major,
)
from shared.db.migrate import head_revision, known_revisions, upgrade
from shared.db.repositories.series import find_stalled_completions

_LOCK_SECONDS = 10
_UNDER_WAY = timedelta(hours=1)
"""How old the events are, at most, that had no effect yet when the backup was made."""
_BATCH = 500
_LIMIT_SINCE = 17
_NO_LIMIT = b"SET transaction_timeout = 0;\n"
"""What pg_restore writes from that version on, and servers before it do not know."""
_BEHIND_LIMITS = b"\nSET client_encoding"


@dataclass(frozen=True)
class Restored:
    """What a restore did beside copying."""

    migrated_from: str | None
    brought: int
    """Next occurrences whose `task.completed` was under way when the backup was made."""


class NotFinished(StackError):
    """The data is there; the newest schema, or an occurrence that was under way, may not be."""

    def __init__(self, target: Target, error: BaseException) -> None:
        why = str(error).partition("\n")[0] or "it was stopped"
        super().__init__(
            f"The data is in {target.place}, but the restore is not at its end: {why}.",
            "Restore once more with --replace. To go on without: rondel migrate; next occurrences "
            "that were under way when the backup was made may be missing then.",
        )


async def restore_database(
    target: Target, path: Path, manifest: Manifest, told: Told, *, replace: bool
) -> Restored:
    """The database is as the backup says, at the newest schema.

    Raises:
        NotFinished: what comes after the data did not come to its end.
        StackError: it is in use, not empty, or the backup does not fit; nothing was changed then.
    """
    if manifest.revision not in known_revisions():
        raise NotWhole(
            path,
            f"Rondel {manifest.rondel} made it at revision {manifest.revision}, "
            f"which this one does not know (its newest is {head_revision()})",
        )
    server = await _checked(target.url, replace=replace)
    # Those of an older version cannot read what pg_dump of a newer one has written.
    programs = find_programs(max(server, manifest.postgresql))
    head = f"BEGIN;\nSET LOCAL lock_timeout = '{_LOCK_SECONDS}s';\n"
    head += emptying_script() if replace else ""
    foot = comparing_script(manifest.rows)
    script = _Script(head.encode(), path, foot.encode(), server)
    await _copy(programs, door_to(target.url), script, told)
    older = manifest.revision if manifest.revision != head_revision() else None
    try:
        await refresh_statistics(target.url)
        if older:
            await upgrade(target.url)
        return Restored(older, await _bring_occurrences(target, manifest))
    except (Exception, asyncio.CancelledError) as error:
        raise NotFinished(target, error) from error


async def _checked(url: str, *, replace: bool) -> int:
    """The server's version, if nobody uses the database and it is empty or may be emptied."""
    async with plain_connection(url) as connection:
        if users := await find_sessions(connection):
            names = ", ".join(f"{name} ({count})" for name, count in users.items())
            raise StackError(
                f"The database {place_of(url)} is in use: {names}.",
                "Stop the API and all workers, then restore.",
            )
        if not replace and (tables := await find_tables(connection)):
            raise StackError(
                f"The database {place_of(url)} is not empty: it has {len(tables)} tables.",
                "Restore into a new database (createdb), or, if everything in this one may go, "
                "say --replace.",
            )
        return await server_major(connection)


@dataclass(frozen=True)
class _Script:
    """What psql runs before the COMMIT: the head, the dump in that backup as SQL, the foot.

    On a server of that major version.
    """

    head: bytes
    path: Path
    foot: bytes
    server: int


async def _copy(programs: Programs, door: Door, script: _Script, told: Told) -> None:
    """pg_restore makes SQL of the dump, psql runs it between the head and the foot.

    The COMMIT is sent after psql has said that it ran all of it: whatever dies before that,
    PostgreSQL rolls everything back.
    """
    reading = [programs.path("pg_restore"), "--file=-", "--no-owner", "--no-privileges"]
    reading += ["--no-comments", "--no-publications", "--no-subscriptions"]
    writing = [programs.path("psql"), "--no-psqlrc", "--quiet", "--no-password"]
    writing += ["--set=ON_ERROR_STOP=1", "--output=/dev/null", "--file=-"]
    writing += [f"--dbname={door.address}"]
    async with (
        running(reading, door.environment, stdin=PIPE) as source,
        running(writing, door.environment, stdin=PIPE) as sink,
    ):
        said = [asyncio.create_task(each.stderr.read()) for each in (source, sink) if each.stderr]
        feeding = asyncio.create_task(_feed(source, script.path, told))
        try:
            is_whole = await _pass_on(source, sink, script)
        finally:
            feeding.cancel()
            await asyncio.wait({feeding})
        if is_whole and not feeding.cancelled() and (error := feeding.exception()):
            raise error
        if is_whole and await _commit(sink) == 0:
            return
        code = await sink.wait()
        if source.returncode is None:
            source.kill()
        words = [(await each).decode(errors="replace") for each in said]
        if code > 0:
            raise program_failed("psql", words[1])
        raise program_failed("pg_restore", words[0])


async def _commit(sink: Process) -> int:
    """The exit code of psql. Who asks to stop meanwhile is heard when it is known."""
    assert sink.stdin is not None
    sink.stdin.write(b"COMMIT;\n")
    sink.stdin.close()
    ending = asyncio.create_task(sink.wait())
    try:
        return await asyncio.shield(ending)
    except asyncio.CancelledError:
        code = await ending
        if task := asyncio.current_task():
            task.cancel()
        return code


async def _feed(source: Process, path: Path, told: Told) -> None:
    """pg_restore has the whole dump, or has ended."""
    assert source.stdin is not None
    try:
        for chunk in read_dump(path):
            source.stdin.write(chunk)
            await source.stdin.drain()
            told(len(chunk))
    except (BrokenPipeError, ConnectionResetError):
        pass  # it has ended, and says why
    finally:
        source.stdin.close()


async def _pass_on(source: Process, sink: Process, script: _Script) -> bool:
    """Whether psql ran all SQL but the COMMIT."""
    assert source.stdout is not None
    assert sink.stdin is not None
    assert sink.stdout is not None
    try:
        sink.stdin.write(script.head)
        if script.server < _LIMIT_SINCE:
            sink.stdin.write(await _older_head(source.stdout))
        while chunk := await source.stdout.read(CHUNK):
            sink.stdin.write(chunk)
            await sink.stdin.drain()
        if await source.wait() != 0:
            sink.kill()
            return False
        sink.stdin.write(script.foot + b"\\echo whole\n")
        await sink.stdin.drain()
        return bool(await sink.stdout.readline())
    except (BrokenPipeError, ConnectionResetError):
        return False


async def _older_head(stream: asyncio.StreamReader) -> bytes:
    """What pg_restore writes first, as servers without that limit know it."""
    try:
        head = await stream.readuntil(_BEHIND_LIMITS)
    except asyncio.IncompleteReadError as error:
        return error.partial  # it has failed
    return head.replace(_NO_LIMIT, b"")


async def _bring_occurrences(target: Target, manifest: Manifest) -> int:
    """Series whose task was done just before the backup go on.

    Such an event had left the outbox, so it is in no backup, and its effect may not have been there
    yet. The other effects mend themselves: reminders by comparison with the job store.
    """
    brought = 0
    async with open_target(target) as db:
        async with db.read() as connection:
            found = await find_stalled_completions(connection, manifest.made_at - _UNDER_WAY)
        for start in range(0, len(found), _BATCH):
            async with db.unit_of_work() as uow:
                completions = [Completion(*each) for each in found[start : start + _BATCH]]
                brought += (await roll_completions(uow, completions, time.monotonic)).created
    return brought
