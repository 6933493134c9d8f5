"""`rondel export`: an account as a file, through the API."""

from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cli.consoles import print_document
from cli.embedded.errors import StackError
from cli.failing import telling_errors
from cli.following import failure_of, follow
from cli.refusals import Document
from cli.remote import Access, Email, Password, Remote, Token, Url, open_remote
from cli.whole_files import checked_target


def export_account(
    output: Annotated[
        Path, typer.Option("--output", "-o", dir_okay=False, help="File to write; replaced whole")
    ],
    format_name: Annotated[
        str, typer.Option("--format", help="native (everything), csv or ics (tasks)")
    ] = "native",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document")] = False,
    url: Url = "",
    email: Email = "",
    password: Password = "",
    token: Token = "",
) -> None:
    """Export the account to a file (docs/import-export.md).

    The file is there at the end or not at all, and readable for its owner alone.
    """
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    with telling_errors():
        target = checked_target(output)
        with open_remote(Access(url, token, email, password)) as remote:
            found = _exported(remote, format_name, target, console)
    if as_json:
        print_document({**found, "file": str(output)})
    else:
        typer.echo(f"{output}: {found['file_bytes']:,} bytes of {found['format']}.")


def _exported(remote: Remote, format_name: str, target: Path, console: Console) -> Document:
    """The export, downloaded. The server keeps no copy, whatever happened."""
    made = remote.ask("POST", "/api/exports", json={"format": format_name})
    path = f"/api/exports/{made['id']}"
    try:
        found = follow(remote, path, "exporting", console)
        if (failure := failure_of(found, "export")) is not None:
            raise failure
        remote.download(f"{path}/download", target)
    finally:
        with suppress(StackError):  # then it goes by itself, in a week
            remote.ask("DELETE", path)
    return found
