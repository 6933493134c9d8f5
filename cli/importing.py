"""`rondel import`: a file becomes tasks, through the API; what was lost on the way is told."""

from pathlib import Path
from typing import Annotated, Any, Final

import orjson
import typer
from rich.console import Console

from cli.consoles import print_document
from cli.dlq.view import printable
from cli.failing import telling_errors
from cli.following import failure_of, follow
from cli.refusals import Document
from cli.remote import Access, Email, Password, Remote, Token, Url, open_remote
from cli.whole_files import checked_target
from shared.interchange.formats import FORMATS
from shared.interchange.guessing import HEAD_BYTES, guess_format

_NAMES: Final = ("native", *(name for name in FORMATS if name != "rondel"))
_COUNTS: Final = ("taken", "lossy", "skipped", "failed", "unchanged")
_SHOWN: Final = 20
_TITLE_SHOWN: Final = 60

_File = Annotated[
    Path,
    typer.Argument(
        exists=True, dir_okay=False, readable=True, help="What Rondel or another program exported"
    ),
]


def import_file(
    file: _File,
    format_name: Annotated[
        str, typer.Option("--format", help=f"{', '.join(_NAMES)}; told from the file if it can be")
    ] = "",
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen")] = False,
    maps: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="COLUMN=FIELD", help="For csv, a column each"),
    ] = None,
    date_order: Annotated[str, typer.Option(help="Of dates in numbers: dmy, mdy or ymd")] = "dmy",
    report: Annotated[
        Path | None,
        typer.Option(dir_okay=False, help="Save here, as CSV, what was lossy, skipped or failed"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document")] = False,
    url: Url = "",
    email: Email = "",
    password: Password = "",
    token: Token = "",
) -> None:
    """Import a file of Rondel or of another program (docs/import-export.md).

    The same file again changes nothing. Exits with 1 if the import, or any row of it, has failed.
    """
    query = {
        "format": format_name or _guessed(file),
        "dry_run": str(dry_run).lower(),
        "date_order": date_order,
        "file_name": file.name[:200],
        **_mapping(maps or []),
    }
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    with telling_errors():
        target = checked_target(report) if report is not None else None
        with open_remote(Access(url, token, email, password)) as remote:
            made = _upload(remote, file, query)
            found = _followed(remote, made, console)
            if target is not None:
                remote.download(f"/api/imports/{found['id']}/report.csv", target)
            _tell(remote, found, report, as_json=as_json)
            if dry_run:
                remote.ask("DELETE", f"/api/imports/{found['id']}")
            if (failure := failure_of(found, "import")) is not None:
                raise failure
    if found["counts"]["failed"]:
        raise typer.Exit(1)


def _guessed(file: Path) -> str:
    with file.open("rb") as opened:
        found = guess_format(opened.read(HEAD_BYTES), file.name)
    if found is None:
        message = f"the file does not tell; name one of {', '.join(_NAMES)}"
        raise typer.BadParameter(message, param_hint="--format")
    return found


def _mapping(maps: list[str]) -> dict[str, str]:
    """The query that says which column is which field.

    >>> _mapping(["Task name=title"])
    {'mapping': '{"Task name":"title"}'}
    """
    columns: dict[str, str] = {}
    for each in maps:
        column, separator, field = each.rpartition("=")
        if not separator or not column:
            raise typer.BadParameter(f"“{each}” is not COLUMN=FIELD", param_hint="--map")
        columns[column] = field
    return {"mapping": orjson.dumps(columns).decode()} if columns else {}


def _upload(remote: Remote, file: Path, query: dict[str, str]) -> Document:
    headers = {"content-type": "application/octet-stream"}
    with file.open("rb") as opened:
        return remote.ask("POST", "/api/imports", params=query, headers=headers, content=opened)


def _followed(remote: Remote, made: Document, console: Console) -> Document:
    try:
        return follow(remote, f"/api/imports/{made['id']}", "importing", console)
    except KeyboardInterrupt:
        console.print(f"The import goes on without this command, as {made['id']}.")
        raise


def _tell(remote: Remote, found: Document, report: Path | None, *, as_json: bool) -> None:
    if as_json:
        print_document(found)
        return
    counts = found["counts"]
    each = " + ".join(f"{counts[name]} {name}" for name in _COUNTS)
    verb = "would become" if found["dry_run"] else "became"
    typer.echo(f"{found['file_name']} ({found['format']}): {counts['rows']} rows {verb} {each}")
    if report is not None:
        typer.echo(f"The rows that were not simply taken are in {report}.")
    elif counts["lossy"] + counts["skipped"] + counts["failed"]:
        _tell_rows(remote, found)


def _tell_rows(remote: Remote, found: Document) -> None:
    """The first rows that are not here as they were there."""
    page = remote.look(f"/api/imports/{found['id']}/report", limit=_SHOWN)
    for row in page["items"]:
        _tell_row(row)
    if page["next_after"] is not None:
        typer.echo("  The rest with --report FILE.")


def _tell_row(row: dict[str, Any]) -> None:
    title = printable(" ".join(row["excerpt"].split()), _TITLE_SHOWN)
    typer.echo(f"  row {row['row']}, {row['outcome']}{title and f': {title}'}")
    for reason in row["reasons"]:
        where = reason["field"] and f"{reason['field']}: "
        typer.echo(f"    {printable(where + reason['message'])}")
