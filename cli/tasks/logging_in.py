"""`rondel login` and `rondel logout`: which server commands use, and as whom."""

import platform
from contextlib import suppress
from typing import Final
from urllib.parse import urlsplit

import typer

from cli.consoles import print_document
from cli.credentials import Credentials, OwnFolder
from cli.embedded.errors import StackError
from cli.remote import (
    Access,
    Email,
    Password,
    Token,
    Url,
    checked_address,
    open_remote,
    running_here,
)
from cli.tasks.desk import AsJson, WrongUse, stop
from shared.core.plain import one_line
from shared.core.secret_tokens import API

_SCOPES: Final = ("read", "tasks:write", "mcp")
"""The last lets `rondel mcp` connect; what an assistant may do there, the others say."""
_LONGEST_NAME: Final = 80
_HERE: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def login(
    *,
    url: Url = "",
    token: Token = "",
    email: Email = "",
    password: Password = "",
    as_json: AsJson = False,
) -> None:
    """Store a server and an API token, which commands use from now on.

    With --email the password is asked for, and a token is made. Without it a
    token is asked for unseen, or read from standard input, and tried: it is made
    in the web app (Settings → API tokens, at /settings/tokens of the server's
    address) and needs the scopes read and tasks:write, and mcp for rondel mcp.
    An account with a second factor needs this way. The token is kept in
    ~/.config/rondel/credentials.json (below XDG_CONFIG_HOME, if that is set),
    which you alone can read.

    Examples:
    rondel login --email you@example.com
    rondel login --url https://rondel.example.com
    rondel login --url https://rondel.example.com < token.txt
    """
    try:
        folder = OwnFolder()
        address = checked_address(url or _asked_address(folder))
        if email and not token:
            token = _new_token(Access(address, "", email, password))
        secret = (token or _asked_token(address)).strip()
        if not secret:
            raise WrongUse("There is no token.", "Give it at the prompt, or on standard input.")
        with open_remote(Access(address, secret, "", "")) as remote:
            me = remote.ask("GET", "/api/me")
        folder.store(Credentials(address, secret))
    except StackError as error:
        stop(error, as_json=as_json)
    if not secret.startswith(API):
        typer.echo("This is no API token: it is one of a sign-in, and ends soon.", err=True)
    if _is_in_the_clear(address):
        typer.echo("Whoever is on the way to http:// can read the token: use https://.", err=True)
    if as_json:
        file = str(folder.credentials_file)
        print_document({"url": address, "email": me["email"], "file": file})
    else:
        typer.echo(f"Logged in to {address} as {one_line(me['email'])}.")


def logout(*, as_json: AsJson = False) -> None:
    """Forget the server and the token that `rondel login` stored.

    The token itself stays good until it is revoked: Settings → API tokens.
    """
    folder = OwnFolder()
    try:
        had = folder.forget()
    except OSError as error:
        message = f"Cannot remove {folder.credentials_file}: {error.strerror}."
        stop(StackError(message, "Remove it by hand."), as_json=as_json)
    if as_json:
        print_document({"was_logged_in": had})
    elif had:
        typer.echo("Forgotten. The token is still good: revoke it in Settings → API tokens.")
    else:
        typer.echo("Nobody was logged in.")


def _new_token(access: Access) -> str:
    """An API token for this machine, made by the account."""
    body = {"name": f"rondel login on {platform.node()}"[:_LONGEST_NAME], "scopes": _SCOPES}
    with open_remote(access) as remote:
        return str(remote.ask("POST", "/api/me/tokens", json=body)["token"])


def _is_in_the_clear(address: str) -> bool:
    """Whether what is sent there leaves this machine unencrypted."""
    parts = urlsplit(address)
    return parts.scheme == "http" and parts.hostname not in _HERE


def _asked_address(folder: OwnFolder) -> str:
    """Typed in, with a default; a script gets the default."""
    default = ""
    with suppress(StackError):  # what is broken is about to be replaced
        stored = folder.credentials()
        default = stored.url if stored else ""
    if not default:
        with suppress(StackError):  # then there is no default
            default = running_here()
    if not _is_asked():
        if not default:
            raise WrongUse("It is not said which server.", "Name it with --url (or RONDEL_URL).")
        return default
    found: str = typer.prompt("Address of the server", default=default or None, err=True)
    return found


def _asked_token(address: str) -> str:
    """Typed in unseen, or the first line of standard input."""
    if not _is_asked():
        return typer.get_text_stream("stdin").readline()
    typer.echo(f"It is made at {address}/settings/tokens; or give --email.", err=True)
    found: str = typer.prompt(f"API token for {address}", hide_input=True, err=True)
    return found


def _is_asked() -> bool:
    return typer.get_text_stream("stdin").isatty()
