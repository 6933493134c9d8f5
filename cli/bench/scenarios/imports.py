"""A file of each format through the API and the transfers worker, the same again, and exports."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpx

from cli.bench.arena import Arena
from cli.bench.calling import signed_up
from cli.bench.harness import Bench, BenchFailed, until
from cli.bench.import_files import MAKERS, File
from cli.bench.peaks import Peak, watching_memory
from cli.bench.report import NONE_OF_THEM

STEPS = 1 + len(MAKERS)
_TASKS = 5_000
_PATIENCE_SECONDS = 600.0
_LOOK_EVERY_SECONDS = 0.1
_EXPORTS: Final = ("native", "csv", "ics")
_OUTCOMES: Final = ("taken", "lossy", "skipped", "failed", "unchanged")
_WORKER: Final = "transfers"

_STATE = "SELECT state FROM transfers WHERE id = $1"
_TOOK = (
    "SELECT CAST(extract(epoch FROM finished_at - started_at) AS float8)"
    " FROM transfers WHERE id = $1"
)


@dataclass(frozen=True, slots=True)
class _Ended:
    """A transfer that is done, as the API tells it."""

    document: Mapping[str, Any]
    seconds: float
    """In the hands of the worker."""

    @property
    def counts(self) -> Mapping[str, int]:
        found: Mapping[str, int] = self.document["counts"]
        return found


async def run(bench: Bench) -> None:
    """One account and one fresh worker for each format."""
    count = bench.options.amount(_TASKS)
    async with bench.arena() as arena:
        bench.step("imports: starting the API")
        arena.start("api")
        for name, make in MAKERS.items():
            bench.step(f"imports: {count:,} tasks of {name}")
            file = make(count)
            arena.start(_WORKER)
            async with signed_up(arena, _PATIENCE_SECONDS) as client:
                await _measure(bench, arena, client, name, file)
            arena.stop(_WORKER)


async def _measure(
    bench: Bench, arena: Arena, client: httpx.AsyncClient, name: str, file: File
) -> None:
    async with watching_memory(arena.processes[_WORKER]) as peak:
        first = await _import(arena, client, name, file)
    _import_rows(bench, name, file, first, peak)
    before = await _exports(bench, arena, client, name)
    again = await _import(arena, client, name, file)
    after = await _export(arena, client, "native")
    changed = len(set(_lines(before)) ^ set(_lines(after.content)))
    rows = again.counts["rows"]
    bench.row(f"{name}: the same file again", rows / again.seconds, "/s")
    left = rows - file.joined - again.counts["unchanged"]
    bench.row(f"{name}: rows not unchanged by it", left, "rows", NONE_OF_THEM)
    note = "lines of the account's export that differ"
    bench.row(f"{name}: changed by it", changed, "rows", NONE_OF_THEM, note=note)


def _import_rows(bench: Bench, name: str, file: File, ended: _Ended, peak: Peak) -> None:
    counts = ended.counts
    rows = counts["rows"]
    told = ", ".join(f"{counts[each]:,} {each}" for each in _OUTCOMES if counts[each])
    note = f"{rows:,} rows ({told}) of {len(file.content):,} bytes"
    bench.row(f"{name}: imported", rows / ended.seconds, "/s", note=note)
    bench.row(f"{name}: import", ended.seconds, "s")
    note = f"resident; {peak.before_mb:.0f} MB before"
    bench.row(f"{name}: worker's memory at most", peak.most_mb, "MB", note=note)
    lost = abs(ended.document["rows_total"] - sum(counts[each] for each in _OUTCOMES))
    bench.row(f"{name}: rows unaccounted for", lost, "rows", NONE_OF_THEM)
    left_out = counts["skipped"] + counts["failed"]
    bench.row(f"{name}: rows skipped or failed", left_out, "rows", NONE_OF_THEM)


async def _exports(bench: Bench, arena: Arena, client: httpx.AsyncClient, name: str) -> bytes:
    """The account in each form; returns the native one."""
    native = b""
    for form in _EXPORTS:
        made = await _export(arena, client, form)
        size = len(made.content)
        bench.row(f"{name}: exported as {form}", made.seconds, "s", note=f"{size:,} bytes")
        native = native or made.content
    return native


async def _import(arena: Arena, client: httpx.AsyncClient, name: str, file: File) -> _Ended:
    answer = await client.post(
        "/api/imports",
        params={"format": name},
        content=file.content,
        headers={"content-type": "application/octet-stream"},
    )
    return await _ended(arena, client, "imports", answer)


@dataclass(frozen=True, slots=True)
class _Exported:
    content: bytes
    seconds: float


async def _export(arena: Arena, client: httpx.AsyncClient, form: str) -> _Exported:
    answer = await client.post("/api/exports", json={"format": form})
    ended = await _ended(arena, client, "exports", answer)
    file = await client.get(f"/api/exports/{ended.document['id']}/download")
    _check(file)
    return _Exported(file.content, ended.seconds)


async def _ended(
    arena: Arena, client: httpx.AsyncClient, place: str, answer: httpx.Response
) -> _Ended:
    """Watched in the database, so that asking costs the worker nothing."""
    _check(answer)
    identifier = answer.json()["id"]

    async def has_ended() -> bool:
        state = await arena.sql.fetchval(_STATE, identifier)
        return state in ("done", "failed", "cancelled")

    await until(
        has_ended,
        f"{place[:-1]} is done",
        timeout_seconds=_PATIENCE_SECONDS,
        every_seconds=_LOOK_EVERY_SECONDS,
    )
    found = await client.get(f"/api/{place}/{identifier}")
    _check(found)
    document = found.json()
    if document["state"] != "done":
        raise BenchFailed(f"{place[:-1]} {document['state']}: {document['error']}")
    return _Ended(document, await arena.sql.fetchval(_TOOK, identifier))


def _lines(export: bytes) -> list[bytes]:
    """Records of the account: without the first line, which says when it was exported."""
    return export.splitlines()[1:]


def _check(answer: httpx.Response) -> None:
    if answer.is_error:
        raise BenchFailed(f"{answer.request.url.path}: {answer.status_code} {answer.text[:200]}")
