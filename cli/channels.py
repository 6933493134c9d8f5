"""`rondel channels`: the channels of all accounts, from the server's side (docs/channels.md)."""

import typer

from cli.failing import refuse
from cli.target import run_on_database
from shared.commands.resealing import Resealed, reseal_all
from shared.core.sealing import NoSecretsKey, Sealer
from shared.core.settings import SecretsKey, Settings, read_settings
from shared.db.session import Database

app = typer.Typer(
    help="Encrypt the settings of all channels with another key.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


class _KeySettings(Settings):
    secrets_key: SecretsKey = None


@app.callback()
def _channels() -> None:
    """Encrypt the settings of all channels with another key."""


@app.command()
def reseal() -> None:
    """Encrypt all that is kept with RONDEL_SECRETS_KEY with its first key.

    That is the settings of channels and webhooks, and the secrets of authenticator apps.
    """
    try:
        channels, webhooks, factors = run_on_database(_reseal)
    except NoSecretsKey as error:
        refuse(f"{error}.")
    typer.echo(
        f"{channels.sealed + webhooks.sealed} channels and webhooks are under the first key."
    )
    typer.echo(f"{factors.sealed} second factors are under the first key.")
    unreadable = (*channels.unreadable, *webhooks.unreadable, *factors.unreadable)
    if unreadable:
        typer.echo(f"{len(unreadable)} open with none of the keys:", err=True)
        for identifier in unreadable:
            typer.echo(f"  {identifier}", err=True)
        raise typer.Exit(1)


async def _reseal(db: Database) -> tuple[Resealed, Resealed, Resealed]:
    sealer = Sealer.of(read_settings(_KeySettings).secrets_key)
    return (
        await reseal_all(db, sealer, "channel"),
        await reseal_all(db, sealer, "webhook"),
        await reseal_all(db, sealer, "second factor"),
    )
