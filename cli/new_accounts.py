"""`rondel users add` and `rondel users invite`: how people get accounts from the server's side."""

import asyncio
from datetime import timedelta
from typing import Annotated

import typer
from pydantic import TypeAdapter, ValidationError

from api.password_rules import check_password
from api.passwords import LONGEST, SHORTEST, Passwords
from api.schemas.accounts import Email as EmailText
from cli.account_links import public_links
from cli.target import acting_person, run_on_database
from shared.commands import governing
from shared.commands.governing import AddedAccount, Admin
from shared.commands.invitations import invite
from shared.commands.operations import ROLES, Role
from shared.core.errors import InvalidInput

_EMAIL: TypeAdapter[str] = TypeAdapter(EmailText)

Email = Annotated[str, typer.Argument(help="Address of the new account")]


def add_user(
    email: Email,
    *,
    role: Annotated[str, typer.Option(help=", ".join(ROLES))] = "user",
    name: Annotated[str | None, typer.Option(help="What they are called")] = None,
    zone: Annotated[str, typer.Option(help="IANA zone that floating times follow")] = "UTC",
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input")
    ] = False,
    link: Annotated[
        bool, typer.Option("--link", help="Print a link to set the password with, good for a day")
    ] = False,
) -> None:
    """Make an account that can be used at once, whoever may sign up; the first one, for example."""
    address = _address(email)
    known = role_of(role, "--role")
    links = public_links() if link else None
    password_hash = None if link else asyncio.run(_hash(_password(address, password_stdin)))
    wanted = AddedAccount(address, name or address.partition("@")[0], zone, known, password_hash)
    by = Admin(acting_person())
    user_id = run_on_database(lambda db: governing.add_account(db, by, wanted))
    typer.echo(f"{address} has an account with the role {known}.", err=links is not None)
    if links is not None:
        mail_id = run_on_database(lambda db: governing.make_reset_link(db, by, user_id))
        typer.echo(links.account(mail_id))


def role_of(text: str, hint: str) -> Role:
    """The role of this name; `hint` is what the person at the terminal calls it by."""
    known = next((each for each in ROLES if each == text), None)
    if known is None:
        raise typer.BadParameter(f"there are {', '.join(ROLES)}", param_hint=hint)
    return known


def invite_user(
    email: Annotated[
        str | None, typer.Argument(help="The only address that it is good for; any without one")
    ] = None,
    *,
    mail: Annotated[
        bool, typer.Option("--mail", help="Send it to the address instead of printing a link")
    ] = False,
    days: Annotated[int, typer.Option(min=1, max=90, help="How long it is good")] = 7,
) -> None:
    """Invite somebody, where accounts are made by invitation (RONDEL_AUTH__SIGN_UP=invite)."""
    address = _address(email) if email is not None else None
    if mail and address is None:
        raise typer.BadParameter("a mail needs an address", param_hint="--mail")
    links = None if mail else public_links()
    lives, by = timedelta(days=days), Admin(acting_person())
    row = run_on_database(lambda db: invite(db, by, address, lives, is_mailed=mail))
    if links is None:
        typer.echo(f"A mail to {address} is on its way.")
    else:
        typer.echo(links.account(row.id))
        typer.echo(f"It is good for one account, until {row.expires_at:%Y-%m-%d}.", err=True)


def _address(email: str) -> str:
    try:
        return _EMAIL.validate_python(email.strip())
    except ValidationError:
        raise typer.BadParameter("this is no e-mail address", param_hint="EMAIL") from None


def _password(address: str, from_stdin: bool) -> str:
    if from_stdin:
        password = typer.get_text_stream("stdin").readline().rstrip("\n")
    else:
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    if not SHORTEST <= len(password) <= LONGEST:
        typer.echo(f"A password has {SHORTEST} to {LONGEST} characters.", err=True)
        raise typer.Exit(1)
    try:
        check_password(password, address)
    except InvalidInput as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    return str(password)


async def _hash(password: str) -> str:
    passwords = Passwords()
    try:
        return await passwords.hash(password)
    finally:
        passwords.close()
